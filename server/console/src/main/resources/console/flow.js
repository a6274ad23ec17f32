import { h } from './lib/preact.js';
import { get } from './api.js';
import { Live, count, figure } from './parts.js';

export class Flow extends Live {
  constructor(props) {
    super(props, 1000);
  }

  load() {
    return get('transactions');
  }

  draw(view) {
    return h('div', null,
      h('h1', null, 'Bank'),
      h('div', { class: 'grid' }, figure('Committed', count(view.figures.committed))));
  }
}

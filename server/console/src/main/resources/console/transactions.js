import { h } from './lib/preact.js';
import { get } from './api.js';
import { Live, badge, count, duration, figure, table } from './parts.js';

function tone(status) {
  if (/FAILED/.test(status)) return 'bad';
  if (/RETRYING|TIMEOUT/.test(status)) return 'warn';
  return /COMMIT/.test(status) ? 'good' : '';
}

const words = name => name.toLowerCase().replaceAll('_', ' ');

export class Transactions extends Live {
  constructor(props) {
    super(props, 1000);
  }

  async load() {
    const [view, locks, resources] = await Promise.all([get('transactions'), get('locks'), get('resources')]);
    return { ...view, locks, resources };
  }

  draw(view) {
    const held = view.transactions.filter(t => t.held);
    return h('div', null,
      h('div', { class: 'head' }, h('h1', null, 'Transactions')),
      held.map(t => h('div', { class: 'message warn' }, t.xid + ' waits for a person: ' + t.reason)),
      h('div', { class: 'grid' },
        figure('Active', count(view.figures.active)),
        figure('Begun, owing nothing', count(view.figures.begun)),
        figure('Held', count(view.figures.held)),
        figure('Locked rows', count(view.figures.locks)),
        figure('Committed', count(view.figures.committed), 'since the start'),
        figure('Rolled back', count(view.figures.rolledBack), 'since the start')),
      h('div', { class: 'card' },
        h('h2', null, 'Live'),
        table([
          { title: 'Xid', cell: t => h('code', null, t.xid) },
          { title: 'Name', cell: t => [t.name, h('div', { class: 'quiet' }, t.application)] },
          { title: 'Status', cell: t => badge(words(t.status), tone(t.status)) },
          { title: 'Age', number: true, cell: t => duration(t.ageMillis) },
          { title: 'Time-out', number: true, cell: t => duration(t.timeoutMillis) },
          { title: 'Branches', cell: t => t.branches.map(b => h('div', null,
              badge(b.kind, 'plain'), ' ', h('span', { title: b.client }, b.resource), ' ',
              h('span', { class: 'quiet' }, words(b.state)),
              b.lockKeys ? h('div', { class: 'mono quiet' }, b.lockKeys) : null)) },
        ], view.transactions, { nothing: 'No transaction is under way.' }),
        view.total > view.transactions.length ? h('p', { class: 'quiet' }, count(view.total - view.transactions.length) + ' more') : null),
      h('div', { class: 'card' },
        h('h2', null, 'Locks'),
        table([
          { title: 'Row', cell: l => h('code', null, l.table + ':' + l.primaryKey) },
          { title: 'Resource', cell: l => l.resource },
          { title: 'Held by', cell: l => h('code', null, l.xid) },
          { title: 'Age', number: true, cell: l => duration(l.ageMillis) },
        ], view.locks, { nothing: 'No row is locked.' })),
      h('div', { class: 'card' },
        h('h2', null, 'Resource managers'),
        table([
          { title: 'Resource', cell: ([resource]) => resource },
          { title: 'Served by', cell: ([, clients]) => clients.map(c => h('div', { class: 'mono' }, c)) },
        ], Object.entries(view.resources), { nothing: 'No resource manager is connected.' })));
  }
}

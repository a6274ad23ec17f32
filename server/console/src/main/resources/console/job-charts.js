// Jobs in pictures: when they are next, how late they came and how they ended.
import { h } from './lib/preact.js';
import { get } from './api.js';
import { Live, count, duration, figure, time } from './parts.js';

const HOUR = 3600000;
const DENSE = 400; // of so many in an hour, single ones are not told apart
const FEW = 40;

/** The firings of the next hour, a line for each job. */
export class Timeline extends Live {
  constructor(props) {
    super(props, 15000);
  }

  load() {
    return get('jobs/timeline', { text: this.props.text });
  }

  draw(rows) {
    if (!rows.length) return null;
    const now = Date.now();
    const at = iso => Math.min(100, Math.max(0, (Date.parse(iso) - now) / HOUR * 100));
    return h('div', { class: 'card' },
      h('h2', null, 'The next hour'),
      h('div', { class: 'timeline' },
        rows.map(row => h('div', { class: 'line', key: row.id },
          h('a', { href: '#/job?id=' + row.id }, row.name),
          h('div', { class: 'track' },
            row.times.length < DENSE
              ? row.times.map(each => h('span', { style: 'left:' + at(each).toFixed(2) + '%', title: time(each) }))
              : h('span', { style: 'left:0;width:100%', title: 'again and again' })))),
        h('div', { class: 'line quiet' }, h('span', null, ''),
          h('div', { class: 'track scale' },
            [0, 15, 30, 45, 60].map(minute => h('em', { style: 'left:' + minute / 0.6 + '%' },
              minute ? minute + ' min' : 'now'))))));
  }
}

/** How late the latest firings came, and how many of them succeeded. */
export function Lateness({ firings }) {
  const done = firings.filter(each => ['SUCCEEDED', 'FAILED', 'TIMED_OUT'].includes(each.state)).reverse();
  if (!done.length) return null;
  const good = done.filter(each => each.state === 'SUCCEEDED').length;
  const most = Math.max(1, ...done.map(each => each.lateMillis));
  const wide = 100 / Math.max(done.length, FEW);
  return h('div', { class: 'card' },
    h('h2', null, 'How late the latest came'),
    h('svg', { class: 'bars', viewBox: '0 0 100 40', preserveAspectRatio: 'none' },
      done.map((each, i) => {
        const high = Math.max(1, each.lateMillis / most * 38);
        return h('rect', {
          x: (i * wide).toFixed(2), width: (wide * 0.8).toFixed(2),
          y: (40 - high).toFixed(2), height: high.toFixed(2),
          class: each.state === 'SUCCEEDED' ? 'good' : 'bad',
        }, h('title', null, time(each.due) + ': ' + duration(each.lateMillis) + ' late, ' + each.state.toLowerCase()));
      })),
    h('p', { class: 'quiet' }, Math.round(good / done.length * 100) + ' % of the latest ' + count(done.length)
      + ' succeeded; the latest by ' + duration(most) + '. Oldest first.'));
}

// The bank's flow while ./divan demo runs: it publishes how things stand as a configuration.
import { h } from './lib/preact.js';
import { get } from './api.js';
import { Live, badge, count, duration, figure, refusal, table } from './parts.js';

const ENTRY = { namespace: '', group: 'DEMO', dataId: 'bank.flow' };
const SILENT_MILLIS = 10_000;

const money = text => Number(text).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const share = (part, whole) => (whole > 0 ? Math.min(100, (100 * part) / whole) : 0);

function state(flow) {
  if (flow.phase === 'finished') return badge('books balance', 'good');
  if (flow.phase === 'failed') return badge('books do not balance', 'bad');
  if (Date.now() - Date.parse(flow.updated) > SILENT_MILLIS) return badge('not running any more', 'warn');
  return badge(flow.phase, '');
}

/** Committed orders of each second, with a scale and a mark where something happened. */
function throughput(perSecond, events) {
  const width = 720, height = 150, left = 34, bottom = 18;
  const most = Math.max(10, ...perSecond);
  const seconds = Math.max(10, perSecond.length);
  const x = i => left + (i / seconds) * (width - left);
  const y = v => (height - bottom) - (v / most) * (height - bottom - 8);
  const bar = (width - left) / seconds;
  const ticks = [0, Math.round(most / 2), most];
  return h('svg', { class: 'chart', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': 'Orders committed per second' },
    ticks.map(v => [
      h('line', { class: 'rule', x1: left, x2: width, y1: y(v), y2: y(v) }),
      h('text', { x: left - 6, y: y(v) + 4, 'text-anchor': 'end' }, count(v))]),
    perSecond.map((v, i) => h('rect', { x: x(i), y: y(v), width: Math.max(1, bar - 1), height: y(0) - y(v) })),
    events.filter(e => /kill/.test(e.text) && e.second < seconds).map(e =>
      h('line', { class: 'fault', x1: x(e.second), x2: x(e.second), y1: 4, y2: y(0) }, h('title', null, e.text))),
    h('text', { x: left, y: height - 3 }, '0 s'),
    h('text', { x: width, y: height - 3, 'text-anchor': 'end' }, seconds + ' s'));
}

function absent() {
  return h('div', null,
    h('h1', null, 'Bank'),
    h('div', { class: 'card' },
      h('p', null, 'No demo has run on this server. It starts a bank of three applications over two databases, executes thousands of standing orders as global transactions, and audits the books:'),
      h('pre', { class: 'text' }, './divan demo\n./divan demo --faults --seed 7\n./divan demo --orders FILE')));
}

export class Flow extends Live {
  constructor(props) {
    super(props, 1000);
  }

  async load() {
    const { current } = await get('configuration', ENTRY);
    if (!current) return { flow: null };
    try {
      return { flow: JSON.parse(current.content) };
    } catch {
      throw new Error('The configuration bank.flow in group DEMO is not what the demo writes.');
    }
  }

  draw({ flow }) {
    if (!flow) return absent();
    const orders = flow.orders;
    const done = orders.committed;
    return h('div', null,
      h('div', { class: 'head' },
        h('div', null,
          h('h1', null, 'Bank'),
          h('div', { class: 'quiet' }, flow.source + ', seed ' + flow.seed + (flow.withFaults ? ', with faults' : '') + ', ' + duration(flow.seconds * 1000))),
        state(flow)),
      flow.phase === 'failed' ? refusal({ message: flow.verdict }) : null,
      h('div', { class: 'card' },
        h('div', { class: 'label' }, 'Orders executed'),
        h('div', { class: 'figure' }, count(done), h('small', null, ' of ' + count(orders.total))),
        h('div', { class: 'bar' }, h('i', { style: 'width:' + share(done, orders.total) + '%' }))),
      h('div', { class: 'grid' },
        figure('Refused for want of funds', count(orders.refused)),
        figure('Rolled back', count(orders.rolledBack)),
        figure('Retried', count(orders.retried)),
        figure('Settled by asking for the xid', count(orders.settled))),
      h('div', { class: 'grid' },
        figure('Half of the orders within', count(flow.latency.p50), 'ms'),
        figure('95 of 100 within', count(flow.latency.p95), 'ms'),
        figure('99 of 100 within', count(flow.latency.p99), 'ms')),
      h('div', { class: 'card' },
        h('h2', null, 'Orders committed per second'),
        throughput(flow.perSecond, flow.events)),
      h('div', { class: 'columns' },
        h('div', { class: 'card' },
          h('h2', null, 'Partner banks'),
          table([
            { title: 'Bank', cell: b => b.bank },
            { title: 'Their orders', number: true, cell: b => money(b.expected) },
            { title: 'Their ledger', number: true, cell: b => money(b.credited) },
            { title: '', cell: b => h('div', { class: 'bar short' }, h('i', { style: 'width:' + share(b.credited, b.expected) + '%' })) },
          ], flow.banks)),
        h('div', { class: 'card' },
          h('h2', null, 'What happened'),
          table([
            { title: 'At', number: true, cell: e => e.second + '\u00a0s' },
            { title: '', cell: e => e.text },
          ], flow.events, { nothing: 'Nothing out of the ordinary.' }))));
  }
}

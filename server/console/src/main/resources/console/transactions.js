import { h } from './lib/preact.js';
import { get, put } from './api.js';
import { Live, badge, count, duration, figure, refusal, table, time } from './parts.js';

function tone(status) {
  if (/FAILED/.test(status)) return 'bad';
  if (/RETRYING|TIMEOUT/.test(status)) return 'warn';
  return /COMMIT/.test(status) ? 'good' : '';
}

const words = name => name.toLowerCase().replaceAll('_', ' ');

const REMEDIES = [
  ['RETRY', 'Try again', 'Its branches are asked again for what was decided.'],
  ['COMMIT', 'Commit', 'What is left of it is committed, whatever was decided. Row images are thrown away.'],
  ['ROLL_BACK', 'Roll back', 'What is left of it is rolled back, whatever was decided.'],
  ['RELEASE', 'Release', 'Its locks go, and nobody is asked any more. What its branches have done stays as it is.'],
];

const branches = each => each.branches.map(b => h('div', null,
  badge(b.kind, 'plain'), ' ', h('span', { title: b.client }, b.resource), ' ',
  h('span', { class: 'quiet' }, words(b.state)),
  b.lockKeys ? h('div', { class: 'mono quiet' }, b.lockKeys) : null));

export class Transactions extends Live {
  constructor(props) {
    super(props, 1000);
  }

  async load() {
    const [view, locks, resources, audit] = await Promise.all(
      [get('transactions'), get('locks'), get('resources'), get('transactions/audit')]);
    return { ...view, locks, resources, audit };
  }

  async decide(xid, [remedy, title, meaning]) {
    const reason = prompt(title + ' ' + xid + '?\n' + meaning + '\nSay why; it is kept in the audit.');
    if (reason === null) return;
    try {
      await put('transactions/remedy', {}, { xid, remedy, reason });
      this.setState({ refused: null });
      this.refresh();
    } catch (refused) {
      this.setState({ refused });
    }
  }

  draw(view) {
    const held = view.transactions.filter(t => t.held);
    return h('div', null,
      h('div', { class: 'head' }, h('h1', null, 'Transactions')),
      refusal(this.state.refused),
      held.map(t => h('div', { class: 'message warn' },
        h('div', null, t.xid + ' waits for a person: ' + t.reason),
        h('div', { class: 'actions' }, REMEDIES.map(each =>
          h('button', { title: each[2], onClick: () => this.decide(t.xid, each) }, each[1]))))),
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
          { title: 'Branches', cell: branches },
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
      view.audit.length === 0 ? null : h('div', { class: 'card' },
        h('h2', null, 'Decided by persons'),
        table([
          { title: 'When', cell: a => time(a.at) },
          { title: 'Xid', cell: a => h('code', null, a.xid) },
          { title: 'Who', cell: a => a.author },
          { title: 'What', cell: a => badge(words(a.remedy)) },
          { title: 'Why', cell: a => a.reason },
          { title: 'Before', cell: a => [badge(words(a.before), tone(a.before)), h('div', { class: 'quiet' }, a.heldBecause)] },
          { title: 'Branches then', cell: branches },
        ], view.audit)),
      h('div', { class: 'card' },
        h('h2', null, 'Resource managers'),
        table([
          { title: 'Resource', cell: ([resource]) => resource },
          { title: 'Served by', cell: ([, clients]) => clients.map(c => h('div', { class: 'mono' }, c)) },
        ], Object.entries(view.resources), { nothing: 'No resource manager is connected.' })));
  }
}

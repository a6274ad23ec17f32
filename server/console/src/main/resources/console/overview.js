import { h } from './lib/preact.js';
import { get } from './api.js';
import { Live, badge, count, duration, figure, size, spark, table, time } from './parts.js';

const KEPT = 60;

export class Overview extends Live {
  constructor(props) {
    super(props);
    this.entries = [];
    this.cpu = [];
  }

  async load() {
    const view = await get('overview');
    const at = Date.parse(view.now);
    if (this.last) {
      const seconds = Math.max(0.001, (at - this.last.at) / 1000);
      this.keep(this.entries, (view.log.last - this.last.entries) / seconds);
      this.keep(this.cpu, (100 * (view.memory.cpuSeconds - this.last.cpu)) / seconds);
    }
    this.last = { at, entries: view.log.last, cpu: view.memory.cpuSeconds };
    return view;
  }

  keep(list, value) {
    list.push(Math.max(0, value));
    if (list.length > KEPT) list.shift();
  }

  draw(view) {
    const latest = list => (list.length ? list[list.length - 1] : 0);
    const complaints = Object.entries(view.health).filter(([, complaint]) => complaint);
    return h('div', null,
      h('div', { class: 'head' },
        h('div', null,
          h('h1', null, 'Overview'),
          h('div', { class: 'quiet' }, 'Version ' + view.version + ', up ' + duration(Date.parse(view.now) - Date.parse(view.started)))),
        complaints.length ? badge('needs attention', 'bad') : badge('healthy', 'good')),
      complaints.map(([part, complaint]) => h('div', { class: 'message bad' }, part + ': ' + complaint)),
      h('div', { class: 'grid' },
        figure('Services', count(view.services)),
        figure('Configurations', count(view.configurations)),
        figure('Active transactions', count(view.transactions.active), view.transactions.held ? '· ' + view.transactions.held + ' held' : ''),
        figure('Locked rows', count(view.transactions.locks)),
        figure('Connections', count(view.connectionCount))),
      h('div', { class: 'grid' },
        h('div', { class: 'card' },
          h('div', { class: 'label' }, 'Log entries per second'),
          h('div', { class: 'figure' }, count(Math.round(latest(this.entries)))),
          spark(this.entries)),
        h('div', { class: 'card' },
          h('div', { class: 'label' }, 'Processor, of one core'),
          h('div', { class: 'figure' }, Math.round(latest(this.cpu)) + ' %'),
          spark(this.cpu)),
        h('div', { class: 'card' },
          h('div', { class: 'label' }, 'Memory, resident'),
          h('div', { class: 'figure' }, size(view.memory.resident)),
          h('div', { class: 'quiet' }, 'heap ' + size(view.memory.heapUsed) + ' of ' + size(view.memory.heapMax)),
          h('div', { class: 'bar' }, h('i', { style: 'width:' + (100 * view.memory.heapUsed) / view.memory.heapMax + '%' })))),
      h('div', { class: 'card' },
        h('h2', null, 'Doors'),
        table([
          { title: 'Door', cell: ([name]) => name },
          { title: 'Address', cell: ([, door]) => h('code', null, door.address) },
          { title: 'Sessions', number: true, cell: ([, door]) => count(door.connections) },
        ], Object.entries(view.doors))),
      h('div', { class: 'card' },
        h('h2', null, 'Replicated log'),
        h('dl', null,
          h('dt', null, 'Entries on disk'), h('dd', null, count(view.log.first) + ' to ' + count(view.log.last)),
          h('dt', null, 'Applied'), h('dd', null, count(view.log.applied)),
          h('dt', null, 'Waits for the disk'), h('dd', null, count(view.log.forces) + ' since the start'),
          h('dt', null, 'Feature level'), h('dd', null, view.log.featureLevel),
          h('dt', null, 'Data'), h('dd', null, h('code', null, view.data)),
          h('dt', null, 'Process'), h('dd', null, h('code', null, view.log.node)))),
      h('div', { class: 'card' },
        h('h2', null, 'Connections'),
        table([
          { title: 'Door', cell: c => c.door },
          { title: 'Client', cell: c => h('code', null, c.client) },
          { title: 'Who', cell: c => c.description },
          { title: 'Since', cell: c => time(c.since) },
        ], view.connections, { nothing: 'Nobody is connected.' })));
  }
}

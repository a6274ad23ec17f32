import { h, Component } from './lib/preact.js';
import { get, put, remove } from './api.js';
import { Live, badge, count, duration, figure, refusal, table, time } from './parts.js';
import { Lateness, Timeline } from './job-charts.js';
import { Run } from './job-run.js';
import { bringIn, takeOut } from './job-files.js';

const FORMS = [
  ['CRON', 'Cron', '0 30 2 * * ?'],
  ['FIXED_RATE', 'Every', '60'],
  ['FIXED_DELAY', 'After each end', '60'],
  ['ONCE', 'Once', '2030-01-31T10:00:00Z'],
  ['EVENT', 'At an event', 'orders/paid'],
  ['NEVER', 'Only when asked', ''],
];
const ROUTES = ['ROUND', 'FIRST', 'LAST', 'RANDOM', 'CONSISTENT_HASH', 'LEAST_FREQUENTLY_USED',
  'LEAST_RECENTLY_USED', 'FAILOVER', 'BUSYOVER', 'SHARDING_BROADCAST'];
const BLOCKS = ['SERIAL_EXECUTION', 'DISCARD_LATER', 'COVER_EARLY'];
const MISFIRES = ['SKIP', 'FIRE_ONCE'];

const WHEN = ['form', 'when', 'zone', 'from', 'until', 'offWeekdays', 'offDates'];

const words = name => name.toLowerCase().replaceAll('_', ' ');
const tone = state => ({ SUCCEEDED: 'good', FAILED: 'bad', TIMED_OUT: 'bad' }[state] ?? '');
const link = id => '#/job?id=' + id;

export class Jobs extends Live {
  load() {
    return get('jobs', { text: this.props.text ?? '', size: 200 });
  }

  chosen() {
    return Object.keys(this.state.chosen ?? {}).filter(id => this.state.chosen[id]).map(Number);
  }

  async act(work) {
    try {
      this.setState({ said: await work(), refused: null });
    } catch (refused) {
      this.setState({ refused });
    }
    this.refresh();
  }

  switchChosen(on) {
    this.act(async () => {
      const ids = this.chosen();
      for (const id of ids) await put('job/switch', {}, { id, on });
      this.setState({ chosen: {} });
      return ids.length + (on ? ' resumed.' : ' paused.');
    });
  }

  draw(view) {
    const chosen = this.state.chosen ?? {};
    return h('div', null,
      h('div', { class: 'head' },
        h('h1', null, 'Jobs'),
        h('div', { class: 'row' },
          h('input', {
            placeholder: 'Name contains …',
            value: this.props.text ?? '',
            onChange: e => { location.hash = '#/jobs?' + new URLSearchParams({ text: e.target.value }); },
          }),
          h('button', { disabled: !this.chosen().length, onClick: () => this.switchChosen(false) }, 'Pause chosen'),
          h('button', { disabled: !this.chosen().length, onClick: () => this.switchChosen(true) }, 'Resume chosen'),
          h('button', { onClick: () => this.act(takeOut) }, 'Export'),
          h('label', { class: 'button' }, 'Import …',
            h('input', { type: 'file', hidden: true, onChange: e => this.act(() => bringIn(e.target.files[0])) })),
          h('button', { class: 'main', onClick: () => { location.hash = '#/jobs?new=1'; } }, 'New …'))),
      refusal(this.state.refused),
      this.state.said ? h('p', { class: 'message' }, this.state.said) : null,
      this.props.new
        ? h('div', { class: 'card' }, h('h2', null, 'A new job'),
          h(Editor, { executors: view.executors, onDone: id => { location.hash = id ? link(id) : '#/jobs'; } }))
        : null,
      h('div', { class: 'grid' },
        figure('Jobs', count(view.figures.jobs)),
        figure('Executors', count(view.figures.executors)),
        figure('Under way', count(view.figures.active))),
      h(Timeline, { text: this.props.text ?? '' }),
      h('div', { class: 'card' },
        table([
          { title: '', cell: j => h('input', {
            type: 'checkbox',
            checked: !!chosen[j.id],
            onClick: e => { e.stopPropagation(); this.setState({ chosen: { ...chosen, [j.id]: !chosen[j.id] } }); },
          }) },
          { title: 'Id', number: true, cell: j => j.id },
          { title: 'Name', cell: j => [h('a', { href: link(j.id) }, j.name), h('div', { class: 'quiet' }, j.executor ? j.handler + ' on ' + j.executor : 'a graph')] },
          { title: 'When', cell: j => [j.words, j.on ? null : h('div', null, badge('paused', 'warn'))] },
          { title: 'Next', cell: j => (j.next ? time(j.next) : '') },
          { title: 'Route', cell: j => words(j.route) },
          { title: 'Under way', number: true, cell: j => count(j.active) },
          { title: 'Succeeded', number: true, cell: j => count(j.succeeded) },
          { title: 'Failed', number: true, cell: j => count(j.failed) },
        ], view.jobs, { nothing: 'There is no job yet.', href: j => link(j.id) }),
        view.figures.jobs > view.jobs.length && !this.props.text
          ? h('p', { class: 'quiet' }, count(view.figures.jobs - view.jobs.length) + ' more; search by name.')
          : null),
      h('div', { class: 'card' },
        h('h2', null, 'Executors'),
        table([
          { title: 'Name', cell: e => e.name },
          { title: 'Address', cell: e => h('code', null, e.address) },
          { title: 'Heard of', cell: e => duration(e.silentMillis) + ' ago' },
        ], view.executors, { nothing: 'No executor has registered. Give it this server as xxl.job.admin.addresses, ending in /xxl-job-admin.' })));
  }
}

/** A job to be written, with what its schedule means while it is. */
class Editor extends Component {
  constructor(props) {
    super(props);
    const job = props.job;
    this.state = {
      draft: job
        ? job.spec
        : { name: '', executor: props.executors[0]?.name ?? '', handler: '', parameters: '', form: 'CRON', when: '0 * * * * ?', zone: Intl.DateTimeFormat().resolvedOptions().timeZone, route: 'ROUND', block: 'SERIAL_EXECUTION', misfire: 'SKIP', timeoutSeconds: 0, retries: 0, retryDelaySeconds: 1, children: [], from: '', until: '', offWeekdays: [], offDates: [], priority: 0, atOnce: 0, graph: null, script: null, on: true },
    };
  }

  componentDidMount() {
    this.look();
  }

  set(change) {
    this.setState({ draft: { ...this.state.draft, ...change } }, () => {
      if (WHEN.some(each => each in change)) this.look();
    });
  }

  setGraph(text) {
    try {
      this.set({ graph: text.trim() ? JSON.parse(text) : null });
      this.setState({ error: null });
    } catch (error) {
      this.setState({ error: { message: 'The graph is no JSON: ' + error.message } });
    }
  }

  async look() {
    const { form, when, zone, from, until, offWeekdays, offDates } = this.state.draft;
    const asked = JSON.stringify({ form, when, zone, from, until, offWeekdays, offDates });
    this.asked = asked;
    const preview = await get('job/preview', { job: asked }).catch(error => ({ error }));
    if (this.asked === asked) this.setState({ preview });
  }

  async save() {
    try {
      const { id } = await put('job', {}, this.state.draft);
      this.props.onDone(id);
    } catch (error) {
      this.setState({ error });
    }
  }

  render() {
    const { draft, preview, error } = this.state;
    const text = (label, name, more) => h('label', null, label,
      h('input', { value: draft[name], onInput: e => this.set({ [name]: e.target.value }), ...more }));
    const list = (label, name, placeholder) => h('label', null, label,
      h('input', {
        placeholder,
        value: draft[name].join(', '),
        onChange: e => this.set({ [name]: e.target.value.split(',').map(each => each.trim()).filter(Boolean) }),
      }));
    const number = (label, name, min = 0) => h('label', null, label,
      h('input', { type: 'number', min, value: draft[name], onInput: e => this.set({ [name]: Number(e.target.value) }) }));
    const choice = (label, name, all) => h('label', null, label,
      h('select', { value: draft[name], onChange: e => this.set({ [name]: e.target.value }) },
        all.map(each => h('option', { value: each }, words(each)))));
    return h('div', null,
      refusal(error),
      h('div', { class: 'fields' },
        text('Name', 'name'),
        text('Executor', 'executor', { list: 'executors' }),
        text('Handler', 'handler'),
        text('Parameters', 'parameters'),
        h('label', null, 'Fired',
          h('select', {
            value: draft.form,
            onChange: e => this.set({ form: e.target.value, when: FORMS.find(f => f[0] === e.target.value)[2] }),
          }, FORMS.map(f => h('option', { value: f[0] }, f[1])))),
        draft.form === 'NEVER' ? null : text('When', 'when', { class: 'mono' }),
        draft.form === 'CRON' ? text('Time zone', 'zone') : null,
        choice('Route', 'route', ROUTES),
        choice('When it still runs', 'block', BLOCKS),
        choice('When it was missed', 'misfire', MISFIRES),
        number('Time-out, seconds', 'timeoutSeconds'),
        text('Not before', 'from', { placeholder: '2030-01-31T10:00:00Z' }),
        text('Not after', 'until', { placeholder: '2030-01-31T10:00:00Z' }),
        list('Off on weekdays', 'offWeekdays', 'SATURDAY, SUNDAY'),
        list('Off on dates', 'offDates', '2030-12-25'),
        number('Priority', 'priority', -100),
        number('At one time, 0 for any', 'atOnce'),
        number('Retries', 'retries'),
        number('Pause before, seconds', 'retryDelaySeconds')),
      h('details', { open: !!draft.graph },
        h('summary', null, 'A graph of jobs, instead of an executor and a handler'),
        h('textarea', {
          placeholder: '{"nodes": [{"name": "first", "job": 1}, {"name": "second", "job": 2}],\n "edges": [{"from": "first", "to": "second", "when": "SUCCESS"}]}',
          value: draft.graph ? JSON.stringify(draft.graph, null, 1) : '',
          onChange: e => this.setGraph(e.target.value),
        })),
      h('datalist', { id: 'executors' },
        [...new Set((this.props.executors ?? []).map(e => e.name))].map(name => h('option', { value: name }))),
      preview?.error ? h('p', { class: 'message warn' }, preview.error.message)
        : preview ? h('p', { class: 'quiet' }, preview.words,
          preview.upcoming.length ? ': ' + preview.upcoming.map(time).join(', ') + ' …' : '') : null,
      h('div', { class: 'row' },
        h('button', { class: 'main', onClick: () => this.save() }, 'Save'),
        h('button', { onClick: () => this.props.onDone() }, 'Cancel')));
  }
}

export class Job extends Live {
  async load() {
    return get('job', { id: this.props.id });
  }

  async act(work) {
    try {
      await work();
      this.setState({ refused: null });
    } catch (refused) {
      this.setState({ refused });
    }
    this.refresh();
  }

  run(job) {
    const parameters = prompt('Fire ' + job.row.name + ' now, with these parameters', job.spec.parameters);
    if (parameters !== null) this.act(() => put('job/trigger', {}, { id: job.row.id, parameters }));
  }

  erase(job) {
    if (confirm('Remove ' + job.row.name + '? What it has begun goes on.')) {
      this.act(async () => {
        await remove('job', { id: job.row.id });
        location.hash = '#/jobs';
      });
    }
  }

  draw(job) {
    const { row, spec } = job;
    const id = row.id;
    return h('div', null,
      h('div', { class: 'head' },
        h('h1', null, row.name),
        h('div', { class: 'row' },
          h('button', { class: 'main', onClick: () => this.run(job) }, 'Fire now …'),
          h('button', { onClick: () => this.act(() => put('job/switch', {}, { id, on: !row.on })) }, row.on ? 'Pause' : 'Resume'),
          h('button', { onClick: () => { location.hash = link(id) + (this.props.edit ? '' : '&edit=1'); } }, 'Edit'),
          h('button', { onClick: () => this.erase(job) }, 'Remove …'))),
      refusal(this.state.refused),
      h('p', null, row.on ? null : badge('paused', 'warn'), ' ', row.words, h('span', { class: 'quiet' },
        ' · ' + (row.executor ? row.handler + ' on ' + row.executor : 'a graph') + ' · ' + words(row.route) + ' · ' + words(spec.block)
        + ' · changed ' + time(job.changed) + ' by ' + job.author)),
      this.props.edit
        ? h('div', { class: 'card' }, h(Editor, { job, executors: [], onDone: () => { location.hash = link(id); } }))
        : null,
      h('div', { class: 'grid' },
        figure('Under way', count(row.active)),
        figure('Succeeded', count(row.succeeded)),
        figure('Failed', count(row.failed)),
        figure('Next', row.next ? time(row.next).slice(11) : '–', row.next ? time(row.next).slice(0, 10) : '')),
      h(Lateness, { firings: job.firings }),
      job.upcoming.length ? h('p', { class: 'quiet' }, 'Then: ' + job.upcoming.slice(1).map(time).join(', ')) : null,
      h('div', { class: 'card' },
        h('h2', null, 'Firings'),
        table([
          { title: 'Id', number: true, cell: f => h('a', { href: link(id) + '&firing=' + f.id }, f.id) },
          { title: 'State', cell: f => badge(words(f.state), tone(f.state)) },
          { title: 'Due', cell: f => time(f.due) },
          { title: 'Late', number: true, cell: f => duration(f.lateMillis) },
          { title: 'Ran', number: true, cell: f => (f.ranMillis === null ? '' : duration(f.ranMillis)) },
          { title: 'Why', cell: f => words(f.cause) + (f.attempt ? ' ' + f.attempt : '') },
          { title: 'Executor', cell: f => [h('code', null, f.address), f.shards > 1 ? h('div', { class: 'quiet' }, 'shard ' + f.shard + ' of ' + f.shards) : null] },
          { title: 'Says', cell: f => f.message },
          { title: '', cell: f => (f.state === 'RUNNING' && f.address ? h('button', { onClick: () => this.act(() => put('firing/kill', {}, { id: f.id })) }, 'End') : null) },
        ], job.firings, { nothing: 'It has not been fired yet.' })),
      this.props.firing ? h(Run, { key: 'run' + this.props.firing, id: this.props.firing }) : null,
      this.props.firing
        ? h('div', { class: 'card' },
          h('h2', null, 'Log of ' + this.props.firing),
          h(Log, { key: this.props.firing, id: this.props.firing }))
        : null);
  }
}

/** The log of a firing, page by page while it grows. */
class Log extends Live {
  constructor(props) {
    super(props, 1500);
    this.lines = [];
    this.next = 1;
  }

  async load() {
    const page = await get('firing/log', { id: this.props.id, from: this.next });
    if (page.exists && page.toLine >= this.next) {
      this.lines.push(page.text);
      this.next = page.toLine + 1;
    }
    return page;
  }

  draw(page) {
    return this.lines.length
      ? h('pre', { class: 'log' }, this.lines.join('\n'))
      : h('p', { class: 'nothing' }, page.exists ? 'Nothing is written yet.' : page.text || 'Nothing is written yet.');
  }
}

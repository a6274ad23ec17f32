// What several pages are made of.
import { h, Component } from './lib/preact.js';

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

export function size(bytes) {
  let unit = 0;
  let value = bytes;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return (value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)) + ' ' + UNITS[unit];
}

export function count(number) {
  return Number(number).toLocaleString('en');
}

export function duration(millis) {
  const seconds = millis / 1000;
  if (seconds < 1) return Math.max(0, Math.round(millis)) + ' ms';
  if (seconds < 60) return seconds.toFixed(seconds < 10 ? 1 : 0) + ' s';
  if (seconds < 3600) return Math.floor(seconds / 60) + ' min ' + Math.floor(seconds % 60) + ' s';
  if (seconds < 86400) return Math.floor(seconds / 3600) + ' h ' + Math.floor((seconds % 3600) / 60) + ' min';
  return Math.floor(seconds / 86400) + ' d ' + Math.floor((seconds % 86400) / 3600) + ' h';
}

export function time(iso) {
  return iso.replace('T', ' ').replace(/(\.\d+)?Z$/, '');
}

export function badge(text, tone = '') {
  return h('span', { class: 'badge ' + tone }, text);
}

export function figure(label, value, note) {
  return h('div', { class: 'card' },
    h('div', { class: 'label' }, label),
    h('div', { class: 'figure' }, value, note ? h('small', null, ' ' + note) : null));
}

/** A table. Columns: {title, number, cell(row)}; a row may lead somewhere. */
export function table(columns, rows, { nothing = 'Nothing here.', href } = {}) {
  if (rows.length === 0) {
    return h('p', { class: 'nothing' }, nothing);
  }
  const classOf = column => (column.number ? 'number' : '');
  return h('div', { class: 'scroll' },
    h('table', null,
      h('thead', null, h('tr', null, columns.map(c => h('th', { class: classOf(c) }, c.title)))),
      h('tbody', null, rows.map(row =>
        h('tr', {
          class: href ? 'click' : '',
          onClick: href ? () => { location.hash = href(row); } : undefined,
        }, columns.map(c => h('td', { class: classOf(c) }, c.cell(row))))))));
}

/** A line of recent values. */
export function spark(values) {
  const most = Math.max(1, ...values);
  const step = 100 / Math.max(1, values.length - 1);
  const points = values.map((v, i) => (i * step).toFixed(2) + ',' + (38 - (v / most) * 34).toFixed(2));
  const line = 'M' + points.join(' L');
  return h('svg', { class: 'spark', viewBox: '0 0 100 40', preserveAspectRatio: 'none' },
    h('path', { class: 'area', d: line + ' L100,40 L0,40 Z' }),
    h('path', { d: line }));
}

export function refusal(error) {
  return error ? h('div', { class: 'message bad' }, error.message) : null;
}

export function namespaceName(namespace) {
  return namespace === '' ? 'public' : namespace;
}

/**
 * A page that loads something and shows it, again every few seconds while it is looked at. A page
 * says what to load in load(), and draws it in draw(what).
 */
export class Live extends Component {
  constructor(props, every = 2000) {
    super(props);
    this.every = every;
    this.state = { loaded: undefined, error: null };
  }

  componentDidMount() {
    this.refresh();
    if (this.every > 0) {
      this.timer = setInterval(() => { if (!document.hidden) this.refresh(); }, this.every);
    }
  }

  componentWillUnmount() {
    clearInterval(this.timer);
    this.gone = true;
  }

  async refresh() {
    try {
      const loaded = await this.load();
      if (!this.gone) this.setState({ loaded, error: null });
    } catch (error) {
      if (!this.gone) this.setState({ error });
    }
  }

  render() {
    const { loaded, error } = this.state;
    return h('div', null,
      refusal(error),
      loaded === undefined ? h('p', { class: 'quiet' }, error ? '' : 'Loading …') : this.draw(loaded));
  }
}

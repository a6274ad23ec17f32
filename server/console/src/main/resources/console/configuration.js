import { h, Component } from './lib/preact.js';
import { get, post, put, remove } from './api.js';
import { Live, badge, count, namespaceName, refusal, table, time } from './parts.js';
import { diff } from './diff.js';

const TYPES = ['text', 'properties', 'yaml', 'json', 'xml', 'html', 'toml'];
const to = (path, parameters) => '#/' + path + '?' + new URLSearchParams(parameters);

export class Configurations extends Live {
  load() {
    const { namespace = '', text = '' } = this.props;
    return get('configurations', { namespace, dataId: text ? '*' + text + '*' : '', size: 200 });
  }

  go(change) {
    const { namespace = '', text = '' } = this.props;
    location.hash = to('configurations', { namespace, text, ...change });
  }

  draw(view) {
    const namespaces = [...new Set(['', ...view.namespaces])];
    return h('div', null,
      h('div', { class: 'head' },
        h('h1', null, 'Configuration'),
        h('div', { class: 'row' },
          h('select', { value: view.namespace, title: 'Namespace', onChange: e => this.go({ namespace: e.target.value }) },
            namespaces.map(each => h('option', { value: each }, namespaceName(each)))),
          h('input', { placeholder: 'Data id contains …', value: this.props.text ?? '', onChange: e => this.go({ text: e.target.value }) }),
          h('button', { class: 'main', onClick: () => this.create(view.namespace) }, 'New …'))),
      h('div', { class: 'card' },
        table([
          { title: 'Data id', cell: c => h('a', { href: this.link(view, c) }, c.dataId) },
          { title: 'Group', cell: c => c.group },
          { title: 'Type', cell: c => c.type },
          { title: 'Characters', number: true, cell: c => count(c.length) },
          { title: 'Changed', cell: c => time(c.modified) },
          { title: 'By', cell: c => c.author },
        ], view.items, { nothing: 'Nothing is configured in this namespace.', href: c => this.link(view, c) }),
        view.total > view.items.length ? h('p', { class: 'quiet' }, count(view.total - view.items.length) + ' more; search by data id.') : null));
  }

  link(view, each) {
    return to('configuration', { namespace: view.namespace, group: each.group, dataId: each.dataId });
  }

  create(namespace) {
    const dataId = prompt('Data id of the new configuration');
    if (dataId) {
      location.hash = to('configuration', { namespace, group: 'DEFAULT_GROUP', dataId, edit: 1 });
    }
  }
}

class Editor extends Component {
  constructor(props) {
    super(props);
    this.state = { content: props.current?.content ?? '', type: props.current?.type ?? 'text' };
  }

  async publish() {
    try {
      await put('configuration', this.props.at, {
        content: this.state.content,
        type: this.state.type,
        md5: this.props.current?.md5 ?? '',
      });
      this.props.onDone();
    } catch (error) {
      this.setState({ error });
    }
  }

  render() {
    const { content, type, error } = this.state;
    const before = this.props.current?.content ?? '';
    return h('div', null,
      refusal(error),
      h('textarea', { spellcheck: false, value: content, onInput: e => this.setState({ content: e.target.value }) }),
      h('div', { class: 'row', style: 'margin:10px 0' },
        h('select', { value: type, title: 'Type', onChange: e => this.setState({ type: e.target.value }) },
          [...new Set([...TYPES, type])].map(each => h('option', { value: each }, each))),
        h('button', { class: 'main', onClick: () => this.publish() }, 'Publish'),
        h('button', { onClick: this.props.onDone }, 'Cancel')),
      content !== before ? h('div', null, h('h2', null, 'What changes'), differences(before, content)) : null);
  }
}

function differences(before, after) {
  return h('div', { class: 'diff' }, diff(before, after).map(each =>
    h('div', { class: each.kind }, { add: '+ ', del: '− ', same: '  ', gap: '⋯ ' }[each.kind] + each.line)));
}

export class Configuration extends Live {
  constructor(props) {
    super(props);
    this.state.editing = Boolean(props.edit);
  }

  get at() {
    const { namespace = '', group, dataId } = this.props;
    return { namespace, group, dataId };
  }

  load() {
    return get('configuration', this.at);
  }

  async compare(version) {
    const then = await get('configuration/at', { ...this.at, version });
    this.setState({ compared: then });
  }

  async change(work) {
    try {
      await work();
      this.setState({ compared: null, error: null });
      await this.refresh();
    } catch (error) {
      this.setState({ error });
    }
  }

  draw(view) {
    const { editing, compared } = this.state;
    const current = view.current;
    return h('div', null,
      h('p', null, h('a', { href: to('configurations', { namespace: view.namespace }) }, '← Configuration')),
      h('div', { class: 'head' },
        h('div', null,
          h('h1', null, view.dataId),
          h('div', { class: 'quiet' }, namespaceName(view.namespace) + ' · ' + view.group + ' · ' + view.followers + (view.followers === 1 ? ' listener' : ' listeners'))),
        h('div', { class: 'row' },
          h('button', { class: 'main', disabled: editing, onClick: () => this.setState({ editing: true }) }, current ? 'Edit' : 'Write'),
          current ? h('button', { class: 'danger', onClick: () => confirm('Remove ' + view.dataId + '? Its listeners are told.') && this.change(() => remove('configuration', this.at)) }, 'Remove') : null)),
      h('div', { class: 'card' },
        editing
          ? h(Editor, { current, at: this.at, onDone: () => { this.setState({ editing: false }); this.refresh(); } })
          : current
            ? h('div', null,
                h('div', { class: 'row apart', style: 'margin-bottom:8px' },
                  h('span', { class: 'quiet' }, current.type + ' · md5 ' + current.md5),
                  h('span', { class: 'quiet' }, 'version ' + current.version + ' · ' + time(current.modified) + ' by ' + current.author)),
                h('pre', { class: 'text' }, current.content))
            : h('p', { class: 'nothing' }, 'There is no such configuration now.')),
      h('div', { class: 'card' },
        h('h2', null, 'History'),
        table([
          { title: 'Version', number: true, cell: r => count(r.version) },
          { title: 'Change', cell: r => badge(r.change.toLowerCase().replace('_', ' '), r.change === 'REMOVED' ? 'bad' : r.change === 'ROLLED_BACK' ? 'warn' : '') },
          { title: 'When', cell: r => time(r.modified) },
          { title: 'By', cell: r => r.author },
          { title: 'Characters', number: true, cell: r => count(r.length) },
          { title: '', cell: r => h('div', { class: 'row' },
              h('button', { onClick: () => this.change(() => this.compare(r.version)) }, 'Compare'),
              current && r.version === current.version ? null
                : h('button', { onClick: () => this.change(() => post('configuration/roll-back', { ...this.at, version: r.version })) }, 'Roll back to')) },
        ], view.history, { nothing: 'It has no past.' })),
      compared ? h('div', { class: 'card' },
        h('h2', null, 'From version ' + compared.version + ' to now'),
        compared.content === (current?.content ?? '')
          ? h('p', { class: 'nothing' }, 'Nothing differs.')
          : differences(compared.content, current?.content ?? '')) : null);
  }
}

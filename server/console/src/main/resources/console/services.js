import { h } from './lib/preact.js';
import { get } from './api.js';
import { Live, badge, count, namespaceName, table } from './parts.js';

const to = (path, parameters) => '#/' + path + '?' + new URLSearchParams(parameters);

function health(healthy, all) {
  if (all === 0) return badge('no instances', 'plain');
  return badge(healthy + ' of ' + all + ' healthy', healthy === all ? 'good' : healthy ? 'warn' : 'bad');
}

export class Services extends Live {
  load() {
    const { namespace = '', name = '' } = this.props;
    return get('services', { namespace, name: name ? '*' + name + '*' : '', size: 200 });
  }

  go(change) {
    const { namespace = '', name = '' } = this.props;
    location.hash = to('services', { namespace, name, ...change });
  }

  draw(view) {
    const namespaces = [...new Set(['', ...view.namespaces])];
    return h('div', null,
      h('div', { class: 'head' },
        h('h1', null, 'Services'),
        h('div', { class: 'row' },
          h('select', { value: view.namespace, title: 'Namespace', onChange: e => this.go({ namespace: e.target.value }) },
            namespaces.map(each => h('option', { value: each }, namespaceName(each)))),
          h('input', { placeholder: 'Name contains …', value: this.props.name ?? '', onChange: e => this.go({ name: e.target.value }) }))),
      h('div', { class: 'card' },
        table([
          { title: 'Service', cell: s => h('a', { href: this.link(view, s) }, s.name) },
          { title: 'Group', cell: s => s.group },
          { title: 'Instances', cell: s => health(s.healthy, s.instances) },
          { title: 'Clusters', cell: s => s.clusters.join(', ') },
          { title: 'Subscribers', number: true, cell: s => count(s.subscribers) },
        ], view.services, {
          nothing: 'No service is registered in this namespace.',
          href: s => this.link(view, s),
        }),
        view.total > view.services.length ? h('p', { class: 'quiet' }, count(view.total - view.services.length) + ' more; search by name.') : null));
  }

  link(view, service) {
    return to('service', { namespace: view.namespace, group: service.group, name: service.name });
  }
}

export class Service extends Live {
  load() {
    const { namespace = '', group, name } = this.props;
    return get('service', { namespace, group, name });
  }

  draw(view) {
    return h('div', null,
      h('p', null, h('a', { href: to('services', { namespace: view.namespace }) }, '← Services')),
      h('div', { class: 'head' },
        h('div', null, h('h1', null, view.name), h('div', { class: 'quiet' }, namespaceName(view.namespace) + ' · ' + view.group)),
        health(view.instances.filter(i => i.healthy).length, view.instances.length)),
      h('div', { class: 'card' },
        h('h2', null, 'Instances'),
        table([
          { title: 'Address', cell: i => h('code', null, i.address) },
          { title: 'State', cell: i => [badge(i.healthy ? 'healthy' : 'unhealthy', i.healthy ? 'good' : 'bad'), i.enabled ? null : badge('disabled', 'warn')] },
          { title: 'Cluster', cell: i => i.cluster },
          { title: 'Weight', number: true, cell: i => i.weight },
          { title: 'Kind', cell: i => (i.ephemeral ? 'ephemeral' : 'persistent') },
          { title: 'Registered by', cell: i => i.owner },
          { title: 'Metadata', cell: i => Object.entries(i.metadata).map(([k, v]) => h('div', { class: 'mono' }, k + ' = ' + v)) },
        ], view.instances, { nothing: 'The service is declared, and has no instances.' })),
      h('div', { class: 'card' },
        h('h2', null, 'Subscribers'),
        view.subscribers.length
          ? view.subscribers.map(each => h('div', null, each))
          : h('p', { class: 'nothing' }, 'Nobody is told of its changes.')));
  }
}

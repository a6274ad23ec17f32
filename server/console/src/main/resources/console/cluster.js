import { h } from './lib/preact.js';
import { get, put } from './api.js';
import { Live, badge, count, figure, refusal, table } from './parts.js';

/** The members: who is reached, votes and leads, and handing over the lead. */
export class Cluster extends Live {
  load() {
    return get('cluster');
  }

  async handOver(member) {
    if (!confirm('Let ' + member + ' lead?')) return;
    try {
      await put('cluster/transfer', {}, { member });
      this.setState({ refused: null });
    } catch (refused) {
      this.setState({ refused });
    }
  }

  draw(view) {
    if (view.single) {
      return h('div', null,
        h('h1', null, 'Cluster'),
        h('p', { class: 'quiet' }, 'A single server. Three of them survive the loss of any one: see the page on operations.'));
    }
    const lost = view.members.filter(each => each.voting && !each.linked);
    return h('div', null,
      h('div', { class: 'head' },
        h('h1', null, 'Cluster'),
        !view.leader ? badge('no leader', 'bad') : lost.length ? badge(lost.length + ' not reached', 'bad') : badge('complete', 'good')),
      refusal(this.state.refused),
      !view.leader ? h('div', { class: 'message bad' }, 'No node leads: changes are refused until more than half of the members are reached.') : null,
      h('div', { class: 'grid' },
        figure('Leader', view.leader || '–'),
        figure('Term', count(view.term)),
        figure('Applied here', count(view.applied))),
      h('div', { class: 'card' },
        table([
          { title: 'Member', cell: each => h('code', null, each.member) },
          { title: 'From here', cell: each => (each.self ? 'this node' : each.linked ? badge('reached', 'good') : badge('not reached', 'bad')) },
          { title: 'Votes', cell: each => (each.voting ? 'yes' : 'no') },
          { title: 'Lead', cell: each => each.leads
            ? badge('leads')
            : each.voting && each.linked ? h('button', { onClick: () => this.handOver(each.member) }, 'Hand over') : null },
        ], view.members)));
  }
}

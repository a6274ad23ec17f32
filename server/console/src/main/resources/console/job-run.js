// How far one firing has come: the nodes of a graph, the levels of split work.
import { h } from './lib/preact.js';
import { get, put } from './api.js';
import { Live, badge, count, refusal } from './parts.js';

const TONES = { SUCCEEDED: 'good', FAILED: 'bad', RUNNING: 'warn' };
const WIDE = 150;
const HIGH = 46;

/** Which column each node stands in: one further than whatever it waits for. */
function columns(nodes, edges) {
  const column = Object.fromEntries(nodes.map(node => [node.name, 0]));
  for (let round = 0; round < nodes.length; round++) {
    for (const edge of edges) {
      column[edge.to] = Math.max(column[edge.to], column[edge.from] + 1);
    }
  }
  return column;
}

function places(nodes, edges) {
  const column = columns(nodes, edges);
  const used = {};
  return Object.fromEntries(nodes.map(node => {
    const x = column[node.name];
    used[x] = (used[x] ?? -1) + 1;
    return [node.name, { x: x * (WIDE + 70), y: used[x] * (HIGH + 20) }];
  }));
}

function drawEdge(edge, from, to) {
  const label = edge.when === 'RESULT' ? edge.result : edge.when === 'SUCCESS' ? '' : edge.when.toLowerCase();
  const [x1, y1, x2, y2] = [from.x + WIDE, from.y + HIGH / 2, to.x, to.y + HIGH / 2];
  return h('g', null,
    h('path', { d: `M${x1},${y1} C${x1 + 35},${y1} ${x2 - 35},${y2} ${x2},${y2}` }),
    h('text', { class: 'edge', x: (x1 + x2) / 2, y: (y1 + y2) / 2 - 5 }, label));
}

function drawNode(node, at) {
  return h('g', { class: TONES[node.phase] ?? 'quiet' },
    h('rect', { x: at.x, y: at.y, width: WIDE, height: HIGH, rx: 6 }),
    h('text', { x: at.x + 10, y: at.y + 19 }, node.name.slice(0, 18)),
    h('text', { class: 'small', x: at.x + 10, y: at.y + 36 }, node.phase.toLowerCase() + ' · job ' + node.job),
    h('title', null, node.message));
}

function picture(nodes, edges) {
  const place = places(nodes, edges);
  const right = Math.max(...Object.values(place).map(at => at.x)) + WIDE + 4;
  const bottom = Math.max(...Object.values(place).map(at => at.y)) + HIGH + 4;
  return h('div', { class: 'scroll' },
    h('svg', { class: 'graph', width: right, height: bottom, viewBox: `-2 -2 ${right} ${bottom}` },
      edges.map(edge => drawEdge(edge, place[edge.from], place[edge.to])),
      nodes.map(node => drawNode(node, place[node.name]))));
}

function progress(level, index) {
  const share = number => (number / Math.max(1, level.made) * 100).toFixed(2) + '%';
  return h('div', { class: 'level' },
    h('span', null, 'Level ' + (index + 1)),
    h('div', { class: 'bar two' },
      h('i', { style: 'width:' + share(level.done) }),
      h('i', { class: 'bad', style: 'width:' + share(level.failed) })),
    h('span', { class: 'quiet' }, count(level.done) + ' of ' + count(level.made)
      + (level.failed ? ', ' + count(level.failed) + ' failed' : '')));
}

export class Run extends Live {
  load() {
    return get('firing/run', { id: this.props.id });
  }

  async steer(steering) {
    try {
      await put('firing/steer', {}, { id: this.props.id, steering });
      this.setState({ refused: null });
    } catch (refused) {
      this.setState({ refused });
    }
    this.refresh();
  }

  draw({ firing, nodes, edges, levels, paused }) {
    const running = firing.state === 'RUNNING';
    const divided = nodes.length > 0 || levels.length > 0;
    const stopped = nodes.length > 0 && firing.state === 'FAILED';
    return h('div', { class: 'card' },
      h('div', { class: 'head' },
        h('h2', null, 'Firing ' + firing.id, ' ', badge(firing.state.toLowerCase(), TONES[firing.state] ?? ''),
          paused ? badge('held', 'warn') : null),
        h('div', { class: 'row' },
          running && divided ? h('button', { onClick: () => this.steer('PAUSE') }, 'Hold') : null,
          (running && divided) || stopped ? h('button', { onClick: () => this.steer('RESUME') }, 'Continue') : null,
          running ? h('button', { onClick: () => confirm('Count it as failed?') && this.steer('END') }, 'Give up …') : null)),
      refusal(this.state.refused),
      firing.message ? h('p', { class: 'quiet' }, firing.message) : null,
      nodes.length ? picture(nodes, edges) : null,
      levels.map(progress));
  }
}

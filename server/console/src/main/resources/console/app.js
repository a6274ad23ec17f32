// The frame around the pages: navigation, login, and which page is shown.
import { h, render, Component } from './lib/preact.js';
import { get, post, remove, whenLoginIsNeeded } from './api.js';
import { refusal } from './parts.js';
import { Overview } from './overview.js';
import { Cluster } from './cluster.js';
import { Services, Service } from './services.js';
import { Configurations, Configuration } from './configuration.js';
import { Transactions } from './transactions.js';
import { Jobs, Job } from './jobs.js';
import { Flow } from './flow.js';

const PAGES = [
  { path: 'overview', title: 'Overview', page: Overview },
  { path: 'services', title: 'Services', page: Services },
  { path: 'service', page: Service, under: 'services' },
  { path: 'configurations', title: 'Configuration', page: Configurations },
  { path: 'configuration', page: Configuration, under: 'configurations' },
  { path: 'transactions', title: 'Transactions', page: Transactions },
  { path: 'jobs', title: 'Jobs', page: Jobs },
  { path: 'job', page: Job, under: 'jobs' },
  { path: 'cluster', title: 'Cluster', page: Cluster },
  { path: 'flow', title: 'Bank', page: Flow },
];

function place() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  return {
    page: PAGES.find(each => each.path === path) ?? PAGES[0],
    parameters: Object.fromEntries(new URLSearchParams(query)),
    key: location.hash,
  };
}

class Login extends Component {
  async submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    try {
      await post('login', {}, { user: form.get('user'), password: form.get('password') });
      this.props.onDone();
    } catch (error) {
      this.setState({ error });
    }
  }

  render() {
    return h('form', { class: 'card login', onSubmit: event => this.submit(event) },
      h('h1', null, 'Divan'),
      h('p', { class: 'quiet' }, 'This server asks who you are.'),
      refusal(this.state.error),
      h('label', null, 'User', h('input', { name: 'user', autocomplete: 'username', autofocus: true, required: true })),
      h('label', null, 'Password', h('input', { name: 'password', type: 'password', autocomplete: 'current-password', required: true })),
      h('button', { class: 'main' }, 'Log in'));
  }
}

class App extends Component {
  constructor() {
    super();
    this.state = { place: place(), loginNeeded: false, who: null };
    whenLoginIsNeeded(() => this.setState({ loginNeeded: true }));
    addEventListener('hashchange', () => this.setState({ place: place() }));
  }

  componentDidMount() {
    this.ask();
  }

  async ask() {
    try {
      this.setState({ who: await get('login'), loginNeeded: false });
    } catch (error) {
      if (error.status !== 401) this.setState({ who: { name: '', required: false } });
    }
  }

  async leave() {
    await remove('login');
    location.reload();
  }

  render() {
    const { place: at, loginNeeded, who } = this.state;
    if (loginNeeded) {
      return h(Login, { onDone: () => this.ask() });
    }
    if (!who) {
      return h('p', { class: 'quiet loading' }, 'Loading …');
    }
    const here = at.page.under ?? at.page.path;
    return h('div', { class: 'shell' },
      h('nav', null,
        h('a', { class: 'brand', href: '#/overview' }, h('img', { src: '/console/icon.svg', alt: '' }), 'Divan'),
        PAGES.filter(each => each.title).map(each =>
          h('a', { class: 'item' + (each.path === here ? ' here' : ''), href: '#/' + each.path }, each.title)),
        who.required
          ? h('div', { class: 'who' }, h('div', { class: 'quiet' }, who.name), h('a', { href: '#', onClick: e => { e.preventDefault(); this.leave(); } }, 'Log out'))
          : null),
      h('main', null, h(at.page.page, { key: at.key, ...at.parameters })));
  }
}

const root = document.getElementById('app');
root.replaceChildren();
render(h(App), root);

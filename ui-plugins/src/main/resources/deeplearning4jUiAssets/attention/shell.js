// What the pages have in common: header, sidebar, picker of sessions, the line that says how the server is,
// and the words that stand in for a picture when there is none.

import { byId, element, setOptions } from './dom.js';
import { icon } from './icons.js';
import { Poll, address } from './poll.js';

const STOCK = [
  { name: 'overview', label: 'Overview', href: '/train/overview' },
  { name: 'model', label: 'Model', href: '/train/model' },
  { name: 'system', label: 'System', href: '/train/system' },
];
const OURS = [
  { name: 'attention', label: 'Attention', href: '/attention' },
  { name: 'quality', label: 'Quality', href: '/attention/quality' },
  { name: 'search', label: 'Search', href: '/attention/search' },
];
const SESSIONS_EVERY = 5000;

const WRITTEN_BY = {
  attention: 'AttentionListener writes them; `./zoo train MODEL --ui` adds it.',
  quality: '`./zoo train MODEL --ui` writes them after each epoch.',
  search: 'A search of hyperparameters writes one for each trial.',
};
const NO_SESSION = [
  'Start a training with `./zoo train MODEL --ui`.',
  'Or open what an earlier one wrote: `./zoo ui --storage FILE`.',
  'Or add AttentionListener to a program of your own: README, “The dashboard”.',
  'This page notices by itself.',
];

/** A page's frame. `onSession(id)` is called when a session with records for the page is chosen or goes. */
export class Shell {
  constructor(page, { onSession }) {
    this.page = page;
    this.onSession = onSession;
    this.session = null;
    this.wanted = new URLSearchParams(location.search).get('session');
    this.gone = new Map();
    this.view = byId('view');
    this.state = byId('state');
    this.build();
    addEventListener('popstate', () => this.choose(new URLSearchParams(location.search).get('session')));
    this.sessions = [];
    new Poll(address('sessions'), {
      interval: SESSIONS_EVERY,
      onData: (data) => this.list(data.sessions),
      onRefusal: (refusal) => this.refused(refusal),
      onGone: (gone, retry) => this.answered('sessions', gone, retry),
    });
  }

  build() {
    this.picker = element('select', { id: 'session', onchange: () => this.pick(this.picker.value) });
    this.pickerLabel = element('label', { class: 'session', for: 'session', hidden: true }, element('span', {}, 'Session'), this.picker);
    this.banner = element('div', { id: 'banner', class: 'banner', role: 'alert', hidden: true });
    const links = [...STOCK, ...OURS].map((link) => {
      const here = link.name === this.page;
      const anchor = element('a', { href: link.href, 'aria-current': here ? 'page' : null }, icon(link.name), link.label);
      link.anchor = anchor;
      return element('li', {}, anchor);
    });
    const title = OURS.find((link) => link.name === this.page).label;
    document.body.prepend(
      element('a', { class: 'skip', href: '#content' }, 'Skip to content'),
      element(
        'header',
        { class: 'header' },
        element('h1', {}, title),
        this.pickerLabel,
      ),
      element('nav', { class: 'sidebar', 'aria-label': 'Dashboard' }, element('ul', {}, ...links)),
      this.banner,
    );
    document.querySelector('.sidebar [aria-current]').scrollIntoView({ block: 'nearest', inline: 'center' });
  }

  /** A new list of sessions: fills the picker and settles which session is shown. */
  list(sessions) {
    this.sessions = sessions;
    const options = sessions.map((s) => ({ value: s.id, label: s[this.page] ? s.id : `${s.id} (nothing here)` }));
    setOptions(this.picker, options, this.session ?? this.wanted ?? undefined);
    this.pickerLabel.hidden = sessions.length === 0;
    const known = (id) => sessions.find((s) => s.id === id);
    const best = known(this.wanted) ?? sessions.find((s) => s[this.page]) ?? sessions[0];
    if (!best) {
      this.leave();
      this.tell('No session yet', NO_SESSION);
    } else if (this.wanted !== null && !known(this.wanted)) {
      this.leave();
      this.tell('Session not found', [`The dashboard knows no session “${this.wanted}”.`, 'Choose another one above.']);
    } else {
      this.enter(best);
    }
  }

  enter(session) {
    this.picker.value = session.id;
    for (const link of OURS) link.anchor.href = `${link.href}?${new URLSearchParams({ session: session.id })}`;
    if (!session[this.page]) {
      this.leave();
      this.tell(`No ${this.page} records in this session`, [WRITTEN_BY[this.page], 'This page notices by itself when there are any.']);
    } else if (session.id !== this.session) {
      this.session = session.id;
      this.tell('Loading', ['Reading the records of this session.']);
      this.onSession(session.id);
    }
  }

  leave() {
    if (this.session === null) return;
    this.session = null;
    this.onSession(null);
  }

  pick(id) {
    history.pushState(null, '', `?${new URLSearchParams({ session: id })}`);
    this.choose(id);
  }

  choose(id) {
    this.wanted = id;
    this.list(this.sessions);
  }

  /** Shows the page's pictures. */
  ready() {
    this.state.hidden = true;
    this.view.hidden = false;
  }

  /** Shows words in place of the pictures. What stands between backquotes is set as code. */
  tell(title, lines) {
    const told = [title, ...lines].join('\n');
    if (this.told !== told || this.state.hidden) {
      const paragraphs = lines.map((line) => element('p', {}, ...coded(line)));
      this.state.replaceChildren(element('h2', {}, title), ...paragraphs);
      this.told = told;
    }
    this.state.hidden = false;
    this.view.hidden = true;
  }

  /** An error that the server gave, in words. */
  refused(refusal) {
    if (refusal.status === 403) {
      this.tell('The dashboard refused this page', [refusal.message, 'Open the address that the program printed when it started.']);
    } else {
      this.tell('The dashboard could not answer', [refusal.message]);
    }
  }

  /** Whether one of the page's polls got an answer. The banner stays until each of them does. */
  answered(poll, gone, retry) {
    if (gone) this.gone.set(poll, retry);
    else this.gone.delete(poll);
    if (this.gone.size === 0) {
      this.seen = new Date();
      this.banner.hidden = true;
      return;
    }
    const seconds = Math.round(Math.max(...this.gone.values()) / 1000);
    const since = this.seen ? ` What you see is of ${this.seen.toLocaleTimeString()}.` : '';
    this.banner.textContent = `The dashboard does not answer.${since} Its program may have ended; this page asks again every ${seconds} s.`;
    this.banner.hidden = false;
  }
}

/** A line as text and code, by its backquotes. */
function coded(line) {
  return line.split('`').map((part, k) => (k % 2 ? element('code', {}, part) : part));
}

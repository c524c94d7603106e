// Asks the server again and again, gently: what has not changed costs a 304, a hidden page asks seldom, and
// a server that is gone is asked less and less often until it is back.

const SECOND = 1000;
const HIDDEN = 30 * SECOND;
const LONGEST = 30 * SECOND;
const PATIENCE = 10 * SECOND;

/** The server's answer was an error. `status` is its number, the message what the server said. */
export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Reads an answer's JSON. Throws a Refusal for an error, a TypeError where no server answers. */
export async function read(url, etag = null) {
  const headers = etag ? { 'If-None-Match': etag } : {};
  const answer = await fetch(url, { headers, cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
  if (answer.status === 304) return { changed: false, etag };
  if (!answer.ok) throw new Refusal(answer.status, await wordsOf(answer));
  return { changed: true, etag: answer.headers.get('ETag'), data: await answer.json() };
}

async function wordsOf(answer) {
  try {
    return String((await answer.json()).error).slice(0, 500);
  } catch {
    return `The dashboard answered ${answer.status}.`;
  }
}

/** An address under the dashboard's own, with its parameters escaped. */
export function address(path, parameters = {}) {
  const query = new URLSearchParams(parameters).toString();
  return `/attention/api/${path}${query ? `?${query}` : ''}`;
}

/**
 * Polls one address. `onData(data)` is called with each new answer, `onRefusal(refusal)` with each error that
 * the server gives, `onGone(gone, retryInMilliseconds)` when it does not answer and when it does again.
 */
export class Poll {
  constructor(url, { interval = 2 * SECOND, onData, onRefusal = () => {}, onGone = () => {} }) {
    Object.assign(this, { url, interval, onData, onRefusal, onGone });
    this.etag = null;
    this.failures = 0;
    this.timer = 0;
    this.stopped = false;
    this.wake = () => {
      if (!document.hidden) this.now();
    };
    document.addEventListener('visibilitychange', this.wake);
    this.now();
  }

  /** Asks at once, then goes on as before. */
  async now() {
    clearTimeout(this.timer);
    if (this.stopped || this.asking) return;
    this.asking = true;
    try {
      await this.ask();
    } finally {
      this.asking = false;
      if (!this.stopped) this.timer = setTimeout(() => this.now(), this.pause());
    }
  }

  async ask() {
    let answer;
    try {
      answer = await read(this.url, this.etag);
    } catch (error) {
      if (!this.stopped) this.failed(error);
      return;
    }
    if (this.stopped) return;
    this.failures = 0;
    this.onGone(false, 0);
    this.etag = answer.etag;
    if (answer.changed) this.onData(answer.data);
  }

  failed(error) {
    this.etag = null;
    this.failures++;
    if (error instanceof Refusal && error.status < 500) {
      this.onGone(false, 0);
      this.onRefusal(error);
    } else {
      this.onGone(true, this.pause());
    }
  }

  pause() {
    if (document.hidden) return HIDDEN;
    return Math.min(LONGEST, this.interval * 2 ** Math.min(this.failures, 8));
  }

  /** Ends it. No callback is called after this. */
  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
    document.removeEventListener('visibilitychange', this.wake);
  }
}

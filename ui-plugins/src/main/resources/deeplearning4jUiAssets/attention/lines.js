// Token-to-token lines on the page: the picture, and what pointer and keys do with it.

import { LinesPlan, linesOf, linesPicture } from './lines-picture.js';
import { theme } from './theme.js';
import { quoted } from './tokens.js';

const SPOKEN = 3;

/** Draws into `host`, which takes the keys; tells `readout` whose lines are shown. */
export class Lines {
  constructor(host, readout, onPin) {
    Object.assign(this, { host, readout, onPin });
    this.cursor = { side: 'target', index: 0 };
    this.focus = null;
    this.pinned = null;
    host.addEventListener('pointermove', (event) => this.point(this.under(event)));
    host.addEventListener('pointerleave', () => this.point(null));
    host.addEventListener('click', (event) => this.pin(this.under(event)));
    host.addEventListener('keydown', (event) => this.key(event));
    host.addEventListener('focus', () => host.matches(':focus-visible') && this.point(this.cursor));
    host.addEventListener('blur', () => this.point(null));
  }

  /** Draws a model of matrix-picture.js, with the lines of the pinned row alone if there is one. */
  draw(model, { pinned }) {
    this.model = model;
    this.pinned = pinned;
    this.plan = new LinesPlan(model, this.host.clientWidth - 2);
    this.cursor = this.within(this.cursor);
    if (this.focus) this.focus = this.within(this.focus);
    this.redraw();
  }

  /** Whose lines are shown: the token under pointer or cursor, else the pinned row's, else all. */
  shown() {
    if (this.focus) return this.focus;
    return this.pinned === null ? null : { side: 'target', index: this.pinned };
  }

  redraw() {
    const picture = linesPicture(this.model, this.plan, theme(), this.shown());
    picture.setAttribute('aria-hidden', 'true');
    this.host.replaceChildren(picture);
    this.readout.textContent = this.focus ? this.words(this.focus) : '';
  }

  /** Keeps a token within the example, which may be a shorter one now. */
  within({ side, index }) {
    return { side, index: Math.max(0, Math.min(this.plan.sizes[side] - 1, index)) };
  }

  under(event) {
    const picture = this.host.firstElementChild;
    if (!picture || !this.plan) return null;
    const box = picture.getBoundingClientRect();
    return this.plan.hit(event.clientX - box.left, event.clientY - box.top);
  }

  pin(token) {
    if (token?.side === 'target') this.onPin(token.index === this.pinned ? null : token.index);
  }

  key(event) {
    if (!this.model || event.ctrlKey || event.metaKey || event.altKey) return;
    const { cursor, plan } = this;
    const step = { ArrowUp: -1, ArrowDown: 1, Home: -1e9, End: 1e9 }[event.key];
    if (step) cursor.index += step;
    else if (event.key === 'ArrowLeft') cursor.side = 'target';
    else if (event.key === 'ArrowRight') cursor.side = 'source';
    else if (event.key === 'Enter' || event.key === ' ') this.pin(cursor);
    else if (event.key === 'Escape' && this.pinned !== null) this.onPin(null);
    else return;
    event.preventDefault();
    this.cursor = this.within(cursor);
    this.point(this.cursor);
    const y = plan.y(this.cursor.index);
    if (y < this.host.scrollTop + 30 || y > this.host.scrollTop + this.host.clientHeight - 30) {
      this.host.scrollTop = y - this.host.clientHeight / 2;
    }
  }

  point(token) {
    if (!this.model || (token?.side === this.focus?.side && token?.index === this.focus?.index)) return;
    this.focus = token ? { ...token } : null;
    this.redraw();
  }

  words(token) {
    const { source, target, grid } = this.model;
    const from = token.side === 'target';
    const lines = linesOf(grid, token).slice(0, SPOKEN);
    const said = lines.map((line) => `${quoted(from ? source[line.column] : target[line.row])} ${line.weight.toFixed(3)}`);
    const whose = quoted(from ? target[token.index] : source[token.index]);
    return `${whose} ${from ? 'looks at' : 'is looked at by'} ${said.join(', ') || 'nothing'}`;
  }
}

// The photo on the page: one word large, all words small to choose from.

import { element } from './dom.js';
import { overlaid } from './photo-picture.js';
import { label, quoted } from './tokens.js';

const SMALL = 96;
const LARGE = 448;
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** Draws the large picture into `host`, which takes the keys, and the small ones into `strip`. */
export class Photo {
  constructor(host, strip, readout, onWord) {
    Object.assign(this, { host, strip, readout, onWord });
    this.cursor = { row: 0, column: 0 };
    this.words = '';
    host.addEventListener('pointermove', (event) => this.point(this.under(event)));
    host.addEventListener('pointerleave', () => this.point(null));
    host.addEventListener('keydown', (event) => this.key(event));
    host.addEventListener('focus', () => host.matches(':focus-visible') && this.point(this.cursor));
    host.addEventListener('blur', () => this.point(null));
  }

  /** Draws {image, grid: {rows, columns}, target, weights, largestOf}, with `word` as the one shown large. */
  draw(model, word) {
    this.model = model;
    this.word = word;
    this.frame = element('span', { class: 'photo-cursor', hidden: true });
    this.host.replaceChildren(
      overlaid(model.image, model.weights.row(word), model.grid, model.largestOf(word), Math.min(LARGE, this.host.clientWidth)),
      this.frame,
    );
    this.strips();
    this.point(this.cell ?? null);
  }

  strips() {
    const { model } = this;
    const words = JSON.stringify(model.target);
    if (words !== this.words) this.build();
    this.words = words;
    this.entries.forEach(({ input, place }, k) => {
      place.replaceChildren(overlaid(model.image, model.weights.row(k), model.grid, model.largestOf(k), SMALL));
      input.checked = k === this.word;
    });
  }

  build() {
    this.entries = this.model.target.map((token, k) => {
      const input = element('input', { type: 'radio', name: 'word', onchange: () => this.onWord(k) });
      return { input, place: element('span', { class: 'thumb-picture', 'aria-hidden': 'true' }), token };
    });
    this.strip.replaceChildren(
      ...this.entries.map(({ input, place, token }) =>
        element('label', { class: 'thumb' }, input, place, element('span', { class: 'thumb-name' }, label(token)))),
    );
  }

  /** Keeps a cell within the grid, which may be another one now. */
  within({ row, column }) {
    const { rows, columns } = this.model.grid;
    return { row: Math.max(0, Math.min(rows - 1, row)), column: Math.max(0, Math.min(columns - 1, column)) };
  }

  under(event) {
    const canvas = this.host.querySelector('canvas');
    if (!canvas) return null;
    const box = canvas.getBoundingClientRect();
    const { rows, columns } = this.model.grid;
    const row = Math.floor(((event.clientY - box.top) / box.height) * rows);
    const column = Math.floor(((event.clientX - box.left) / box.width) * columns);
    return row >= 0 && row < rows && column >= 0 && column < columns ? { row, column } : null;
  }

  key(event) {
    const move = MOVES[event.key];
    if (!move || !this.model || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.cursor = this.within({ row: this.cursor.row + move[0], column: this.cursor.column + move[1] });
    this.point(this.cursor);
  }

  point(cell) {
    if (!this.model) return;
    this.cell = cell ? this.within(cell) : null;
    this.frame.hidden = !this.cell;
    if (!this.cell) {
      this.readout.textContent = '';
      return;
    }
    const { row, column } = this.cell;
    const { rows, columns } = this.model.grid;
    const canvas = this.host.querySelector('canvas');
    const [width, height] = [canvas.clientWidth / columns, canvas.clientHeight / rows];
    Object.assign(this.frame.style, { left: `${column * width}px`, top: `${row * height}px`, width: `${width}px`, height: `${height}px` });
    const weight = this.model.weights.at(this.word, row * columns + column).toFixed(3);
    this.readout.textContent = `${quoted(this.model.target[this.word])} looks at row ${row + 1}, column ${column + 1} of the grid: ${weight}`;
  }
}

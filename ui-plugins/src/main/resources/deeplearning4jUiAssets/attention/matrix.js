// The alignment matrix on the page: the picture, and what pointer and keys do with it.

import { svg } from './dom.js';
import { MatrixPlan, matrixPicture } from './matrix-picture.js';
import { theme } from './theme.js';
import { quoted } from './tokens.js';

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** Draws into `host`, which takes the keys; tells `readout` what is under pointer or cursor. */
export class Matrix {
  constructor(host, readout, onPin) {
    Object.assign(this, { host, readout, onPin });
    this.cursor = { row: 0, column: 0 };
    this.cell = null;
    this.pinned = null;
    host.addEventListener('pointermove', (event) => this.hover(event));
    host.addEventListener('pointerleave', () => this.point(null));
    host.addEventListener('click', (event) => this.click(event));
    host.addEventListener('keydown', (event) => this.key(event));
    host.addEventListener('focus', () => host.matches(':focus-visible') && this.point(this.cursor));
    host.addEventListener('blur', () => this.point(null));
  }

  /** Draws a model of matrix-picture.js, with `pinned` as the row that is pinned or null. */
  draw(model, { pinned, numbers }) {
    this.model = model;
    this.pinned = pinned;
    this.plan = new MatrixPlan(model, this.host.clientWidth - 2);
    this.cursor = this.within(this.cursor);
    const colours = theme();
    this.picture = matrixPicture(model, this.plan, colours, { numbers });
    this.picture.setAttribute('aria-hidden', 'true');
    this.marks = svg('g', { fill: 'none', stroke: colours.mark, 'stroke-width': 2 });
    this.picture.append(this.marks);
    this.host.replaceChildren(this.picture);
    this.point(this.cell && this.within(this.cell));
  }

  /** Keeps a cell within the matrix, which may be a smaller one now. */
  within({ row, column }) {
    return { row: limit(row, this.plan.rows), column: limit(column, this.plan.columns) };
  }

  hover(event) {
    this.point(this.under(event));
  }

  under(event) {
    if (!this.picture) return null;
    const box = this.picture.getBoundingClientRect();
    return this.plan.hit(event.clientX - box.left, event.clientY - box.top);
  }

  click(event) {
    const cell = this.under(event);
    if (!cell) return;
    this.cursor = cell;
    this.onPin(cell.row === this.pinned ? null : cell.row);
  }

  key(event) {
    if (!this.model || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!this.moved(event.key)) return;
    event.preventDefault();
    this.point(this.cursor);
    this.show();
  }

  moved(key) {
    const { cursor, plan } = this;
    if (MOVES[key]) {
      const [down, across] = MOVES[key];
      this.cursor = this.within({ row: cursor.row + down, column: cursor.column + (plan.mirrored ? -across : across) });
    } else if (key === 'Home' || key === 'End') {
      cursor.column = key === 'Home' ? 0 : plan.columns - 1;
    } else if (key === 'PageUp' || key === 'PageDown') {
      cursor.row = key === 'PageUp' ? 0 : plan.rows - 1;
    } else if (key === 'Enter' || key === ' ') {
      this.onPin(cursor.row === this.pinned ? null : cursor.row);
    } else if (key === 'Escape' && this.pinned !== null) {
      this.onPin(null);
    } else {
      return false;
    }
    return true;
  }

  /** Scrolls the cursor's cell into what is seen of a matrix that is larger than its place. */
  show() {
    const { host, plan, cursor } = this;
    const x = plan.x(cursor.column);
    const y = plan.y(cursor.row);
    if (x < host.scrollLeft + plan.left / 2) host.scrollLeft = x - plan.left;
    if (x + plan.cell > host.scrollLeft + host.clientWidth) host.scrollLeft = x + 2 * plan.cell - host.clientWidth;
    if (y < host.scrollTop + plan.top / 2) host.scrollTop = y - plan.top;
    if (y + plan.cell > host.scrollTop + host.clientHeight) host.scrollTop = y + 2 * plan.cell - host.clientHeight;
  }

  point(cell) {
    this.cell = cell;
    if (!this.model) return;
    this.mark();
    this.readout.textContent = cell ? this.words(cell) : '';
  }

  words({ row, column }) {
    const { source, target, grid } = this.model;
    const weight = grid.at(row, column).toFixed(3);
    return `${quoted(target[row])} (target ${row + 1}) looks at ${quoted(source[column])} (source ${column + 1}): ${weight}`;
  }

  mark() {
    const { plan, cell, pinned } = this;
    const wide = plan.columns * plan.cell;
    const marks = [];
    if (pinned !== null && pinned < plan.rows) {
      marks.push(svg('rect', { class: 'pin', x: plan.left - 1, y: plan.y(pinned) - 1, width: wide + 1, height: plan.cell + 1 }));
    }
    if (cell) marks.push(svg('rect', { class: 'cursor', x: plan.x(cell.column) - 1, y: plan.y(cell.row) - 1, width: plan.cell + 1, height: plan.cell + 1 }));
    this.marks.replaceChildren(...marks);
    this.embolden('.rows', cell ? [cell.row, pinned] : [pinned]);
    this.embolden('.columns', cell ? [cell.column] : []);
  }

  embolden(group, which) {
    [...this.picture.querySelector(group).children].forEach((text, k) => {
      if (which.includes(k)) text.setAttribute('font-weight', 'bold');
      else text.removeAttribute('font-weight');
    });
  }
}

function limit(value, size) {
  return Math.max(0, Math.min(size - 1, value));
}

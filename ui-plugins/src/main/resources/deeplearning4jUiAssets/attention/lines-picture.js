// Token-to-token lines, as BertViz draws them: targets left, sources right, a line's strength is its weight.

import { svg } from './dom.js';
import { manner } from './matrix-picture.js';
import { FONT, widest } from './text-size.js';
import { label } from './tokens.js';

const STEP = 22;
const SIZE = 13;
const FAINTEST = 0.02;
const MOST_LINES = 3000;

/** Where everything in the picture is. */
export class LinesPlan {
  constructor({ source, target }, room) {
    this.sourceLabels = source.map((token) => label(token));
    this.targetLabels = target.map((token) => label(token));
    this.left = Math.ceil(widest(this.targetLabels, SIZE)) + 48;
    const right = Math.ceil(widest(this.sourceLabels, SIZE)) + 52;
    this.gap = Math.max(70, Math.min(260, room - this.left - right));
    this.right = this.left + this.gap;
    this.width = this.right + right;
    this.height = Math.max(source.length, target.length) * STEP + 10;
    this.sizes = { target: target.length, source: source.length };
  }

  y(index) {
    return index * STEP + STEP / 2 + 5;
  }

  /** The token nearest to a point: `{side, index}`, or null between the columns. */
  hit(x, y) {
    const side = x < this.left + 8 ? 'target' : x > this.right - 8 ? 'source' : null;
    const index = Math.floor((y - 5) / STEP);
    return side && index >= 0 && index < this.sizes[side] ? { side, index } : null;
  }
}

/** The weights from a token, or to one: `[{row, column, weight}]`. With no token all that can be seen, the strongest first. */
export function linesOf(grid, focus) {
  const lines = [];
  for (let row = 0; row < grid.rows; row++) {
    if (focus?.side === 'target' && focus.index !== row) continue;
    for (let column = 0; column < grid.columns; column++) {
      if (focus?.side === 'source' && focus.index !== column) continue;
      const weight = grid.at(row, column);
      if (weight >= (focus ? 0.004 : FAINTEST)) lines.push({ row, column, weight });
    }
  }
  return lines.sort((a, b) => b.weight - a.weight).slice(0, MOST_LINES);
}

/** Draws the lines; with a `focus` ({side, index}) only that token's, and their weights in numbers. */
export function linesPicture(model, plan, colours, focus = null) {
  const lines = linesOf(model.grid, focus);
  return svg(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', width: plan.width, height: plan.height, viewBox: `0 0 ${plan.width} ${plan.height}`,
      'font-family': FONT, 'font-size': SIZE },
    svg('g', { class: 'lines', stroke: colours.accent, 'stroke-linecap': 'round' }, ...lines.map((line) => drawn(line, model, plan))),
    svg('g', { class: 'targets', fill: colours.text, 'text-anchor': 'end' }, ...texts(model.target, plan.targetLabels, plan.left - 6, plan, colours)),
    svg('g', { class: 'sources', fill: colours.text }, ...texts(model.source, plan.sourceLabels, plan.right + 6, plan, colours)),
    focus ? svg('g', { class: 'numbers', fill: colours.muted, 'font-size': 11 }, ...numbers(lines, plan, focus)) : null,
    focus ? svg('g', { fill: 'none', stroke: colours.mark, 'stroke-width': 2 }, frame(plan, focus)) : null,
  );
}

function drawn({ row, column, weight }, { largest }, plan) {
  const share = Math.min(1, weight / largest);
  return svg('line', { x1: plan.left, y1: plan.y(row), x2: plan.right, y2: plan.y(column),
    'stroke-width': (0.6 + 2.9 * share).toFixed(2), opacity: (0.06 + 0.94 * share).toFixed(3) });
}

function texts(tokens, labels, x, plan, colours) {
  return tokens.map((token, k) => svg('text', { x, y: plan.y(k) + SIZE * 0.35, ...manner(token, colours) }, labels[k]));
}

function numbers(lines, plan, focus) {
  const far = focus.side === 'target' ? { x: plan.width - 4, of: (line) => line.column } : { x: 34, of: (line) => line.row };
  return lines
    .filter((line) => line.weight >= 0.005)
    .map((line) => svg('text', { x: far.x, y: plan.y(far.of(line)) + 4, 'text-anchor': 'end' }, line.weight.toFixed(2)));
}

function frame(plan, { side, index }) {
  const y = plan.y(index) - STEP / 2 + 1;
  return side === 'target'
    ? svg('rect', { x: 38, y, width: plan.left - 39, height: STEP - 2, rx: 3 })
    : svg('rect', { x: plan.right + 1, y, width: plan.width - plan.right - 40, height: STEP - 2, rx: 3 });
}

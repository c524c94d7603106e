// The alignment matrix as an SVG picture: source tokens across, target tokens down, darker is more.
// Attributes only and no style sheet, so that the picture is the same on the page and in a file.

import { element, svg } from './dom.js';
import { css, ink, shade } from './theme.js';
import { FONT, widest } from './text-size.js';
import { isRightToLeft, isSpecial, label } from './tokens.js';

const LARGEST_CELL = 42;
const SMALLEST_CELL = 11;
const NUMBERS_FROM = 22;
const DRAWN_ONE_BY_ONE = 4096;

/** Where everything in the picture is. Columns run from right to left where the source is read so. */
export class MatrixPlan {
  constructor({ source, target }, room) {
    this.font = 13;
    this.columnLabels = source.map((token) => label(token));
    this.rowLabels = target.map((token) => label(token));
    const rowWidth = widest(this.rowLabels, this.font) + 14;
    const available = Math.floor((room - rowWidth - 12) / source.length);
    this.cell = Math.max(SMALLEST_CELL, Math.min(LARGEST_CELL, available));
    this.font = Math.max(8, Math.min(13, this.cell - 1));
    this.left = Math.ceil(widest(this.rowLabels, this.font) + 14);
    this.turned = this.whichTurn(source);
    const columnWidth = widest(this.columnLabels.filter((_, k) => this.turned[k]), this.font);
    this.top = Math.ceil(Math.max(columnWidth * 0.75 + 16, this.font + 12));
    this.mirrored = isRightToLeft(source);
    this.rows = target.length;
    this.columns = source.length;
    const overhang = columnWidth * 0.72 + 4;
    this.width = Math.ceil(this.left + this.columns * this.cell + overhang + 4);
    this.height = this.top + this.rows * this.cell + 6;
  }

  /** Which labels lean, for they are wider than a cell. Words lean all or none; special tokens each for itself. */
  whichTurn(source) {
    const wide = this.columnLabels.map((text) => widest([text], this.font) > this.cell - 3);
    const words = source.some((token, k) => wide[k] && !isSpecial(token));
    return source.map((token, k) => (isSpecial(token) ? wide[k] : words));
  }

  x(column) {
    return this.left + (this.mirrored ? this.columns - 1 - column : column) * this.cell;
  }

  y(row) {
    return this.top + row * this.cell;
  }

  /** The cell under a point of the picture, or null. */
  hit(x, y) {
    const place = Math.floor((x - this.left) / this.cell);
    const row = Math.floor((y - this.top) / this.cell);
    if (place < 0 || place >= this.columns || row < 0 || row >= this.rows) return null;
    return { row, column: this.mirrored ? this.columns - 1 - place : place };
  }
}

/**
 * Draws the matrix.
 *
 * @param model {source, target, grid, largest}: `largest` is the weight drawn darkest
 * @param plan a MatrixPlan of the same tokens
 * @param colours of theme.js
 * @param numbers whether cells that have the room show their weight in percent
 */
export function matrixPicture(model, plan, colours, { numbers = false, everyCell = false } = {}) {
  const few = everyCell || plan.rows * plan.columns <= DRAWN_ONE_BY_ONE;
  return svg(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', width: plan.width, height: plan.height, viewBox: `0 0 ${plan.width} ${plan.height}`,
      'font-family': FONT, 'font-size': plan.font },
    svg('g', { class: 'columns', fill: colours.text }, ...columnLabels(model, plan, colours)),
    svg('g', { class: 'rows', fill: colours.text, 'text-anchor': 'end' }, ...rowLabels(model, plan, colours)),
    few ? cells(model, plan, colours) : bitmap(model, plan, colours),
    svg('rect', { x: plan.left - 0.5, y: plan.top - 0.5, width: plan.columns * plan.cell + 1, height: plan.rows * plan.cell + 1,
      fill: 'none', stroke: colours.line }),
    numbers && plan.cell >= NUMBERS_FROM ? percentages(model, plan, colours) : null,
  );
}

function columnLabels({ source }, plan, colours) {
  return source.map((token, column) => {
    const x = plan.x(column) + plan.cell / 2;
    const place = plan.turned[column]
      ? { transform: `translate(${x + plan.font * 0.3} ${plan.top - 6}) rotate(-45)` }
      : { x, y: plan.top - 7, 'text-anchor': 'middle' };
    return svg('text', { ...place, ...manner(token, colours) }, plan.columnLabels[column]);
  });
}

function rowLabels({ target }, plan, colours) {
  return target.map((token, row) =>
    svg('text', { x: plan.left - 7, y: plan.y(row) + plan.cell / 2 + plan.font * 0.35, ...manner(token, colours) }, plan.rowLabels[row]));
}

/** Special tokens lean and are paler. */
export function manner(token, colours) {
  return isSpecial(token) ? { 'font-style': 'italic', fill: colours.muted } : {};
}

function cells({ grid, largest }, plan, colours) {
  const gap = plan.cell >= 12 ? 1 : 0;
  const behind = { x: plan.left, y: plan.top, width: plan.columns * plan.cell, height: plan.rows * plan.cell };
  const drawn = [svg('rect', { ...behind, fill: colours.grid })];
  for (let row = 0; row < plan.rows; row++) {
    for (let column = 0; column < plan.columns; column++) {
      drawn.push(svg('rect', { x: plan.x(column), y: plan.y(row), width: plan.cell - gap, height: plan.cell - gap,
        fill: css(shade(colours, grid.at(row, column) / largest)) }));
    }
  }
  return svg('g', { class: 'cells', 'shape-rendering': 'crispEdges' }, ...drawn);
}

/** Many cells as one small picture, enlarged: thousands of elements would make a replay jerk. */
function bitmap(model, plan, colours) {
  return svg('image', { class: 'cells', x: plan.left, y: plan.top, width: plan.columns * plan.cell, height: plan.rows * plan.cell,
    href: thumbnail(model, colours, plan.mirrored).toDataURL(), preserveAspectRatio: 'none', 'image-rendering': 'pixelated' });
}

/** The matrix on a canvas, a pixel a weight. */
export function thumbnail({ grid, largest }, colours, mirrored = false) {
  const canvas = element('canvas', { width: grid.columns, height: grid.rows });
  const context = canvas.getContext('2d');
  const pixels = context.createImageData(grid.columns, grid.rows);
  grid.values.forEach((weight, k) => {
    const column = k % grid.columns;
    const place = mirrored ? k - column + (grid.columns - 1 - column) : k;
    pixels.data.set([...shade(colours, weight / largest), 255], 4 * place);
  });
  context.putImageData(pixels, 0, 0);
  return canvas;
}

function percentages({ grid, largest }, plan, colours) {
  const texts = [];
  const size = Math.min(11, plan.cell * 0.42);
  for (let row = 0; row < plan.rows; row++) {
    for (let column = 0; column < plan.columns; column++) {
      const percent = Math.round(grid.at(row, column) * 100);
      if (percent === 0) continue;
      const fill = ink(shade(colours, grid.at(row, column) / largest));
      texts.push(svg('text', { x: plan.x(column) + plan.cell / 2, y: plan.y(row) + plan.cell / 2 + size * 0.36, fill }, String(percent)));
    }
  }
  return svg('g', { class: 'numbers', 'text-anchor': 'middle', 'font-size': size }, ...texts);
}

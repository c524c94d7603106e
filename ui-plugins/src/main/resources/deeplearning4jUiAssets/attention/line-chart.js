// A small line chart: one curve, its axes, and the figure under pointer or cursor.

import { element, figure, svg } from './dom.js';
import { FONT, widest } from './text-size.js';
import { theme } from './theme.js';

const HEIGHT = 190;
const MARGIN = { top: 12, right: 14, bottom: 30 };
const MOVES = { ArrowLeft: -1, ArrowRight: 1, Home: -1e9, End: 1e9 };

/** Round numbers that cover a range: at most five of them. */
export function ticks(low, high) {
  if (!(high > low)) return [low];
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= rough);
  const all = [];
  for (let k = Math.ceil(low / step); k * step <= high * (1 + 1e-9); k++) all.push(k * step);
  return all;
}

/** Draws a curve of {epoch, value} into its own element, which takes the keys. */
export class LineChart {
  constructor(name, write) {
    this.write = write;
    this.host = element('div', { class: 'chart', tabindex: '0', role: 'application', 'aria-label': `${name} over epochs: arrow keys read its points` });
    this.readout = element('output', { class: 'readout', 'aria-live': 'polite' });
    this.chosen = null;
    this.host.addEventListener('pointermove', (event) => this.hover(event));
    this.host.addEventListener('pointerleave', () => this.choose(null));
    this.host.addEventListener('blur', () => this.choose(null));
    this.host.addEventListener('focus', () => this.host.matches(':focus-visible') && this.choose(this.points.length - 1));
    this.host.addEventListener('keydown', (event) => this.key(event));
  }

  draw(points) {
    this.points = points;
    const width = Math.max(180, this.host.clientWidth);
    const values = points.map((p) => p.value);
    let [low, high] = [Math.min(...values), Math.max(...values)];
    if (low === high) [low, high] = [low - (Math.abs(low) || 1) * 0.1, high + (Math.abs(high) || 1) * 0.1];
    const room = (high - low) * 0.05;
    const marks = ticks(low - room, high + room);
    const left = Math.max(48, widest(marks.map((m) => this.write(m)), 12) + 12);
    const [first, last] = [points[0].epoch, points[points.length - 1].epoch];
    this.x = (epoch) => (first === last ? (left + width - MARGIN.right) / 2 : left + ((epoch - first) / (last - first)) * (width - left - MARGIN.right));
    this.y = (value) => MARGIN.top + ((high + room - value) / (high - low + 2 * room)) * (HEIGHT - MARGIN.top - MARGIN.bottom);
    this.host.replaceChildren(this.picture(width, left, marks, ticks(first, last).filter(Number.isInteger)));
    this.choose(this.chosen !== null && this.chosen < points.length ? this.chosen : null);
  }

  picture(width, left, marks, epochs) {
    const colours = theme();
    const bottom = HEIGHT - MARGIN.bottom;
    const path = this.points.map((p, k) => `${k ? 'L' : 'M'}${this.x(p.epoch).toFixed(1)} ${this.y(p.value).toFixed(1)}`).join('');
    this.dot = svg('circle', { r: 5, fill: colours.paper, stroke: colours.mark, 'stroke-width': 2.5, visibility: 'hidden' });
    return svg(
      'svg',
      { width, height: HEIGHT, 'aria-hidden': 'true', 'font-family': FONT, 'font-size': 12, fill: colours.muted },
      ...marks.map((m) => svg('line', { x1: left, x2: width - MARGIN.right, y1: this.y(m), y2: this.y(m), stroke: colours.grid })),
      ...marks.map((m) => svg('text', { x: left - 6, y: this.y(m) + 4, 'text-anchor': 'end' }, this.write(m))),
      ...epochs.map((e) => svg('text', { x: this.x(e), y: bottom + 18, 'text-anchor': 'middle' }, String(e))),
      svg('text', { x: 0, y: bottom + 18 }, 'epoch'),
      svg('line', { x1: left, x2: width - MARGIN.right, y1: bottom, y2: bottom, stroke: colours.line }),
      svg('path', { d: path, fill: 'none', stroke: colours.accent, 'stroke-width': 2, 'stroke-linejoin': 'round' }),
      ...this.points.slice(-60).map((p) => svg('circle', { cx: this.x(p.epoch), cy: this.y(p.value), r: 2.5, fill: colours.accent })),
      this.dot,
    );
  }

  hover(event) {
    const x = event.clientX - this.host.getBoundingClientRect().left;
    let nearest = 0;
    this.points.forEach((p, k) => {
      if (Math.abs(this.x(p.epoch) - x) < Math.abs(this.x(this.points[nearest].epoch) - x)) nearest = k;
    });
    this.choose(nearest);
  }

  key(event) {
    const move = MOVES[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.choose(Math.max(0, Math.min(this.points.length - 1, (this.chosen ?? this.points.length - 1) + move)));
  }

  choose(place) {
    this.chosen = place;
    this.dot?.setAttribute('visibility', place === null ? 'hidden' : 'visible');
    if (place === null) {
      this.readout.textContent = '';
      return;
    }
    const point = this.points[place];
    this.dot.setAttribute('cx', this.x(point.epoch));
    this.dot.setAttribute('cy', this.y(point.value));
    this.readout.textContent = `epoch ${point.epoch}: ${this.write(point.value)}`;
  }
}

/** How a metric's values are written: shares in percent, others as figures. */
export function writer(metric) {
  return metric.percent ? (value) => `${figure(Math.round(value * 1e4) / 100)}%` : figure;
}

// The page "Quality": figures over epochs, and what the model writes beside what it should have written.

import { changes } from './diff.js';
import { byId, eachFrame, element, setOptions } from './dom.js';
import { LineChart, writer } from './line-chart.js';
import { Poll, address } from './poll.js';
import { Shell } from './shell.js';
import { onThemeChange } from './theme.js';

class QualityPage {
  constructor() {
    this.charts = new Map();
    this.data = null;
    const redraw = eachFrame(() => this.drawCharts());
    onThemeChange(redraw);
    new ResizeObserver(redraw).observe(byId('view'));
    byId('epoch').addEventListener('change', () => {
      byId('newest').checked = byId('epoch').selectedIndex === 0;
      this.drawSamples();
    });
    byId('newest').addEventListener('change', () => this.drawSamples());
    byId('wrong').addEventListener('change', () => this.drawSamples());
    this.shell = new Shell('quality', { onSession: (id) => this.enter(id) });
  }

  enter(session) {
    this.poll?.stop();
    this.data = null;
    this.charts.clear();
    byId('metrics').replaceChildren();
    if (session === null) return;
    this.poll = new Poll(address('quality', { session }), {
      onData: (data) => this.update(data),
      onRefusal: (refusal) => this.shell.refused(refusal),
      onGone: (gone, retry) => this.shell.answered('quality', gone, retry),
    });
  }

  update(data) {
    const metrics = data.metrics
      .map((m) => ({ ...m, points: m.points.filter((p) => Number.isFinite(p.value)) }))
      .filter((m) => m.points.length > 0);
    this.data = { ...data, metrics };
    if (metrics.length === 0 && data.samples.length === 0) {
      this.shell.tell('No figures yet', ['The first are written after the first epoch.', 'This page notices by itself.']);
      return;
    }
    this.shell.ready();
    this.drawCharts();
    this.drawNumbers();
    this.drawSamples();
  }

  drawCharts() {
    if (!this.data || byId('view').hidden) return;
    for (const metric of this.data.metrics) {
      const card = this.charts.get(metric.name) ?? this.card(metric);
      card.chart.draw(metric.points);
      card.words.textContent = summary(metric);
    }
  }

  card(metric) {
    const chart = new LineChart(metric.name, writer(metric));
    const words = element('p', { class: 'summary' });
    const better = metric.better ? element('span', { class: 'better' }, metric.better === 'higher' ? '↑ higher is better' : '↓ lower is better') : null;
    byId('metrics').append(
      element('section', { class: 'panel' }, element('header', {}, element('h2', {}, metric.name), better), words, chart.host, chart.readout),
    );
    this.charts.set(metric.name, { chart, words });
    return this.charts.get(metric.name);
  }

  /** The same figures as a table, newest epoch first. */
  drawNumbers() {
    const { metrics } = this.data;
    const epochs = [...new Set(metrics.flatMap((m) => m.points.map((p) => p.epoch)))].sort((a, b) => b - a);
    const head = ['Epoch', ...metrics.map((m) => m.name)].map((name) => element('th', { scope: 'col', class: 'number' }, name));
    const rows = epochs.map((epoch) => {
      const values = metrics.map((m) => {
        const point = m.points.findLast((p) => p.epoch === epoch);
        return element('td', { class: 'number' }, point ? writer(m)(point.value) : '–');
      });
      return element('tr', {}, element('th', { scope: 'row', class: 'number' }, String(epoch)), ...values);
    });
    byId('numbers').replaceChildren(element('thead', {}, element('tr', {}, ...head)), element('tbody', {}, ...rows));
  }

  drawSamples() {
    const { samples } = this.data;
    byId('samples-panel').hidden = samples.length === 0;
    const epochs = [...new Set(samples.map((s) => s.epoch))].sort((a, b) => b - a).map(String);
    const options = epochs.map((value, k) => ({ value, label: k === 0 ? `${value} (newest)` : value }));
    setOptions(byId('epoch'), options, byId('newest').checked ? epochs[0] : byId('epoch').value);
    const shown = samples.filter((s) => String(s.epoch) === byId('epoch').value).map((s) => ({ ...s, parts: changes(s.reference, s.prediction) }));
    const right = shown.filter((s) => s.reference === s.prediction).length;
    byId('tally').textContent = `${right} of ${shown.length} as the reference`;
    const listed = byId('wrong').checked ? shown.filter((s) => s.reference !== s.prediction) : shown;
    byId('samples').replaceChildren(...listed.map(sample));
    byId('all-right').hidden = listed.length > 0;
  }
}

function summary(metric) {
  const write = writer(metric);
  const last = metric.points[metric.points.length - 1];
  const now = `${write(last.value)} after epoch ${last.epoch}`;
  if (!metric.better) return now;
  const sign = metric.better === 'higher' ? 1 : -1;
  const best = metric.points.reduce((a, b) => (sign * b.value > sign * a.value ? b : a));
  return best === last ? `${now}, the best so far` : `${now}; best ${write(best.value)} after epoch ${best.epoch}`;
}

function sample({ source, reference, prediction, parts }) {
  const same = reference === prediction;
  const changed = parts.filter((p) => p.kind !== 'same').length;
  const verdict = same ? '✓ same' : `✗ ${changed} ${changed === 1 ? 'change' : 'changes'}`;
  const pairs = [['Source', text(source)], ['Reference', text(reference)], ['Prediction', element('span', {}, ...parts.map(marked))]];
  return element(
    'li',
    { class: 'sample' },
    element('p', { class: same ? 'verdict same' : 'verdict differs' }, verdict),
    element('dl', {}, ...pairs.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', { dir: 'auto' }, value)))),
  );
}

/** A text as it is; an empty one says so. */
function text(value) {
  return value === '' ? element('em', {}, '(empty)') : value;
}

/** What is missing is struck through, what was added is underlined; readers of the screen hear which. */
function marked({ kind, text: words }) {
  if (kind === 'same') return words;
  const said = element('span', { class: 'unseen' }, kind === 'missing' ? ' missing: ' : ' added: ');
  return element(kind === 'missing' ? 'del' : 'ins', {}, said, words);
}

new QualityPage();

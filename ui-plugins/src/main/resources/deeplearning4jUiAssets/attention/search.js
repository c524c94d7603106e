// The page "Search": the trials of a hyperparameter search as they come.

import { byId, eachFrame, element, figure } from './dom.js';
import { Poll, address } from './poll.js';
import { parallel, progress, scatter } from './search-charts.js';
import { Shell } from './shell.js';
import { onThemeChange, theme } from './theme.js';
import { TrialTable, written } from './trial-table.js';
import { best, scored } from './trials.js';

const ECHARTS = '/assets/attention/echarts/echarts.esm.min.js';
const AXIS_WIDTH = 118;

class SearchPage {
  constructor() {
    this.charts = new Map();
    this.marked = null;
    this.redraw = eachFrame(() => this.drawCharts());
    this.table = new TrialTable(byId('trials'), byId('trials-note'), (number) => this.mark(number));
    onThemeChange(this.redraw);
    new ResizeObserver(this.redraw).observe(byId('view'));
    this.shell = new Shell('search', { onSession: (id) => this.enter(id) });
    import(ECHARTS).then(
      (echarts) => {
        this.echarts = echarts;
        this.redraw();
      },
      () => {
        byId('problem').textContent = 'The charts could not be loaded; the table below has all figures. Load the page again to try once more.';
      },
    );
  }

  enter(session) {
    this.poll?.stop();
    this.search = null;
    this.marked = null;
    if (session === null) return;
    this.poll = new Poll(address('search', { session }), {
      onData: (search) => this.update(search),
      onRefusal: (refusal) => this.shell.refused(refusal),
      onGone: (gone, retry) => this.shell.answered('search', gone, retry),
    });
  }

  update(search) {
    this.search = search;
    if (search.trials.length === 0) {
      this.shell.tell('No trial yet', ['The first one is written when it starts.', 'This page notices by itself.']);
      return;
    }
    this.shell.ready();
    this.drawSummary();
    this.drawImportance();
    this.table.draw(search, this.marked);
    this.drawCharts();
  }

  mark(number) {
    this.marked = number;
    this.table.draw(this.search, number);
    this.drawCharts();
  }

  drawSummary() {
    const { search } = this;
    const count = (status) => search.trials.filter((t) => t.status === status).length;
    const counts = ['done', 'running', 'pruned', 'failed'].map((s) => [s, count(s)]).filter(([, n]) => n > 0);
    byId('counts').textContent = `${search.trials.length} trials: ${counts.map(([s, n]) => `${n} ${s}`).join(', ')}.`;
    const top = best(search);
    byId('best').hidden = !top;
    if (!top) return;
    byId('best-title').textContent = `Best: trial ${top.number}`;
    const pairs = [[`${search.objective} (${search.better} is better)`, figure(top.score)], ...search.parameters.map((p) => [p.name, written(top.parameters[p.name])])];
    byId('best-values').replaceChildren(...pairs.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))));
  }

  drawImportance() {
    const shares = [...this.search.importance].sort((a, b) => b.share - a.share);
    byId('importance-none').hidden = shares.length > 0;
    byId('importance').hidden = shares.length === 0;
    const rows = shares.map(({ name, share }) => {
      const percent = `${Math.round(share * 100)}%`;
      const bar = element('span', { class: 'bar' });
      bar.style.width = percent;
      return element('tr', {}, element('th', { scope: 'row' }, name), element('td', { class: 'number' }, percent), element('td', { class: 'bar-cell', 'aria-hidden': 'true' }, bar));
    });
    byId('importance-rows').replaceChildren(...rows);
  }

  drawCharts() {
    const { search, echarts, marked } = this;
    if (!search || !echarts || byId('view').hidden) return;
    const colours = theme();
    const some = scored(search.trials).length > 0;
    byId('charts').hidden = !some;
    if (!some) return;
    byId('parallel').style.minWidth = `${(search.parameters.length + 1) * AXIS_WIDTH}px`;
    this.chart(byId('progress'), progress(search, colours, marked), this.told());
    this.chart(byId('parallel'), parallel(search, colours, marked), `A line a trial over ${search.parameters.map((p) => p.name).join(', ')} and ${search.objective}.`);
    this.scatters();
    for (const parameter of search.parameters) {
      const place = this.places.get(parameter.name);
      this.chart(place, scatter(search, parameter, colours, marked), `${search.objective} over ${parameter.name}, a point a trial.`);
    }
  }

  told() {
    const top = best(this.search);
    return `${this.search.objective} by trial, and the best so far${top ? `: ${figure(top.score)} in trial ${top.number}` : ''}.`;
  }

  /** A place for each parameter's chart; the same places for the same parameters. */
  scatters() {
    const names = JSON.stringify(this.search.parameters.map((p) => p.name));
    if (names === this.names) return;
    for (const place of this.places?.values() ?? []) this.drop(place);
    this.names = names;
    this.places = new Map(this.search.parameters.map((p) => [p.name, element('div', { class: 'chart small' })]));
    byId('scatters').replaceChildren(...this.places.values());
  }

  drop(place) {
    this.charts.get(place)?.dispose();
    this.charts.delete(place);
  }

  /** Draws one chart. What it says is in words for who does not see it; its figures are in the table. */
  chart(place, option, words) {
    if (!this.charts.has(place)) this.charts.set(place, this.echarts.init(place));
    const chart = this.charts.get(place);
    chart.resize();
    chart.setOption(option, true);
    place.setAttribute('role', 'img');
    place.setAttribute('aria-label', `${words} The table has the figures.`);
  }
}

new SearchPage();

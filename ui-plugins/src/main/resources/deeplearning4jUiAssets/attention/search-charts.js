// What ECharts is told to draw for a search. Tips are drawn on the canvas, never as markup.

import { figure } from './dom.js';
import { css } from './theme.js';
import { FONT } from './text-size.js';
import { bestSoFar, scored } from './trials.js';
import { written } from './trial-table.js';

const SHAPES = { done: 'circle', pruned: 'triangle', running: 'rect', failed: 'emptyCircle' };

function base(colours, more) {
  return {
    animation: false,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: FONT, color: colours.text, fontSize: 12 },
    tooltip: { renderMode: 'richText', confine: true, backgroundColor: colours.paper, borderColor: colours.line, textStyle: { color: colours.text, fontSize: 12 } },
    ...more,
  };
}

function axis(colours, name, more) {
  return {
    name,
    nameLocation: 'middle',
    nameGap: 28,
    nameTextStyle: { color: colours.muted },
    axisLabel: { color: colours.muted, hideOverlap: true, formatter: (v) => (typeof v === 'number' ? figure(v) : v) },
    axisLine: { show: true, lineStyle: { color: colours.line } },
    splitLine: { lineStyle: { color: colours.grid } },
    scale: true,
    ...more,
  };
}

/** How a parameter's values lie on an axis: by number, by the logarithm of it, or by name. */
function measure(parameter, trials) {
  if (parameter.kind !== 'number') {
    return { type: 'category', data: [...new Set(trials.map((t) => written(t.parameters[parameter.name])))].sort() };
  }
  const positive = trials.every((t) => t.parameters[parameter.name] > 0);
  if (!parameter.logarithmic || !positive || trials.length === 0) return { type: 'value' };
  const values = trials.map((t) => t.parameters[parameter.name]);
  return { type: 'log', logBase: values.every((v) => Number.isInteger(Math.log2(v))) ? 2 : 10 };
}

function value(trial, parameter) {
  const raw = trial.parameters[parameter.name];
  return parameter.kind === 'number' ? raw : written(raw);
}

/** A trial's point: its shape tells how it ended; the marked one is large and of its own shape. */
function point(trial, place, colours, marked) {
  const here = trial.number === marked;
  return {
    name: String(trial.number),
    value: place,
    symbol: here ? 'diamond' : SHAPES[trial.status],
    symbolSize: here ? 18 : 8,
    itemStyle: { color: here ? colours.mark : colours.accent, opacity: here ? 1 : 0.8, borderColor: colours.paper, borderWidth: here ? 1.5 : 0 },
    z: here ? 10 : 2,
  };
}

/** Scores by trial, and the best so far as a line. */
export function progress(search, colours, marked) {
  const points = scored(search.trials).map((t) => point(t, [t.number, t.score], colours, marked));
  return base(colours, {
    grid: { left: 32, right: 24, top: 36, bottom: 36, containLabel: true },
    legend: { top: 0, textStyle: { color: colours.text }, data: ['trial', 'best so far'] },
    xAxis: axis(colours, 'trial', { type: 'value', minInterval: 1, splitLine: { show: false } }),
    yAxis: axis(colours, search.objective, { type: 'value', nameGap: 40 }),
    series: [
      { type: 'line', name: 'best so far', step: 'end', symbol: 'none', lineStyle: { color: colours.accent, width: 2.5 }, itemStyle: { color: colours.accent },
        tooltip: { show: false }, data: bestSoFar(search).map((s) => [s.number, s.score]) },
      { type: 'scatter', name: 'trial', itemStyle: { color: colours.accent }, data: points, tooltip: { formatter: (p) => `trial ${p.name}: ${figure(p.value[1])}` } },
    ],
  });
}

/** Scores over one parameter. */
export function scatter(search, parameter, colours, marked) {
  const trials = scored(search.trials).filter((t) => (t.parameters[parameter.name] ?? null) !== null);
  const points = trials.map((t) => point(t, [value(t, parameter), t.score], colours, marked));
  return base(colours, {
    grid: { left: 32, right: 24, top: 16, bottom: 36, containLabel: true },
    xAxis: axis(colours, parameter.name, { ...measure(parameter, trials), splitLine: { show: false }, jitter: parameter.kind === 'number' ? 0 : 26 }),
    yAxis: axis(colours, search.objective, { type: 'value', nameGap: 40 }),
    series: [{ type: 'scatter', data: points, tooltip: { formatter: (p) => `trial ${p.name}: ${parameter.name} ${written(p.value[0])}, ${figure(p.value[1])}` } }],
  });
}

/** A line a trial over all parameters; the darker the better it scored, the marked one thick. */
export function parallel(search, colours, marked) {
  const trials = scored(search.trials);
  const scores = trials.map((t) => t.score);
  const name = (text) => ({ name: text, nameLocation: 'end', nameTextStyle: { color: colours.text, width: 100, overflow: 'truncate' } });
  const style = { axisLine: { lineStyle: { color: colours.line, width: 2 } }, axisLabel: { color: colours.text, textBorderColor: colours.paper, textBorderWidth: 4, formatter: (v) => (typeof v === 'number' ? figure(v) : v) }, z: 20 };
  const axes = search.parameters.map((p, dim) => ({ dim, ...name(p.name), ...style, ...measure(p, trials), scale: true }));
  axes.push({ dim: axes.length, ...name(search.objective), ...style, type: 'value', scale: true });
  const shades = colours.stops.slice(2).map(css);
  return base(colours, {
    tooltip: { show: false },
    parallel: { left: 46, right: 70, top: 34, bottom: 24 },
    parallelAxis: axes,
    visualMap: { show: false, dimension: axes.length - 1, min: Math.min(...scores), max: Math.max(...scores), inRange: { color: search.better === 'lower' ? shades.reverse() : shades } },
    series: [
      { type: 'parallel', lineStyle: { width: 1.5, opacity: 0.65 }, data: trials.filter((t) => t.number !== marked).map((t) => row(t, search)) },
    ].concat(trials.some((t) => t.number === marked) ? [markedLine(trials.find((t) => t.number === marked), search, colours)] : []),
  });
}

function row(trial, search) {
  return [...search.parameters.map((p) => value(trial, p)), trial.score];
}

function markedLine(trial, search, colours) {
  return { type: 'parallel', z: 5, lineStyle: { width: 4, opacity: 1, color: colours.mark, type: 'dashed' }, data: [{ value: row(trial, search), lineStyle: { color: colours.mark } }] };
}

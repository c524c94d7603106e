// The table of trials. A column's heading sorts by it, a trial's number marks the trial in the charts.

import { element, figure } from './dom.js';
import { STATUS, sorted, valueOf } from './trials.js';

const MOST_ROWS = 1000;

/** Fills a table; `onMark(number)` is called when a trial is chosen. */
export class TrialTable {
  constructor(table, note, onMark) {
    Object.assign(this, { table, note, onMark });
    this.sort = null;
  }

  /** Draws the search, with `marked` as the number of the marked trial or null. */
  draw(search, marked) {
    this.search = search;
    this.marked = marked;
    const columns = columnsOf(search);
    const keep = document.activeElement?.dataset?.key;
    const column = columns.find((c) => c.key === this.sort?.key) ?? columns[0];
    const rows = sorted(search.trials, column, this.sort ? this.sort.descending : true);
    this.table.replaceChildren(
      element('thead', {}, element('tr', {}, ...columns.map((c) => this.heading(c, column)))),
      element('tbody', {}, ...rows.slice(0, MOST_ROWS).map((trial) => this.row(trial, columns))),
    );
    this.note.textContent = rows.length > MOST_ROWS ? `The first ${MOST_ROWS} of ${rows.length} in this order.` : '';
    if (keep) this.table.querySelector(`[data-key="${CSS.escape(keep)}"]`)?.focus({ preventScroll: true });
  }

  heading(column, by) {
    const here = column.key === by.key;
    const descending = this.sort ? this.sort.descending : true;
    const order = descending ? 'descending' : 'ascending';
    const arrow = element('span', { 'aria-hidden': 'true', class: 'arrow' }, here ? (descending ? '▼' : '▲') : '↕');
    const button = element('button', { type: 'button', 'data-key': `sort ${column.key}`, onclick: () => this.turn(column, here && !descending) }, column.label, arrow);
    return element('th', { scope: 'col', 'aria-sort': here ? order : 'none', class: column.number ? 'number' : null }, button);
  }

  turn(column, descending) {
    this.sort = { key: column.key, descending };
    this.draw(this.search, this.marked);
  }

  row(trial, columns) {
    const marked = trial.number === this.marked;
    const mark = element(
      'button',
      { type: 'button', 'data-key': `mark ${trial.number}`, 'aria-pressed': String(marked), 'aria-label': `Mark trial ${trial.number} in the charts`,
        onclick: () => this.onMark(marked ? null : trial.number) },
      marked ? `◆ ${trial.number}` : String(trial.number),
    );
    const cells = columns.slice(1).map((c) => element('td', { class: c.number ? 'number' : null }, c.write(valueOf(trial, c))));
    return element('tr', { class: marked ? 'marked' : null }, element('th', { scope: 'row', class: 'number' }, mark), ...cells);
  }
}

function columnsOf({ objective, parameters }) {
  const own = [
    { key: '.number', name: 'number', label: 'Trial', number: true, write: String },
    { key: '.status', name: 'status', label: 'Status', write: (s) => STATUS[s] ?? String(s) },
    { key: '.score', name: 'score', label: objective, number: true, write: figure },
    { key: '.seconds', name: 'seconds', label: 'Seconds', number: true, write: (s) => figure(Number.isFinite(s) ? Math.round(s * 10) / 10 : null) },
  ];
  return own.concat(parameters.map((p) => ({ key: `p.${p.name}`, name: p.name, label: p.name, parameter: true, number: p.kind === 'number', write: written })));
}

/** A parameter's value: numbers as figures, anything else as its text. */
export function written(value) {
  if (value === null || value === undefined) return '–';
  return typeof value === 'number' ? figure(value) : String(value);
}

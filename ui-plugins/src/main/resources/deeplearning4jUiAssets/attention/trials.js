// The trials of a search: which is best, how they got there, in which order they are listed.

/** Status, with a sign beside its word. */
export const STATUS = { running: '… running', done: '✓ done', failed: '✗ failed', pruned: '◔ pruned' };

/** Trials that count for the charts: those with a score. */
export function scored(trials) {
  return trials.filter((trial) => Number.isFinite(trial.score));
}

/** Whether a score is better than another. */
export function isBetter(score, other, better) {
  return better === 'lower' ? score < other : score > other;
}

/** The best of the trials that came to their end; undefined if there is none. A pruned one was cut short. */
export function best({ trials, better }) {
  return scored(trials)
    .filter((trial) => trial.status === 'done')
    .reduce((a, b) => (a && !isBetter(b.score, a.score, better) ? a : b), undefined);
}

/** The best score so far after each trial that came to its end: `[{number, score}]`. */
export function bestSoFar({ trials, better }) {
  const steps = [];
  for (const { number, score } of scored(trials).filter((t) => t.status === 'done').sort((a, b) => a.number - b.number)) {
    const last = steps[steps.length - 1];
    steps.push({ number, score: last && !isBetter(score, last.score, better) ? last.score : score });
  }
  return steps;
}

/** What a column of the table holds for a trial. */
export function valueOf(trial, column) {
  return column.parameter ? trial.parameters[column.name] : trial[column.name];
}

/** The trials in a column's order; those without a value come last in either direction, ties in the order they came. */
export function sorted(trials, column, descending) {
  const sign = descending ? -1 : 1;
  const has = (trial) => valueOf(trial, column) !== null && valueOf(trial, column) !== undefined;
  return [...trials].sort((a, b) => {
    if (!has(a) || !has(b)) return Number(has(b)) - Number(has(a)) || a.number - b.number;
    const [x, y] = [valueOf(a, column), valueOf(b, column)];
    const order = typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y));
    return sign * order || a.number - b.number;
  });
}

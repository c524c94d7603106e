// The weights of the pinned row in numbers, the largest first.

import { element } from './dom.js';
import { label, quoted } from './tokens.js';

const SHOWN = 12;

/** Fills `host` with the row's table, or with how to get one. */
export function drawRow(host, { source, target, grid }, row) {
  if (row === null) {
    host.replaceChildren(element('p', { class: 'hint' }, 'Click a row of the matrix, or press Enter on it, to pin it: its weights stand here in numbers.'));
    return;
  }
  const strongest = grid.strongest(row, SHOWN);
  const bars = strongest.map(({ column, weight }) => {
    const bar = element('span', { class: 'bar' });
    bar.style.width = `${Math.round((weight / Math.max(grid.largest, 1e-9)) * 100)}%`;
    return element(
      'tr',
      {},
      element('td', { class: 'number' }, String(column + 1)),
      element('th', { scope: 'row' }, element('bdi', {}, label(source[column], 30))),
      element('td', { class: 'number' }, weight.toFixed(3)),
      element('td', { class: 'bar-cell', 'aria-hidden': 'true' }, bar),
    );
  });
  const head = ['Place', 'Source', 'Weight'].map((name) => element('th', { scope: 'col' }, name));
  host.replaceChildren(
    element('p', {}, `${quoted(target[row])}, target ${row + 1}, looks at`),
    element('table', { class: 'row-table' }, element('thead', {}, element('tr', {}, ...head, element('td', {}))), element('tbody', {}, ...bars)),
    grid.columns > SHOWN ? element('p', { class: 'hint' }, `The largest ${SHOWN} of ${grid.columns}.`) : '',
  );
}

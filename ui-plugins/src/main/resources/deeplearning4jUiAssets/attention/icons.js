// The sidebar's pictures: strokes on a grid of 16 by 16.

import { svg } from './dom.js';

const PATHS = {
  overview: ['M2 2v12h12', 'M4.5 10l3-3.5 2.5 2 4-5'],
  model: ['M8 2.5v3M4 10.5V9h8v1.5M8 5.5V9', 'M6.5 2h3v3h-3zM2.5 10.5h3v3h-3zM10.5 10.5h3v3h-3z'],
  system: ['M2 12a6 6 0 1 1 12 0', 'M8 12l3-4.5'],
  attention: ['M2 2h12v12H2zM2 6h12M2 10h12M6 2v12M10 2v12', 'M3 3l2 2M7 7l2 2M11 11l2 2'],
  quality: ['M2 2h12v12H2z', 'M5 8.2l2.2 2.3L11.5 5.5'],
  search: ['M7 2a5 5 0 1 1 0 10a5 5 0 1 1 0-10', 'M10.7 10.7L14 14'],
};

/** The picture of a page. Only decoration: readers of the screen pass over it. */
export function icon(name) {
  const strokes = PATHS[name].map((d) => svg('path', { d }));
  return svg('svg', { class: 'icon', viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false' }, ...strokes);
}

// A photo with the attention of a word laid over it: bright where the word looks, dark where it does not.

import { element, svg } from './dom.js';
import { FONT } from './text-size.js';
import { label } from './tokens.js';

const DARKEST = 185;
const PRINTED = 200;
const ACROSS = 5;

/** One word's weights as a veil, a pixel a weight: the less weight the darker. */
function veil(weights, { rows, columns }, largest) {
  const canvas = element('canvas', { width: columns, height: rows });
  const context = canvas.getContext('2d');
  const pixels = context.createImageData(columns, rows);
  weights.forEach((weight, k) => {
    pixels.data[4 * k + 3] = Math.round(DARKEST * (1 - Math.min(1, weight / largest)));
  });
  context.putImageData(pixels, 0, 0);
  return canvas;
}

/** Draws the photo and the word's veil, enlarged bilinearly, onto a canvas as wide as asked. */
export function overlaid(image, weights, grid, largest, width) {
  const height = Math.max(1, Math.round((width * image.naturalHeight) / image.naturalWidth));
  const canvas = element('canvas', { width, height });
  const context = canvas.getContext('2d');
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, width, height);
  if (weights) context.drawImage(veil(weights, grid, largest), 0, 0, width, height);
  return canvas;
}

/** Every word's picture as one figure, for files. */
export function photoPicture({ image, grid, target, weights, largestOf }, colours) {
  const height = Math.round((PRINTED * image.naturalHeight) / image.naturalWidth);
  const step = { x: PRINTED + 12, y: height + 34 };
  const width = Math.min(ACROSS, target.length) * step.x + 12;
  const total = Math.ceil(target.length / ACROSS) * step.y + 12;
  const figures = target.map((word, k) => {
    const at = { x: 12 + (k % ACROSS) * step.x, y: 12 + Math.floor(k / ACROSS) * step.y };
    const canvas = overlaid(image, weights.row(k), grid, largestOf(k), PRINTED);
    return svg(
      'g',
      {},
      svg('image', { ...at, width: PRINTED, height, href: canvas.toDataURL() }),
      svg('text', { x: at.x + PRINTED / 2, y: at.y + height + 18, 'text-anchor': 'middle', fill: colours.text }, label(word, 20)),
    );
  });
  return svg('svg', { xmlns: 'http://www.w3.org/2000/svg', width, height: total, viewBox: `0 0 ${width} ${total}`,
    'font-family': FONT, 'font-size': 14 }, ...figures);
}

// How wide a text will be, before it is drawn.

const FAMILY = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const context = document.createElement('canvas').getContext('2d');

/** The fonts of pictures. */
export const FONT = FAMILY;

/** The width of the widest text, in pixels. */
export function widest(texts, size) {
  context.font = `${size}px ${FAMILY}`;
  return texts.reduce((width, text) => Math.max(width, context.measureText(text).width), 0);
}

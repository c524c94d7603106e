// Files made in the page: nothing is sent anywhere.

import { element, svg } from './dom.js';

const ENLARGED = 2;
const LARGEST_SIDE = 8192;

/** A name that any file system takes, of parts that may hold anything. */
export function fileName(parts, extension) {
  const name = parts.map((part) => String(part).normalize('NFKD').replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40));
  return `${name.filter((part) => part !== '').join('_') || 'attention'}.${extension}`;
}

/** The picture as SVG source, with a title that says what it is and paper behind it. */
function source(picture, title, paper) {
  const back = svg('rect', { width: '100%', height: '100%', fill: paper });
  picture.prepend(svg('title', {}, title), back);
  return new XMLSerializer().serializeToString(picture);
}

/** Saves an SVG element as a file. */
export function saveSvg(picture, title, paper, name) {
  save(new Blob([source(picture, title, paper)], { type: 'image/svg+xml' }), name);
}

/** Saves an SVG element as a PNG file, at twice its size. */
export async function savePng(picture, title, paper, name) {
  const width = Number(picture.getAttribute('width'));
  const height = Number(picture.getAttribute('height'));
  const scale = Math.min(ENLARGED, LARGEST_SIDE / Math.max(width, height));
  const canvas = element('canvas', { width: Math.round(width * scale), height: Math.round(height * scale) });
  const url = URL.createObjectURL(new Blob([source(picture, title, paper)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  } finally {
    URL.revokeObjectURL(url);
  }
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/png'));
  if (!blob) throw new Error(`The browser makes no PNG of ${canvas.width} x ${canvas.height} pixels.`);
  save(blob, name);
}

function save(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = element('a', { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

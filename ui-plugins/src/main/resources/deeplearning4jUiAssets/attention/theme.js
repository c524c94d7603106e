// Colours of pictures. Attention is drawn by lightness alone, so it reads without colour vision and in print.

const LIGHT = {
  name: 'light',
  paper: '#ffffff',
  text: '#23282c',
  muted: '#52606d',
  line: '#c8ced3',
  grid: '#e6e9ec',
  accent: '#0b6b94',
  mark: '#b3261e',
  stops: [[255, 255, 255], [207, 225, 242], [106, 174, 214], [33, 113, 181], [8, 48, 107]],
};
const DARK = {
  name: 'dark',
  paper: '#24282c',
  text: '#e8eaec',
  muted: '#b0bac3',
  line: '#4b545c',
  grid: '#32383e',
  accent: '#63c7ee',
  mark: '#ffb4a9',
  stops: [[29, 33, 38], [20, 62, 98], [31, 111, 176], [95, 179, 234], [235, 247, 255]],
};
const dark = matchMedia('(prefers-color-scheme: dark)');

/** What pictures on paper are drawn with: exported files. */
export const PRINT = LIGHT;

/** The page's colours, as the system asks for. */
export function theme() {
  return dark.matches ? DARK : LIGHT;
}

/** Calls when the system's colours change. */
export function onThemeChange(action) {
  dark.addEventListener('change', action);
}

/** The colour of a share between 0 and 1, as red, green and blue. */
export function shade(colours, share) {
  const { stops } = colours;
  const place = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const low = Math.min(stops.length - 2, Math.floor(place));
  return stops[low].map((from, k) => Math.round(from + (stops[low + 1][k] - from) * (place - low)));
}

/** A colour as CSS. */
export function css([red, green, blue]) {
  return `rgb(${red},${green},${blue})`;
}

/** Black or white, whichever reads better on the colour: their contrast is equal at a luminance of 0.179. */
export function ink(colour) {
  const [r, g, b] = colour.map((v) => {
    const c = v / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#000000' : '#ffffff';
}

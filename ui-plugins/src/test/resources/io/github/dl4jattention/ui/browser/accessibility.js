// What the tests of accessibility ask a page. WCAG 2.2: 1.4.3 contrast of text, 1.4.11 of controls.

function parse(colour) {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
  return { rgb: [r, g, b], alpha: a / 255 };
}

function over({ rgb, alpha }, below) {
  return rgb.map((v, k) => v * alpha + below[k] * (1 - alpha));
}

/** The colour behind an element: those of its ancestors, laid over each other. */
function behind(element) {
  const layers = [];
  for (let e = element; e; e = e.parentElement) layers.unshift(parse(getComputedStyle(e).backgroundColor));
  return layers.reduce((below, layer) => over(layer, below), [255, 255, 255]);
}

function luminance(rgb) {
  const [r, g, b] = rgb.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(one, other) {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function isSeen(element) {
  return element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && element.getClientRects().length > 0;
}

function name(element) {
  return `${element.tagName.toLowerCase()}#${element.id}.${element.getAttribute('class') ?? ''} "${(element.textContent ?? '').slice(0, 30)}"`;
}

/** Texts with less than 4.5 to 1 (3 to 1 if large) against what is behind them. Numbers in cells have a test of their own. */
function faintTexts() {
  const faint = [];
  for (const e of document.querySelectorAll('body *')) {
    const own = [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim() !== '');
    if (!own || !isSeen(e) || e.disabled || e.closest('option, #matrix .numbers')) continue;
    const style = getComputedStyle(e);
    const below = behind(e.closest('svg')?.parentElement ?? e);
    const colour = parse(e.ownerSVGElement ? style.fill : style.color);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const contrast = ratio(over(colour, below), below);
    if (contrast < (large ? 3 : 4.5)) faint.push(`${contrast.toFixed(2)} ${name(e)}`);
  }
  return faint;
}

/** Controls whose border has less than 3 to 1 against what is around them. */
function faintControls() {
  const faint = [];
  for (const e of document.querySelectorAll('main button, main select, main .thumb:has(:checked)')) {
    const style = getComputedStyle(e);
    const border = parse(style.borderTopColor);
    if (!isSeen(e) || e.disabled || border.alpha === 0) continue;
    const around = behind(e.parentElement);
    const contrast = ratio(over(border, around), around);
    if (contrast < 3) faint.push(`${contrast.toFixed(2)} ${name(e)}`);
  }
  return faint;
}

/** What the keyboard must reach; of a group of radio buttons one, as arrow keys do the rest. */
function controls() {
  const all = [...document.querySelectorAll('a[href], button, select, input, summary, [tabindex="0"]')].filter(
    (e) => !e.disabled && (isSeen(e) || e.type === 'radio' || e.classList.contains('skip')) && e.closest('[hidden]') === null,
  );
  return all.filter((e) => e.type !== 'radio' || e.checked);
}

/** Whether the focused element shows that it is: an outline of at least 2 pixels, its own or its label's. Between the last
 * control and the first one it is nowhere. */
function showsFocus() {
  const e = document.activeElement;
  if (e === document.body) return true;
  return [e, e.closest('label')].some((x) => {
    if (!x) return false;
    const style = getComputedStyle(x);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  });
}

/** Elements that stick out of the screen on the right and are in nothing that scrolls or cuts. */
function cutOff() {
  const wide = document.documentElement.clientWidth;
  return [...document.querySelectorAll('body *')]
    .filter((e) => isSeen(e) && !e.ownerSVGElement && e.getBoundingClientRect().right > wide + 1)
    .filter((e) => {
      for (let p = e.parentElement; p; p = p.parentElement) if (getComputedStyle(p).overflowX !== 'visible') return false;
      return true;
    })
    .map(name);
}

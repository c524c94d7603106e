// Elements, made without markup: text is set as text, so that nothing in the data is ever read as HTML.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Sets what the attributes say and appends the children. A child that is no node becomes text; null and
 * undefined are left out, as attributes and as children.
 */
function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** An HTML element: `element('p', {class: 'note', onclick: act}, 'text', otherElement)`. */
export function element(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element, in the same form. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** The element of the page with this id. A page without it is a mistake of ours, and says so. */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`The page has no element "${id}".`);
  return node;
}

/** Replaces the options of a select: `[{value, label}]`. Keeps the choice where it is still there. */
export function setOptions(select, options, chosen = select.value) {
  const same =
    select.options.length === options.length &&
    options.every((o, i) => select.options[i].value === o.value && select.options[i].textContent === o.label);
  if (!same) select.replaceChildren(...options.map((o) => element('option', { value: o.value }, o.label)));
  if (options.some((o) => o.value === chosen)) select.value = chosen;
}

/** A number for people: four significant digits, without an exponent where that reads well. */
export function figure(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  if (Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e6) return Number(value.toPrecision(3)).toExponential();
  return String(Number(value.toPrecision(4)));
}

/** Asks for a call with the next frame; however often it is asked, one call a frame. */
export function eachFrame(action) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      action();
    });
  };
}

// A small picture of every head of every layer, to choose from.

import { element } from './dom.js';
import { thumbnail } from './matrix-picture.js';
import { theme } from './theme.js';

/** Radio buttons with pictures: arrow keys go through them, as through any such group. */
export class Heads {
  constructor(host, onChoose) {
    Object.assign(this, { host, onChoose });
    this.layout = '';
  }

  /**
   * Draws the heads.
   *
   * @param layers the record's layers
   * @param chosen {layer, head}: indices of the one that is shown large
   * @param modelOf gives the model to draw, {grid, largest}, of a layer and a head
   */
  draw(layers, chosen, modelOf, mirrored) {
    const layout = JSON.stringify(layers.map((layer) => [layer.name, layer.heads]));
    if (layout !== this.layout) this.build(layers);
    this.layout = layout;
    const colours = theme();
    for (const { layer, head, input, place } of this.entries) {
      const picture = thumbnail(modelOf(layers[layer], head), colours, mirrored);
      place.replaceChildren(picture);
      input.checked = layer === chosen.layer && head === chosen.head;
      input.tabIndex = 0;
    }
  }

  build(layers) {
    this.entries = [];
    const groups = layers.map((layer, index) => {
      const choices = Array.from({ length: layer.heads }, (_, head) => this.choice(layer, index, head));
      return element('div', { class: 'heads-of-layer' }, element('h4', {}, layer.name), element('div', { class: 'thumbs' }, ...choices));
    });
    this.host.replaceChildren(...groups);
  }

  choice(layer, index, head) {
    const name = `layer ${layer.name}, head ${head + 1}`;
    const input = element('input', { type: 'radio', name: 'head-choice', 'aria-label': name, onchange: () => this.onChoose(index, head) });
    const place = element('span', { class: 'thumb-picture', 'aria-hidden': 'true' });
    this.entries.push({ layer: index, head, input, place });
    return element('label', { class: 'thumb', title: name }, input, place, element('span', { class: 'thumb-name' }, String(head + 1)));
  }
}

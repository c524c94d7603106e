// The page "Attention": joins what the server has, what the user chose, and the pictures.

import { byId, eachFrame, setOptions } from './dom.js';
import { fileName, savePng, saveSvg } from './export.js';
import { Heads } from './heads.js';
import { LinesPlan, linesPicture } from './lines-picture.js';
import { Lines } from './lines.js';
import { MatrixPlan, matrixPicture } from './matrix-picture.js';
import { Matrix } from './matrix.js';
import { photoPicture } from './photo-picture.js';
import { Photo } from './photo.js';
import { Poll, Refusal, address } from './poll.js';
import { drawRow } from './row-table.js';
import { Shell } from './shell.js';
import { PRINT, css, onThemeChange, shade, theme } from './theme.js';
import { Timeline } from './timeline.js';
import { isRightToLeft, isSpecial, letters, visible } from './tokens.js';
import { Grid, MEAN, Records } from './weights.js';

const PRINTED_ROOM = 900;

class AttentionPage {
  constructor() {
    this.records = new Records();
    this.redraw = eachFrame(() => this.draw());
    this.timeline = new Timeline(
      { slider: byId('iteration'), play: byId('play'), follow: byId('follow'), words: byId('iteration-words') },
      (iteration) => this.load(iteration),
    );
    const pin = (row) => this.choose({ pinned: row });
    this.matrix = new Matrix(byId('matrix'), byId('matrix-readout'), pin);
    this.lines = new Lines(byId('lines'), byId('lines-readout'), pin);
    this.photo = new Photo(byId('photo'), byId('words'), byId('photo-readout'), (word) => this.choose({ word }));
    this.heads = new Heads(byId('heads'), (layer, head) => this.choose({ layer, head }));
    this.reset();
    this.listen();
    this.shell = new Shell('attention', { onSession: (id) => this.enter(id) });
  }

  reset() {
    this.choice = { example: null, layer: 0, head: 0, pinned: null, word: 0 };
    this.index = null;
    this.record = null;
    this.image = null;
    this.asked = 0;
    this.timeline.clear();
  }

  listen() {
    byId('example').addEventListener('change', (e) => this.choose({ example: Number(e.target.value), pinned: null, word: 0 }));
    byId('layer').addEventListener('change', (e) => this.choose({ layer: Number(e.target.value), head: 0 }));
    byId('head').addEventListener('change', (e) => this.choose({ head: Number(e.target.value) }));
    byId('stretch').addEventListener('change', this.redraw);
    byId('numbers').addEventListener('change', this.redraw);
    byId('word-back').addEventListener('click', () => this.turnWord(-1));
    byId('word-on').addEventListener('click', () => this.turnWord(1));
    for (const button of document.querySelectorAll('button[data-save]')) {
      button.addEventListener('click', () => this.save(button.dataset.save, button.dataset.form));
    }
    onThemeChange(this.redraw);
    new ResizeObserver(this.redraw).observe(byId('view'));
  }

  enter(session) {
    this.poll?.stop();
    this.reset();
    if (session === null) return;
    this.poll = new Poll(address('attention', { session }), {
      onData: (index) => this.update(index),
      onRefusal: (refusal) => this.shell.refused(refusal),
      onGone: (gone, retry) => this.shell.answered('attention', gone, retry),
    });
  }

  /** What the session holds now. */
  update(index) {
    this.index = index;
    const options = index.examples.map((e) => ({ value: String(e.index), label: visible(e.name).replaceAll('␣', ' ') }));
    if (options.length === 0 || index.iterations.length === 0) {
      this.shell.tell('No attention yet', ['The listener writes it with its first recorded iteration.', 'This page notices by itself.']);
      return;
    }
    if (!index.examples.some((e) => e.index === this.choice.example)) this.choice.example = index.examples[0].index;
    setOptions(byId('example'), options, String(this.choice.example));
    const { examples, iterations, tokens } = index.limits;
    byId('limits').textContent = `Kept: at most ${examples} examples, ${iterations} iterations, ${tokens} tokens a side.`;
    this.timeline.set(index.iterations);
  }

  choose(changes) {
    Object.assign(this.choice, changes);
    if ('example' in changes) {
      this.image = null;
      this.load(this.timeline.current().iteration);
    } else {
      this.redraw();
    }
  }

  turnWord(step) {
    const words = this.record?.target.length ?? 1;
    this.choose({ word: (this.choice.word + step + words) % words });
  }

  /** Reads the record of the chosen example at an iteration, and draws it unless something newer was asked for. */
  async load(iteration) {
    const asked = ++this.asked;
    const { session } = this.index;
    const { example } = this.choice;
    try {
      const record = await this.records.get(session, example, iteration);
      const image = this.example().image ? await this.picture(session, example) : null;
      if (asked !== this.asked) return;
      Object.assign(this, { record, image });
      this.shell.ready();
      byId('problem').textContent = '';
      this.draw();
    } catch (error) {
      if (asked !== this.asked) return;
      byId('problem').textContent = problem(error);
      this.shell.ready();
      this.poll?.now(); // Records are thinned out as training goes: there may be others by now.
    }
  }

  async picture(session, example) {
    if (this.image?.dataset.example === String(example)) return this.image;
    const image = new Image();
    image.dataset.example = String(example);
    image.src = address('image', { session, example });
    await image.decode().catch(() => {
      throw new Error('The photo of this example could not be read.');
    });
    return image;
  }

  example() {
    return this.index.examples.find((e) => e.index === this.choice.example);
  }

  /** The weight drawn darkest: 1, or the largest there is. */
  largest(grid) {
    return byId('stretch').checked ? Math.max(grid.largest, 1 / 255) : 1;
  }

  model() {
    const { record, choice } = this;
    choice.layer = Math.min(choice.layer, record.layers.length - 1);
    const layer = record.layers[choice.layer];
    choice.head = Math.min(choice.head, layer.heads - 1);
    if (choice.pinned >= layer.rows) choice.pinned = null;
    choice.word = Math.min(choice.word, layer.rows - 1);
    const grid = layer.head(choice.head);
    return { source: record.source, target: record.target, grid, largest: this.largest(grid), layer };
  }

  draw() {
    if (!this.record || byId('view').hidden) return;
    const model = this.model();
    this.pickers(model.layer);
    const photo = this.image !== null && this.record.grid !== null;
    byId('alignment').hidden = photo;
    byId('photo-view').hidden = !photo;
    if (photo) this.photo.draw(this.photoModel(model), this.choice.word);
    else this.drawAlignment(model);
    this.drawHeads(photo);
    this.legend(photo ? null : model.largest);
  }

  pickers(layer) {
    const layers = this.record.layers;
    setOptions(byId('layer'), layers.map((l, k) => ({ value: String(k), label: l.name })), String(this.choice.layer));
    const heads = Array.from({ length: layer.heads }, (_, h) => ({ value: String(h), label: String(h + 1) }));
    if (layer.heads > 1) heads.push({ value: String(MEAN), label: 'mean of all' });
    setOptions(byId('head'), heads, String(this.choice.head));
    byId('reference').hidden = this.record.reference === null;
    byId('reference-text').textContent = this.record.reference ?? '';
    byId('written-title').textContent = this.example().kind === 'self' ? 'Text' : 'Written';
    byId('written').textContent = this.sentence(this.record.target);
  }

  /** Tokens as one text, without special ones: letters run together, words stand apart. */
  sentence(tokens) {
    const plain = tokens.filter((token) => !isSpecial(token));
    const single = plain.every((token) => letters(token).length <= 1);
    return single ? plain.join('') : plain.map(visible).join(' ');
  }

  drawAlignment(model) {
    this.matrix.draw(model, { pinned: this.choice.pinned, numbers: byId('numbers').checked });
    this.lines.draw(model, { pinned: this.choice.pinned });
    drawRow(byId('row'), model, this.choice.pinned);
  }

  photoModel({ target, grid }) {
    const largestOf = (word) => Math.max(1 / 255, grid.row(word).reduce((a, b) => Math.max(a, b), 0));
    return { image: this.image, grid: this.record.grid, target, weights: grid, largestOf };
  }

  drawHeads(photo) {
    const { layers, source } = this.record;
    byId('heads-panel').hidden = layers.length === 1 && layers[0].heads === 1;
    const modelOf = (layer, head) => {
      const grid = photo ? this.wordGrid(layer.head(head)) : layer.head(head);
      return { grid, largest: photo ? Math.max(grid.largest, 1 / 255) : this.largest(grid) };
    };
    this.heads.draw(layers, this.choice, modelOf, !photo && isRightToLeft(source));
  }

  wordGrid(grid) {
    const { rows, columns } = this.record.grid;
    return new Grid(grid.row(Math.min(this.choice.word, grid.rows - 1)), rows, columns);
  }

  legend(largest) {
    byId('legend').hidden = largest === null;
    if (largest === null) return;
    const steps = Array.from({ length: 9 }, (_, k) => css(shade(theme(), k / 8)));
    byId('legend-bar').style.background = `linear-gradient(to right, ${steps.join(', ')})`;
    byId('legend-most').textContent = largest.toFixed(2);
  }

  /** Saves one of the pictures as it is now, on white. */
  async save(what, form) {
    const { record } = this;
    if (!record) return;
    const model = this.model();
    const head = this.choice.head === MEAN ? 'mean' : this.choice.head + 1;
    const title = `${this.example().name}: ${model.layer.name}, head ${head}, iteration ${record.iteration}`;
    const name = fileName([what, this.example().name, model.layer.name, `head${head}`, `iteration${record.iteration}`], form);
    try {
      await (form === 'png' ? savePng : saveSvg)(this.printed(what, model), visible(title), PRINT.paper, name);
    } catch (error) {
      byId('problem').textContent = problem(error);
    }
  }

  printed(what, model) {
    if (what === 'photo') return photoPicture(this.photoModel(model), PRINT);
    if (what === 'lines') return linesPicture(model, new LinesPlan(model, PRINTED_ROOM / 2), PRINT, this.lines.shown());
    return matrixPicture(model, new MatrixPlan(model, PRINTED_ROOM), PRINT, { numbers: byId('numbers').checked, everyCell: true });
  }
}

function problem(error) {
  if (error instanceof Refusal) return error.message;
  if (error instanceof TypeError || error.name === 'TimeoutError') return 'This iteration could not be read: the dashboard does not answer.';
  return error.message;
}

new AttentionPage();

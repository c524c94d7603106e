// Attention weights as the server sends them: one byte a weight, [head][row = target][column = source].

import { address, read } from './poll.js';

const KEPT = 48;

/** The value of `head` that stands for the mean of all heads. */
export const MEAN = -1;

/** The weights of one layer. */
export class Layer {
  constructor({ name, heads, rows, columns, weights }) {
    const bytes = Uint8Array.from(atob(weights), (c) => c.charCodeAt(0));
    if (bytes.length !== heads * rows * columns) {
      throw new Error(`Layer “${name}” has ${bytes.length} weights, not ${heads} x ${rows} x ${columns}.`);
    }
    Object.assign(this, { name, heads, rows, columns, bytes });
  }

  /** One head's weights between 0 and 1, row by row; of MEAN the mean over the heads. */
  head(head) {
    const size = this.rows * this.columns;
    const values = new Float32Array(size);
    const first = head === MEAN ? 0 : head;
    const count = head === MEAN ? this.heads : 1;
    for (let h = first; h < first + count; h++) {
      for (let k = 0; k < size; k++) values[k] += this.bytes[h * size + k] / 255 / count;
    }
    return new Grid(values, this.rows, this.columns);
  }
}

/** A matrix of weights. */
export class Grid {
  constructor(values, rows, columns) {
    Object.assign(this, { values, rows, columns });
    this.largest = values.reduce((a, b) => Math.max(a, b), 0);
  }

  at(row, column) {
    return this.values[row * this.columns + column];
  }

  row(row) {
    return this.values.subarray(row * this.columns, (row + 1) * this.columns);
  }

  /** The columns of a row by weight, the largest first: `[{column, weight}]`. */
  strongest(row, count) {
    return Array.from(this.row(row), (weight, column) => ({ column, weight }))
      .sort((a, b) => b.weight - a.weight || a.column - b.column)
      .slice(0, count);
  }
}

/** Weights that were read, so that a replay asks the server for each iteration once. The newest are kept. */
export class Records {
  constructor() {
    this.kept = new Map();
  }

  /** The record of one example at one iteration. A failed read is not kept. */
  get(session, example, iteration) {
    const url = address('weights', { session, example, iteration });
    let record = this.kept.get(url);
    if (record) this.kept.delete(url);
    else record = read(url).then(({ data }) => ({ ...data, layers: data.layers.map((layer) => new Layer(layer)) }));
    this.kept.set(url, record);
    record.catch(() => this.kept.delete(url));
    if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value);
    return record;
  }
}

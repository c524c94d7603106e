package io.github.dl4jattention.layers.decode;

/**
 * Keys and values of a search's steps, of all layers, in blocks of memory that are allocated some
 * steps ahead. Each step has a place of its own: what was written is never moved or written over,
 * so that searches may go on from a step as often as they want.
 */
final class KeyStore {
  /** How many steps of as many rows as its first a block has room for. */
  private static final int STEPS = 8;

  private final int[] widths;

  /** Of each layer. */
  private float[][] keys;

  private float[][] values;

  /** Rows of the block, and how many of them are taken. */
  private int room;

  private int taken;

  /**
   * An empty store.
   *
   * @param widths of each layer the channels of a key, and of a value
   */
  KeyStore(int... widths) {
    this.widths = widths;
  }

  /** Channels of a layer's key. */
  int width(int layer) {
    return widths[layer];
  }

  /** A place for a step of some rows. */
  Place next(int rows) {
    if (taken + rows > room) {
      room = STEPS * rows;
      taken = 0;
      keys = block();
      values = block();
    }
    Place place = new Place(keys, values, taken);
    taken += rows;
    return place;
  }

  private float[][] block() {
    float[][] block = new float[widths.length][];
    for (int layer = 0; layer < block.length; layer++) {
      block[layer] = new float[Math.multiplyExact(room, widths[layer])];
    }
    return block;
  }

  /** Where a step's keys and values are. */
  final class Place {
    private final float[][] blockKeys;
    private final float[][] blockValues;
    private final int row;

    private Place(float[][] blockKeys, float[][] blockValues, int row) {
      this.blockKeys = blockKeys;
      this.blockValues = blockValues;
      this.row = row;
    }

    void put(int layer, float[] k, float[] v, int count) {
      System.arraycopy(k, 0, blockKeys[layer], row * widths[layer], count);
      System.arraycopy(v, 0, blockValues[layer], row * widths[layer], count);
    }

    float[] keys(int layer) {
      return blockKeys[layer];
    }

    float[] values(int layer) {
      return blockValues[layer];
    }

    /** The first of the step's rows in the block. */
    int row() {
      return row;
    }
  }
}

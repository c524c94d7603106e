package io.github.dl4jattention.ui.records;

import java.io.Serializable;

/**
 * One layer's attention weights of one example, a byte each.
 *
 * <p>A weight {@code w} between 0 and 1 is kept as {@code round(255 w)}; the error is below 0.002,
 * less than the eye sees in a picture.
 *
 * @param name the layer's name
 * @param heads how many heads
 * @param rows queries: target tokens
 * @param columns keys: source tokens, or cells of an image
 * @param weights {@code [head][row][column]}, flattened in this order
 * @serial exclude
 */
@SuppressWarnings({"ArrayRecordComponent", "InvalidBlockTag"}) // Data to be drawn, never compared.
public record LayerWeights(String name, int heads, int rows, int columns, byte[] weights)
    implements Serializable {
  private static final int STEPS = 255;

  /**
   * A layer's weights.
   *
   * @param name the layer's name
   * @param heads how many heads
   * @param rows queries
   * @param columns keys
   * @param weights {@code [head][row][column]}
   * @throws IllegalArgumentException if a size is over its limit, or does not fit the weights
   */
  public LayerWeights {
    Limits.text(name, Limits.NAME, "a layer's name");
    Limits.number(heads, 1, Limits.HEADS, "a layer's number of heads");
    Limits.number(rows, 1, Limits.TOKENS, "a layer's number of rows");
    Limits.number(columns, 1, Limits.CELLS, "a layer's number of columns");
    if (weights.length != heads * rows * columns) {
      throw new IllegalArgumentException(
          "a layer's %d weights do not fit %d heads, %d rows and %d columns"
              .formatted(weights.length, heads, rows, columns));
    }
  }

  /**
   * Weights as bytes.
   *
   * @param name the layer's name
   * @param weights {@code [head][row][column]}, between 0 and 1; what is not a number counts as 0
   * @return the layer's weights
   */
  public static LayerWeights of(String name, float[][][] weights) {
    int rows = weights[0].length;
    int columns = weights[0][0].length;
    byte[] bytes = new byte[weights.length * rows * columns];
    int at = 0;
    for (float[][] head : weights) {
      for (float[] row : head) {
        for (float weight : row) {
          bytes[at++] = (byte) Math.round(STEPS * Math.max(0, Math.min(1, weight)));
        }
      }
    }
    return new LayerWeights(name, weights.length, rows, columns, bytes);
  }

  static LayerWeights read(RecordInput in) {
    return new LayerWeights(
        in.text(Limits.NAME, "layer"),
        in.number(1, Limits.HEADS, "number of heads"),
        in.number(1, Limits.TOKENS, "number of rows"),
        in.number(1, Limits.CELLS, "number of columns"),
        in.bytes(Limits.WEIGHTS, "weights"));
  }

  void write(RecordOutput out) {
    out.text(name);
    out.number(heads);
    out.number(rows);
    out.number(columns);
    out.bytes(weights);
  }
}

package io.github.dl4jattention.layers.fused;

/**
 * What the weights of a tile give beside the mean of the values, added to the heads' outputs. A
 * tile is of the keys that the worker loaded last, see {@link Energies#load}.
 */
public interface Contexts {
  /** Nothing. */
  Contexts NONE = new Contexts() {};

  /**
   * Adds to the heads' outputs.
   *
   * @param worker who looks
   * @param query the first query
   * @param queries how many
   * @param weights after dropout, {@code [queries, stride]}
   * @param stride distance of a query's weights from the next query's
   * @param z holds the outputs, {@code [batch, queryTime, heads valueSize]}
   */
  default void forward(int worker, int query, int queries, float[] weights, int stride, float[] z) {
    // Nothing is added.
  }

  /**
   * Adds to the gradient by the weights.
   *
   * @param worker who looks
   * @param query the first query
   * @param queries how many
   * @param dz holds the gradient by the outputs, as z
   * @param gradient by the weights after dropout, {@code [queries, stride]}
   * @param stride distance of a query's weights from the next query's
   */
  default void backward(
      int worker, int query, int queries, float[] dz, float[] gradient, int stride) {
    // Nothing was added.
  }
}

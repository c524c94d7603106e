package io.github.dl4jattention.layers.fused;

import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Operand;
import io.github.dl4jattention.layers.kernel.RowOperand;

/** Which keys a query may look at, by where they stand; padding is another matter. */
public interface Sight {
  /** All keys. */
  Sight ALL = new Sight() {};

  /** The keys that are no later than the query. */
  Sight CAUSAL =
      new Sight() {
        @Override
        public int end(int example, int query) {
          return query + 1;
        }
      };

  /**
   * First key.
   *
   * @param example which example
   * @param query which of its queries
   * @return index of the first key that it may look at
   */
  default int first(int example, int query) {
    return 0;
  }

  /**
   * Behind the last key.
   *
   * @param example which example
   * @param query which of its queries
   * @return index of the key behind the last that it may look at; may be beyond the keys there are
   */
  default int end(int example, int query) {
    return Integer.MAX_VALUE;
  }

  /**
   * Whether a query looks at few keys, near those of the queries beside it: only these are then
   * computed.
   *
   * @return false by default
   */
  default boolean local() {
    return false;
  }

  /**
   * Whether neighbouring queries may look at keys far apart, so that each is better taken alone.
   *
   * @return false by default; true only where {@link #local}
   */
  default boolean scattered() {
    return false;
  }

  /**
   * What keys, values and the like are multiplied by a tile's queries as.
   *
   * @param lanes what computes
   * @return one that packs them, unless each query is taken alone
   */
  default Operand newOperand(Lanes lanes) {
    return scattered() && lanes.fastRows() ? new RowOperand(lanes) : lanes.newOperand();
  }

  /**
   * Whether weights are multiplied by something after the softmax.
   *
   * @return false by default
   */
  default boolean weighs() {
    return false;
  }

  /**
   * Multiplies some weights of a query, or their gradient.
   *
   * @param row the weights of neighbouring keys
   * @param at where they begin
   * @param example which example
   * @param query which of its queries
   * @param key index of the first of these keys
   * @param n how many
   */
  default void weigh(float[] row, int at, int example, int query, int key, int n) {
    // By one.
  }

  /**
   * Takes back what {@link #weigh} multiplies by.
   *
   * @param weights the softmax of a query, of neighbouring keys
   * @param gradient gradients by the softmax, by which they were multiplied
   * @param at where both begin
   * @param example which example
   * @param query which of its queries
   * @param key index of the first of these keys
   * @param n how many
   */
  default void backward(
      float[] weights, float[] gradient, int at, int example, int query, int key, int n) {
    // Nothing depends on parameters.
  }
}

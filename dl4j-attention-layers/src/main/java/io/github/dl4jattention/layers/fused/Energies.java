package io.github.dl4jattention.layers.fused;

/**
 * Energies of queries with keys, a tile at a time: as many queries as {@link HeadAttention} takes
 * at once, with a range of an example's keys.
 *
 * <p>Several workers are at it at once, each with an example and head of its own; what is said of a
 * tile is of the keys that the worker loaded last.
 */
public interface Energies {
  /**
   * Makes keys ready to be looked at.
   *
   * @param worker who looks
   * @param example of which example
   * @param head of which of the queries' heads
   * @param from the first key
   * @param to one behind the last
   * @param backward whether {@link #backward} will be asked for
   */
  void load(int worker, int example, int head, int from, int to, boolean backward);

  /**
   * Energies of a tile.
   *
   * @param worker who looks
   * @param query the first query
   * @param queries how many
   * @param energies takes them, {@code [queries, stride]}; what stands behind the keys may be
   *     anything, and so may be the energies of keys that a query may not look at
   * @param stride distance of a query's energies from the next query's
   */
  void forward(int worker, int query, int queries, float[] energies, int stride);

  /**
   * Takes a tile's gradient back: adds to the gradients by the queries and by the keys.
   *
   * @param worker who looks
   * @param query the first query
   * @param queries how many
   * @param gradient by the energies, {@code [queries, stride]}; zero for keys that a query may not
   *     look at, and behind the keys
   * @param stride distance of a query's energies from the next query's
   */
  void backward(int worker, int query, int queries, float[] gradient, int stride);
}

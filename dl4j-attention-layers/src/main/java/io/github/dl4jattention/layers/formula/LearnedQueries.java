package io.github.dl4jattention.layers.formula;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Queries that are parameters, the same for every example.
 *
 * @param count number of queries
 * @param size channels of a query
 */
public record LearnedQueries(long count, long size) {
  /** The parameter: {@code [count, size]}. */
  public static final String QUERIES = "queries";

  /**
   * Declares the queries.
   *
   * @param parameters takes them
   */
  public void declareParameters(Parameters parameters) {
    parameters.weight(QUERIES, size, count, new long[] {count, size});
  }

  /**
   * The queries, once for every example.
   *
   * @param scope where
   * @return {@code [batch, count, size]}
   */
  public Steps forBatch(Scope scope) {
    // A product with a column of ones, so that the gradient is the sum over the batch.
    SDVariable ones = scope.draw("onesOfBatch", Nd4j::ones, 1); // [batch, 1]
    SDVariable row = scope.parameter(QUERIES).reshape(1, count * size);
    SDVariable repeated = Steps.product(ones, 1, row, count * size);
    return new Steps(repeated.reshape(-1, count, size), count, size);
  }
}

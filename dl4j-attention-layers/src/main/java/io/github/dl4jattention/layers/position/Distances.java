package io.github.dl4jattention.layers.position;

import io.github.dl4jattention.layers.formula.Scope;
import java.util.function.LongUnaryOperator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Tables with a row for each distance, or range of distances, of a key from a query. */
final class Distances {
  private Distances() {}

  /**
   * Looks up the rows of all pairs of a query i and a key j.
   *
   * @param table {@code [rows, columns]}
   * @param rows number of rows
   * @param rowOfDistance index of the row for {@code j - i}
   * @return {@code [queryTime * keyTime, columns]}
   */
  static SDVariable lookUp(
      Scope scope,
      SDVariable table,
      long rows,
      LongUnaryOperator rowOfDistance,
      long queryTime,
      long keyTime) {
    INDArray chosen = Nd4j.zeros(DataType.DOUBLE, queryTime * keyTime, rows);
    for (long i = 0; i < queryTime; i++) {
      for (long j = 0; j < keyTime; j++) {
        chosen.putScalar(i * keyTime + j, rowOfDistance.applyAsLong(j - i), 1);
      }
    }
    // A product, for the gradient: M2.1's gather, backward, keeps one of a row's uses only.
    return scope.constant(chosen).mmul(table);
  }
}

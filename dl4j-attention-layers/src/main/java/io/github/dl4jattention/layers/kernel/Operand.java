package io.github.dl4jattention.layers.kernel;

/**
 * A matrix made ready to be multiplied from the left by others: {@code C = A B}, with this as B.
 *
 * <p>One instance is loaded again and again, and keeps its memory. Loading and multiplying by
 * several threads at once is not allowed; multiplying alone is.
 */
public interface Operand {
  /**
   * Takes a matrix; later changes of the array have no influence, but for a {@link RowOperand}.
   *
   * @param b holds it
   * @param at index of its first element
   * @param rowStride distance of an element from the one below it
   * @param columnStride distance of an element from the one right of it
   * @param rows number of rows
   * @param columns number of columns
   */
  void load(float[] b, int at, int rowStride, int columnStride, int rows, int columns);

  /**
   * Multiplies: {@code C = A B}, or {@code C += A B}.
   *
   * @param a holds A, {@code [m, rows]}
   * @param aAt index of its first element
   * @param aRowStride distance of an element from the one below it
   * @param aColumnStride distance of an element from the one right of it
   * @param m number of A's and C's rows
   * @param accumulate whether to add to what C holds
   * @param c takes the product, {@code [m, columns]}, whose columns are neighbours
   * @param cAt index of its first element
   * @param cRowStride distance of an element from the one below it
   */
  void multiply(
      float[] a,
      int aAt,
      int aRowStride,
      int aColumnStride,
      int m,
      boolean accumulate,
      float[] c,
      int cAt,
      int cRowStride);
}

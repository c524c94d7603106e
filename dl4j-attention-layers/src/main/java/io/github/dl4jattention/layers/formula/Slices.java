package io.github.dl4jattention.layers.formula;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Parts of parameters. Not by {@code SDVariable.get}: M2.1's gradient of that fails where the
 * parameter has one row or one column.
 */
public final class Slices {
  private Slices() {}

  /**
   * Some rows, and of them the first columns.
   *
   * @param parameter {@code [rows, columns]}
   * @param from the first row
   * @param rows number of rows
   * @param columns number of columns
   * @return {@code [rows, columns]}
   */
  public static SDVariable of(SDVariable parameter, long from, long rows, long columns) {
    int[] begin = {(int) from, 0};
    return parameter.getSameDiff().slice(parameter, begin, (int) rows, (int) columns);
  }
}

package io.github.dl4jattention.layers.align;

import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Luong's local-m: the window moves along with the query, {@code p_t = t}.
 *
 * <p>Luong, Pham and Manning 2015, section 3.2, "monotonic alignment". As in the paper, a softmax
 * over the keys inside the window and nothing else; {@link #gaussian} multiplies it, as local-p
 * does, by {@code exp(-(s - p_t)^2 / (2 sigma^2))} with {@code sigma = D / 2}, equation (10). A
 * query whose window holds no real key gets zeros.
 */
public final class MonotonicWindow implements Window {
  private static final long serialVersionUID = 1L;

  /** D: keys on either side. */
  private long halfWidth;

  /** Whether weights fall off from the middle. */
  private boolean gaussian;

  /** For DL4J's JSON; use {@link #MonotonicWindow(long)}. */
  public MonotonicWindow() {}

  /**
   * A window of {@code 2 halfWidth + 1} keys.
   *
   * @param halfWidth D, at least 1
   */
  public MonotonicWindow(long halfWidth) {
    if (halfWidth < 1) {
      throw new IllegalArgumentException(
          "MonotonicWindow: halfWidth is D, the keys on either side, at least 1, got " + halfWidth);
    }
    this.halfWidth = halfWidth;
  }

  /**
   * The same window with weights that fall off from its middle.
   *
   * @return a new window
   */
  public MonotonicWindow gaussian() {
    MonotonicWindow window = new MonotonicWindow(halfWidth);
    window.gaussian = true;
    return window;
  }

  /**
   * D: keys on either side.
   *
   * @return at least 1
   */
  public long halfWidth() {
    return halfWidth;
  }

  /**
   * Whether weights fall off from the middle.
   *
   * @return true for {@link #gaussian}
   */
  public boolean isGaussian() {
    return gaussian;
  }

  @Override
  public void declareParameters(Parameters parameters, long querySize) {
    // p_t is no function of parameters.
  }

  @Override
  public Focus focus(
      Scope scope, Steps queries, long firstQuery, long keyTime, SDVariable keyCounts) {
    INDArray inside = Nd4j.zeros(DataType.DOUBLE, 1, queries.time(), keyTime);
    INDArray factor = Nd4j.zeros(DataType.DOUBLE, 1, queries.time(), keyTime);
    double sigma = halfWidth / 2.0;
    for (long t = 0; t < queries.time(); t++) {
      for (long s = 0; s < keyTime; s++) {
        double distance = s - (firstQuery + t);
        inside.putScalar(new long[] {0, t, s}, Math.abs(distance) <= halfWidth ? 1 : 0);
        factor.putScalar(
            new long[] {0, t, s}, Math.exp(-distance * distance / (2 * sigma * sigma)));
      }
    }
    return new Focus(scope.constant(inside), gaussian ? scope.constant(factor) : null);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MonotonicWindow that
        && halfWidth == that.halfWidth
        && gaussian == that.gaussian;
  }

  @Override
  public int hashCode() {
    return Objects.hash(halfWidth, gaussian);
  }

  @Override
  public String toString() {
    return "local-m, D = " + halfWidth + (gaussian ? ", Gaussian" : "");
  }
}

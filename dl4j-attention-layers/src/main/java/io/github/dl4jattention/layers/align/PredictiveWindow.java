package io.github.dl4jattention.layers.align;

import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Luong's local-p: each query predicts where its window stands.
 *
 * <p>Luong, Pham and Manning 2015, section 3.2, "predictive alignment":
 *
 * <pre>
 *   p_t     = S sigmoid(vp . tanh(h_t Wp))                            equation (9), S real keys
 *   a_t(s)  = align(h_t, h_s) exp(-(s - p_t)^2 / (2 sigma^2))          equation (10), sigma = D / 2
 * </pre>
 *
 * <p>The softmax is over the keys inside the window, the Gaussian comes after it, so that the
 * weights of a query sum to less than one. Gradients reach the parameters through the Gaussian; the
 * window's edges are steps, which have none.
 *
 * <p>Parameters: {@value #POSITION_WEIGHT} {@code [querySize, predictionSize]} and {@value
 * #POSITION_VECTOR} {@code [predictionSize, 1]}.
 */
public final class PredictiveWindow implements Window {
  /** Parameter {@code Wp}: {@code [querySize, predictionSize]}. */
  public static final String POSITION_WEIGHT = "Wp";

  /** Parameter {@code vp}: {@code [predictionSize, 1]}. */
  public static final String POSITION_VECTOR = "vp";

  private static final long serialVersionUID = 1L;

  /** D: keys on either side. */
  private double halfWidth;

  /** Hidden units of the prediction; 0 for the query's size. */
  private long predictionSize;

  /** For DL4J's JSON; use {@link #PredictiveWindow(double)}. */
  public PredictiveWindow() {}

  /**
   * A window with as many hidden units in its prediction as a query has channels.
   *
   * @param halfWidth D, above 0
   */
  public PredictiveWindow(double halfWidth) {
    this(halfWidth, 0);
  }

  /**
   * A window.
   *
   * @param halfWidth D, above 0
   * @param predictionSize hidden units of the prediction; 0 for the query's size
   */
  public PredictiveWindow(double halfWidth, long predictionSize) {
    if (!(halfWidth > 0) || predictionSize < 0) {
      throw new IllegalArgumentException(
          "PredictiveWindow: halfWidth is D, above 0, and predictionSize at least 0; got %s and %d"
              .formatted(halfWidth, predictionSize));
    }
    this.halfWidth = halfWidth;
    this.predictionSize = predictionSize;
  }

  /**
   * D: keys on either side.
   *
   * @return above 0
   */
  public double halfWidth() {
    return halfWidth;
  }

  /**
   * Hidden units of the prediction.
   *
   * @param querySize channels of a query
   * @return the number
   */
  public long predictionSize(long querySize) {
    return predictionSize == 0 ? querySize : predictionSize;
  }

  @Override
  public void declareParameters(Parameters parameters, long querySize) {
    long hidden = predictionSize(querySize);
    parameters.weight(POSITION_WEIGHT, querySize, hidden).weight(POSITION_VECTOR, hidden, 1);
  }

  @Override
  public Focus focus(
      Scope scope, Steps queries, long firstQuery, long keyTime, SDVariable keyCounts) {
    SameDiff sameDiff = scope.sameDiff();
    long hidden = predictionSize(queries.size());
    SDVariable prediction =
        sameDiff.math.tanh(queries.times(scope.parameter(POSITION_WEIGHT), hidden).values());
    SDVariable share = // [batch, queries, 1]
        sameDiff.nn.sigmoid(
            new Steps(prediction, queries.time(), hidden)
                .times(scope.parameter(POSITION_VECTOR), 1)
                .values());
    SDVariable position = share.mul(keyCounts);
    SDVariable keys = scope.constant(Nd4j.arange(0, (double) keyTime).reshape(1, 1, keyTime));
    SDVariable distance = keys.sub(position); // [batch, queries, keys]
    SDVariable square = distance.mul(distance);
    double sigma = halfWidth / 2;
    SDVariable factor = sameDiff.math.exp(square.mul(-1 / (2 * sigma * sigma)));
    SDVariable inside = square.lte(halfWidth * halfWidth).castTo(scope.dataType());
    return new Focus(inside, factor);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PredictiveWindow that
        && halfWidth == that.halfWidth
        && predictionSize == that.predictionSize;
  }

  @Override
  public int hashCode() {
    return Objects.hash(halfWidth, predictionSize);
  }

  @Override
  public String toString() {
    return "local-p, D = " + halfWidth;
  }
}

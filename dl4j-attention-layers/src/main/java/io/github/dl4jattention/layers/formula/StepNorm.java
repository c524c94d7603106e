package io.github.dl4jattention.layers.formula;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Normalisation of each step by statistics over its own channels, then a learned gain and bias:
 * layer normalisation (Ba et al. 2016, equations (3) and (4)) if it is centred, else root mean
 * square normalisation (Zhang and Sennrich 2019, equation (4)).
 *
 * <pre>
 *   mu    = mean_i(x_i), or 0 if not centred            over the channels of one step
 *   sigma = sqrt(mean_i((x_i - mu)^2) + epsilon)
 *   y     = g (x - mu) / sigma + b                      channel by channel
 * </pre>
 *
 * <p>In half precision the statistics are computed in single precision, as squares would overflow.
 *
 * @param centred whether the mean is taken off
 * @param gain whether there is a gain
 * @param bias whether there is a bias
 * @param epsilon added to the mean of squares, so that zeros are not divided by zero
 */
public record StepNorm(boolean centred, boolean gain, boolean bias, double epsilon) {
  /** Parameter {@code g}: {@code [1, size]}, ones in a new network; not regularised as weights. */
  public static final String GAIN = "gain";

  /** Parameter {@code b}: {@code [1, size]}, zeros in a new network. */
  public static final String BIAS = "bias";

  /** The epsilon of a layer norm, unless another is configured. */
  public static final double LAYER_EPSILON = 1e-5;

  /** The epsilon of a root mean square norm, unless another is configured. */
  public static final double RMS_EPSILON = 1e-6;

  /** Axis of the channels in rows. */
  private static final int CHANNELS = 1;

  /**
   * Refuses what cannot be an epsilon.
   *
   * @param owner who has it, for the message
   * @param setter the builder's method
   * @param epsilon the value
   * @return the same
   * @throws IllegalStateException unless it is above 0 and finite
   */
  public static double requireEpsilon(String owner, String setter, double epsilon) {
    if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalStateException(
          "%s: %s needs a small number above 0, such as 1e-5, got %s"
              .formatted(owner, setter, epsilon));
    }
    return epsilon;
  }

  /**
   * Declares what there is of gain and bias.
   *
   * @param parameters takes them
   * @param size channels; 0 while not yet known
   */
  public void declareParameters(Parameters parameters, long size) {
    if (gain) {
      parameters.bias(GAIN, 1, 1, size);
    }
    if (bias) {
      parameters.bias(BIAS, 0, 1, size);
    }
  }

  /**
   * Normalises the steps of a sequence.
   *
   * @param scope where
   * @param steps the sequence
   * @return of the same lengths
   */
  public Steps of(Scope scope, Steps steps) {
    return steps.withRows(ofRows(scope, steps.rows(), steps.size()));
  }

  /**
   * Normalises rows.
   *
   * @param scope where
   * @param rows {@code [steps or examples, size]}
   * @param size channels
   * @return of the same shape
   */
  public SDVariable ofRows(Scope scope, SDVariable rows, long size) {
    if (scope.dataType() != DataType.FLOAT16) {
      return scaled(scope, normalized(rows, size));
    }
    SDVariable normalized = normalized(rows.castTo(DataType.FLOAT), size);
    return scaled(scope, normalized.castTo(DataType.FLOAT16));
  }

  /** The formula without gain and bias. */
  private SDVariable normalized(SDVariable rows, long size) {
    return overRootMeanSquare(centred ? rows.sub(mean(rows, size)) : rows, size);
  }

  /** Gain and bias, where there are any. */
  private SDVariable scaled(Scope scope, SDVariable rows) {
    SDVariable multiplied = gain ? rows.mul(scope.parameter(GAIN)) : rows;
    return bias ? multiplied.add(scope.parameter(BIAS)) : multiplied;
  }

  /** Over the channels, {@code [rows, 1]}; M2.1 fails over one. */
  private static SDVariable mean(SDVariable rows, long size) {
    return size == 1 ? rows : rows.mean(true, CHANNELS);
  }

  /** Divides by the root of the mean of the squares over the channels. */
  private SDVariable overRootMeanSquare(SDVariable rows, long size) {
    SDVariable meanSquare = mean(rows.mul(rows), size).add(epsilon); // [rows, 1]
    // Not a quotient, whose gradient is wrong in M2.1 where the divisor is [1, 1].
    return rows.mul(rows.getSameDiff().math.reciprocal(rows.getSameDiff().math.sqrt(meanSquare)));
  }
}

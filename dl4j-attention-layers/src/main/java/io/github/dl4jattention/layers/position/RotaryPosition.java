package io.github.dl4jattention.layers.position;

import io.github.dl4jattention.layers.formula.Heads;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Rotary position embedding: queries and keys are turned by angles in proportion to their
 * positions, so that a query and a key are compared by their distance.
 *
 * <p>Su, Lu, Pan, Wen and Liu 2021, "RoFormer: Enhanced Transformer with Rotary Position
 * Embedding", equations (14), (15) and (34). At position m, the channels 2i and 2i + 1, counted
 * from 0, are turned by the angle {@code m theta_i}:
 *
 * <pre>
 *   x'_2i     = x_2i cos(m theta_i) - x_2i+1 sin(m theta_i)
 *   x'_2i+1   = x_2i sin(m theta_i) + x_2i+1 cos(m theta_i)     theta_i = base^(-2i / headSize)
 * </pre>
 *
 * <p>Neighbouring channels are pairs, as in the paper; some other implementations pair channel i
 * with {@code i + headSize / 2}. No parameters. The head size must be even.
 */
public final class RotaryPosition implements PositionScheme {
  private static final double PAPERS_BASE = 10_000;

  private static final long serialVersionUID = 1L;

  /** The slowest angles' scale. */
  private double base = PAPERS_BASE;

  /** With the paper's base, 10000. */
  public RotaryPosition() {}

  /**
   * With another base: the larger, the slower the slow pairs turn.
   *
   * @param base above 1
   */
  public RotaryPosition(double base) {
    if (!(base > 1)) {
      throw new IllegalArgumentException(
          "RotaryPosition: base must be above 1 (the paper's is 10000), got " + base);
    }
    this.base = base;
  }

  @Override
  public void declareParameters(Parameters parameters, long heads, long headSize) {
    if (headSize % 2 != 0) {
      throw new IllegalStateException(
          "RotaryPosition turns pairs of channels, so the head size must be even, got %d. Perhaps"
                  .formatted(headSize)
              + " you need optHeadSize(%d)?".formatted(headSize + 1));
    }
  }

  @Override
  public Heads place(Scope scope, Heads steps) {
    // A product with each step's own matrix: as a sum of two broadcast products, as in equation
    // (34), it is slow backward.
    SDVariable rotations = scope.constant(rotations(steps.time(), (int) steps.size()));
    return steps.timesOfStep(rotations, steps.size());
  }

  /**
   * The angle by which the channels 2i and 2i + 1 are turned.
   *
   * @param position the step's, from 0
   * @param pair i
   * @param headSize channels of a head
   * @return {@code position theta_i}
   */
  public double angle(long position, int pair, int headSize) {
    return (double) position * Math.pow(base, -2.0 * pair / headSize);
  }

  /** Equation (15), transposed, as our steps are rows: {@code [time, size, size]}. */
  private INDArray rotations(long time, int size) {
    INDArray rotations = Nd4j.zeros(DataType.DOUBLE, time, size, size);
    for (long m = 0; m < time; m++) {
      for (int even = 0; even < size; even += 2) {
        double angle = angle(m, even / 2, size);
        rotations.putScalar(m, even, even, Math.cos(angle));
        rotations.putScalar(m, even + 1L, even, -Math.sin(angle));
        rotations.putScalar(m, even, even + 1L, Math.sin(angle));
        rotations.putScalar(m, even + 1L, even + 1L, Math.cos(angle));
      }
    }
    return rotations;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RotaryPosition that && base == that.base;
  }

  @Override
  public int hashCode() {
    return Objects.hash(base);
  }

  @Override
  public String toString() {
    return "rotary(" + base + ")";
  }
}

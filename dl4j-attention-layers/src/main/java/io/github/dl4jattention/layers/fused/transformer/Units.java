package io.github.dl4jattention.layers.fused.transformer;

import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.transformer.FeedForward;

/**
 * What the inner units of a feed-forward sub-layer do to a row of sums, forward and backward.
 *
 * <pre>
 *   RELU     h = max(u, 0)
 *   GELU     h = u/2 (1 + t), t = tanh(s u + s c u^3);  dh/du = (1 + t + (1 - t^2) (s u + 3 s c u^3)) / 2
 *   SWIGLU   h = swish(u) g;  dh/du = p (1 + u (1 - p)) g, dh/dg = swish(u), p = 1 / (1 + exp(-u))
 * </pre>
 */
abstract class Units {
  final Lanes lanes;

  private Units(Lanes lanes) {
    this.lanes = lanes;
  }

  /** Units of a kind. */
  static Units of(FeedForward.Kind kind, Lanes lanes) {
    return switch (kind) {
      case RELU -> new Rectified(lanes);
      case GELU -> new Gelu(lanes);
      case SWIGLU -> new SwiGlu(lanes);
    };
  }

  /** Whether going back needs the sums; else it needs what they gave alone. */
  boolean needsSums() {
    return true;
  }

  /**
   * Of sums their units' numbers.
   *
   * @param u sums
   * @param g gates; null for none
   * @param h takes the numbers; may be u, where going back does not need the sums
   * @param at where the row begins in all of them
   * @param n its length
   */
  abstract void forward(float[] u, float[] g, float[] h, int at, int n);

  /**
   * Of gradients by the numbers those by the sums, and by the gates.
   *
   * @param u sums
   * @param h the numbers, perhaps with some dropped
   * @param g gates; null for none
   * @param dh gradients by the numbers; takes those by the sums
   * @param dg takes those by the gates; null for none
   * @param at where the row begins in all of them
   * @param scratch two rows
   * @param n its length
   */
  abstract void backward(
      float[] u, float[] h, float[] g, float[] dh, float[] dg, int at, float[] scratch, int n);

  private static final class Rectified extends Units {
    private Rectified(Lanes lanes) {
      super(lanes);
    }

    @Override
    boolean needsSums() {
      return false;
    }

    @Override
    void forward(float[] u, float[] g, float[] h, int at, int n) {
      lanes.rectify(h, at, n);
    }

    @Override
    void backward(
        float[] u, float[] h, float[] g, float[] dh, float[] dg, int at, float[] scratch, int n) {
      lanes.rectifyGradient(dh, at, h, at, n);
    }
  }

  private static final class Gelu extends Units {
    private static final float SLOPE = (float) FeedForward.GELU_SLOPE;
    private static final float CUBE = (float) (FeedForward.GELU_SLOPE * FeedForward.GELU_CUBE);

    private Gelu(Lanes lanes) {
      super(lanes);
    }

    @Override
    void forward(float[] u, float[] g, float[] h, int at, int n) {
      cubic(u, at, CUBE, h, at, n);
      lanes.tanh(h, at, h, at, n);
      lanes.shift(h, at, h, at, 1, n);
      lanes.multiply(h, at, u, at, n);
      lanes.scale(h, at, 0.5f, n);
    }

    /** {@code y = SLOPE u + cube u^3}. */
    private void cubic(float[] u, int at, float cube, float[] y, int yAt, int n) {
      lanes.product(y, yAt, u, at, u, at, n);
      lanes.scale(y, yAt, cube, n);
      lanes.shift(y, yAt, y, yAt, SLOPE, n);
      lanes.multiply(y, yAt, u, at, n);
    }

    @Override
    void backward(
        float[] u, float[] h, float[] g, float[] dh, float[] dg, int at, float[] scratch, int n) {
      cubic(u, at, CUBE, scratch, 0, n);
      lanes.tanh(scratch, 0, scratch, 0, n); // t
      cubic(u, at, 3 * CUBE, scratch, n, n);
      lanes.tanhGradient(scratch, n, scratch, 0, n);
      lanes.add(scratch, 0, scratch, n, n);
      lanes.shift(scratch, 0, scratch, 0, 1, n);
      lanes.scale(scratch, 0, 0.5f, n);
      lanes.multiply(dh, at, scratch, 0, n);
    }
  }

  private static final class SwiGlu extends Units {
    private SwiGlu(Lanes lanes) {
      super(lanes);
    }

    @Override
    void forward(float[] u, float[] g, float[] h, int at, int n) {
      lanes.sigmoid(h, at, u, at, n);
      lanes.multiply(h, at, u, at, n);
      lanes.multiply(h, at, g, at, n);
    }

    @Override
    void backward(
        float[] u, float[] h, float[] g, float[] dh, float[] dg, int at, float[] scratch, int n) {
      lanes.sigmoid(scratch, 0, u, at, n); // p
      lanes.product(dg, at, dh, at, scratch, 0, n);
      lanes.multiply(dg, at, u, at, n);
      System.arraycopy(u, at, scratch, n, n);
      lanes.sigmoidGradient(scratch, n, scratch, 0, n); // u p (1 - p)
      lanes.add(scratch, 0, scratch, n, n);
      lanes.multiply(dh, at, scratch, 0, n);
      lanes.multiply(dh, at, g, at, n);
    }
  }
}

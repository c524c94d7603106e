package io.github.dl4jattention.layers.fused.transformer;

import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Dropper;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.WeightGradient;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.transformer.FeedForward;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link FeedForward}, forward and backward, some rows at a time: the inner units of these rows are
 * still in the core's cache when they are projected back. The weights' gradients are large products
 * at the end.
 */
final class FeedForwardRows {
  private final FeedForward settings;
  private final int size;
  private final int inner;
  private final Workers workers;
  private final Units units;
  private final Projection first;

  /** Null if there are no gates. */
  private final Projection gated;

  private final Projection second;
  private final WeightGradient gradient;
  private final float[][] scratches;
  private Dropper dropper;

  /** Sums of the inner units, {@code [rows, inner]}; those of h if nobody needs them later. */
  private float[] u = new float[0];

  /** Gates, {@code [rows, inner]}. */
  private float[] g = new float[0];

  /** What the units give, {@code [rows, inner]}. */
  private float[] h = new float[0];

  private float[] dg = new float[0];

  /** Gradient by h, then by u. */
  private float[] dh = new float[0];

  FeedForwardRows(FeedForward settings, int size, Lanes lanes, Workers workers) {
    this.settings = settings;
    this.size = size;
    inner = (int) settings.innerSize(size);
    this.workers = workers;
    units = Units.of(settings.kind(), lanes);
    first = new Projection(lanes, workers, size, inner);
    gated = settings.gated() ? new Projection(lanes, workers, size, inner) : null;
    second = new Projection(lanes, workers, inner, size);
    gradient = new WeightGradient(lanes, workers);
    scratches = new float[workers.count()][0];
  }

  /** Loads the parameters, each by a thread of its own. */
  void load(Pass pass) {
    workers.run(
        gated == null ? 2 : 3,
        (worker, i) -> {
          switch (i) {
            case 0 -> load(pass, first, FeedForward.FIRST_WEIGHT, FeedForward.FIRST_BIAS);
            case 1 -> load(pass, second, FeedForward.SECOND_WEIGHT, FeedForward.SECOND_BIAS);
            default -> load(pass, gated, FeedForward.GATED_WEIGHT, FeedForward.GATED_BIAS);
          }
        });
  }

  private void load(Pass pass, Projection projection, String weight, String bias) {
    projection.load(pass.parameter(weight), settings.biases() ? pass.parameter(bias) : null);
  }

  /**
   * Begins a forward pass.
   *
   * @param rows number of all rows
   */
  void begin(Pass pass, int rows) {
    double dropProbability = settings.dropProbability();
    dropper =
        pass.training() && dropProbability > 0
            ? new Dropper(dropProbability, pass.nextSeed())
            : null;
    h = Buffers.atLeast(h, (long) rows * inner);
    u = units.needsSums() ? Buffers.atLeast(u, (long) rows * inner) : h;
    if (gated != null) {
      g = Buffers.atLeast(g, (long) rows * inner);
    }
  }

  /**
   * Rows forward.
   *
   * @param x {@code [rows, size]}
   * @param y takes {@code [rows, size]}
   */
  void forward(Tensor x, Tensor y, int from, int to) {
    int count = to - from;
    first.rows(x.values(), from * size, size, false, u, from * inner, inner, count);
    if (gated != null) {
      gated.rows(x.values(), from * size, size, false, g, from * inner, inner, count);
    }
    units.forward(u, g, h, from * inner, count * inner);
    drop(h, from, count);
    second.rows(h, from * inner, inner, false, y.values(), from * size, size, count);
  }

  private void drop(float[] rows, int from, int count) {
    if (dropper != null) {
      int at = from * inner;
      dropper.apply(rows, at, at, count * inner);
    }
  }

  /**
   * Begins a backward pass.
   *
   * @param rows number of all rows
   */
  void beginBackward(int rows) {
    dh = Buffers.atLeast(dh, (long) rows * inner);
    if (gated != null) {
      dg = Buffers.atLeast(dg, (long) rows * inner);
    }
    Projection[] all = {first, second, gated};
    workers.run(gated == null ? 2 : 3, (worker, i) -> all[i].loadTransposed());
  }

  /**
   * Rows back.
   *
   * @param dy gradient by what was given
   * @param dx adds up the gradient by x
   */
  void backward(int worker, Tensor dy, Tensor dx, int from, int to) {
    int count = to - from;
    int at = from * inner;
    second.backwardRows(dy.values(), from * size, size, false, dh, at, inner, count);
    drop(dh, from, count);
    scratches[worker] = Buffers.atLeast(scratches[worker], 2L * inner);
    for (int row = 0; row < count; row++) {
      units.backward(u, h, g, dh, dg, at + row * inner, scratches[worker], inner);
    }
    first.backwardRows(dh, at, inner, true, dx.values(), from * size, size, count);
    if (gated != null) {
      gated.backwardRows(dg, at, inner, true, dx.values(), from * size, size, count);
    }
  }

  /**
   * Ends a backward pass: adds to the parameters' gradients.
   *
   * @param x as it was
   * @param dy gradient by what was given
   */
  void endBackward(Tensor x, Tensor dy) {
    int rows = x.rows();
    List<WeightGradient.Sum> sums = new ArrayList<>();
    sums.add(first.sum(x.values(), dh, rows));
    sums.add(second.sum(h, dy.values(), rows));
    if (gated != null) {
      sums.add(gated.sum(x.values(), dg, rows));
    }
    gradient.add(sums.toArray(WeightGradient.Sum[]::new));
  }
}

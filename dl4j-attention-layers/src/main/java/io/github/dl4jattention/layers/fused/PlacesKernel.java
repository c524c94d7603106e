package io.github.dl4jattention.layers.fused;

import io.github.dl4jattention.layers.kernel.Dropper;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/**
 * A vector for each place, added to the step that stands there: {@code y_t = scale x_t + p_t}, and
 * dropout of the sum.
 */
final class PlacesKernel implements Kernel {
  private final String input;
  private final Places places;
  private final float scale;
  private final double dropProbability;
  private final Lanes lanes;
  private final Workers workers = Workers.shared();
  private Dropper dropper;

  /**
   * A kernel.
   *
   * @param input name of the input
   * @param places the vectors
   * @param scale what the input is multiplied by
   * @param dropProbability probability that a number of the sum is dropped in training
   */
  PlacesKernel(String input, Places places, float scale, double dropProbability, Lanes lanes) {
    this.input = input;
    this.places = places;
    this.scale = scale;
    this.dropProbability = dropProbability;
    this.lanes = lanes;
  }

  /** The vectors of places. */
  interface Places {
    /**
     * Their values.
     *
     * @param time number of places
     * @return {@code [time or more, size]}
     * @throws IllegalArgumentException if there are not as many
     */
    float[] values(Pass pass, int time);

    /**
     * What adds up their gradient.
     *
     * @return {@code [time or more, size]}; null if nothing is learned
     */
    float[] gradient(Pass pass);
  }

  /** Vectors that are kept as long as no sequence is longer than those before. */
  static final class Fixed implements Places {
    private final IntFunction<float[]> vectors;
    private float[] values = new float[0];
    private int places;

    Fixed(IntFunction<float[]> vectors) {
      this.vectors = vectors;
    }

    @Override
    public float[] values(Pass pass, int time) {
      if (time > places) {
        values = vectors.apply(time);
        places = time;
      }
      return values;
    }

    @Override
    public float[] gradient(Pass pass) {
      return null;
    }
  }

  /**
   * Parameters.
   *
   * @param parameter its name
   * @param requireLength refuses sequences with more steps than there are places
   */
  record Learned(String parameter, IntConsumer requireLength) implements Places {
    @Override
    public float[] values(Pass pass, int time) {
      requireLength.accept(time);
      return pass.parameter(parameter).values();
    }

    @Override
    public float[] gradient(Pass pass) {
      return pass.parameter(parameter).gradient();
    }
  }

  @Override
  public void forward(Pass pass, Tensor y) {
    Tensor x = pass.input(input).values();
    y.reshapeAs(x);
    int length = x.time() * x.size();
    float[] vectors = places.values(pass, x.time());
    dropper =
        pass.training() && dropProbability > 0
            ? new Dropper(dropProbability, pass.nextSeed())
            : null;
    workers.run(
        x.batch(),
        (worker, example) -> {
          int at = example * length;
          System.arraycopy(vectors, 0, y.values(), at, length);
          lanes.addScaled(y.values(), at, scale, x.values(), at, length);
          drop(y, example);
        });
  }

  /** The formula's array is {@code [batch, size, time]}. */
  private void drop(Tensor y, int example) {
    if (dropper == null) {
      return;
    }
    for (int t = 0; t < y.time(); t++) {
      int at = (example * y.time() + t) * y.size();
      for (int i = 0; i < y.size(); i++) {
        y.values()[at + i] *= dropper.factor(((long) example * y.size() + i) * y.time() + t);
      }
    }
  }

  @Override
  public void backward(Pass pass, Tensor dy) {
    float[] dx = pass.input(input).gradient().values();
    int length = dy.time() * dy.size();
    workers.run(
        dy.batch(),
        (worker, example) -> {
          drop(dy, example);
          lanes.addScaled(dx, example * length, scale, dy.values(), example * length, length);
        });
    float[] gradient = places.gradient(pass);
    if (gradient != null) {
      workers.run(
          dy.time(),
          (worker, t) -> {
            for (int example = 0; example < dy.batch(); example++) {
              int at = t * dy.size();
              lanes.add(gradient, at, dy.values(), example * length + at, dy.size());
            }
          });
    }
  }
}

package io.github.dl4jattention.zoo.encoders;

import io.github.dl4jattention.zoo.encoders.Step.Concatenation;
import io.github.dl4jattention.zoo.encoders.Step.Convolution;
import io.github.dl4jattention.zoo.encoders.Step.MaxPooling;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A network's forward pass on the layers' matrix products, for one photo at a time in one thread:
 * several times as fast as DL4J's convolutions, whose results it gives up to rounding.
 *
 * <p>Within it the channels of a place are neighbours. So the places under a kernel are a few runs
 * of neighbours, which are copied to a row; rows times the kernel, {@code [kernel * kernel * in,
 * out]}, are the convolution.
 */
public final class Forward {
  /** Rows of a product: its left matrix then stays in the processor's cache. */
  private static final int BLOCK = 128;

  private final PackedWeights weights;
  private final Map<String, FeatureMap> sizes;
  private final Map<String, float[]> maps = new HashMap<>();
  private float[] patches = new float[0];

  /**
   * A forward pass.
   *
   * @param weights ready for products; may be shared by several
   */
  Forward(PackedWeights weights) {
    this.weights = weights;
    Architecture architecture = weights.architecture();
    sizes = new HashMap<>(architecture.sizes());
    sizes.put(Architecture.INPUT, architecture.input());
    sizes.forEach((name, size) -> maps.put(name, new float[size.length()]));
  }

  /**
   * Computes the network's output for one photo.
   *
   * @param photo {@code [channels, rows, columns]} of the network's input, in row-major order
   * @return {@code [channels, rows * columns]} of its output, in row-major order
   * @throws IllegalArgumentException if the photo has another length
   */
  public float[] output(float[] photo) {
    Architecture architecture = weights.architecture();
    FeatureMap input = architecture.input();
    if (photo.length != input.length()) {
      throw new IllegalArgumentException(
          "%s expects %s numbers and gets %d".formatted(architecture.name(), input, photo.length));
    }
    transpose(photo, input.channels(), input.positions(), maps.get(Architecture.INPUT));
    for (Step step : architecture.steps()) {
      if (step instanceof Convolution convolution) {
        convolve(convolution);
      } else if (step instanceof MaxPooling pooling) {
        pool(pooling);
      } else if (step instanceof Concatenation concatenation) {
        concatenate(concatenation);
      }
    }
    FeatureMap output = sizes.get(architecture.outputName());
    float[] result = new float[output.length()];
    transpose(maps.get(architecture.outputName()), output.positions(), output.channels(), result);
    return result;
  }

  private void convolve(Convolution step) {
    float[] x = maps.get(step.input());
    float[] y = maps.get(step.name());
    FeatureMap size = sizes.get(step.name());
    boolean pointwise = step.kernel() == 1 && step.stride() == 1;
    int width = step.kernel() * step.kernel() * step.in();
    if (!pointwise && patches.length < BLOCK * width) {
      patches = new float[BLOCK * width];
    }
    for (int first = 0; first < size.positions(); first += BLOCK) {
      int count = Math.min(BLOCK, size.positions() - first);
      if (pointwise) {
        weights.product(step, x, first * width, count, y, first * step.out());
      } else {
        for (int i = 0; i < count; i++) {
          patch(step, x, first + i, i * width);
        }
        weights.product(step, patches, 0, count, y, first * step.out());
      }
    }
  }

  /** Copies what is under the kernel at one place of the output to a row of the patches. */
  private void patch(Convolution step, float[] x, int position, int at) {
    FeatureMap input = sizes.get(step.input());
    int columns = sizes.get(step.name()).columns();
    int padding = step.padded() ? step.kernel() / 2 : 0;
    int top = position / columns * step.stride() - padding;
    int left = position % columns * step.stride() - padding;
    int run = step.kernel() * step.in();
    int before = Math.max(0, -left) * step.in();
    int after = Math.max(0, left + step.kernel() - input.columns()) * step.in();
    for (int row = top; row < top + step.kernel(); row++, at += run) {
      if (row < 0 || row >= input.rows()) {
        Arrays.fill(patches, at, at + run, 0);
        continue;
      }
      Arrays.fill(patches, at, at + before, 0);
      System.arraycopy(
          x,
          (row * input.columns() + left) * step.in() + before,
          patches,
          at + before,
          run - before - after);
      Arrays.fill(patches, at + run - after, at + run, 0);
    }
  }

  private void pool(MaxPooling step) {
    float[] x = maps.get(step.input());
    float[] y = maps.get(step.name());
    FeatureMap input = sizes.get(step.input());
    FeatureMap output = sizes.get(step.name());
    int channels = output.channels();
    for (int place = 0; place < output.positions(); place++) {
      int top = place / output.columns() * step.stride();
      int left = place % output.columns() * step.stride();
      int to = place * channels;
      System.arraycopy(x, (top * input.columns() + left) * channels, y, to, channels);
      for (int i = 1; i < step.size() * step.size(); i++) {
        int row = top + i / step.size();
        int from = (row * input.columns() + left + i % step.size()) * channels;
        for (int c = 0; c < channels; c++) {
          y[to + c] = Math.max(y[to + c], x[from + c]);
        }
      }
    }
  }

  private void concatenate(Concatenation step) {
    float[] y = maps.get(step.name());
    FeatureMap output = sizes.get(step.name());
    int at = 0;
    for (String input : step.inputs()) {
      float[] x = maps.get(input);
      int channels = sizes.get(input).channels();
      for (int place = 0; place < output.positions(); place++) {
        System.arraycopy(x, place * channels, y, place * output.channels() + at, channels);
      }
      at += channels;
    }
  }

  /** {@code [rows, columns]} to {@code [columns, rows]}. */
  private static void transpose(float[] from, int rows, int columns, float[] to) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        to[column * rows + row] = from[row * columns + column];
      }
    }
  }
}

package io.github.dl4jattention.zoo.encoders;

import java.util.List;

/** One step of a convolutional network, as Keras calls a layer. */
public sealed interface Step {
  /**
   * Keras's name of the layer.
   *
   * @return unique in its network
   */
  String name();

  /**
   * The steps that it follows.
   *
   * @return their names, at least one
   */
  List<String> inputs();

  /**
   * Size of what it gives.
   *
   * @param inputs sizes of what it gets, in the order of {@link #inputs()}
   * @return the size
   * @throws IllegalArgumentException if they do not fit
   */
  FeatureMap output(List<FeatureMap> inputs);

  /**
   * A convolution with a bias, and a rectifier after it: {@code max(0, W * x + b)}.
   *
   * @param name Keras's name
   * @param input the step before
   * @param in channels of its input
   * @param out channels that it gives
   * @param kernel rows and columns of its kernel
   * @param stride how far the kernel moves
   * @param padded whether zeros surround the input, so that with stride 1 the output has its size
   *     (what Keras calls same padding); otherwise none does (valid)
   */
  record Convolution(
      String name, String input, int in, int out, int kernel, int stride, boolean padded)
      implements Step {
    /**
     * A convolution.
     *
     * @param name Keras's name
     * @param input the step before
     * @param in channels of its input
     * @param out channels that it gives
     * @param kernel rows and columns of its kernel
     * @param stride how far the kernel moves
     * @param padded whether zeros surround the input
     * @throws IllegalArgumentException if it is padded and its stride is not 1 or its kernel not
     *     odd: Keras then pads unevenly, which no network here needs
     */
    public Convolution {
      if (padded && (stride != 1 || kernel % 2 == 0)) {
        throw new IllegalArgumentException(
            "%s: padding is for odd kernels and stride 1, got %d and %d"
                .formatted(name, kernel, stride));
      }
    }

    @Override
    public List<String> inputs() {
      return List.of(input);
    }

    @Override
    public FeatureMap output(List<FeatureMap> inputs) {
      FeatureMap before = inputs.get(0);
      if (before.channels() != in) {
        throw new IllegalArgumentException(
            "%s expects %d channels and gets %d".formatted(name, in, before.channels()));
      }
      int lost = padded ? 0 : kernel - 1;
      return new FeatureMap(
          out, (before.rows() - 1 - lost) / stride + 1, (before.columns() - 1 - lost) / stride + 1);
    }

    /**
     * Numbers in its kernel.
     *
     * @return {@code out x in x kernel x kernel}
     */
    public int kernelLength() {
      return out * in * kernel * kernel;
    }
  }

  /**
   * The largest of each square, without padding.
   *
   * @param name Keras's name
   * @param input the step before
   * @param size rows and columns of the square
   * @param stride how far it moves
   */
  record MaxPooling(String name, String input, int size, int stride) implements Step {
    @Override
    public List<String> inputs() {
      return List.of(input);
    }

    @Override
    public FeatureMap output(List<FeatureMap> inputs) {
      FeatureMap before = inputs.get(0);
      return new FeatureMap(
          before.channels(),
          (before.rows() - size) / stride + 1,
          (before.columns() - size) / stride + 1);
    }
  }

  /**
   * The channels of several steps, one after the other.
   *
   * @param name Keras's name
   * @param inputs the steps, in order
   */
  record Concatenation(String name, List<String> inputs) implements Step {
    /**
     * A concatenation.
     *
     * @param name Keras's name
     * @param inputs the steps, in order
     */
    public Concatenation {
      inputs = List.copyOf(inputs);
    }

    @Override
    public FeatureMap output(List<FeatureMap> before) {
      FeatureMap first = before.get(0);
      return new FeatureMap(
          before.stream().mapToInt(FeatureMap::channels).sum(), first.rows(), first.columns());
    }
  }
}

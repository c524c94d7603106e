package io.github.dl4jattention.zoo.encoders;

import io.github.dl4jattention.zoo.encoders.Step.Convolution;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** The weights of a network's convolutions. */
public final class EncoderWeights {
  private final Architecture architecture;
  private final Map<String, Layer> layers;

  /**
   * Weights of a convolution. The arrays are not copied: do not change them.
   *
   * @param kernel {@code [out, in, rows, columns]}, in row-major order
   * @param bias {@code [out]}
   */
  @SuppressWarnings("ArrayRecordComponent") // Megabytes, which nobody compares.
  public record Layer(float[] kernel, float[] bias) {}

  /** Gives the weights of a convolution. */
  @FunctionalInterface
  public interface Reader {
    /**
     * Reads them.
     *
     * @param step which
     * @return of its sizes
     */
    Layer read(Convolution step);
  }

  private EncoderWeights(Architecture architecture, Map<String, Layer> layers) {
    this.architecture = architecture;
    this.layers = layers;
  }

  /**
   * Reads the weights of each convolution.
   *
   * @param architecture the network
   * @param reader gives them
   * @return the weights
   * @throws IllegalArgumentException if some have another size, or are no finite numbers
   */
  public static EncoderWeights of(Architecture architecture, Reader reader) {
    Map<String, Layer> layers = new LinkedHashMap<>();
    for (Convolution step : architecture.convolutions()) {
      Layer layer = reader.read(step);
      if (layer.kernel().length != step.kernelLength() || layer.bias().length != step.out()) {
        throw new IllegalArgumentException(
            "%s has %d weights and %d biases, expected %d and %d"
                .formatted(
                    step.name(),
                    layer.kernel().length,
                    layer.bias().length,
                    step.kernelLength(),
                    step.out()));
      }
      requireFinite(step, layer.kernel());
      requireFinite(step, layer.bias());
      layers.put(step.name(), layer);
    }
    return new EncoderWeights(architecture, layers);
  }

  /**
   * Random weights, for tests and timing: normal with variance {@code 2 / fan-in} (He et al. 2015,
   * Delving Deep into Rectifiers), so that what the steps give neither vanishes nor explodes.
   *
   * @param architecture the network
   * @param seed the same seed, the same weights
   * @return the weights; biases are small
   */
  public static EncoderWeights random(Architecture architecture, long seed) {
    Random random = new Random(seed);
    return of(
        architecture,
        step -> {
          double deviation = Math.sqrt(2.0 / (step.in() * step.kernel() * step.kernel()));
          return new Layer(
              normal(random, step.kernelLength(), deviation), normal(random, step.out(), 0.01));
        });
  }

  private static float[] normal(Random random, int length, double deviation) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }

  private static void requireFinite(Convolution step, float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(step.name() + " has a weight that is no finite number");
      }
    }
  }

  /**
   * The network they are of.
   *
   * @return its table
   */
  public Architecture architecture() {
    return architecture;
  }

  /**
   * Weights of a convolution.
   *
   * @param name its name
   * @return the weights
   * @throws IllegalArgumentException if the network has no such convolution
   */
  public Layer layer(String name) {
    Layer layer = layers.get(name);
    if (layer == null) {
      throw new IllegalArgumentException(
          "%s has no convolution %s".formatted(architecture.name(), name));
    }
    return layer;
  }

  /**
   * Those of some steps of the network.
   *
   * @param part steps with the same convolutions, such as {@link Architecture#upTo} gives
   * @return the same arrays
   */
  public EncoderWeights of(Architecture part) {
    return of(part, step -> layer(step.name()));
  }

  /**
   * What tells these weights from others: the SHA-256 of the network's name and of all numbers, in
   * the order of the steps, whatever file they came from.
   *
   * @return 64 hexadecimal digits
   */
  public String fingerprint() {
    MessageDigest digest = sha256();
    digest.update(architecture.name().getBytes(StandardCharsets.UTF_8));
    layers.forEach(
        (name, layer) -> {
          update(digest, layer.kernel());
          update(digest, layer.bias());
        });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

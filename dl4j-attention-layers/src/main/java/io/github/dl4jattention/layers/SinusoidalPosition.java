package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.formula.Dropout;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.fused.FusedKernels;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import java.util.Optional;
import java.util.function.IntFunction;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Adds to each step where it stands, as sines and cosines; without it attention does not know the
 * order of steps.
 *
 * <pre>
 *   y_pos           = x_pos + PE(pos, .)                pos = 0, 1, ...
 *   PE(pos, 2i)     = sin(pos / 10000^(2i / nIn))
 *   PE(pos, 2i + 1) = cos(pos / 10000^(2i / nIn))
 * </pre>
 *
 * <p>Vaswani et al. 2017, "Attention Is All You Need", section 3.5. Of an odd size the last channel
 * is a sine without its cosine. Places are counted from the first step of the array, padding
 * included. For learned vectors, see {@link LearnedPosition}.
 *
 * <p>Input and output: {@code [batch, nIn, time]}, of any length; nIn is inferred from the input's
 * type. The mask is {@code [batch, time]}, 1 = real: padded steps come out zero. There are no
 * parameters.
 *
 * <p>Errors: an input that is no sequence is refused when the configuration is built.
 *
 * <pre>{@code
 * new NeuralNetConfiguration.Builder().list()
 *     .layer(new EmbeddingSequenceLayer.Builder().nIn(8000).nOut(64).build())
 *     .layer(SinusoidalPosition.builder().optScaleInput(true).optDropout(0.1).build())
 * }</pre>
 */
public class SinusoidalPosition extends AttentionLayer {
  private static final long serialVersionUID = 1L;

  /** The wavelengths grow from 2 pi to this many times as much. */
  private static final double LONGEST = 10000;

  /** Whether the input is multiplied by the root of its size. */
  private boolean scaleInput;

  /** Probability that a number of the sum is dropped in training. */
  private double dropProbability;

  /** For DL4J's JSON; use {@link #builder()}. */
  public SinusoidalPosition() {}

  private SinusoidalPosition(Builder builder) {
    super(builder);
    scaleInput = builder.scaleInput;
    dropProbability = builder.dropProbability;
    Dropout.require("SinusoidalPosition", "optDropout", dropProbability);
    initializeConstraints(builder);
  }

  /**
   * Starts a configuration.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The encodings of the first places.
   *
   * @param places number of places
   * @param size channels
   * @return {@code [places, size]}, in double precision
   */
  public static INDArray encodings(long places, long size) {
    INDArray encodings = Nd4j.create(DataType.DOUBLE, places, size);
    for (long place = 0; place < places; place++) {
      for (long channel = 0; channel < size; channel++) {
        double pair = (double) (channel - channel % 2); // 2i
        double angle = (double) place / Math.pow(LONGEST, pair / (double) size);
        encodings.putScalar(place, channel, channel % 2 == 0 ? Math.sin(angle) : Math.cos(angle));
      }
    }
    return encodings;
  }

  @Override
  protected InputType outputType(InputType.InputTypeRecurrent input) {
    return input;
  }

  @Override
  public void declareParameters(Parameters parameters) {
    // There are none.
  }

  @Override
  public boolean attends() {
    return false;
  }

  @Override
  public SDVariable define(Scope scope) {
    long[] shape = scope.inputShape(INPUT);
    long size = shape[1];
    long time = shape[2];
    SDVariable x = scope.input(INPUT); // [batch, nIn, time]
    SDVariable scaled = scaleInput ? x.mul(Math.sqrt((double) size)) : x;
    INDArray encodings = encodings(time, size).transpose().dup('c').reshape(1, size, time);
    SDVariable sum = scaled.add(scope.constant(encodings));
    return Dropout.of(scope, "dropout", sum, dropProbability, size, time);
  }

  @Override
  public Optional<Kernel> kernel(Lanes lanes) {
    int size = (int) getNIn();
    IntFunction<float[]> vectors =
        places -> encodings(places, size).reshape((long) places * size).toFloatVector();
    double scale = scaleInput ? Math.sqrt(size) : 1;
    return Optional.of(FusedKernels.fixedPlaces(INPUT, vectors, scale, dropProbability, lanes));
  }

  /** Builds a {@link SinusoidalPosition}; nothing is required. */
  @SuppressWarnings("unchecked") // DL4J declares a build() of any layer.
  public static final class Builder extends LayerBuilder<Builder> {
    private boolean scaleInput;
    private double dropProbability;

    private Builder() {}

    /**
     * Whether the input is multiplied by the root of nIn before the position is added, as the
     * paper's embeddings are (section 3.4); false by default.
     *
     * @param on true to multiply
     * @return this
     */
    public Builder optScaleInput(boolean on) {
      scaleInput = on;
      return this;
    }

    /**
     * Dropout on the sum of input and position, in training only (section 5.4 of the paper).
     *
     * @param probability probability that a number is dropped, 0 by default. DL4J's own dropOut is
     *     the probability of keeping, and is for the input
     * @return this
     */
    public Builder optDropout(double probability) {
      dropProbability = probability;
      return this;
    }

    @Override
    public Builder self() {
      return this;
    }

    @Override
    public SinusoidalPosition build() {
      return new SinusoidalPosition(this);
    }
  }
}

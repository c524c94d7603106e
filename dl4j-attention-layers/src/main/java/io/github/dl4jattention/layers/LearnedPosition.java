package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.formula.Dropout;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Slices;
import io.github.dl4jattention.layers.formula.Steps;
import io.github.dl4jattention.layers.fused.FusedKernels;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Adds to each step a learned vector of its place: {@code y_pos = x_pos + p_pos}, pos = 0, 1, ...
 *
 * <p>Gehring et al. 2017, "Convolutional Sequence to Sequence Learning", section 3.1; BERT (Devlin
 * et al. 2018) has the same. Places are counted from the first step of the array, padding included.
 * For sequences of any length, see {@link SinusoidalPosition}.
 *
 * <p>Input and output: {@code [batch, nIn, time]}, time at most {@code maxLength}; nIn is inferred
 * from the input's type. The mask is {@code [batch, time]}, 1 = real: padded steps come out zero.
 *
 * <p>Parameter: {@value #POSITIONS} {@code [maxLength, nIn]}, a weight: initialised and regularised
 * as other weights are, with maxLength as fan-in and nIn as fan-out, as DL4J's embeddings. BERT's
 * start is {@code weightInit(new WeightInitDistribution(new NormalDistribution(0, 0.02)))}.
 *
 * <p>Errors: an input that is no sequence is refused when the configuration is built; one that is
 * longer than maxLength is too, if its type says so, else at its first pass.
 *
 * <pre>{@code
 * new NeuralNetConfiguration.Builder().list()
 *     .layer(new EmbeddingSequenceLayer.Builder().nIn(8000).nOut(64).build())
 *     .layer(LearnedPosition.builder().setMaxLength(512).build())
 * }</pre>
 */
public class LearnedPosition extends AttentionLayer {
  /** Parameter {@code p}: {@code [maxLength, nIn]}. */
  public static final String POSITIONS = "positions";

  private static final long serialVersionUID = 1L;

  /** Most steps there may be. */
  private long maxLength;

  /** Probability that a number of the sum is dropped in training. */
  private double dropProbability;

  /** For DL4J's JSON; use {@link #builder()}. */
  public LearnedPosition() {}

  private LearnedPosition(Builder builder) {
    super(builder);
    maxLength = Sizes.atLeastOne("LearnedPosition", "setMaxLength", builder.maxLength);
    dropProbability = builder.dropProbability;
    Dropout.require("LearnedPosition", "optDropout", dropProbability);
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

  @Override
  protected InputType outputType(InputType.InputTypeRecurrent input) {
    requireLength(input.getTimeSeriesLength());
    return input;
  }

  @Override
  public void declareParameters(Parameters parameters) {
    parameters.weight(POSITIONS, maxLength, getNIn());
  }

  @Override
  public boolean attends() {
    return false;
  }

  @Override
  public SDVariable define(Scope scope) {
    Steps x = scope.steps(INPUT); // [batch, time, nIn]
    requireLength(x.time());
    SDVariable places = Slices.of(scope.parameter(POSITIONS), 0, x.time(), x.size());
    long values = x.time() * x.size();
    // As rows, so that the gradient by the places is a plain sum over the batch.
    SDVariable sum = x.values().reshape(-1, values).add(places.reshape(1, values));
    SDVariable y = x.with(sum.reshape(-1, x.time(), x.size())).sizeBeforeTime();
    return Dropout.of(scope, "dropout", y, dropProbability, x.size(), x.time());
  }

  @Override
  public Optional<Kernel> kernel(Lanes lanes) {
    return Optional.of(
        FusedKernels.learnedPlaces(INPUT, POSITIONS, this::requireLength, dropProbability, lanes));
  }

  private void requireLength(long time) {
    if (time > maxLength) {
      throw new IllegalArgumentException(
          "%s has vectors for %d places and got a sequence of %d steps: setMaxLength(%d) takes it"
              .formatted(describe(), maxLength, time, time));
    }
  }

  /** Builds a {@link LearnedPosition}: {@code setX} is required, the rest is not. */
  @SuppressWarnings("unchecked") // DL4J declares a build() of any layer.
  public static final class Builder extends LayerBuilder<Builder> {
    private long maxLength;
    private double dropProbability;

    private Builder() {}

    /**
     * Required: the most steps a sequence may have, padding included.
     *
     * @param steps at least 1
     * @return this
     */
    public Builder setMaxLength(long steps) {
      maxLength = steps;
      return this;
    }

    /**
     * Dropout on the sum of input and position, in training only.
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
    public LearnedPosition build() {
      return new LearnedPosition(this);
    }
  }
}

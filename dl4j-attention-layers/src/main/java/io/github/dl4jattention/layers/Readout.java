package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import io.github.dl4jattention.layers.fused.FusedKernels;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A dense layer of each step between a decoder and its softmax: the deep output of Pascanu et al.
 * 2014, as Bahdanau, Cho and Bengio 2014, A.2.2, and Cho et al. 2014 use it.
 *
 * <pre>
 *   y = tanh(x W + b)                                       one piece, the default
 *   y_i = max_p (x W + b)_(p nOut + i)                      maxout of {@code pieces} pieces
 * </pre>
 *
 * <p>Maxout is of Goodfellow et al. 2013, "Maxout Networks", with 2 pieces in the paper's decoder,
 * whose x is the state, the context and the last word's embedding, side by side ({@code
 * MergeVertex}).
 *
 * <p>Input {@code [batch, nIn, time]}, output {@code [batch, nOut, time]}. Masks are {@code [batch,
 * time]}, 1 = real: padded steps come out zero. Parameters: {@value #WEIGHT} {@code [nIn, pieces
 * nOut]}, {@value #BIAS} {@code [1, pieces nOut]}.
 *
 * <pre>{@code
 * .addVertex("seen", new MergeVertex(), "decoder", "targetEmbedding")
 * .addLayer("readout", Readout.builder().nOut(256).optPieces(2).build(), "seen")
 * }</pre>
 */
public class Readout extends AttentionLayer {
  /** Weight {@code [nIn, pieces * nOut]}. */
  public static final String WEIGHT = "W";

  /** Bias {@code [1, pieces * nOut]}. */
  public static final String BIAS = "b";

  private static final long serialVersionUID = 1L;

  /** Channels of the output. */
  private long nOut;

  /** Of which the largest is given; 1 for a hyperbolic tangent. */
  private long pieces = 1;

  /** For DL4J's JSON; use {@link #builder()}. */
  public Readout() {}

  private Readout(Builder builder) {
    super(builder);
    nOut = Sizes.atLeastOne("Readout", "nOut", builder.outputSize);
    pieces = builder.pieces;
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
   * Channels of the output.
   *
   * @return the size
   */
  public long getNOut() {
    return nOut;
  }

  /**
   * Pieces of which the largest is given.
   *
   * @return 1 for a hyperbolic tangent
   */
  public long getPieces() {
    return pieces;
  }

  @Override
  protected InputType outputType(InputType.InputTypeRecurrent input) {
    return Inputs.likeSequence(input, nOut);
  }

  @Override
  public void declareParameters(Parameters parameters) {
    parameters
        .weight(WEIGHT, getNIn(), nOut, new long[] {getNIn(), pieces * nOut})
        .bias(BIAS, 0, 1, pieces * nOut);
  }

  @Override
  public boolean attends() {
    return false;
  }

  @Override
  public SDVariable define(Scope scope) {
    Steps x = scope.steps(INPUT);
    Steps sum = x.times(scope.parameter(WEIGHT), pieces * nOut).plus(scope.parameter(BIAS));
    if (pieces == 1) {
      return sum.with(scope.sameDiff().math.tanh(sum.values())).sizeBeforeTime();
    }
    SDVariable[] each = scope.sameDiff().split(sum.values(), (int) pieces, 2);
    SDVariable largest = each[0];
    for (int p = 1; p < pieces; p++) {
      largest = scope.sameDiff().math.max(largest, each[p]);
    }
    return new Steps(largest, x.time(), nOut).sizeBeforeTime();
  }

  @Override
  public Optional<Kernel> kernel(Lanes lanes) {
    return Optional.of(
        FusedKernels.readout(
            new FusedKernels.Readout(INPUT, WEIGHT, BIAS, getNIn(), nOut, pieces), lanes));
  }

  /** Builds a {@link Readout}; {@code nOut} is required. */
  @SuppressWarnings("unchecked") // DL4J declares a build() of any layer.
  public static final class Builder extends LayerBuilder<Builder> {
    private long outputSize;
    private long pieces = 1;

    private Builder() {}

    /**
     * Required: channels of the output.
     *
     * @param size at least 1
     * @return this
     */
    public Builder nOut(long size) {
      outputSize = size;
      return this;
    }

    /**
     * Pieces of a maxout; 1 by default, which is no maxout but a hyperbolic tangent.
     *
     * @param count at least 1
     * @return this
     */
    public Builder optPieces(long count) {
      pieces = Sizes.atLeastOne("Readout", "optPieces", count);
      return this;
    }

    @Override
    public Builder self() {
      return this;
    }

    @Override
    public Readout build() {
      return new Readout(this);
    }
  }
}

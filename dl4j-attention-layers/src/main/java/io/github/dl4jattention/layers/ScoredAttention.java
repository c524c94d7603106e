package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.align.Alignment;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.RealSteps;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import io.github.dl4jattention.layers.fused.FusedKernels;
import io.github.dl4jattention.layers.fused.scored.ScoredKernels;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Attention of queries over keys, with any alignment: what {@link Attention} and {@link
 * AdditiveAttention} have in common, and where the formula of both is.
 */
public abstract class ScoredAttention extends CrossAttention {
  private static final long serialVersionUID = 1L;

  /** How queries look at keys. */
  private Alignment alignment;

  /** For DL4J's JSON. */
  protected ScoredAttention() {}

  /**
   * For builders.
   *
   * @param builder the builder
   * @param alignment how queries look at keys
   */
  protected ScoredAttention(SizesBuilder<?> builder, Alignment alignment) {
    super(builder);
    this.alignment = alignment;
    initializeConstraints(builder);
  }

  /**
   * How queries look at keys.
   *
   * @return the alignment
   */
  public Alignment alignment() {
    return alignment;
  }

  /**
   * For models that were saved before there were alignments.
   *
   * @param alignment how queries look at keys
   */
  void alignment(Alignment alignment) {
    this.alignment = alignment;
  }

  @Override
  protected InputType inferSizes(InputType... inputs) {
    InputType output = super.inferSizes(inputs);
    alignment.requireKeyTime(Inputs.time(inputs[1]));
    return output;
  }

  @Override
  protected long outputSize() {
    return valueSize();
  }

  @Override
  public void declareParameters(Parameters parameters) {
    alignment.declareParameters(parameters, querySize(), keySize());
  }

  @Override
  public SDVariable define(Scope scope) {
    Steps keys = scope.steps(KEYS);
    return alignment
        .attend(
            scope,
            scope.steps(QUERIES),
            RealSteps.of(scope, QUERIES),
            keys,
            values(scope, keys),
            KEYS)
        .sizeBeforeTime(); // [batch, valueSize, queryTime]
  }

  @Override
  public Optional<Kernel> kernel(Lanes lanes) {
    FusedKernels.Inputs inputs = new FusedKernels.Inputs(QUERIES, KEYS, valueInput());
    return ScoredKernels.attention(alignment, inputs, querySize(), keySize(), valueSize(), lanes);
  }
}

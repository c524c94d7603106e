package io.github.dl4jattention.layers.runtime;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a GRU computes each step with.
 *
 * @param resetAfter whether the reset gate acts after the recurrent product
 * @param training whether this is a training pass, for the activations
 * @param gateActivation of the reset and the update gate
 * @param activation of the candidate
 * @param weights {@code [nIn, 3 nOut]}
 * @param recurrentWeights {@code [nOut, 3 nOut]}
 * @param bias {@code [1, 3 nOut]}
 * @param recurrentBias {@code [1, 3 nOut]}; null unless resetAfter
 */
record GruGates(
    boolean resetAfter,
    boolean training,
    IActivation gateActivation,
    IActivation activation,
    INDArray weights,
    INDArray recurrentWeights,
    INDArray bias,
    INDArray recurrentBias)
    implements Gates {
  /** Index of the reset gate's block. */
  static final int RESET = 0;

  /** Index of the update gate's block. */
  static final int UPDATE = 1;

  /** Index of the candidate's block. */
  static final int CANDIDATE = 2;

  @Override
  public int blocks() {
    return GruParamInitializer.BLOCKS;
  }

  @Override
  public IActivation activation(int block) {
    return block == CANDIDATE ? activation : gateActivation;
  }

  @Override
  public INDArray biasOfInput(int block) {
    INDArray own = block(bias, block);
    // The gates add both products as they are; the candidate's second one is gated first.
    return resetAfter && block != CANDIDATE ? own.add(block(recurrentBias, block)) : own;
  }
}

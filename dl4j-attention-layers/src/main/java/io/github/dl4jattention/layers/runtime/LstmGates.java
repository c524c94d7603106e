package io.github.dl4jattention.layers.runtime;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What an LSTM computes each step with.
 *
 * @param training whether this is a training pass, for the activations
 * @param gateActivation of the forget, the output and the input gate
 * @param activation of the candidate and of the cell
 * @param weights {@code [nIn, 4 nOut]}
 * @param recurrentWeights {@code [nOut, 4 nOut]}
 * @param bias {@code [4 nOut]}
 */
record LstmGates(
    boolean training,
    IActivation gateActivation,
    IActivation activation,
    INDArray weights,
    INDArray recurrentWeights,
    INDArray bias)
    implements Gates {
  /** Index of the candidate's block. */
  static final int CANDIDATE = 0;

  /** Index of the forget gate's block. */
  static final int FORGET = 1;

  /** Index of the output gate's block. */
  static final int OUTPUT = 2;

  /** Index of the input gate's block. */
  static final int INPUT = 3;

  @Override
  public int blocks() {
    return LstmParamInitializer.BLOCKS;
  }

  @Override
  public IActivation activation(int block) {
    return block == CANDIDATE ? activation : gateActivation;
  }

  @Override
  public INDArray biasOfInput(int block) {
    return block(bias.reshape(1, bias.length()), block);
  }
}

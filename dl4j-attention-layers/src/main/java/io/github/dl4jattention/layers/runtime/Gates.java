package io.github.dl4jattention.layers.runtime;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What a layer of gates computes each step with: its activations, and its parameters as they are in
 * this pass, weight noise included. Along {@code blocks nOut}, each gate and each candidate has a
 * block of columns.
 */
interface Gates {
  /** How many blocks there are. */
  int blocks();

  /** Whether this is a training pass, for the activations. */
  boolean training();

  /** Weights of the input, {@code [nIn, blocks nOut]}. */
  INDArray weights();

  /** Weights of the previous state, {@code [nOut, blocks nOut]}. */
  INDArray recurrentWeights();

  /** What a block's sums go through. */
  IActivation activation(int block);

  /** What is added to a block of the input's product before the loop, {@code [1, nOut]}. */
  INDArray biasOfInput(int block);

  /** A block's columns of a parameter or its gradient, {@code [rows, nOut]}: a view. */
  default INDArray block(INDArray parameter, int block) {
    return block(parameter, block, blocks());
  }

  /** One of some blocks of columns, all of the same width: a view. */
  static INDArray block(INDArray parameter, int block, int blocks) {
    long size = parameter.length() / parameter.size(0) / blocks;
    return parameter.get(
        NDArrayIndex.all(), NDArrayIndex.interval(block * size, (block + 1) * size));
  }

  /** Channels of a state. */
  default long size() {
    return recurrentWeights().size(0);
  }
}

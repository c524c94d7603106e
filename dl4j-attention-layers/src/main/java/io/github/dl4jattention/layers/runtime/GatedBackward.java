package io.github.dl4jattention.layers.runtime;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The gradients of a {@link GatedForward}.
 *
 * <p>All factors that do not depend on what comes from later steps are made before the loop, all
 * gradients of parameters and inputs after it, for all steps at once.
 */
abstract class GatedBackward {
  private final GatedForward forward;
  private final Gates gates;
  private final long batch;

  /** The first step that a truncated pass reaches. */
  private final int firstStep;

  /** By block: first the factor of the gradient of its sum, after the loop that gradient. */
  private final INDArray[] sumGradients;

  /** Of the output: first what comes from above, in the loop also what comes from later steps. */
  private final INDArray stateGradients;

  /**
   * The factors are the subclass's to set, and then to {@link #run()}; the pass uses up the forward
   * pass's arrays.
   *
   * @param epsilon the gradient of the output, {@code [batch, nOut, time]}
   * @param firstStep the first step to go back to
   */
  GatedBackward(GatedForward forward, Gates gates, INDArray epsilon, int firstStep) {
    this.forward = forward;
    this.gates = gates;
    this.firstStep = firstStep;
    batch = forward.batch();
    sumGradients = new INDArray[gates.blocks()];
    stateGradients = forward.mask().zerosForPadding(TimeRows.of(epsilon));
  }

  /** Goes through all steps, the last first. */
  final void run() {
    INDArray work = Nd4j.createUninitialized(stateGradients.dataType(), batch, gates.size());
    for (int t = forward.time() - 1; t >= firstStep; t--) {
      step(t, work);
    }
  }

  /**
   * Makes the gradients of a step's sums, and of the states before it unless it is the first.
   *
   * @param work {@code [batch, nOut]}, for whatever
   */
  abstract void step(int t, INDArray work);

  /** Sets a block's factor: its activation's derivative at its sums, times something. */
  final void factor(int block, INDArray ofActivation) {
    sumGradients[block] =
        gates.activation(block).backprop(forward.sum(block), ofActivation).getFirst();
  }

  /** Sets a block's factor to zeros at padding. */
  final void zeroFactorForPadding(int block) {
    sumGradients[block] = forward.mask().zerosForPadding(sumGradients[block]);
  }

  final boolean isFirst(int t) {
    return t == firstStep;
  }

  final INDArray ofState(int t) {
    return at(stateGradients, t);
  }

  final INDArray ofSum(int block, int t) {
    return at(sumGradients[block], t);
  }

  final INDArray recurrentWeights(int block) {
    return gates.block(gates.recurrentWeights(), block);
  }

  final INDArray at(INDArray rows, int t) {
    return TimeRows.step(rows, t, batch);
  }

  final INDArray reached(INDArray rows) {
    return TimeRows.range(rows, firstStep * batch, forward.time() * batch);
  }

  /** What a block's recurrent weights are multiplied by, {@code [time * batch, nOut]}. */
  INDArray recurrentOperand(int block) {
    return forward.statesBefore(0);
  }

  /** The gradients of a block's recurrent products, {@code [time * batch, nOut]}. */
  INDArray recurrentProductGradients(int block) {
    return sumGradients[block];
  }

  /** Writes the gradients of the parameters, by their names. */
  void parameters(Map<String, INDArray> gradients) {
    INDArray input = reached(forward.input());
    for (int block = 0; block < sumGradients.length; block++) {
      INDArray ofSum = reached(sumGradients[block]);
      product(input, ofSum, gradients.get(GatedParamInitializer.WEIGHTS), block);
      biasGradient(ofSum, gradients.get(GatedParamInitializer.BIAS), block);
      product(
          reached(recurrentOperand(block)),
          reached(recurrentProductGradients(block)),
          gradients.get(GatedParamInitializer.RECURRENT_WEIGHTS),
          block);
    }
  }

  private void product(INDArray operand, INDArray ofSum, INDArray gradient, int block) {
    Nd4j.gemm(operand, ofSum, gates.block(gradient, block), true, false, 1, 0);
  }

  final void biasGradient(INDArray ofSum, INDArray gradient, int block) {
    gates.block(gradient.reshape(1, gradient.length()), block).assign(ofSum.sum(true, 0));
  }

  /** The gradient of the input, {@code [batch, nIn, time]}, in working memory. */
  final INDArray input() {
    INDArray rows = Nd4j.zeros(stateGradients.dataType(), forward.input().shape());
    INDArray reached = reached(rows);
    for (int block = 0; block < sumGradients.length; block++) {
      INDArray weights = gates.block(gates.weights(), block);
      Nd4j.gemm(reached(sumGradients[block]), weights, reached, false, true, 1, 1);
    }
    return TimeRows.toSequence(rows, batch);
  }
}

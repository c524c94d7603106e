package io.github.dl4jattention.layers.runtime;

import static io.github.dl4jattention.layers.runtime.GruGates.CANDIDATE;
import static io.github.dl4jattention.layers.runtime.GruGates.RESET;
import static io.github.dl4jattention.layers.runtime.GruGates.UPDATE;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The gradients of a {@link GruForward}.
 *
 * <p>With {@code d} for the gradient of the loss, {@code a'} for an activation's derivative at its
 * sum, and {@code q = U h + bR} where the reset gate acts after the product:
 *
 * <pre>
 *   d sum_z = dh_t * (h_(t-1) - n) * z'
 *   d sum_n = dh_t * (1 - z) * n'
 *   after:   d sum_r = d sum_n * q * r'                    dq = d sum_n * r
 *   before:  d sum_r = (d sum_n U_n^T) * h_(t-1) * r'
 *   dh_(t-1) += dh_t * z + d sum_r U_r^T + d sum_z U_z^T
 *               + (after: dq U_n^T, before: (d sum_n U_n^T) * r)
 * </pre>
 *
 * <p>At padding z = 1 and the factor of {@code d sum_z} is zero: nothing but {@code dh} passes.
 */
final class GruBackward extends GatedBackward {
  private final GruForward forward;
  private final GruGates cell;

  /** First {@code r}, after the loop {@code dq}; or only work, where the reset acts before. */
  private final INDArray resetGradients;

  /** Runs the pass. */
  GruBackward(GruForward forward, GruGates cell, INDArray epsilon, int firstStep) {
    super(forward, cell, epsilon, firstStep);
    this.forward = forward;
    this.cell = cell;
    INDArray before = forward.statesBefore(0);
    INDArray changed = before.sub(forward.activation(CANDIDATE));
    factor(UPDATE, forward.mask().zerosForPadding(changed));
    factor(CANDIDATE, forward.activation(UPDATE).rsub(1));
    factor(RESET, cell.resetAfter() ? forward.resetTerm() : before.dup());
    resetGradients = forward.activation(RESET);
    run();
  }

  @Override
  void step(int t, INDArray work) {
    INDArray ofState = ofState(t);
    INDArray ofUpdate = ofSum(UPDATE, t).muli(ofState);
    INDArray ofCandidate = ofSum(CANDIDATE, t).muli(ofState);
    INDArray ofReset = ofSum(RESET, t);
    INDArray reset = at(resetGradients, t);
    if (cell.resetAfter()) {
      ofReset.muli(ofCandidate);
      reset.muli(ofCandidate);
    } else {
      Nd4j.gemm(ofCandidate, recurrentWeights(CANDIDATE), work, false, true, 1, 0);
      ofReset.muli(work);
      reset.muli(work);
    }
    if (!isFirst(t)) {
      INDArray ofPrevious = ofState(t - 1);
      ofPrevious.addi(at(forward.activation(UPDATE), t).muli(ofState));
      Nd4j.gemm(ofReset, recurrentWeights(RESET), ofPrevious, false, true, 1, 1);
      Nd4j.gemm(ofUpdate, recurrentWeights(UPDATE), ofPrevious, false, true, 1, 1);
      if (cell.resetAfter()) {
        Nd4j.gemm(reset, recurrentWeights(CANDIDATE), ofPrevious, false, true, 1, 1);
      } else {
        ofPrevious.addi(reset);
      }
    }
  }

  @Override
  INDArray recurrentOperand(int block) {
    return block == CANDIDATE && !cell.resetAfter()
        ? forward.resetTerm()
        : super.recurrentOperand(block);
  }

  @Override
  INDArray recurrentProductGradients(int block) {
    return block == CANDIDATE && cell.resetAfter()
        ? resetGradients
        : super.recurrentProductGradients(block);
  }

  @Override
  void parameters(Map<String, INDArray> gradients) {
    super.parameters(gradients);
    if (cell.resetAfter()) {
      INDArray gradient = gradients.get(GruParamInitializer.RECURRENT_BIAS);
      for (int block = 0; block < cell.blocks(); block++) {
        biasGradient(reached(recurrentProductGradients(block)), gradient, block);
      }
    }
  }
}

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
 * <p>All factors that do not depend on {@code dh_t} are made before the loop, all gradients of
 * parameters and inputs after it, for all steps at once. At padding z = 1 and the factor of {@code
 * d sum_z} is zero: nothing but {@code dh} passes.
 */
final class GruBackward {
  private final GruForward forward;
  private final GruGates cell;
  private final long batch;

  /** The first step that a truncated pass reaches. */
  private final int firstStep;

  /** By block: first the factor of the gradient of its sum, after the loop that gradient. */
  private final INDArray[] sumGradients = new INDArray[GruParamInitializer.BLOCKS];

  /** First {@code r}, after the loop {@code dq}; or only work, where the reset acts before. */
  private final INDArray resetGradients;

  /** {@code dh_t}: first what comes from above, in the loop also what comes from later steps. */
  private final INDArray stateGradients;

  /**
   * Runs the pass; it uses up the forward pass's arrays.
   *
   * @param epsilon the gradient of the output, {@code [batch, nOut, time]}
   * @param firstStep the first step to go back to
   */
  GruBackward(GruForward forward, INDArray epsilon, int firstStep) {
    this.forward = forward;
    this.firstStep = firstStep;
    cell = forward.cell();
    batch = forward.batch();
    stateGradients = forward.mask().zerosForPadding(TimeRows.of(epsilon));
    INDArray before = forward.statesBefore();
    INDArray changed = before.sub(forward.activation(CANDIDATE));
    sumGradients[UPDATE] = factor(UPDATE, forward.mask().zerosForPadding(changed));
    sumGradients[CANDIDATE] = factor(CANDIDATE, forward.activation(UPDATE).rsub(1));
    sumGradients[RESET] = factor(RESET, cell.resetAfter() ? forward.resetTerm() : before.dup());
    resetGradients = forward.activation(RESET);
    INDArray work = Nd4j.createUninitialized(before.dataType(), batch, cell.size());
    for (int t = forward.time() - 1; t >= firstStep; t--) {
      step(t, work);
    }
  }

  private INDArray factor(int block, INDArray ofActivation) {
    return cell.activation(block).backprop(forward.sum(block), ofActivation).getFirst();
  }

  private void step(int t, INDArray work) {
    INDArray ofState = at(stateGradients, t);
    INDArray ofUpdate = at(sumGradients[UPDATE], t).muli(ofState);
    INDArray ofCandidate = at(sumGradients[CANDIDATE], t).muli(ofState);
    INDArray ofReset = at(sumGradients[RESET], t);
    INDArray reset = at(resetGradients, t);
    if (cell.resetAfter()) {
      ofReset.muli(ofCandidate);
      reset.muli(ofCandidate);
    } else {
      Nd4j.gemm(ofCandidate, recurrentWeights(CANDIDATE), work, false, true, 1, 0);
      ofReset.muli(work);
      reset.muli(work);
    }
    if (t > firstStep) {
      INDArray ofPrevious = at(stateGradients, t - 1);
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

  /** Writes the gradients of the parameters, by their names. */
  void parameters(Map<String, INDArray> gradients) {
    INDArray input = reached(forward.input());
    INDArray before = reached(forward.statesBefore());
    for (int block = 0; block < sumGradients.length; block++) {
      INDArray ofSum = reached(sumGradients[block]);
      product(input, ofSum, gradients.get(GruParamInitializer.WEIGHTS), block);
      GruGates.block(gradients.get(GruParamInitializer.BIAS), block).assign(ofSum.sum(true, 0));
      INDArray operand = before;
      INDArray ofProduct = ofSum;
      if (block == CANDIDATE) {
        operand = cell.resetAfter() ? before : reached(forward.resetTerm());
        ofProduct = cell.resetAfter() ? reached(resetGradients) : ofSum;
      }
      product(operand, ofProduct, gradients.get(GruParamInitializer.RECURRENT_WEIGHTS), block);
      if (cell.resetAfter()) {
        GruGates.block(gradients.get(GruParamInitializer.RECURRENT_BIAS), block)
            .assign(ofProduct.sum(true, 0));
      }
    }
  }

  private static void product(INDArray operand, INDArray ofSum, INDArray gradient, int block) {
    Nd4j.gemm(operand, ofSum, GruGates.block(gradient, block), true, false, 1, 0);
  }

  /** The gradient of the input, {@code [batch, nIn, time]}, in working memory. */
  INDArray input() {
    INDArray rows = Nd4j.zeros(stateGradients.dataType(), forward.input().shape());
    INDArray reached = reached(rows);
    for (int block = 0; block < sumGradients.length; block++) {
      INDArray weights = GruGates.block(cell.weights(), block);
      Nd4j.gemm(reached(sumGradients[block]), weights, reached, false, true, 1, 1);
    }
    return TimeRows.toSequence(rows, batch);
  }

  private INDArray recurrentWeights(int block) {
    return GruGates.block(cell.recurrentWeights(), block);
  }

  private INDArray at(INDArray rows, int t) {
    return TimeRows.step(rows, t, batch);
  }

  private INDArray reached(INDArray rows) {
    return TimeRows.range(rows, firstStep * batch, forward.time() * batch);
  }
}

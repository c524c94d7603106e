package io.github.dl4jattention.layers.runtime;

import static io.github.dl4jattention.layers.runtime.LstmGates.CANDIDATE;
import static io.github.dl4jattention.layers.runtime.LstmGates.FORGET;
import static io.github.dl4jattention.layers.runtime.LstmGates.INPUT;
import static io.github.dl4jattention.layers.runtime.LstmGates.OUTPUT;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The gradients of an {@link LstmForward}.
 *
 * <p>With {@code d} for the gradient of the loss, {@code a'} for an activation's derivative at its
 * sum, g for the candidate and m for the activation of the cell c:
 *
 * <pre>
 *   d sum_o = dh_t * m_t * o'
 *   dc_t   += dh_t * o * m'
 *   d sum_f = dc_t * c_(t-1) * f'
 *   d sum_i = dc_t * g * i'
 *   d sum_g = dc_t * i * g'
 *   dc_(t-1) = dc_t * f
 *   dh_(t-1) += the sum over the blocks k of d sum_k U_k^T
 * </pre>
 *
 * <p>At padding the factors are zero, and dh and dc pass as they are.
 */
final class LstmBackward extends GatedBackward {
  private static final int BLOCKS = LstmParamInitializer.BLOCKS;

  private final LstmForward forward;

  /** {@code o * m'}, {@code [time * batch, nOut]}. */
  private final INDArray cellFactors;

  /** {@code dc_t}, {@code [batch, nOut]}. */
  private final INDArray ofCell;

  /** Runs the pass. */
  LstmBackward(LstmForward forward, LstmGates cell, INDArray epsilon, int firstStep) {
    super(forward, cell, epsilon, firstStep);
    this.forward = forward;
    factor(OUTPUT, forward.activatedCells());
    // The functions may write where they read.
    factor(FORGET, forward.statesBefore(LstmForward.CELL).dup());
    factor(INPUT, forward.activation(CANDIDATE).dup());
    factor(CANDIDATE, forward.activation(INPUT).dup());
    for (int block = 0; block < BLOCKS; block++) {
      zeroFactorForPadding(block);
    }
    INDArray cells = forward.statesAfter(LstmForward.CELL).dup();
    INDArray output = forward.activation(OUTPUT);
    cellFactors =
        forward.mask().zerosForPadding(cell.activation().backprop(cells, output).getFirst());
    ofCell = Nd4j.zeros(cells.dataType(), forward.batch(), cell.size());
    run();
  }

  @Override
  void step(int t, INDArray work) {
    INDArray ofHidden = ofState(t);
    ofSum(OUTPUT, t).muli(ofHidden);
    ofCell.addi(at(cellFactors, t).muli(ofHidden));
    ofSum(FORGET, t).muli(ofCell);
    ofSum(INPUT, t).muli(ofCell);
    ofSum(CANDIDATE, t).muli(ofCell);
    if (!isFirst(t)) {
      work.assign(ofCell);
      ofCell.muli(at(forward.activation(FORGET), t));
      forward.mask().keepAtPadding(work, ofCell, t);
      INDArray ofPrevious = ofState(t - 1);
      for (int block = 0; block < BLOCKS; block++) {
        Nd4j.gemm(ofSum(block, t), recurrentWeights(block), ofPrevious, false, true, 1, 1);
      }
      forward.mask().addAtPadding(ofHidden, ofPrevious, t);
    }
  }
}

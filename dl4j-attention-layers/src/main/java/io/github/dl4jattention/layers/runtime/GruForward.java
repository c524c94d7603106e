package io.github.dl4jattention.layers.runtime;

import static io.github.dl4jattention.layers.runtime.GruGates.CANDIDATE;
import static io.github.dl4jattention.layers.runtime.GruGates.RESET;
import static io.github.dl4jattention.layers.runtime.GruGates.UPDATE;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One pass of a GRU forwards in time, and what its backward pass needs of it.
 *
 * <p>All arrays are in the layout of {@link TimeRows}. The inputs' products are made before the
 * loop; in it, each step adds the state's products in place.
 *
 * <p>At padding the update gate is set to one: {@code h_t = (1 - 1) n + 1 h_(t-1)} carries the
 * state through as it is.
 */
final class GruForward {
  private final GruGates cell;
  private final StepMask mask;
  private final long batch;
  private final int time;

  /** Whether sums are kept apart from activations, for the backward pass. */
  private final boolean kept;

  /** The inputs, {@code [time * batch, nIn]}, zeros at padding. */
  private final INDArray input;

  /** The initial state, then the states: {@code [(time + 1) * batch, nOut]}. */
  private final INDArray states;

  /** By block: what its activation is applied to, {@code [time * batch, nOut]}. */
  private final INDArray[] sums = new INDArray[GruParamInitializer.BLOCKS];

  /** By block: its activations; the sums' arrays, overwritten, unless kept. */
  private final INDArray[] activations = new INDArray[GruParamInitializer.BLOCKS];

  /**
   * The one recurrent term of the candidate that is not a plain product of the state: {@code U h +
   * bR}, to be reset, or {@code r * h}, to be multiplied by U. {@code [time * batch, nOut]}.
   */
  private final INDArray resetTerm;

  /**
   * Runs the pass.
   *
   * @param sequence the input, {@code [batch, nIn, time]}
   * @param initial the initial state, {@code [batch, nOut]}; null for zeros
   * @param kept whether a backward pass will follow
   */
  GruForward(GruGates cell, INDArray sequence, INDArray initial, StepMask mask, boolean kept) {
    this.cell = cell;
    this.mask = mask;
    this.kept = kept;
    batch = sequence.size(0);
    time = Math.toIntExact(sequence.size(2));
    input = mask.zerosForPadding(TimeRows.of(sequence));
    states = empty((time + 1) * batch);
    INDArray first = TimeRows.step(states, 0, batch);
    if (initial == null) {
      first.assign(0);
    } else {
      first.assign(initial);
    }
    for (int block = 0; block < sums.length; block++) {
      sums[block] = projected(block);
      activations[block] = kept ? empty(time * batch) : sums[block];
    }
    resetTerm = empty(time * batch);
    if (cell.resetAfter()) {
      resetTerm.assign(0).addiRowVector(GruGates.block(cell.recurrentBias(), CANDIDATE));
    }
    INDArray work = empty(batch);
    for (int t = 0; t < time; t++) {
      step(t, work);
    }
  }

  private INDArray empty(long rows) {
    return Nd4j.createUninitialized(cell.weights().dataType(), rows, cell.size());
  }

  private INDArray projected(int block) {
    INDArray product = empty(time * batch);
    Nd4j.gemm(input, GruGates.block(cell.weights(), block), product, false, false, 1, 0);
    return product.addiRowVector(cell.biasOfInput(block));
  }

  private void step(int t, INDArray work) {
    INDArray previous = TimeRows.step(states, t, batch);
    INDArray next = TimeRows.step(states, t + 1, batch);
    INDArray reset = gate(RESET, t, previous);
    INDArray update = gate(UPDATE, t, previous);
    mask.onesForPadding(update, t);
    INDArray candidate = candidate(t, previous, reset, work);
    // (1 - z) n + z h, with one product less.
    previous.sub(candidate, next);
    next.muli(update).addi(candidate);
  }

  private INDArray gate(int block, int t, INDArray previous) {
    INDArray sum = TimeRows.step(sums[block], t, batch);
    addProduct(previous, block, sum);
    return activated(block, t, sum);
  }

  private INDArray candidate(int t, INDArray previous, INDArray reset, INDArray work) {
    INDArray sum = TimeRows.step(sums[CANDIDATE], t, batch);
    INDArray term = TimeRows.step(resetTerm, t, batch);
    if (cell.resetAfter()) {
      addProduct(previous, CANDIDATE, term);
      sum.addi(reset.mul(term, work));
    } else {
      reset.mul(previous, term);
      addProduct(term, CANDIDATE, sum);
    }
    return activated(CANDIDATE, t, sum);
  }

  private void addProduct(INDArray rows, int block, INDArray sum) {
    INDArray weights = GruGates.block(cell.recurrentWeights(), block);
    Nd4j.gemm(rows, weights, sum, false, false, 1, 1);
  }

  private INDArray activated(int block, int t, INDArray sum) {
    INDArray target = kept ? TimeRows.step(activations[block], t, batch).assign(sum) : sum;
    IActivation function = cell.activation(block);
    INDArray result = function.getActivation(target, cell.training());
    // DL4J's functions work in place, but none promises it.
    return result == target ? target : target.assign(result);
  }

  GruGates cell() {
    return cell;
  }

  StepMask mask() {
    return mask;
  }

  long batch() {
    return batch;
  }

  int time() {
    return time;
  }

  INDArray input() {
    return input;
  }

  INDArray sum(int block) {
    return sums[block];
  }

  INDArray activation(int block) {
    return activations[block];
  }

  INDArray resetTerm() {
    return resetTerm;
  }

  /** The state before each step, {@code [time * batch, nOut]}: a view. */
  INDArray statesBefore() {
    return TimeRows.range(states, 0, time * batch);
  }

  /** The last state, {@code [batch, nOut]}: a view. At padding it is that of the last real step. */
  INDArray lastState() {
    return TimeRows.step(states, time, batch);
  }

  /** The output, zeros at padding: {@code [batch, nOut, time]}, in working memory. */
  INDArray output() {
    INDArray after = TimeRows.range(states, batch, (time + 1) * batch);
    return TimeRows.toSequence(mask.zerosForPadding(after), batch);
  }
}

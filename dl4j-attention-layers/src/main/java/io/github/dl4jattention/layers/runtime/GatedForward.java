package io.github.dl4jattention.layers.runtime;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One pass of a layer of gates forwards in time, by ND4J's operations, and what its backward pass
 * needs of it.
 *
 * <p>All arrays are in the layout of {@link TimeRows}. The inputs' products are made before the
 * loop; in it, each step adds the states' products in place. State 0 is the output.
 */
abstract class GatedForward {
  private final Gates gates;
  private final StepMask mask;
  private final long batch;
  private final int time;

  /** Whether sums are kept apart from activations, for the backward pass. */
  private final boolean kept;

  /** The inputs, {@code [time * batch, nIn]}, zeros at padding. */
  private final INDArray input;

  /** The initial state, then the states: {@code [(time + 1) * batch, nOut]}. */
  private final INDArray[] states;

  /** By block: what its activation is applied to, {@code [time * batch, nOut]}. */
  private final INDArray[] sums;

  /** By block: its activations; the sums' arrays, overwritten, unless kept. */
  private final INDArray[] activations;

  /**
   * Makes the inputs' products; {@link #run()} does the rest.
   *
   * @param kept whether a backward pass will follow
   */
  GatedForward(Gates gates, SequencePass pass, boolean kept) {
    this.gates = gates;
    this.kept = kept;
    mask = StepMask.of(pass);
    batch = pass.batch();
    time = pass.time();
    input = mask.zerosForPadding(TimeRows.of(pass.sequence()));
    states = new INDArray[pass.states().size()];
    for (int i = 0; i < states.length; i++) {
      states[i] = empty((time + 1) * batch);
      INDArray given = pass.states().get(i);
      INDArray first = TimeRows.step(states[i], 0, batch);
      if (given == null) {
        first.assign(0);
      } else {
        first.assign(given);
      }
    }
    sums = new INDArray[gates.blocks()];
    activations = new INDArray[gates.blocks()];
    for (int block = 0; block < sums.length; block++) {
      sums[block] = projected(block);
      activations[block] = kept ? empty(time * batch) : sums[block];
    }
  }

  /** Goes through all steps. */
  final void run() {
    INDArray work = empty(batch);
    for (int t = 0; t < time; t++) {
      step(t, work);
    }
  }

  /**
   * Makes the states after a step from those before it.
   *
   * @param work {@code [batch, nOut]}, for whatever
   */
  abstract void step(int t, INDArray work);

  /** The backward pass from here. */
  abstract GatedBackward backward(INDArray epsilon, int firstStep);

  final INDArray empty(long rows) {
    return Nd4j.createUninitialized(gates.weights().dataType(), rows, gates.size());
  }

  private INDArray projected(int block) {
    INDArray product = empty(time * batch);
    Nd4j.gemm(input, gates.block(gates.weights(), block), product, false, false, 1, 0);
    return product.addiRowVector(gates.biasOfInput(block));
  }

  /** Adds a product of rows with a block of the recurrent weights. */
  final void addProduct(INDArray rows, int block, INDArray sum) {
    INDArray weights = gates.block(gates.recurrentWeights(), block);
    Nd4j.gemm(rows, weights, sum, false, false, 1, 1);
  }

  /** A block's activation of its input's product and that of a state. */
  final INDArray gate(int block, int t, INDArray previous) {
    INDArray sum = TimeRows.step(sums[block], t, batch);
    addProduct(previous, block, sum);
    return activated(block, t);
  }

  /** A block's activation of its sum. */
  final INDArray activated(int block, int t) {
    INDArray sum = TimeRows.step(sums[block], t, batch);
    INDArray target = kept ? TimeRows.step(activations[block], t, batch).assign(sum) : sum;
    return activated(gates.activation(block), target);
  }

  final INDArray activated(IActivation function, INDArray target) {
    INDArray result = function.getActivation(target, gates.training());
    // DL4J's functions work in place, but none promises it.
    return result == target ? target : target.assign(result);
  }

  final StepMask mask() {
    return mask;
  }

  final long batch() {
    return batch;
  }

  final int time() {
    return time;
  }

  final INDArray input() {
    return input;
  }

  final INDArray sum(int block) {
    return sums[block];
  }

  final INDArray activation(int block) {
    return activations[block];
  }

  /** A state before step t, {@code [batch, nOut]}: a view. */
  final INDArray state(int index, int t) {
    return TimeRows.step(states[index], t, batch);
  }

  /** The state before each step, {@code [time * batch, nOut]}: a view. */
  final INDArray statesBefore(int index) {
    return TimeRows.range(states[index], 0, time * batch);
  }

  /** The state after each step, {@code [time * batch, nOut]}: a view. */
  final INDArray statesAfter(int index) {
    return TimeRows.range(states[index], batch, (time + 1) * batch);
  }

  /** The last states, {@code [batch, nOut]}: views. At padding it is that of the last real step. */
  final INDArray[] lastStates() {
    INDArray[] last = new INDArray[states.length];
    for (int i = 0; i < last.length; i++) {
      last[i] = state(i, time);
    }
    return last;
  }

  /** The output, zeros at padding: {@code [batch, nOut, time]}, in working memory. */
  final INDArray output() {
    return TimeRows.toSequence(mask.zerosForPadding(statesAfter(0)), batch);
  }
}

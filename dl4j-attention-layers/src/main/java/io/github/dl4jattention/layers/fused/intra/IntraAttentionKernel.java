package io.github.dl4jattention.layers.fused.intra;

import io.github.dl4jattention.layers.align.Alignment;
import io.github.dl4jattention.layers.cell.RecurrentCell;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Padding;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.kernel.cell.CellKernel;
import io.github.dl4jattention.layers.kernel.cell.CellRows;
import io.github.dl4jattention.layers.score.AdditiveScore;
import java.util.Optional;

/**
 * The long short-term memory-network, forward and backward: a cell whose state before each step is
 * what the step sees on the tapes of all states so far.
 *
 * <p>What the input contributes to gates and queries is one product each for all steps. The batch
 * is divided among the workers, each of which takes its examples through all steps; the gradients
 * of the weights are products over all steps at the end.
 */
public final class IntraAttentionKernel implements Kernel {
  /** A product takes so many rows at a time: what an example gets depends on no other then. */
  private static final int TOGETHER = 4;

  private final String inputName;
  private final Lanes lanes;
  private final Workers workers = Workers.shared();
  private final CellKernel cell;
  private final Tapes tapes;
  private final Projection input;
  private final CellRows[] states;
  private Padding padding;
  private int time;

  private IntraAttentionKernel(
      String inputName, int inputSize, CellKernel cell, Tapes tapes, Lanes lanes) {
    this.inputName = inputName;
    this.lanes = lanes;
    this.cell = cell;
    this.tapes = tapes;
    input = new Projection(lanes, workers, inputSize, cell.columns());
    states = new CellRows[workers.count()];
    for (int i = 0; i < states.length; i++) {
      states[i] = cell.newRows();
    }
  }

  /**
   * A kernel.
   *
   * @param input name of the input
   * @param inputSize its channels
   * @param alignment how a step looks at the tapes
   * @param cell makes a state of what was seen
   * @param stateSize its units
   * @param lanes what it computes with
   * @return nothing unless the cell has a kernel, and the weights are a softmax's of the plain
   *     additive score
   */
  public static Optional<Kernel> of(
      String input,
      long inputSize,
      Alignment alignment,
      RecurrentCell cell,
      long stateSize,
      Lanes lanes) {
    if (!alignment.isGlobalSoftmax()
        || !(alignment.score() instanceof AdditiveScore score)
        || !score.isPlain()) {
      return Optional.empty();
    }
    Tapes.Sizes sizes =
        new Tapes.Sizes((int) inputSize, (int) stateSize, (int) score.attentionSize());
    Tapes tapes = new Tapes(sizes, alignment.dropProbability(), lanes, Workers.shared());
    return cell.kernel(lanes, stateSize)
        .filter(CellKernel::hasMemory)
        .map(kernel -> new IntraAttentionKernel(input, (int) inputSize, kernel, tapes, lanes));
  }

  @Override
  public void forward(Pass pass, Tensor y) {
    Pass.Input x = pass.input(inputName);
    int batch = x.values().batch();
    time = x.values().time();
    padding = x.padding();
    input.load(pass.parameter(RecurrentCell.INPUT_WEIGHT), pass.parameter(RecurrentCell.BIAS));
    cell.load(pass.parameter(RecurrentCell.RECURRENT_WEIGHT), null);
    cell.begin(padding, batch, time);
    input.forward(x.values().values(), cell.gates(), batch * time);
    tapes.begin(pass, x);
    y.reshape(batch, time, cell.size());
    eachChunk(
        batch,
        (worker, rows, end) -> {
          for (int t = 0; t < end; t++) {
            tapes.look(worker, rows, cell.before(), t);
            cell.step(rows, t);
            tapes.write(rows, t);
            copy(rows, t, y);
          }
          for (int t = end; t < time; t++) {
            cell.skip(rows, t);
            tapes.skip(rows, t);
          }
        });
  }

  private void copy(CellRows rows, int t, Tensor y) {
    int size = cell.size();
    for (int r = 0; r < rows.count(); r++) {
      System.arraycopy(rows.hidden(), r * size, y.values(), cell.row(rows, r, t) * size, size);
    }
  }

  @Override
  public void backward(Pass pass, Tensor dy) {
    Pass.Input x = pass.input(inputName);
    int rowsOfAll = dy.rows();
    cell.beginBackward();
    tapes.beginBackward();
    eachChunk(
        dy.batch(),
        (worker, rows, end) -> {
          for (int t = time - 1; t >= end; t--) {
            cell.skip(rows, t);
          }
          for (int t = end - 1; t >= 0; t--) {
            tapes.writeBack(rows, t);
            addTo(rows, t, dy);
            cell.stepBack(rows, t);
            tapes.lookBack(worker, rows, t);
          }
        });
    tapes.finish(pass, x, cell.before());
    input.backward(cell.gates(), true, x.gradient().values(), rowsOfAll);
    input.gradients(x.values().values(), cell.gates(), rowsOfAll);
    cell.gradients();
  }

  private void addTo(CellRows rows, int t, Tensor dy) {
    int size = cell.size();
    for (int r = 0; r < rows.count(); r++) {
      lanes.add(rows.hidden(), r * size, dy.values(), cell.row(rows, r, t) * size, size);
    }
  }

  /** What a worker does with its examples. */
  @FunctionalInterface
  private interface Chunk {
    /** Steps from {@code end} on are padding for all of them. */
    void run(int worker, CellRows rows, int end);
  }

  private void eachChunk(int batch, Chunk chunk) {
    int each = (batch + workers.count() - 1) / workers.count();
    int size = (each + TOGETHER - 1) / TOGETHER * TOGETHER;
    workers.run(
        (batch + size - 1) / size,
        (worker, index) -> {
          CellRows rows = states[worker];
          int first = index * size;
          rows.begin(first, Math.min(size, batch - first));
          int end = 0;
          for (int r = 0; r < rows.count(); r++) {
            end = Math.max(end, padding.end(first + r));
          }
          chunk.run(worker, rows, end);
        });
  }
}

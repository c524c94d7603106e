package io.github.dl4jattention.layers.decode;

import io.github.dl4jattention.layers.fused.decoder.ContextGate;
import io.github.dl4jattention.layers.kernel.Workers;

/**
 * Steps on float arrays, with weights that are made ready once.
 *
 * <p>A step of a few rows is a matter of reading the weights, which are divided among the workers.
 * First, what x and h contribute to the gates, and the query; then, once it is known what the query
 * looks at, what that does.
 */
final class KernelStepping implements Stepping {
  private final CellStep cell;

  /** Null for a decoder that does not look. */
  private final AdditiveLook attention;

  /** Null for none. */
  private final Gate gate;

  /** Whether what was seen is given behind the state. */
  private final boolean contextOutput;

  private final Workers workers;

  /**
   * A gate of contexts.
   *
   * @param weights {@code [stateSize]}
   * @param bias added to the sum
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Gate(float[] weights, float bias) {}

  KernelStepping(
      CellStep cell, AdditiveLook attention, Gate gate, boolean contextOutput, Workers workers) {
    this.cell = cell;
    this.attention = attention;
    this.gate = gate;
    this.contextOutput = contextOutput;
    this.workers = workers;
  }

  @Override
  public SourceMemory memory(Rows annotations, Rows mask) {
    return attention.memory(annotations, mask);
  }

  @Override
  public synchronized DecoderStepper.Step step(
      Rows inputs, DecoderState state, SourceMemory memory) {
    int rows = inputs.count();
    cell.begin(inputs, state);
    Rows looked = attention == null ? known() : look(memory, rows);
    float[] cells = state.cellRows() == null ? null : new float[rows * cell.size()];
    if (cells != null) {
      state.cellRows().copyTo(cells);
    }
    float[] next = new float[rows * cell.size()];
    cell.update(cells, next, rows);
    Rows states = Rows.of(next, rows, cell.size());
    DecoderState after =
        new DecoderState(
            state.position() + 1,
            states,
            cells == null ? null : Rows.of(cells, rows, cell.size()),
            null,
            null);
    return new DecoderStepper.Step(
        after, contextOutput ? withContexts(next, rows) : states, looked);
  }

  private Rows known() {
    workers.run(cell.pieces(), (worker, piece) -> cell.known(piece));
    return null;
  }

  private Rows look(SourceMemory memory, int rows) {
    int time = memory.annotationRows().size(1);
    attention.begin(rows, time);
    int queries = attention.pieces();
    workers.run(
        queries + cell.pieces(),
        (worker, piece) -> {
          if (piece < queries) {
            attention.ask(piece, cell.hidden(), rows);
          } else {
            cell.known(piece - queries);
          }
        });
    float[] looked = new float[rows * time];
    attention.look(memory, rows, looked);
    gateContexts(rows);
    cell.feed(attention.contexts());
    return Rows.of(looked, rows, time);
  }

  private void gateContexts(int rows) {
    int size = cell.size();
    int width = attention.contextSize();
    for (int r = 0; gate != null && r < rows; r++) {
      float beta =
          ContextGate.of(cell.lanes, gate.weights(), gate.bias(), cell.hidden(), r * size, size);
      cell.lanes.scale(attention.contexts(), r * width, beta, width);
    }
  }

  private Rows withContexts(float[] states, int rows) {
    int stateSize = cell.size();
    int contextSize = attention.contextSize();
    int size = stateSize + contextSize;
    float[] both = new float[rows * size];
    for (int r = 0; r < rows; r++) {
      System.arraycopy(states, r * stateSize, both, r * size, stateSize);
      System.arraycopy(
          attention.contexts(), r * contextSize, both, r * size + stateSize, contextSize);
    }
    return Rows.of(both, rows, size);
  }
}

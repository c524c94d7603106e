package io.github.dl4jattention.layers.decode;

import io.github.dl4jattention.layers.BahdanauDecoder;
import io.github.dl4jattention.layers.fused.TanhEnergies;
import io.github.dl4jattention.layers.fused.decoder.KeySoftmax;
import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Padding;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.kernel.cell.LstmCellKernel;
import io.github.dl4jattention.layers.score.AdditiveScore;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Steps on float arrays, with weights that are made ready once.
 *
 * <p>A step of a few rows is a matter of reading the weights: they are divided among the workers by
 * columns, so that each reads its own from the cache nearest to it. First, what x and h contribute
 * to the gates, and the query; then, once it is known what the query looks at, what that does.
 */
final class KernelStepping implements Stepping {
  private static final int GATES = 4;

  private final Lanes lanes;
  private final Workers workers;
  private final int inputSize;
  private final int contextSize;
  private final int stateSize;
  private final int attentionSize;
  private final float[] bias;
  private final ColumnParts ofInput;
  private final ColumnParts ofContext;
  private final ColumnParts ofState;
  private final ColumnParts queryWeight;
  private final ColumnParts keyWeight;
  private final float[] energyWeight;
  private final KeySoftmax softmax;
  private final LstmCellKernel cell;

  /** Whether what was seen is given behind the state. */
  private final boolean contextOutput;

  private float[] read = new float[0];
  private float[] hidden = new float[0];
  private float[] queries = new float[0];
  private float[] contexts = new float[0];
  private float[] gates = new float[0];
  private float[] weights = new float[0];
  private final float[] shown;

  KernelStepping(
      Map<String, INDArray> parameters, boolean contextOutput, Lanes lanes, Workers workers) {
    this.lanes = lanes;
    this.contextOutput = contextOutput;
    this.workers = workers;
    INDArray inputWeight = parameters.get(BahdanauDecoder.INPUT_WEIGHT);
    INDArray keys = parameters.get(AdditiveScore.KEY_WEIGHT);
    contextSize = (int) keys.size(0);
    attentionSize = (int) keys.size(1);
    inputSize = (int) inputWeight.size(0) - contextSize;
    stateSize = (int) parameters.get(BahdanauDecoder.RECURRENT_WEIGHT).size(0);
    int columns = GATES * stateSize;
    float[] ofBoth = Rows.toFloats(inputWeight);
    float[] recurrent = Rows.toFloats(parameters.get(BahdanauDecoder.RECURRENT_WEIGHT));
    int parts = workers.count() == 1 ? 1 : 2 * workers.count();
    ofInput = new ColumnParts(lanes, parts, ofBoth, 0, inputSize, columns);
    ofContext = new ColumnParts(lanes, parts, ofBoth, inputSize, contextSize, columns);
    ofState = new ColumnParts(lanes, parts, recurrent, 0, stateSize, columns);
    float[] query = Rows.toFloats(parameters.get(AdditiveScore.QUERY_WEIGHT));
    queryWeight = new ColumnParts(lanes, parts / 2, query, 0, stateSize, attentionSize);
    keyWeight = new ColumnParts(lanes, 1, Rows.toFloats(keys), 0, contextSize, attentionSize);
    bias = Rows.toFloats(parameters.get(BahdanauDecoder.BIAS));
    energyWeight = Rows.toFloats(parameters.get(AdditiveScore.ENERGY_WEIGHT));
    softmax = new KeySoftmax(lanes);
    cell = new LstmCellKernel(lanes, workers, stateSize, LstmCellKernel.Order.IFGO);
    shown = new float[stateSize];
  }

  /**
   * Of the sources that all rows were picked from.
   *
   * @param energies of their keys
   * @param padding which of these are real
   */
  record Prepared(TanhEnergies energies, Padding padding) {}

  @Override
  public SourceMemory memory(Rows annotations, Rows mask) {
    int sources = annotations.count();
    int time = annotations.size(1);
    float[] values = new float[sources * time * attentionSize];
    float[] a = annotations.floats();
    workers.run(
        sources,
        (worker, source) -> {
          int at = source * time;
          int from = annotations.source(source) * time * contextSize;
          keyWeight.multiply(0, a, from, time, false, values, at * attentionSize);
        });
    TanhEnergies energies = new TanhEnergies(attentionSize, lanes, workers);
    energies.begin(energyWeight, values, sources, time);
    Padding padding = new Padding();
    if (mask == null) {
      padding.all(sources, time);
    } else {
      padding.masked(mask.floats(), sources, time);
    }
    Rows projected = Rows.of(values, sources, time, attentionSize);
    return new SourceMemory(annotations, projected, mask, new Prepared(energies, padding));
  }

  @Override
  public synchronized DecoderStepper.Step step(
      Rows inputs, DecoderState state, SourceMemory memory) {
    int rows = inputs.count();
    float[] memories = new float[rows * stateSize];
    float[] next = new float[rows * stateSize];
    int time = memory.annotationRows().size(1);
    begin(rows, time);
    state.hiddenRows().copyTo(hidden);
    state.cellRows().copyTo(memories);
    inputs.copyTo(read);
    addKnown(rows);
    float[] looked = new float[rows * time];
    look(memory, rows, looked);
    workers.run(
        ofContext.count(),
        (worker, part) -> ofContext.multiply(part, contexts, 0, rows, true, gates, 0));
    for (int r = 0; r < rows; r++) {
      cell.update(gates, r * GATES * stateSize, memories, next, r * stateSize, shown, 0);
    }
    Rows states = Rows.of(next, rows, stateSize);
    DecoderState after =
        new DecoderState(
            state.position() + 1, states, Rows.of(memories, rows, stateSize), null, null);
    return new DecoderStepper.Step(
        after, contextOutput ? withContexts(next, rows) : states, Rows.of(looked, rows, time));
  }

  private Rows withContexts(float[] states, int rows) {
    int size = stateSize + contextSize;
    float[] both = new float[rows * size];
    for (int r = 0; r < rows; r++) {
      System.arraycopy(states, r * stateSize, both, r * size, stateSize);
      System.arraycopy(contexts, r * contextSize, both, r * size + stateSize, contextSize);
    }
    return Rows.of(both, rows, size);
  }

  private void begin(int rows, int time) {
    read = Buffers.atLeast(read, (long) rows * inputSize);
    hidden = Buffers.atLeast(hidden, (long) rows * stateSize);
    queries = Buffers.atLeast(queries, (long) rows * attentionSize);
    contexts = Buffers.zeros(contexts, (long) rows * contextSize);
    gates = Buffers.atLeast(gates, (long) rows * GATES * stateSize);
    weights = Buffers.atLeast(weights, KeySoftmax.stride(time));
  }

  /** The queries, and of the gates what x and h contribute. */
  private void addKnown(int rows) {
    workers.run(
        queryWeight.count() + ofState.count(),
        (worker, piece) -> {
          int part = piece - queryWeight.count();
          if (part < 0) {
            queryWeight.multiply(piece, hidden, 0, rows, false, queries, 0);
          } else {
            ofState.fill(part, bias, gates, rows);
            ofState.multiply(part, hidden, 0, rows, true, gates, 0);
            ofInput.multiply(part, read, 0, rows, true, gates, 0);
          }
        });
  }

  private void look(SourceMemory memory, int rows, float[] looked) {
    Prepared prepared = memory.prepared();
    float[] a = memory.annotationRows().floats();
    int time = memory.annotationRows().size(1);
    for (int r = 0; r < rows; r++) {
      int source = memory.annotationRows().source(r);
      int keys = prepared.padding().end(source);
      int qAt = r * attentionSize;
      prepared.energies().energies(0, source, queries, qAt, 0, keys, weights, 0);
      softmax.apply(weights, 0, prepared.padding(), source, time);
      System.arraycopy(weights, 0, looked, r * time, time);
      for (int j = 0; j < keys; j++) {
        int from = (source * time + j) * contextSize;
        lanes.addScaled(contexts, r * contextSize, weights[j], a, from, contextSize);
      }
    }
  }
}

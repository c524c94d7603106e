package io.github.dl4jattention.layers.decode;

import io.github.dl4jattention.layers.fused.TanhEnergies;
import io.github.dl4jattention.layers.fused.decoder.KeySoftmax;
import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Padding;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.score.AdditiveScore;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a few queries look at by the plain additive score, on float arrays. */
final class AdditiveLook {
  /** Rows from which on the workers divide them among themselves. */
  private static final int MANY = 8;

  private final Lanes lanes;
  private final Workers workers;
  private final int contextSize;
  private final int size;
  private final ColumnParts queryWeight;
  private final ColumnParts keyWeight;
  private final float[] energyWeight;
  private final KeySoftmax softmax;
  private final float[][] weights;

  private float[] queries = new float[0];
  private float[] contexts = new float[0];

  AdditiveLook(Map<String, INDArray> parameters, Lanes lanes, Workers workers) {
    this.lanes = lanes;
    this.workers = workers;
    INDArray keys = parameters.get(AdditiveScore.KEY_WEIGHT);
    INDArray query = parameters.get(AdditiveScore.QUERY_WEIGHT);
    contextSize = (int) keys.size(0);
    size = (int) keys.size(1);
    int stateSize = (int) query.size(0);
    queryWeight = new ColumnParts(lanes, workers.count(), Rows.toFloats(query), 0, stateSize, size);
    keyWeight = new ColumnParts(lanes, 1, Rows.toFloats(keys), 0, contextSize, size);
    energyWeight = Rows.toFloats(parameters.get(AdditiveScore.ENERGY_WEIGHT));
    softmax = new KeySoftmax(lanes);
    weights = new float[workers.count()][0];
  }

  /**
   * Of the sources that all rows were picked from.
   *
   * @param energies of their keys
   * @param padding which of these are real
   */
  record Prepared(TanhEnergies energies, Padding padding) {}

  /** Projects the keys of sources. */
  SourceMemory memory(Rows annotations, Rows mask) {
    int sources = annotations.count();
    int time = annotations.size(1);
    float[] values = new float[sources * time * size];
    float[] a = annotations.floats();
    workers.run(
        sources,
        (worker, source) -> {
          int from = annotations.source(source) * time * contextSize;
          keyWeight.multiply(0, a, from, time, false, values, source * time * size);
        });
    TanhEnergies energies = new TanhEnergies(size, lanes, workers);
    energies.begin(energyWeight, values, sources, time);
    Padding padding = new Padding();
    if (mask == null) {
      padding.all(sources, time);
    } else {
      padding.masked(mask.floats(), sources, time);
    }
    Rows projected = Rows.of(values, sources, time, size);
    return new SourceMemory(annotations, projected, mask, new Prepared(energies, padding));
  }

  /** Channels of a context. */
  int contextSize() {
    return contextSize;
  }

  /** Begins a step. */
  void begin(int rows, int time) {
    queries = Buffers.atLeast(queries, (long) rows * size);
    contexts = Buffers.zeros(contexts, (long) rows * contextSize);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Buffers.atLeast(weights[i], KeySoftmax.stride(time));
    }
  }

  /** Pieces of {@link #ask}. */
  int pieces() {
    return queryWeight.count();
  }

  /** A piece of the queries' projection: any worker may do it. */
  void ask(int piece, float[] hidden, int rows) {
    queryWeight.multiply(piece, hidden, 0, rows, false, queries, 0);
  }

  /**
   * Looks.
   *
   * @param memory at what
   * @param rows with how many queries
   * @param looked takes the weights, {@code [rows, time]}
   */
  void look(SourceMemory memory, int rows, float[] looked) {
    if (rows < MANY) {
      for (int r = 0; r < rows; r++) {
        look(0, memory, r, looked);
      }
    } else {
      workers.run(rows, (worker, r) -> look(worker, memory, r, looked));
    }
  }

  private void look(int worker, SourceMemory memory, int r, float[] looked) {
    Prepared prepared = memory.prepared();
    int time = memory.annotationRows().size(1);
    int source = memory.annotationRows().source(r);
    int keys = prepared.padding().end(source);
    float[] row = weights[worker];
    prepared.energies().energies(worker, source, queries, r * size, 0, keys, row, 0);
    softmax.apply(row, 0, prepared.padding(), source, time);
    System.arraycopy(row, 0, looked, r * time, time);
    float[] a = memory.annotationRows().floats();
    for (int j = 0; j < keys; j++) {
      int from = (source * time + j) * contextSize;
      lanes.addScaled(contexts, r * contextSize, row[j], a, from, contextSize);
    }
  }

  /** What was seen, {@code [rows, contextSize]}. */
  float[] contexts() {
    return contexts;
  }
}

package io.github.dl4jattention.layers.fused.multihead;

import io.github.dl4jattention.layers.fused.decoder.KeySoftmax;
import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.multihead.HeadProjections;
import java.util.Arrays;
import java.util.List;

/**
 * {@link io.github.dl4jattention.layers.multihead.MultiHead} for one query of each row, over keys
 * and values that are kept: attention step by step.
 *
 * <p>Made by {@link MultiHeadKernels#steps}. One instance serves one thread at a time.
 */
public final class StepHeads {
  private final MultiHeadSizes sizes;
  private final Workers workers;
  private final Lanes lanes;
  private final Projection queries;
  private final Projection keys;
  private final Projection values;
  private final Projection output;
  private final List<Positions> positions;

  /** Null for none. */
  private final GatedOutput gate;

  private final KeySoftmax softmax;
  private final float[][] energies;

  /** {@code [rows, heads headSize]}. */
  private float[] q = new float[0];

  /** The heads' outputs, {@code [rows, heads headSize]}. */
  private float[] z = new float[0];

  StepHeads(
      MultiHeadSizes sizes,
      Projection queries,
      List<Positions> positions,
      GatedOutput gate,
      Lanes lanes,
      Workers workers) {
    this.sizes = sizes;
    this.queries = queries;
    this.positions = positions;
    this.gate = gate;
    this.lanes = lanes;
    this.workers = workers;
    keys = new Projection(lanes, workers, sizes.keySize(), sizes.keyValueWidth());
    values = new Projection(lanes, workers, sizes.valueSize(), sizes.keyValueWidth());
    output = new Projection(lanes, workers, sizes.width(), sizes.outputSize());
    softmax = new KeySoftmax(lanes);
    energies = new float[workers.count()][0];
  }

  /**
   * Takes the parameters, once for all steps.
   *
   * @param pass has them
   */
  public void load(Pass pass) {
    load(pass, queries, HeadProjections.QUERY_WEIGHT, HeadProjections.QUERY_BIAS);
    load(pass, keys, HeadProjections.KEY_WEIGHT, HeadProjections.KEY_BIAS);
    load(pass, values, HeadProjections.VALUE_WEIGHT, HeadProjections.VALUE_BIAS);
    Pass.Parameter out =
        gate == null ? pass.parameter(HeadProjections.OUTPUT_WEIGHT) : gate.forward(pass);
    output.load(out, sizes.biases() ? pass.parameter(HeadProjections.OUTPUT_BIAS) : null);
  }

  private void load(Pass pass, Projection projection, String weight, String bias) {
    projection.load(pass.parameter(weight), sizes.biases() ? pass.parameter(bias) : null);
  }

  /**
   * Channels of a key of all heads, and of a value.
   *
   * @return the number
   */
  public int keyWidth() {
    return sizes.keyValueWidth();
  }

  /**
   * Projects keys and values, to be kept.
   *
   * @param x {@code [rows, keySize]}
   * @param rows how many
   * @param place where they stand among the steps; negative for nowhere
   * @param k takes {@code [rows, keyWidth]}
   * @param v takes {@code [rows, keyWidth]}
   */
  public void project(float[] x, int rows, int place, float[] k, float[] v) {
    keys.forward(x, k, rows);
    values.forward(x, v, rows);
    place(k, rows, sizes.keyValueHeads(), place);
  }

  private void place(float[] steps, int rows, int heads, int place) {
    for (int i = 0; place >= 0 && i < positions.size(); i++) {
      positions.get(i).placeAt(steps, rows, heads, place);
    }
  }

  /**
   * Attends.
   *
   * @param pass has the parameters of positions
   * @param x the queries, {@code [rows, querySize]}
   * @param rows how many
   * @param place where they stand among the steps; negative for nowhere
   * @param kept what they look at
   * @param weights takes {@code [rows, heads, keys]}; null if nobody wants them
   * @param y takes {@code [rows, outputSize]}
   */
  public void attend(
      Pass pass, float[] x, int rows, int place, KeptKeys kept, float[] weights, float[] y) {
    q = Buffers.atLeast(q, (long) rows * sizes.width());
    z = Buffers.zeros(z, (long) rows * sizes.width());
    queries.forward(x, q, rows);
    place(q, rows, sizes.heads(), place);
    for (int i = 0; place >= 0 && i < positions.size(); i++) {
      positions.get(i).beginStep(pass, place);
    }
    workers.run(
        rows * sizes.heads(),
        (worker, piece) ->
            attend(worker, piece / sizes.heads(), piece % sizes.heads(), place, kept, weights));
    output.forward(z, y, rows);
    for (int row = 0; row < rows; row++) {
      if (kept.padding().end(kept.example(row)) == 0) { // It sees no key.
        Arrays.fill(y, row * sizes.outputSize(), (row + 1) * sizes.outputSize(), 0);
      }
    }
  }

  private void attend(int worker, int row, int head, int place, KeptKeys kept, float[] weights) {
    int size = sizes.headSize();
    int count = kept.count();
    int end = kept.padding().end(kept.example(row));
    int width = keyWidth();
    int ofHead = sizes.ofHeads().keyValueHead(head) * size;
    int at = row * sizes.width() + head * size;
    float[] e = Buffers.atLeast(energies[worker], KeySoftmax.stride(count));
    energies[worker] = e;
    for (int j = 0; j < end; j++) {
      e[j] = lanes.dot(q, at, kept.keys(j), kept.at(row, j, width) + ofHead, size);
    }
    for (int i = 0; place >= 0 && i < positions.size(); i++) {
      positions.get(i).addStepEnergies(head, q, at, e, end);
    }
    softmax.apply(e, 0, kept.padding(), kept.example(row), count);
    for (int j = 0; j < end; j++) {
      lanes.addScaled(z, at, e[j], kept.values(j), kept.at(row, j, width) + ofHead, size);
    }
    for (int i = 0; place >= 0 && i < positions.size(); i++) {
      positions.get(i).addStepContexts(e, end, z, at);
    }
    if (weights != null) {
      System.arraycopy(e, 0, weights, (row * sizes.heads() + head) * count, count);
    }
  }
}

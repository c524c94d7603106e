package io.github.dl4jattention.layers.fused.multihead;

import io.github.dl4jattention.layers.fused.HeadSizes;
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
  private final HeadSizes ofHeads;
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
    ofHeads = sizes.ofHeads();
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
    workers.run(rows, (worker, row) -> attend(worker, row, place, kept, weights));
    output.forward(z, y, rows);
    for (int row = 0; row < rows; row++) {
      if (kept.padding().end(kept.example(row)) == 0) { // It sees no key.
        Arrays.fill(y, row * sizes.outputSize(), (row + 1) * sizes.outputSize(), 0);
      }
    }
  }

  /** All heads of a row, key by key: a key's channels of all heads are neighbours. */
  private void attend(int worker, int row, int place, KeptKeys kept, float[] weights) {
    int count = kept.count();
    int stride = KeySoftmax.stride(count);
    float[] e = Buffers.atLeast(energies[worker], (long) sizes.heads() * stride);
    energies[worker] = e;
    int end = kept.padding().end(kept.example(row));
    multiplyKeys(row, kept, end, e, stride);
    for (int head = 0; head < sizes.heads(); head++) {
      int at = at(row, head);
      for (int i = 0; place >= 0 && i < positions.size(); i++) {
        positions.get(i).addStepEnergies(head, q, at, e, head * stride, end);
      }
      softmax.apply(e, head * stride, kept.padding(), kept.example(row), count);
      for (int i = 0; place >= 0 && i < positions.size(); i++) {
        positions.get(i).addStepContexts(e, head * stride, end, z, at);
      }
      if (weights != null) {
        System.arraycopy(e, head * stride, weights, (row * sizes.heads() + head) * count, count);
      }
    }
    addValues(row, kept, end, e, stride);
  }

  private void multiplyKeys(int row, KeptKeys kept, int end, float[] e, int stride) {
    int size = sizes.headSize();
    for (int j = 0; j < end; j++) {
      float[] keysOfStep = kept.keys(j);
      int keyAt = kept.at(row, j, keyWidth());
      for (int head = 0; head < sizes.heads(); head++) {
        int keyOfHead = keyAt + ofHeads.keyValueHead(head) * size;
        e[head * stride + j] = lanes.dot(q, at(row, head), keysOfStep, keyOfHead, size);
      }
    }
  }

  private void addValues(int row, KeptKeys kept, int end, float[] e, int stride) {
    int size = sizes.headSize();
    for (int j = 0; j < end; j++) {
      float[] valuesOfStep = kept.values(j);
      int valueAt = kept.at(row, j, keyWidth());
      for (int head = 0; head < sizes.heads(); head++) {
        int valueOfHead = valueAt + ofHeads.keyValueHead(head) * size;
        lanes.addScaled(z, at(row, head), e[head * stride + j], valuesOfStep, valueOfHead, size);
      }
    }
  }

  private int at(int row, int head) {
    return row * sizes.width() + head * sizes.headSize();
  }
}

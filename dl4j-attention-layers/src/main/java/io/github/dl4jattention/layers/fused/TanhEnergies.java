package io.github.dl4jattention.layers.fused;

import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Workers;
import java.util.Arrays;

/**
 * Energies {@code e_j = v . tanh(q + k_j)} of projected queries and keys, a query at a time.
 *
 * <p>As {@code tanh(q + k) = 1 - 2 s} with {@code s = 1 / (1 + exp(2q) exp(2k))}, there is one
 * exponential for each number of a query and of a key, and for each number of each of their pairs
 * no more than a division: {@code e_j} is the sum of v less twice that of {@code v s}. The way back
 * divides again, which is faster than reading {@code [batch, queries, keys, size]} numbers, and
 * needs no memory for them.
 *
 * <p>Numbers whose exponentials a float does not hold, and NaN, go the long way.
 */
public final class TanhEnergies {
  /** Largest {@code 2 q} or {@code 2 k}: its exponential is far from a float's ends. */
  private static final float LARGEST = 80;

  private final int size;
  private final Lanes lanes;
  private final Workers workers;
  private final float[][] scratches;
  private int batch;
  private int keyTime;
  private float[] v;
  private float sumOfV;
  private float[] k;
  private float[] dk;

  /** {@code exp(2 k)}. */
  private float[] powers = new float[0];

  /** Of an example: whether exponentials hold its keys. */
  private boolean[] bounded = new boolean[0];

  /** Gradients by v of each example. */
  private float[] dv = new float[0];

  /**
   * Energies.
   *
   * @param size hidden units: channels of projected queries and keys
   * @param lanes what it computes with
   * @param workers who does
   */
  public TanhEnergies(int size, Lanes lanes, Workers workers) {
    this.size = size;
    this.lanes = lanes;
    this.workers = workers;
    scratches = new float[workers.count()][2 * size];
  }

  /**
   * Takes what a pass's energies are made of.
   *
   * @param v {@code [size]}
   * @param k projected keys, {@code [batch, keyTime, size]}
   * @param batch number of examples
   * @param keyTime number of keys
   */
  public void begin(float[] v, float[] k, int batch, int keyTime) {
    beginWithoutKeys(v, k, batch, keyTime);
    int length = keyTime * size;
    workers.run(
        batch,
        (worker, example) ->
            bounded[example] &= powers(k, example * length, powers, example * length, length));
  }

  /**
   * Takes what a pass's energies are made of, before there are any keys.
   *
   * @param v {@code [size]}
   * @param k will hold projected keys, {@code [batch, keyTime, size]}, see {@link #addKey}
   * @param batch number of examples
   * @param keyTime number of keys there will be
   */
  public void beginWithoutKeys(float[] v, float[] k, int batch, int keyTime) {
    this.v = v;
    this.k = k;
    this.batch = batch;
    this.keyTime = keyTime;
    sumOfV = lanes.sum(v, 0, size);
    powers = Buffers.atLeast(powers, (long) batch * keyTime * size);
    if (bounded.length < batch) {
      bounded = new boolean[batch];
    }
    Arrays.fill(bounded, Float.isFinite(sumOfV)); // Infinity less infinity would be NaN.
  }

  /**
   * Takes a key that was written.
   *
   * @param example whose
   * @param key which of its keys
   */
  public void addKey(int example, int key) {
    int at = (example * keyTime + key) * size;
    bounded[example] &= powers(k, at, powers, at, size);
  }

  /** {@code to = exp(2 from)}; false if it does not hold them. */
  private boolean powers(float[] from, int at, float[] to, int toAt, int n) {
    System.arraycopy(from, at, to, toAt, n);
    lanes.scale(to, toAt, -2, n);
    boolean low = lanes.max(to, toAt, n) <= LARGEST; // NaN is not.
    lanes.scale(to, toAt, -1, n);
    boolean high = lanes.max(to, toAt, n) <= LARGEST;
    lanes.exp(to, toAt, 0, n);
    return low && high;
  }

  /**
   * Energies of a query with neighbouring keys.
   *
   * @param worker who does
   * @param example whose keys
   * @param q holds the query
   * @param qAt where it begins
   * @param first the first key
   * @param keys how many
   * @param e takes the energies
   * @param eAt where they begin
   */
  public void energies(
      int worker, int example, float[] q, int qAt, int first, int keys, float[] e, int eAt) {
    float[] scratch = scratches[worker];
    int at = (example * keyTime + first) * size;
    if (powers(q, qAt, scratch, 0, size) && bounded[example]) {
      for (int j = 0; j < keys; j++) {
        e[eAt + j] = sumOfV - 2 * lanes.dotReciprocals(v, scratch, powers, at + j * size, size);
      }
    } else {
      for (int j = 0; j < keys; j++) {
        tanh(q, qAt, at + j * size, scratch);
        e[eAt + j] = lanes.dot(v, 0, scratch, 0, size);
      }
    }
  }

  /** {@code tanh(q + k)}. */
  private void tanh(float[] q, int qAt, int kAt, float[] y) {
    System.arraycopy(q, qAt, y, 0, size);
    lanes.add(y, 0, k, kAt, size);
    lanes.tanh(y, 0, y, 0, size);
  }

  /**
   * Begins the way back.
   *
   * @param dk adds up the gradient by k
   */
  public void beginBackward(float[] dk) {
    this.dk = dk;
    dv = Buffers.zeros(dv, (long) batch * size);
  }

  /**
   * Goes back through the energies of a query.
   *
   * @param worker who does
   * @param example whose keys
   * @param q holds the query
   * @param qAt where it begins
   * @param first the first key
   * @param keys how many
   * @param de holds the gradient by the energies
   * @param deAt where it begins
   * @param dq adds up the gradient by the query, at the query's place
   */
  public void backward(
      int worker,
      int example,
      float[] q,
      int qAt,
      int first,
      int keys,
      float[] de,
      int deAt,
      float[] dq) {
    float[] scratch = scratches[worker];
    int at = (example * keyTime + first) * size;
    int dvAt = example * size;
    if (powers(q, qAt, scratch, 0, size) && bounded[example]) {
      for (int j = 0; j < keys; j++) {
        int to = at + j * size;
        lanes.tanhOfPowersGradient(
            de[deAt + j], v, dv, dvAt, scratch, dq, qAt, powers, dk, to, size);
      }
    } else {
      for (int j = 0; j < keys; j++) {
        tanhBackward(scratch, q, qAt, at + j * size, de[deAt + j], dq, dvAt);
      }
    }
  }

  private void tanhBackward(
      float[] scratch, float[] q, int qAt, int kAt, float de, float[] dq, int dvAt) {
    tanh(q, qAt, kAt, scratch);
    lanes.addScaled(dv, dvAt, de, scratch, 0, size);
    System.arraycopy(v, 0, scratch, size, size);
    lanes.scale(scratch, size, de, size);
    lanes.tanhGradient(scratch, size, scratch, 0, size);
    lanes.add(dk, kAt, scratch, size, size);
    lanes.add(dq, qAt, scratch, size, size);
  }

  /**
   * Gradient by v, after the way back.
   *
   * @param sum adds it up, {@code [size]}
   */
  public void addEnergyGradient(float[] sum) {
    for (int example = 0; example < batch; example++) {
      lanes.add(sum, 0, dv, example * size, size);
    }
  }
}

package io.github.dl4jattention.layers.fused.decoder;

import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Workers;

/**
 * {@code e_j = v . tanh(q + k_j)}, of projected queries and keys.
 *
 * <p>As {@code tanh(q + k) = 1 - 2 s} with {@code s = 1 / (1 + exp(2q) exp(2k))}, there is one
 * exponential for each number of a query and of a key, and for each number of each of their pairs
 * no more than a division: {@code e_j} is the sum of v less twice that of {@code v s}. The way back
 * divides again, which is faster than reading {@code [batch, queries, keys, size]} numbers.
 *
 * <p>Numbers whose exponentials a float does not hold, and NaN, go the long way.
 */
final class AdditiveEnergies implements Energies {
  /** Largest {@code 2 q} or {@code 2 k}: its exponential is far from a float's ends. */
  private static final float LARGEST = 80;

  private final Projection queries;
  private final Projection keys;
  private final Parameters names;
  private final int size;
  private final Lanes lanes;
  private final Workers workers;
  private final float[][] scratches;
  private Pass pass;
  private Pass.Input annotations;
  private float[] v;
  private float sumOfV;

  /** k, {@code [batch, keyTime, size]}. */
  private float[] k = new float[0];

  /** {@code exp(2 k)}. */
  private float[] powers = new float[0];

  /** Of an example: whether exponentials hold its keys. */
  private boolean[] bounded = new boolean[0];

  private float[] dk = new float[0];

  /** Gradients by v of each example. */
  private float[] dv = new float[0];

  /**
   * Where the parameters are.
   *
   * @param queryWeight name of the one that queries are multiplied by
   * @param keyWeight name of the one that keys are multiplied by
   * @param keyRow its first row that does
   * @param energyWeight name of v
   */
  record Parameters(String queryWeight, String keyWeight, int keyRow, String energyWeight) {}

  AdditiveEnergies(
      Parameters names, int querySize, int keySize, int size, Lanes lanes, Workers workers) {
    this.names = names;
    this.size = size;
    this.lanes = lanes;
    this.workers = workers;
    queries = new Projection(lanes, workers, querySize, size);
    keys = new Projection(lanes, workers, keySize, size);
    scratches = new float[workers.count()][2 * size];
  }

  @Override
  public Projection queries() {
    return queries;
  }

  @Override
  public int querySize() {
    return size;
  }

  @Override
  public void begin(Pass pass, Pass.Input annotations) {
    this.pass = pass;
    this.annotations = annotations;
    queries.load(pass.parameter(names.queryWeight()), null);
    keys.load(pass.parameter(names.keyWeight()), names.keyRow() * size, size, null, 0);
    v = pass.parameter(names.energyWeight()).values();
    sumOfV = lanes.sum(v, 0, size);
    int batch = annotations.values().batch();
    int rows = annotations.values().rows();
    k = Buffers.atLeast(k, (long) rows * size);
    powers = Buffers.atLeast(powers, (long) rows * size);
    if (bounded.length < batch) {
      bounded = new boolean[batch];
    }
    keys.forward(annotations.values().values(), k, rows);
    int length = annotations.values().time() * size;
    workers.run(
        batch,
        (worker, example) ->
            bounded[example] = powers(k, example * length, powers, example * length, length));
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

  @Override
  public void energies(int worker, int example, float[] q, int qAt, float[] e, int eAt, int keys) {
    float[] scratch = scratches[worker];
    int at = example * annotations.values().time() * size;
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

  @Override
  public void beginBackward() {
    queries.loadTransposed();
    dk = Buffers.zeros(dk, (long) annotations.values().rows() * size);
    dv = Buffers.zeros(dv, (long) annotations.values().batch() * size);
  }

  @Override
  public void energiesBack(
      int worker, int example, float[] q, int qAt, float[] de, int deAt, int keys, float[] dq) {
    float[] scratch = scratches[worker];
    int at = example * annotations.values().time() * size;
    int dvAt = example * size;
    if (powers(q, qAt, scratch, 0, size) && bounded[example]) {
      for (int j = 0; j < keys; j++) {
        int to = at + j * size;
        lanes.tanhOfPowersGradient(
            de[deAt + j], v, dv, dvAt, scratch, dq, qAt, powers, dk, to, size);
      }
    } else {
      for (int j = 0; j < keys; j++) {
        tanhBack(scratch, q, qAt, at + j * size, de[deAt + j], dq, dvAt);
      }
    }
  }

  private void tanhBack(
      float[] scratch, float[] q, int qAt, int kAt, float de, float[] dq, int dvAt) {
    tanh(q, qAt, kAt, scratch);
    lanes.addScaled(dv, dvAt, de, scratch, 0, size);
    System.arraycopy(v, 0, scratch, size, size);
    lanes.scale(scratch, size, de, size);
    lanes.tanhGradient(scratch, size, scratch, 0, size);
    lanes.add(dk, kAt, scratch, size, size);
    lanes.add(dq, qAt, scratch, size, size);
  }

  @Override
  public void finish() {
    int rows = annotations.values().rows();
    keys.backward(dk, true, annotations.gradient().values(), rows);
    keys.gradients(annotations.values().values(), dk, rows);
    float[] gradient = pass.parameter(names.energyWeight()).gradient();
    for (int example = 0; example < annotations.values().batch(); example++) {
      lanes.add(gradient, 0, dv, example * size, size);
    }
  }
}

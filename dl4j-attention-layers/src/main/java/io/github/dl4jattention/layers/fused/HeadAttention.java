package io.github.dl4jattention.layers.fused;

import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Dropper;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;
import java.util.Arrays;

/**
 * Attention of every example's every head, with any energies: {@code z_i = sum_j alpha_ij v_j} with
 * {@code alpha_ij = softmax_j(e_ij)}.
 *
 * <p>Queries are taken a tile at a time: a tile's energies and weights are all that stands in
 * memory of the {@code [queryTime, keyTime]} there are, so memory grows with the length and not
 * with its square. Of each query the logarithm of its sum of exponentials is kept; with it the
 * backward pass makes the weights again (as FlashAttention does, Dao et al. 2022, section 3.1).
 *
 * <p>Keys behind an example's last real one are not computed at all; where queries look at
 * {@linkplain Sight#local few keys}, of a tile only those that one of its queries may look at.
 */
public final class HeadAttention {
  /** Numbers of a tile: with what it is multiplied by it stays in a second level cache. */
  private static final int TILE = 1 << 15;

  private static final int MOST_ROWS = 64;
  private static final int LEAST_ROWS = 8;

  /** Queries of a tile that looks at few keys. */
  private static final int LOCAL_ROWS = 32;

  /** No energy counts for more: an infinite one gives weights that are finite, and no gradient. */
  private static final float LIMIT = 1e30f;

  private final HeadSizes sizes;
  private final Energies energies;
  private final Contexts contexts;
  private final Sight sight;
  private final Lanes lanes;
  private final Workers workers;
  private final int localRows;
  private final TileScratch[] scratches;

  private Extent extent;
  private VisibleKeys visible;
  private Dropper dropper;

  /** Logarithm of each query's sum of exponentials, {@code [batch, heads, queryTime]}. */
  private float[] logSums = new float[0];

  /**
   * Attention.
   *
   * @param sizes of the heads
   * @param energies of queries with keys
   * @param sight the keys that a query may look at
   * @param lanes what it computes with
   * @param workers who does
   */
  public HeadAttention(
      HeadSizes sizes, Energies energies, Sight sight, Lanes lanes, Workers workers) {
    this(sizes, energies, Contexts.NONE, sight, lanes, workers);
  }

  /**
   * Attention whose weights give more than the mean of the values.
   *
   * @param sizes of the heads
   * @param energies of queries with keys
   * @param contexts what is added to the mean of the values
   * @param sight the keys that a query may look at
   * @param lanes what it computes with
   * @param workers who does
   */
  public HeadAttention(
      HeadSizes sizes,
      Energies energies,
      Contexts contexts,
      Sight sight,
      Lanes lanes,
      Workers workers) {
    this.sizes = sizes;
    this.energies = energies;
    this.contexts = contexts;
    this.sight = sight;
    this.lanes = lanes;
    this.workers = workers;
    localRows = sight.scattered() && lanes.fastRows() ? 1 : LOCAL_ROWS;
    scratches = new TileScratch[workers.count()];
    for (int i = 0; i < scratches.length; i++) {
      scratches[i] = new TileScratch(i, sight, lanes);
    }
  }

  /**
   * Attends.
   *
   * @param pass takes the attention weights, if anybody wants them
   * @param extent its queries and keys
   * @param v {@code [batch, keyTime, keyValueHeads valueSize]}
   * @param z takes the heads' outputs, {@code [batch, queryTime, heads valueSize]}
   */
  public void forward(Pass pass, Extent extent, float[] v, float[] z) {
    this.extent = extent;
    visible = new VisibleKeys(extent, sight);
    dropper =
        pass.training() && sizes.dropProbability() > 0
            ? new Dropper(sizes.dropProbability(), pass.nextSeed())
            : null;
    logSums = Buffers.atLeast(logSums, (long) extent.batch() * sizes.heads() * extent.queryTime());
    Tensor kept =
        pass.attentionWeights(extent.batch(), sizes.heads(), extent.queryTime(), extent.keyTime());
    workers.run(
        extent.batch() * sizes.heads(),
        (worker, piece) -> {
          TileScratch scratch = scratches[worker];
          scratch.example = piece / sizes.heads();
          scratch.head = piece % sizes.heads();
          forward(scratch, v, z, kept);
        });
  }

  private void forward(TileScratch scratch, float[] v, float[] z, Tensor kept) {
    int real = extent.queries().end(scratch.example);
    int width = sizes.heads() * sizes.valueSize();
    int zAt = outputAt(scratch);
    zeroRows(z, zAt, real, width);
    for (int row = 0; row < real; ) {
      int rows = tile(scratch, row, real, v, false);
      scratch.weights = Buffers.atLeast(scratch.weights, (long) rows * scratch.stride);
      energies.forward(scratch.worker, row, rows, scratch.weights, scratch.stride);
      for (int r = 0; r < rows; r++) {
        weights(scratch, r * scratch.stride, row + r, kept);
      }
      scratch.values.multiply(
          scratch.weights, 0, scratch.stride, 1, rows, false, z, zAt + row * width, width);
      contexts.forward(scratch.worker, row, rows, scratch.weights, scratch.stride, z);
      row += rows;
    }
  }

  /** Of a query's energies its weights. */
  private void weights(TileScratch scratch, int at, int row, Tensor kept) {
    float[] weights = scratch.weights;
    int n = scratch.to - scratch.from;
    visible.forbid(weights, at, scratch.example, row, scratch.from, scratch.to, scratch.stride);
    logSums[index(scratch, row)] = softmax(scratch, weights, at, row);
    if (sight.weighs()) {
      sight.weigh(weights, at, scratch.example, row, scratch.from, n);
    }
    if (kept != null) {
      int to = index(scratch, row) * extent.keyTime() + scratch.from;
      System.arraycopy(weights, at, kept.values(), to, n);
    }
    drop(scratch, weights, at, row);
  }

  /**
   * Begins a tile: its keys, and what is needed of them.
   *
   * @return number of its queries
   */
  private int tile(TileScratch scratch, int row, int real, float[] v, boolean backward) {
    int keys = extent.keys().end(scratch.example);
    if (!sight.local()) {
      scratch.keys(0, keys);
      if (row == 0) {
        load(scratch, v, backward);
      }
      return Math.min(real - row, tileRows(scratch.stride));
    }
    int rows = scratch.local(sight, row, Math.min(real - row, localRows), keys);
    load(scratch, v, backward);
    return rows;
  }

  private void load(TileScratch scratch, float[] v, boolean backward) {
    int width = sizes.keyValueHeads() * sizes.valueSize();
    int at = valuesAt(scratch);
    int n = scratch.to - scratch.from;
    energies.load(
        scratch.worker, scratch.example, scratch.head, scratch.from, scratch.to, backward);
    if (backward) {
      scratch.valuesDown.load(v, at, 1, width, sizes.valueSize(), n);
    } else {
      scratch.values.load(v, at, width, 1, n, sizes.valueSize());
    }
  }

  /** Where the value of a tile's first key begins. */
  private int valuesAt(TileScratch scratch) {
    int width = sizes.keyValueHeads() * sizes.valueSize();
    return (scratch.example * extent.keyTime() + scratch.from) * width
        + sizes.keyValueHead(scratch.head) * sizes.valueSize();
  }

  /** Where the output of an example's first query begins. */
  private int outputAt(TileScratch scratch) {
    int width = sizes.heads() * sizes.valueSize();
    return scratch.example * extent.queryTime() * width + scratch.head * sizes.valueSize();
  }

  /** Where a query of a head stands among all. */
  private int index(TileScratch scratch, int row) {
    return (scratch.example * sizes.heads() + scratch.head) * extent.queryTime() + row;
  }

  /** What stands behind the last real query. */
  private void zeroRows(float[] z, int at, int from, int width) {
    for (int row = from; row < extent.queryTime(); row++) {
      int to = at + row * width;
      Arrays.fill(z, to, to + sizes.valueSize(), 0);
    }
  }

  /**
   * Makes weights of energies.
   *
   * @return the logarithm of the energies' sum of exponentials; infinity if all weights are zero
   */
  private float softmax(TileScratch scratch, float[] row, int at, int query) {
    int n = scratch.to - scratch.from;
    float max = lanes.max(row, at, n);
    if (visible.forbids(scratch.example, query, scratch.from, scratch.to)) {
      max = Math.max(max, VisibleKeys.FORBIDDEN);
    }
    if (max > LIMIT) {
      for (int i = at; i < at + n; i++) {
        row[i] = Math.min(row[i], LIMIT);
      }
      max = LIMIT;
    }
    if (max == VisibleKeys.FORBIDDEN) {
      Arrays.fill(row, at, at + scratch.stride, 0);
      return Float.POSITIVE_INFINITY;
    }
    float sum = lanes.exp(row, at, max, scratch.stride);
    lanes.scale(row, at, 1 / sum, scratch.stride);
    return max + (float) Math.log(sum);
  }

  private void drop(TileScratch scratch, float[] row, int at, int query) {
    if (dropper != null) {
      long index = (long) index(scratch, query) * extent.keyTime() + scratch.from;
      dropper.apply(row, at, index, scratch.to - scratch.from);
    }
  }

  /**
   * Writes zeros over the output, or its gradient, of queries that see no key.
   *
   * @param y {@code [batch, queryTime, size]}
   */
  public void zeroBlind(Tensor y) {
    visible.zeroBlind(y);
  }

  /**
   * Goes back from the last forward pass.
   *
   * @param v as it was
   * @param dz gradient by the heads' outputs
   * @param dv adds up the gradient by v
   */
  public void backward(float[] v, float[] dz, float[] dv) {
    int sharing = sizes.heads() / sizes.keyValueHeads();
    workers.run(
        extent.batch() * sizes.keyValueHeads(),
        (worker, piece) -> {
          TileScratch scratch = scratches[worker];
          scratch.example = piece / sizes.keyValueHeads();
          for (int i = 0; i < sharing; i++) {
            scratch.head = piece % sizes.keyValueHeads() * sharing + i;
            backward(scratch, v, dz, dv);
          }
        });
  }

  private void backward(TileScratch scratch, float[] v, float[] dz, float[] dv) {
    int real = extent.queries().end(scratch.example);
    int width = sizes.heads() * sizes.valueSize();
    for (int row = 0; row < real; ) {
      int rows = tile(scratch, row, real, v, true);
      int stride = scratch.stride;
      int at = outputAt(scratch) + row * width;
      scratch.weights = Buffers.atLeast(scratch.weights, (long) rows * stride);
      scratch.gradient = Buffers.atLeast(scratch.gradient, (long) rows * stride);
      energies.forward(scratch.worker, row, rows, scratch.weights, stride);
      scratch.valuesDown.multiply(dz, at, width, 1, rows, false, scratch.gradient, 0, stride);
      contexts.backward(scratch.worker, row, rows, dz, scratch.gradient, stride);
      for (int r = 0; r < rows; r++) {
        energyGradient(scratch, r * stride, row + r);
      }
      energies.backward(scratch.worker, row, rows, scratch.gradient, stride);
      scratch.rows.load(dz, at, width, 1, rows, sizes.valueSize());
      scratch.rows.multiply( // dv += weights' dz
          scratch.weights,
          0,
          1,
          stride,
          scratch.to - scratch.from,
          true,
          dv,
          valuesAt(scratch),
          sizes.keyValueHeads() * sizes.valueSize());
      row += rows;
    }
  }

  /**
   * Of a query's energies and its gradient by the weights: its weights and gradient by energies.
   */
  private void energyGradient(TileScratch scratch, int at, int row) {
    float[] weights = scratch.weights;
    float[] gradient = scratch.gradient;
    int n = scratch.to - scratch.from;
    visible.forbid(weights, at, scratch.example, row, scratch.from, scratch.to, scratch.stride);
    float logSum = logSums[index(scratch, row)];
    boolean limited = logSum >= LIMIT && logSum < Float.POSITIVE_INFINITY;
    if (limited) {
      softmax(scratch, weights, at, row);
    } else {
      lanes.exp(weights, at, logSum, scratch.stride);
    }
    Arrays.fill(gradient, at + n, at + scratch.stride, 0);
    drop(scratch, gradient, at, row);
    if (sight.weighs()) {
      sight.weigh(gradient, at, scratch.example, row, scratch.from, n);
      sight.backward(weights, gradient, at, scratch.example, row, scratch.from, n);
    }
    // Not z . dz, which is the same but for rounding: a single key's gradient is to be zero.
    float mean = lanes.dot(weights, at, gradient, at, scratch.stride);
    lanes.softmaxGradient(gradient, at, weights, at, mean, scratch.stride);
    if (limited) {
      lanes.scale(gradient, at, 0, scratch.stride);
    }
    if (sight.weighs()) {
      sight.weigh(weights, at, scratch.example, row, scratch.from, n);
    }
    drop(scratch, weights, at, row);
  }

  /** Few rows of large keys and values would read these from memory more than compute. */
  private int tileRows(int stride) {
    int least = Math.max(LEAST_ROWS, (sizes.headSize() + sizes.valueSize()) / 4);
    return Math.min(MOST_ROWS, Math.max(least, TILE / Math.max(1, stride)));
  }
}

package io.github.dl4jattention.layers.fused;

import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Dropper;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Operand;
import io.github.dl4jattention.layers.kernel.Padding;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;
import java.util.Arrays;

/**
 * Scaled dot-product attention of every example's every head.
 *
 * <p>Queries are taken a tile at a time: a tile's energies and weights are all that stands in
 * memory of the {@code [queryTime, keyTime]} there are, so memory grows with the length and not
 * with its square. Of each query the logarithm of its sum of exponentials is kept; with it the
 * backward pass makes the weights again (as FlashAttention does, Dao et al. 2022, section 3.1).
 *
 * <p>Keys behind an example's last real one are not computed at all.
 */
final class HeadAttention {
  /** Numbers of a tile: with what it is multiplied by it stays in a second level cache. */
  private static final int TILE = 1 << 15;

  private static final int MOST_ROWS = 64;
  private static final int LEAST_ROWS = 8;

  /** The energy of a key that may not be looked at; see the layers' rule for masks. */
  private static final float FORBIDDEN = -1e30f;

  private final MultiHeadSizes sizes;
  private final Lanes lanes;
  private final Workers workers;
  private final Scratch[] scratches;

  private int batch;
  private int queryTime;
  private int keyTime;
  private Padding padding;
  private Padding queryPadding;
  private Dropper dropper;

  /** Logarithm of each query's sum of exponentials, {@code [batch, heads, queryTime]}. */
  private float[] logSums = new float[0];

  HeadAttention(MultiHeadSizes sizes, Lanes lanes, Workers workers) {
    this.sizes = sizes;
    this.lanes = lanes;
    this.workers = workers;
    scratches = new Scratch[workers.count()];
    for (int i = 0; i < scratches.length; i++) {
      scratches[i] = new Scratch(lanes);
    }
  }

  /** What one worker works with. */
  private static final class Scratch {
    /** Keys as columns, {@code [headSize, keys]}. */
    private final Operand keysDown;

    /** Values as columns. */
    private final Operand valuesDown;

    /** Keys as rows, {@code [keys, headSize]}. */
    private final Operand keys;

    /** Values as rows. */
    private final Operand values;

    /** Queries, or the gradients of their outputs, of a tile: {@code [rows, headSize]}. */
    private final Operand rows;

    /** Energies, then weights, of a tile. */
    private float[] weights = new float[0];

    private float[] gradient = new float[0];

    private Scratch(Lanes lanes) {
      keysDown = lanes.newOperand();
      valuesDown = lanes.newOperand();
      keys = lanes.newOperand();
      values = lanes.newOperand();
      rows = lanes.newOperand();
    }
  }

  /**
   * Attends.
   *
   * @param q {@code [batch, queryTime, heads headSize]}, scaled
   * @param k {@code [batch, keyTime, keyValueHeads headSize]}
   * @param v as k
   * @param z takes the heads' outputs, as q
   */
  void forward(Pass pass, float[] q, float[] k, float[] v, float[] z) {
    Tensor queries = pass.input(sizes.queryInput()).values();
    batch = queries.batch();
    queryTime = queries.time();
    keyTime = pass.input(sizes.keyInput()).values().time();
    padding = pass.input(sizes.keyInput()).padding();
    dropper =
        pass.training() && sizes.dropProbability() > 0
            ? new Dropper(sizes.dropProbability(), pass.nextSeed())
            : null;
    queryPadding = pass.input(sizes.queryInput()).padding();
    logSums = Buffers.atLeast(logSums, (long) batch * sizes.heads() * queryTime);
    Tensor kept = pass.attentionWeights(batch, sizes.heads(), queryTime, keyTime);
    workers.run(
        batch * sizes.heads(),
        (worker, piece) ->
            forward(
                scratches[worker], piece / sizes.heads(), piece % sizes.heads(), q, k, v, z, kept));
  }

  private void forward(
      Scratch scratch,
      int example,
      int head,
      float[] q,
      float[] k,
      float[] v,
      float[] z,
      Tensor kept) {
    int keys = padding.end(example);
    int stride = roundedUp(keys);
    int real = queryPadding.end(example);
    int tile = tileRows(stride);
    int width = sizes.width();
    int qAt = example * queryTime * width + head * sizes.headSize();
    zeroRows(z, qAt, real);
    loadKeys(scratch.keysDown, k, example, head, true);
    loadKeys(scratch.values, v, example, head, false);
    scratch.weights = Buffers.atLeast(scratch.weights, (long) tile * stride);
    float[] weights = scratch.weights;
    for (int row = 0; row < real; row += tile) {
      int rows = Math.min(tile, real - row);
      scratch.keysDown.multiply(q, qAt + row * width, width, 1, rows, false, weights, 0, stride);
      for (int r = 0; r < rows; r++) {
        int at = r * stride;
        forbid(weights, at, example, row + r);
        logSums[index(example, head, row + r)] = softmax(weights, at, keys, example);
        if (kept != null) {
          int to = index(example, head, row + r) * keyTime;
          System.arraycopy(weights, at, kept.values(), to, keys);
        }
        drop(weights, at, example, head, row + r);
      }
      scratch.values.multiply(weights, 0, stride, 1, rows, false, z, qAt + row * width, width);
    }
  }

  /** Where an example's query of a head stands among all. */
  private int index(int example, int head, int row) {
    return (example * sizes.heads() + head) * queryTime + row;
  }

  /** The keys or values of an example and head; as columns, or as rows. */
  private void loadKeys(Operand operand, float[] k, int example, int head, boolean columns) {
    int width = sizes.keyValueWidth();
    int shared = head / (sizes.heads() / sizes.keyValueHeads());
    int at = example * keyTime * width + shared * sizes.headSize();
    int keys = padding.end(example);
    if (columns) {
      operand.load(k, at, 1, width, sizes.headSize(), keys); // [headSize, keys]
    } else {
      operand.load(k, at, width, 1, keys, sizes.headSize()); // [keys, headSize]
    }
  }

  /** What stands behind the last real query. */
  private void zeroRows(float[] z, int at, int from) {
    for (int row = from; row < queryTime; row++) {
      int to = at + row * sizes.width();
      Arrays.fill(z, to, to + sizes.headSize(), 0);
    }
  }

  /** Zeros for all keys of an example and head. */
  private void zeroKeys(float[] dk, int example, int head) {
    int width = sizes.keyValueWidth();
    int shared = head / (sizes.heads() / sizes.keyValueHeads());
    for (int j = 0; j < keyTime; j++) {
      int at = (example * keyTime + j) * width + shared * sizes.headSize();
      Arrays.fill(dk, at, at + sizes.headSize(), 0);
    }
  }

  /** Gives keys that a query may not look at, and what fills up the row, their energy. */
  private void forbid(float[] energies, int at, int example, int row) {
    int keys = padding.end(example);
    Arrays.fill(energies, at + keys, at + roundedUp(keys), FORBIDDEN);
    if (sizes.causal() && row + 1 < keys) {
      Arrays.fill(energies, at + row + 1, at + keys, FORBIDDEN);
    }
    if (padding.gaps(example)) {
      for (int j = 0; j < keys; j++) {
        if (!padding.real(example, j)) {
          energies[at + j] = FORBIDDEN;
        }
      }
    }
  }

  /**
   * Makes weights of energies.
   *
   * @return the logarithm of the energies' sum of exponentials; infinity if all weights are zero
   */
  private float softmax(float[] energies, int at, int keys, int example) {
    int length = roundedUp(keys);
    float max = lanes.max(energies, at, keys);
    if (sizes.causal() || padding.gaps(example) || keys < keyTime) {
      max = Math.max(max, FORBIDDEN);
    }
    if (max == FORBIDDEN) {
      Arrays.fill(energies, at, at + length, 0);
      return Float.POSITIVE_INFINITY;
    }
    float sum = lanes.exp(energies, at, max, length);
    lanes.scale(energies, at, 1 / sum, length);
    return max + (float) Math.log(sum);
  }

  private void drop(float[] weights, int at, int example, int head, int row) {
    if (dropper != null) {
      long index = (long) index(example, head, row) * keyTime;
      dropper.apply(weights, at, index, padding.end(example));
    }
  }

  /** Writes zeros over the output, or its gradient, of queries that see no key. */
  void zeroBlind(Tensor y) {
    for (int example = 0; example < batch; example++) {
      int first = 0; // real key
      while (first < padding.end(example) && !padding.real(example, first)) {
        first++;
      }
      int blind = first == padding.end(example) ? queryTime : sizes.causal() ? first : 0;
      int at = example * queryTime * y.size();
      Arrays.fill(y.values(), at, at + Math.min(blind, queryTime) * y.size(), 0);
    }
  }

  /**
   * Goes back.
   *
   * @param dz gradient by z
   * @param dq takes the gradient by q as it was before it was scaled
   * @param dk takes the gradient by k
   * @param dv takes the gradient by v
   */
  void backward(
      float[] q, float[] k, float[] v, float[] z, float[] dz, float[] dq, float[] dk, float[] dv) {
    int sharing = sizes.heads() / sizes.keyValueHeads();
    workers.run(
        batch * sizes.keyValueHeads(),
        (worker, piece) -> {
          int example = piece / sizes.keyValueHeads();
          int first = piece % sizes.keyValueHeads() * sharing;
          Scratch scratch = scratches[worker];
          loadKeys(scratch.keysDown, k, example, first, true);
          loadKeys(scratch.valuesDown, v, example, first, true);
          loadKeys(scratch.keys, k, example, first, false);
          zeroKeys(dk, example, first);
          zeroKeys(dv, example, first);
          for (int head = first; head < first + sharing; head++) {
            backward(scratch, example, head, q, z, dz, dq, dk, dv);
          }
        });
  }

  private void backward(
      Scratch scratch,
      int example,
      int head,
      float[] q,
      float[] z,
      float[] dz,
      float[] dq,
      float[] dk,
      float[] dv) {
    int keys = padding.end(example);
    int stride = roundedUp(keys);
    int real = queryPadding.end(example);
    int tile = tileRows(stride);
    int width = sizes.width();
    int qAt = example * queryTime * width + head * sizes.headSize();
    zeroRows(dq, qAt, real);
    scratch.weights = Buffers.atLeast(scratch.weights, (long) tile * stride);
    scratch.gradient = Buffers.atLeast(scratch.gradient, (long) tile * stride);
    for (int row = 0; row < real; row += tile) {
      int rows = Math.min(tile, real - row);
      int at = qAt + row * width;
      scratch.keysDown.multiply(q, at, width, 1, rows, false, scratch.weights, 0, stride);
      scratch.valuesDown.multiply(dz, at, width, 1, rows, false, scratch.gradient, 0, stride);
      for (int r = 0; r < rows; r++) {
        float mean = lanes.dot(z, at + r * width, dz, at + r * width, sizes.headSize());
        energyGradient(scratch, r * stride, example, head, row + r, mean);
      }
      scratch.keys.multiply(scratch.gradient, 0, stride, 1, rows, false, dq, at, width);
      for (int r = 0; r < rows; r++) {
        lanes.scale(dq, at + r * width, sizes.scale(), sizes.headSize());
      }
      addTransposed(scratch, scratch.gradient, q, at, rows, dk, example, head);
      addTransposed(scratch, scratch.weights, dz, at, rows, dv, example, head);
    }
  }

  /**
   * Of a query's energies and its gradient by the weights: its weights and gradient by energies.
   */
  private void energyGradient(Scratch scratch, int at, int example, int head, int row, float mean) {
    int length = roundedUp(padding.end(example));
    forbid(scratch.weights, at, example, row);
    lanes.exp(scratch.weights, at, logSums[index(example, head, row)], length);
    Arrays.fill(scratch.gradient, at + padding.end(example), at + length, 0);
    drop(scratch.gradient, at, example, head, row);
    lanes.softmaxGradient(scratch.gradient, at, scratch.weights, at, mean, length);
    drop(scratch.weights, at, example, head, row);
  }

  /** {@code sum += tile' x}: tile is {@code [rows, keys]}, x {@code [rows, headSize]}. */
  private void addTransposed(
      Scratch scratch,
      float[] tile,
      float[] x,
      int xAt,
      int rows,
      float[] sum,
      int example,
      int head) {
    int keys = padding.end(example);
    int width = sizes.keyValueWidth();
    int shared = head / (sizes.heads() / sizes.keyValueHeads());
    int at = example * keyTime * width + shared * sizes.headSize();
    scratch.rows.load(x, xAt, sizes.width(), 1, rows, sizes.headSize());
    scratch.rows.multiply(tile, 0, 1, roundedUp(keys), keys, true, sum, at, width);
  }

  private static int tileRows(int stride) {
    return Math.max(LEAST_ROWS, Math.min(MOST_ROWS, TILE / Math.max(1, stride)));
  }

  /** Rows as long as whole registers: no rest to be done one number at a time. */
  private static int roundedUp(int length) {
    return (length + 15) / 16 * 16;
  }
}

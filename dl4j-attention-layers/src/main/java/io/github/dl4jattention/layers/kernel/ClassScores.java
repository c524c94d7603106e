package io.github.dl4jattention.layers.kernel;

/**
 * A softmax over many classes with cross-entropy against one class a row, forward and backward, by
 * many threads. The labels are numbers of classes: nothing of the size of {@code [rows, classes]}
 * is read or given.
 *
 * <pre>
 *   z   = X W + b                                       [rows, classes]
 *   L_r = -(1 - s) log p_ry - s / classes sum_k log p_rk    p_r = softmax(z_r), y the row's class
 *   dz  = p - (1 - s) onehot(y) - s / classes
 * </pre>
 *
 * <p>s is the label smoothing of Szegedy et al. 2016, "Rethinking the Inception Architecture for
 * Computer Vision", section 7; 0 for none. W is kept class by class, {@code [classes, in]}, which
 * is how DL4J keeps the weights of its output layers, and how an embedding keeps its own.
 */
public final class ClassScores {
  /** Rows whose scores are held at a time. */
  private static final int CHUNK = 512;

  /** Rows that one thread multiplies at a time. */
  private static final int BLOCK = 128;

  /** Rows whose part of the weights' gradient one product adds. */
  private static final int DEPTH = 256;

  /** Classes that one thread takes at a time. */
  private static final int PART = 256;

  /** Channels that one thread takes at a time. */
  private static final int CHANNELS = 64;

  private final Lanes lanes;
  private final Workers workers;
  private final int in;
  private final int classes;
  private final Operand[] parts;
  private final Operand[] transposed;
  private final Operand[] inputs;

  /** Each worker's copy of a part of the scores' gradients, {@code [DEPTH, PART]}. */
  private final float[][] copies;

  private float[] weights = new float[0];
  private float[] bias = new float[0];
  private float[] scores = new float[0];

  /**
   * Scores of classes.
   *
   * @param lanes what they are computed with
   * @param workers who computes
   * @param in channels of a row
   * @param classes how many
   */
  public ClassScores(Lanes lanes, Workers workers, int in, int classes) {
    this.lanes = lanes;
    this.workers = workers;
    this.in = in;
    this.classes = classes;
    parts = newOperands(lanes, pieces(classes, PART));
    transposed = newOperands(lanes, pieces(in, CHANNELS));
    inputs = newOperands(lanes, pieces(CHUNK, DEPTH));
    copies = new float[workers.count()][0];
  }

  private static Operand[] newOperands(Lanes lanes, int count) {
    Operand[] operands = new Operand[count];
    for (int i = 0; i < count; i++) {
      operands[i] = lanes.newOperand();
    }
    return operands;
  }

  private static int pieces(int length, int piece) {
    return (length + piece - 1) / piece;
  }

  /**
   * Takes the parameters.
   *
   * @param weights W, {@code [classes, in]}
   * @param bias b, {@code [classes]}
   */
  public void load(float[] weights, float[] bias) {
    this.weights = weights;
    this.bias = bias;
    workers.run(
        parts.length,
        (worker, part) -> {
          int first = part * PART;
          int count = Math.min(PART, classes - first);
          parts[part].load(weights, first * in, 1, in, in, count);
        });
  }

  /**
   * Natural logarithms of the probabilities.
   *
   * @param x {@code [rows, in]}
   * @param rows how many
   * @return {@code [row][class]}
   */
  public float[][] logProbabilities(float[] x, int rows) {
    float[][] found = new float[rows][classes];
    each(x, rows, (first, count) -> logs(found, first, count));
    return found;
  }

  private void logs(float[][] found, int first, int count) {
    workers.run(
        count,
        (worker, r) -> {
          int at = r * classes;
          System.arraycopy(scores, at, found[first + r], 0, classes);
          float largest = lanes.max(scores, at, classes);
          double sum = lanes.exp(scores, at, largest, classes);
          float logSum = (float) (largest + Math.log(sum));
          lanes.shift(found[first + r], 0, found[first + r], 0, -logSum, classes);
        });
  }

  /**
   * The loss of each row.
   *
   * @param x {@code [rows, in]}
   * @param labels the class of each row
   * @param smoothing s, from 0 to below 1
   * @return {@code [rows]}, in nats
   */
  public double[] losses(float[] x, int[] labels, double smoothing) {
    double[] losses = new double[labels.length];
    each(
        x,
        labels.length,
        (first, count) ->
            workers.run(
                count,
                (worker, r) ->
                    losses[first + r] = softmax(r * classes, labels[first + r], smoothing).loss()));
    return losses;
  }

  /**
   * The loss of each row, and the gradients of their sum.
   *
   * @param x {@code [rows, in]}
   * @param labels the class of each row
   * @param smoothing s, from 0 to below 1
   * @param dx takes the gradient by x, {@code [rows, in]}
   * @param dw gets the gradient by W added, {@code [classes, in]}
   * @param db gets the gradient by b added, {@code [classes]}
   * @return {@code [rows]}, in nats
   */
  public double[] gradients(
      float[] x, int[] labels, double smoothing, float[] dx, float[] dw, float[] db) {
    double[] losses = new double[labels.length];
    loadTransposed();
    each(
        x,
        labels.length,
        (first, count) -> {
          differentiate(first, count, labels, smoothing, losses);
          addToInput(first, count, dx);
          addToWeights(x, first, count, dw, db);
        });
    return losses;
  }

  private void loadTransposed() {
    workers.run(
        transposed.length,
        (worker, part) -> {
          int first = part * CHANNELS;
          int width = Math.min(CHANNELS, in - first);
          transposed[part].load(weights, first, in, 1, classes, width);
        });
  }

  /** From scores to their gradients, in place. */
  private void differentiate(
      int first, int count, int[] labels, double smoothing, double[] losses) {
    workers.run(
        count,
        (worker, r) -> {
          int label = labels[first + r];
          int at = r * classes;
          Softmax softmax = softmax(at, label, smoothing);
          losses[first + r] = softmax.loss();
          lanes.scale(scores, at, (float) (1 / softmax.sum()), classes);
          if (smoothing > 0) {
            lanes.shift(scores, at, scores, at, (float) (-smoothing / classes), classes);
          }
          scores[at + label] -= (float) (1 - smoothing);
        });
  }

  private void addToInput(int first, int count, float[] dx) {
    int blocks = pieces(count, BLOCK);
    workers.run(
        blocks * transposed.length,
        (worker, piece) -> {
          int row = piece % blocks * BLOCK;
          int part = piece / blocks;
          int rows = Math.min(BLOCK, count - row);
          int to = (first + row) * in + part * CHANNELS;
          transposed[part].multiply(scores, row * classes, classes, 1, rows, false, dx, to, in);
        });
  }

  private void addToWeights(float[] x, int first, int count, float[] dw, float[] db) {
    int depths = pieces(count, DEPTH);
    workers.run(
        depths,
        (worker, d) -> {
          int rows = Math.min(DEPTH, count - d * DEPTH);
          inputs[d].load(x, (first + d * DEPTH) * in, in, 1, rows, in);
        });
    workers.run(
        parts.length,
        (worker, part) -> {
          copies[worker] = Buffers.atLeast(copies[worker], DEPTH * PART);
          for (int d = 0; d < depths; d++) {
            int rows = Math.min(DEPTH, count - d * DEPTH);
            addToWeights(copies[worker], part, d, rows, dw, db);
          }
        });
  }

  /** From a copy, whose columns are nearer to each other than the scores' are. */
  private void addToWeights(float[] copy, int part, int d, int rows, float[] dw, float[] db) {
    int from = part * PART;
    int width = Math.min(PART, classes - from);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(scores, (d * DEPTH + r) * classes + from, copy, r * width, width);
      lanes.add(db, from, copy, r * width, width);
    }
    inputs[d].multiply(copy, 0, 1, width, width, true, dw, from * in, in);
  }

  /** A row's loss, and the sum that its exponentials are to be divided by. */
  private record Softmax(double loss, double sum) {}

  /** Makes exponentials of a row of scores, the largest one. */
  private Softmax softmax(int at, int label, double smoothing) {
    float largest = lanes.max(scores, at, classes);
    double ofLabel = scores[at + label];
    double mean = smoothing > 0 ? lanes.sum(scores, at, classes) / classes : 0;
    double sum = lanes.exp(scores, at, largest, classes);
    double logSum = largest + Math.log(sum);
    double loss = (1 - smoothing) * (logSum - ofLabel);
    return new Softmax(smoothing > 0 ? loss + smoothing * (logSum - mean) : loss, sum);
  }

  /** What to do with the scores of some rows, which lie from 0 on. */
  @FunctionalInterface
  private interface Chunk {
    void take(int first, int count);
  }

  /** Scores of all rows, some at a time. */
  private void each(float[] x, int rows, Chunk chunk) {
    scores = Buffers.atLeast(scores, (long) Math.min(CHUNK, rows) * classes);
    for (int first = 0; first < rows; first += CHUNK) {
      int start = first;
      int count = Math.min(CHUNK, rows - first);
      int blocks = pieces(count, BLOCK);
      workers.run(
          parts.length * blocks,
          (worker, piece) -> multiply(x, start, count, piece / blocks, piece % blocks * BLOCK));
      chunk.take(first, count);
    }
  }

  private void multiply(float[] x, int first, int count, int part, int row) {
    int from = part * PART;
    int width = Math.min(PART, classes - from);
    int rows = Math.min(BLOCK, count - row);
    for (int r = row; r < row + rows; r++) {
      System.arraycopy(bias, from, scores, r * classes + from, width);
    }
    int xAt = (first + row) * in;
    parts[part].multiply(x, xAt, in, 1, rows, true, scores, row * classes + from, classes);
  }
}

package io.github.dl4jattention.layers.fused.scored;

import io.github.dl4jattention.layers.align.PredictiveWindow;
import io.github.dl4jattention.layers.fused.Extent;
import io.github.dl4jattention.layers.fused.StepSight;
import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Padding;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Workers;
import java.util.function.IntConsumer;

/**
 * Luong's local-p: query t sees the keys s with {@code |s - p_t| <= D}, and their weights are
 * multiplied by {@code exp(-(s - p_t)^2 / (2 sigma^2))}; {@code p_t = S sigmoid(vp . tanh(h_t
 * Wp))}.
 */
public final class PredictiveSight implements PlacedSight, StepSight {
  private final float squareOfWidth;
  private final double sigma;
  private final boolean causal;
  private final int size;
  private final int querySize;
  private final Projection projection;
  private final Lanes lanes;
  private final Workers workers;
  private Extent extent;
  private Pass.Input queries;
  private Pass.Parameter vector;

  /** {@code tanh(h Wp)}, {@code [batch, queryTime, size]}. */
  private float[] hidden = new float[0];

  private float[] hiddenGradient = new float[0];

  /** The sigmoid, {@code [batch, queryTime]}. */
  private float[] shares = new float[0];

  /** p, {@code [batch, queryTime]}. */
  private float[] positions = new float[0];

  private float[] positionGradient = new float[0];

  /** The first key that each query sees, and one behind the last. */
  private int[] firsts = new int[0];

  private int[] ends = new int[0];

  /** S of each example. */
  private int[] keyCounts = new int[0];

  /**
   * A sight.
   *
   * @param window its settings
   * @param causal whether a query may look at no later key
   * @param querySize channels of a query
   * @param lanes what it computes with
   * @param workers who does
   */
  public PredictiveSight(
      PredictiveWindow window, boolean causal, int querySize, Lanes lanes, Workers workers) {
    squareOfWidth = (float) (window.halfWidth() * window.halfWidth());
    sigma = window.halfWidth() / 2;
    this.causal = causal;
    this.querySize = querySize;
    this.size = (int) window.predictionSize(querySize);
    this.lanes = lanes;
    this.workers = workers;
    projection = new Projection(lanes, workers, querySize, size);
  }

  @Override
  public void forward(Pass pass, Extent extent, Pass.Input queries, Pass.Input keys) {
    this.queries = queries;
    begin(pass, extent);
    projection.forward(queries.values().values(), hidden, rows());
    examples(this::predict);
  }

  /** Does something with each query, an example a piece. */
  private void examples(IntConsumer work) {
    int time = extent.queryTime();
    workers.run(
        extent.batch(),
        (worker, example) -> {
          for (int row = example * time; row < (example + 1) * time; row++) {
            work.accept(row);
          }
        });
  }

  @Override
  public void begin(Pass pass, Extent extent) {
    this.extent = extent;
    vector = pass.parameter(PredictiveWindow.POSITION_VECTOR);
    projection.load(pass.parameter(PredictiveWindow.POSITION_WEIGHT), null);
    hidden = Buffers.zeros(hidden, (long) rows() * size);
    shares = Buffers.zeros(shares, rows());
    positions = Buffers.zeros(positions, rows());
    if (firsts.length < rows()) {
      firsts = new int[rows()];
      ends = new int[rows()];
      keyCounts = new int[rows()];
    }
    for (int example = 0; example < extent.batch(); example++) {
      keyCounts[example] = realKeys(example);
    }
  }

  private int rows() {
    return extent.batch() * extent.queryTime();
  }

  @Override
  public void place(float[] queries, int first, int count, int t) {
    int row = first * extent.queryTime() + t;
    int stride = extent.queryTime() * size;
    projection.rows(queries, 0, querySize, false, hidden, row * size, stride, count);
    for (int r = 0; r < count; r++) {
      predict(row + r * extent.queryTime());
    }
  }

  /** From the projected query to where it looks. */
  private void predict(int row) {
    lanes.tanh(hidden, row * size, hidden, row * size, size);
    shares[row] = lanes.dot(hidden, row * size, vector.values(), 0, size);
    lanes.sigmoid(shares, row, shares, row, 1);
    positions[row] = shares[row] * keyCounts[row / extent.queryTime()];
    int seen = causal ? row % extent.queryTime() + 1 : extent.keyTime();
    place(row, Math.min(seen, extent.keyTime()));
  }

  /** S: keys that are no padding. */
  private int realKeys(int example) {
    Padding padding = extent.keys();
    int end = padding.end(example);
    int count = 0;
    for (int j = 0; j < end; j++) {
      count += padding.real(example, j) ? 1 : 0;
    }
    return count;
  }

  /** Which of the first keys a query sees. */
  private void place(int row, int keys) {
    float position = positions[row];
    if (Float.isNaN(position)) { // Seen by all: it shall not be hidden.
      firsts[row] = 0;
      ends[row] = keys;
      return;
    }
    double halfWidth = 2 * sigma;
    int first = (int) Math.max(0, Math.floor(position - halfWidth));
    while (first < keys && first < position && !inside(first, position)) {
      first++;
    }
    int end = (int) Math.min(keys, Math.ceil(position + halfWidth) + 1);
    while (end > first && !inside(end - 1, position)) {
      end--;
    }
    firsts[row] = first;
    ends[row] = Math.max(first, end);
  }

  private boolean inside(int key, float position) {
    float distance = key - position;
    return distance * distance <= squareOfWidth;
  }

  @Override
  public int first(int example, int query) {
    return firsts[example * extent.queryTime() + query];
  }

  @Override
  public int end(int example, int query) {
    return ends[example * extent.queryTime() + query];
  }

  /** Neighbouring queries may predict any places. */
  @Override
  public boolean scattered() {
    return true;
  }

  @Override
  public boolean weighs() {
    return true;
  }

  /**
   * {@inheritDoc}
   *
   * <p>A Gaussian's quotient of neighbours is a geometric sequence: two exponentials a row instead
   * of one a key.
   */
  @Override
  public void weigh(float[] row, int at, int example, int query, int key, int n) {
    int from = Math.max(key, first(example, query));
    int end = Math.min(key + n, end(example, query));
    double distance = from - (double) positions[example * extent.queryTime() + query];
    double variance = sigma * sigma;
    double factor = Math.exp(-distance * distance / (2 * variance));
    double quotient = Math.exp(-(2 * distance + 1) / (2 * variance));
    double step = Math.exp(-1 / variance);
    for (int j = from; j < end; j++) {
      row[at + j - key] *= (float) factor;
      factor *= quotient;
      quotient *= step;
    }
  }

  @Override
  public void backward(
      float[] weights, float[] gradient, int at, int example, int query, int key, int n) {
    int row = example * extent.queryTime() + query;
    int end = Math.min(key + n, end(example, query));
    double sum = 0;
    for (int j = Math.max(key, first(example, query)); j < end; j++) {
      sum += (double) weights[at + j - key] * gradient[at + j - key] * (j - positions[row]);
    }
    positionGradient[row] = (float) (sum / (sigma * sigma));
  }

  @Override
  public void beginBackward() {
    positionGradient = Buffers.zeros(positionGradient, rows());
    hiddenGradient = Buffers.zeros(hiddenGradient, (long) rows() * size);
    projection.loadTransposed();
  }

  @Override
  public void backward() {
    examples(this::predictBackward);
    projection.backward(hiddenGradient, true, queries.gradient().values(), rows());
    finish(queries.values().values());
  }

  @Override
  public void placeBack(float[] gradient, int first, int count, int t) {
    int row = first * extent.queryTime() + t;
    int stride = extent.queryTime() * size;
    for (int r = 0; r < count; r++) {
      predictBackward(row + r * extent.queryTime());
    }
    projection.backwardRows(
        hiddenGradient, row * size, stride, true, gradient, 0, querySize, count);
  }

  private void predictBackward(int row) {
    float gradient = shareGradient(row);
    lanes.addScaled(hiddenGradient, row * size, gradient, vector.values(), 0, size);
    lanes.tanhGradient(hiddenGradient, row * size, hidden, row * size, size);
  }

  /** By what the sigmoid was taken of. */
  private float shareGradient(int row) {
    float count = keyCounts[row / extent.queryTime()];
    return positionGradient[row] * count * shares[row] * (1 - shares[row]);
  }

  @Override
  public void finish(float[] queries) {
    for (int row = 0; row < rows(); row++) {
      lanes.addScaled(vector.gradient(), 0, shareGradient(row), hidden, row * size, size);
    }
    projection.gradients(queries, hiddenGradient, rows());
  }
}

package io.github.dl4jattention.layers.fused.intra;

import io.github.dl4jattention.layers.fused.TanhEnergies;
import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Dropper;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Padding;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.kernel.cell.CellRows;
import io.github.dl4jattention.layers.score.AdditiveScore;
import java.util.Arrays;

/**
 * All hidden states and memories so far, and what a step sees of them: equations (4) to (6) of
 * {@link io.github.dl4jattention.layers.IntraAttention}.
 *
 * <p>A row is a step of an example, row {@code example * time + t}. A padded step looks at nothing:
 * it keeps what the step before it saw.
 */
final class Tapes {
  /** The energy of a key that may not be looked at; see the layers' rule for masks. */
  private static final float FORBIDDEN = -1e30f;

  private final Sizes sizes;
  private final double dropProbability;
  private final Lanes lanes;

  /** Of the two parts of a query: the input, and what the step before saw. */
  private final Projection ofInput;

  private final Projection ofSeen;
  private final Projection keys;
  private final TanhEnergies energies;
  private final float[][] scratches;

  private Padding padding;
  private int batch;
  private int time;

  /** Distance of a step's weights from the next one's: whole registers. */
  private int stride;

  /** One for each step but the first; null if nothing is dropped. */
  private Dropper[] droppers;

  private Tensor kept;

  /** The tapes, {@code [batch * time, stateSize]}. */
  private float[] hidden = new float[0];

  private float[] memories = new float[0];
  private float[] dHidden = new float[0];
  private float[] dMemories = new float[0];

  /** {@code [batch * time, attentionSize]}. */
  private float[] k = new float[0];

  private float[] q = new float[0];
  private float[] dk = new float[0];
  private float[] dq = new float[0];

  /** {@code [batch * time, stride]}, before and after dropout. */
  private float[] weights = new float[0];

  private float[] dropped = new float[0];

  /** The memory seen last, {@code [batch, stateSize]}. */
  private float[] seenMemory = new float[0];

  /** Gradients by the hidden state and the memory seen last. */
  private float[] dSeen = new float[0];

  private float[] dSeenMemory = new float[0];

  /**
   * Sizes.
   *
   * @param input channels of the input
   * @param state units
   * @param attention hidden units of the score
   */
  record Sizes(int input, int state, int attention) {}

  Tapes(Sizes sizes, double dropProbability, Lanes lanes, Workers workers) {
    this.sizes = sizes;
    this.dropProbability = dropProbability;
    this.lanes = lanes;
    ofInput = new Projection(lanes, workers, sizes.input(), sizes.attention());
    ofSeen = new Projection(lanes, workers, sizes.state(), sizes.attention());
    keys = new Projection(lanes, workers, sizes.state(), sizes.attention());
    energies = new TanhEnergies(sizes.attention(), lanes, workers);
    scratches = new float[workers.count()][0];
  }

  /** Takes parameters and input of a pass; the tapes are empty. */
  void begin(Pass pass, Pass.Input x) {
    padding = x.padding();
    batch = x.values().batch();
    time = x.values().time();
    stride = (time + 15) / 16 * 16;
    Pass.Parameter query = pass.parameter(AdditiveScore.QUERY_WEIGHT);
    ofInput.load(query, null);
    ofSeen.load(query, sizes.input() * sizes.attention(), sizes.attention(), null, 0);
    keys.load(pass.parameter(AdditiveScore.KEY_WEIGHT), null);
    makeRoom();
    ofInput.forward(x.values().values(), q, batch * time);
    float[] v = pass.parameter(AdditiveScore.ENERGY_WEIGHT).values();
    energies.beginWithoutKeys(v, k, batch, time);
    kept = pass.attentionWeights(batch, 1, time, time);
    draw(pass);
  }

  private void makeRoom() {
    long rows = (long) batch * time;
    hidden = Buffers.atLeast(hidden, rows * sizes.state());
    memories = Buffers.atLeast(memories, rows * sizes.state());
    k = Buffers.atLeast(k, rows * sizes.attention());
    q = Buffers.atLeast(q, rows * sizes.attention());
    weights = Buffers.atLeast(weights, rows * stride);
    seenMemory = Buffers.zeros(seenMemory, (long) batch * sizes.state());
    for (int i = 0; i < scratches.length; i++) {
      scratches[i] = Buffers.atLeast(scratches[i], stride);
    }
  }

  private void draw(Pass pass) {
    droppers = null;
    if (dropProbability > 0 && pass.training()) {
      droppers = new Dropper[time];
      for (int t = 1; t < time; t++) {
        droppers[t] = new Dropper(dropProbability, pass.nextSeed());
      }
      dropped = Buffers.atLeast(dropped, (long) batch * time * stride);
    }
  }

  /** Weights after dropout. */
  private float[] used() {
    return droppers == null ? weights : dropped;
  }

  /**
   * Looks: gives the next step of some examples the states it goes on from.
   *
   * @param worker who does
   * @param rows takes them
   * @param seen the hidden states that the steps before went on from, {@code [batch * time,
   *     stateSize]}
   * @param t index of the step
   */
  void look(int worker, CellRows rows, float[] seen, int t) {
    if (t == 0) {
      return; // Zeros.
    }
    int size = sizes.state();
    int attention = sizes.attention();
    int before = row(rows, 0, t) - 1;
    ofSeen.rows(
        seen,
        before * size,
        time * size,
        true,
        q,
        (before + 1) * attention,
        time * attention,
        rows.count());
    for (int r = 0; r < rows.count(); r++) {
      int example = rows.first() + r;
      if (padding.real(example, t)) {
        weigh(worker, example, t);
        see(example, t, hidden, rows.hidden(), r * size);
        see(example, t, memories, seenMemory, example * size);
      } else {
        System.arraycopy(seen, (before + r * time) * size, rows.hidden(), r * size, size);
      }
      System.arraycopy(seenMemory, example * size, rows.memory(), r * size, size);
    }
  }

  /** Makes the weights of a step. */
  private void weigh(int worker, int example, int t) {
    int row = example * time + t;
    int at = row * stride;
    energies.energies(worker, example, q, row * sizes.attention(), 0, t, weights, at);
    Arrays.fill(weights, at + t, at + stride, FORBIDDEN);
    if (padding.gaps(example)) {
      for (int j = 0; j < t; j++) {
        if (!padding.real(example, j)) {
          weights[at + j] = FORBIDDEN;
        }
      }
    }
    float max = lanes.max(weights, at, stride);
    if (max == FORBIDDEN) {
      Arrays.fill(weights, at, at + stride, 0);
    } else {
      float sum = lanes.exp(weights, at, max, stride);
      lanes.scale(weights, at, 1 / sum, stride);
    }
    if (kept != null) {
      System.arraycopy(weights, at, kept.values(), row * time, t);
    }
    if (droppers != null) {
      System.arraycopy(weights, at, dropped, at, stride);
      drop(dropped, at, example, t);
    }
  }

  private void drop(float[] row, int at, int example, int t) {
    if (droppers != null) {
      droppers[t].apply(row, at, (long) example * t, t);
    }
  }

  /** The mean of a tape by a step's weights. */
  private void see(int example, int t, float[] tape, float[] to, int toAt) {
    int size = sizes.state();
    int first = example * time;
    int at = (first + t) * stride;
    Arrays.fill(to, toAt, toAt + size, 0);
    for (int j = 0; j < t; j++) {
      lanes.addScaled(to, toAt, used()[at + j], tape, (first + j) * size, size);
    }
  }

  /** Writes the states after a step. */
  void write(CellRows rows, int t) {
    int size = sizes.state();
    int first = row(rows, 0, t);
    for (int r = 0; r < rows.count(); r++) {
      int to = row(rows, r, t) * size;
      System.arraycopy(rows.hidden(), r * size, hidden, to, size);
      System.arraycopy(rows.memory(), r * size, memories, to, size);
    }
    int attention = sizes.attention();
    keys.rows(
        hidden,
        first * size,
        time * size,
        false,
        k,
        first * attention,
        time * attention,
        rows.count());
    for (int r = 0; r < rows.count(); r++) {
      energies.addKey(rows.first() + r, t);
    }
  }

  /** Passes over a step that is padding for all of some examples: it adds to no gradient. */
  void skip(CellRows rows, int t) {
    for (int r = 0; r < rows.count(); r++) {
      int at = row(rows, r, t) * sizes.state();
      Arrays.fill(hidden, at, at + sizes.state(), 0);
    }
  }

  /** Makes ready to go back. */
  void beginBackward() {
    ofSeen.loadTransposed();
    keys.loadTransposed();
    long rows = (long) batch * time;
    dHidden = Buffers.zeros(dHidden, rows * sizes.state());
    dMemories = Buffers.zeros(dMemories, rows * sizes.state());
    dk = Buffers.zeros(dk, rows * sizes.attention());
    dq = Buffers.zeros(dq, rows * sizes.attention());
    dSeen = Buffers.zeros(dSeen, (long) batch * sizes.state());
    dSeenMemory = Buffers.zeros(dSeenMemory, (long) batch * sizes.state());
    energies.beginBackward(dk);
  }

  /** Gives the gradients by the states after a step, as far as they come through the tapes. */
  void writeBack(CellRows rows, int t) {
    int size = sizes.state();
    int attention = sizes.attention();
    int first = row(rows, 0, t);
    for (int r = 0; r < rows.count(); r++) {
      int from = row(rows, r, t) * size;
      System.arraycopy(dHidden, from, rows.hidden(), r * size, size);
      System.arraycopy(dMemories, from, rows.memory(), r * size, size);
    }
    keys.backwardRows(
        dk, first * attention, time * attention, true, rows.hidden(), 0, size, rows.count());
  }

  /**
   * Goes back from the gradients by the states that a step went on from.
   *
   * @param worker who does
   * @param rows holds them, without those that come by way of the step after it
   * @param t index of the step
   */
  void lookBack(int worker, CellRows rows, int t) {
    if (t == 0) {
      return; // They were zeros.
    }
    int size = sizes.state();
    int attention = sizes.attention();
    for (int r = 0; r < rows.count(); r++) {
      int example = rows.first() + r;
      int at = example * size;
      lanes.add(dSeen, at, rows.hidden(), r * size, size);
      lanes.add(dSeenMemory, at, rows.memory(), r * size, size);
      if (padding.real(example, t)) {
        lookBack(worker, example, t);
        Arrays.fill(dSeen, at, at + size, 0);
        Arrays.fill(dSeenMemory, at, at + size, 0);
      }
    }
    int first = row(rows, 0, t) * attention;
    ofSeen.backwardRows(
        dq, first, time * attention, true, dSeen, rows.first() * size, size, rows.count());
  }

  private void lookBack(int worker, int example, int t) {
    int size = sizes.state();
    int row = example * time + t;
    int at = row * stride;
    int d = example * size;
    float[] gradient = scratches[worker];
    for (int j = 0; j < t; j++) {
      int of = (example * time + j) * size;
      float weight = used()[at + j];
      lanes.addScaled(dHidden, of, weight, dSeen, d, size);
      lanes.addScaled(dMemories, of, weight, dSeenMemory, d, size);
      gradient[j] =
          lanes.dot(dSeen, d, hidden, of, size) + lanes.dot(dSeenMemory, d, memories, of, size);
    }
    Arrays.fill(gradient, t, stride, 0);
    drop(gradient, 0, example, t);
    float mean = lanes.dot(gradient, 0, weights, at, stride);
    lanes.softmaxGradient(gradient, 0, weights, at, mean, stride);
    energies.backward(worker, example, q, row * sizes.attention(), 0, t, gradient, 0, dq);
  }

  /**
   * Adds to the gradients of parameters and input, after all steps back.
   *
   * @param seen as forward
   */
  void finish(Pass pass, Pass.Input x, float[] seen) {
    int rows = batch * time;
    int attention = sizes.attention();
    energies.addEnergyGradient(pass.parameter(AdditiveScore.ENERGY_WEIGHT).gradient());
    ofInput.backward(dq, true, x.gradient().values(), rows);
    ofInput.gradients(x.values().values(), dq, rows);
    // A step's query is of what the step before saw; first steps have none, and a gradient of zero.
    ofSeen.gradients(seen, 0, sizes.state(), dq, attention, attention, rows - 1);
    keys.gradients(hidden, dk, rows);
  }

  private int row(CellRows rows, int r, int t) {
    return (rows.first() + r) * time + t;
  }
}

package io.github.dl4jattention.layers.fused.decoder;

import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Dropper;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Operand;
import io.github.dl4jattention.layers.kernel.Padding;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;
import java.util.Arrays;

/**
 * Attention of a decoder's steps, one after the other: {@code c_t = sum_j alpha_tj a_j}.
 *
 * <p>A row is a step of an example, row {@code example * time + t}. What padded steps look at is
 * zero, and so is its gradient.
 */
final class StepAttention {
  private final String keyInput;
  private final Energies energies;
  private final int hiddenSize;
  private final double dropProbability;
  private final boolean drawsEachStep;
  private final Lanes lanes;
  private final KeySoftmax softmax;
  private final Operand[] gradients;
  private final float[][] scratches;

  private Padding queryPadding;
  private Padding keyPadding;
  private Pass.Input annotations;
  private int time;
  private int keyTime;
  private int size;
  private int stride;
  private Tensor kept;

  /** One for each step, or one for all; null if nothing is dropped. */
  private Dropper[] droppers;

  /** {@code [batch * time, energies.querySize()]}. */
  private float[] queries = new float[0];

  private float[] dq = new float[0];

  /** {@code [batch * time, stride]}, before dropout. */
  private float[] weights = new float[0];

  /** After dropout; the same array if nothing is dropped. */
  private float[] dropped = new float[0];

  private float[] ownDropped = new float[0];

  /** {@code [batch * time, annotationSize]}. */
  private float[] contexts = new float[0];

  private float[] dContexts = new float[0];

  /**
   * An attention.
   *
   * @param keyInput name of the input that is looked at
   * @param energies the score
   * @param hiddenSize channels of a query
   * @param dropProbability probability that a weight is dropped in training
   * @param drawsEachStep whether the formula draws what is dropped for each step alone
   */
  StepAttention(
      String keyInput,
      Energies energies,
      int hiddenSize,
      double dropProbability,
      boolean drawsEachStep,
      Lanes lanes,
      Workers workers) {
    this.keyInput = keyInput;
    this.energies = energies;
    this.hiddenSize = hiddenSize;
    this.dropProbability = dropProbability;
    this.drawsEachStep = drawsEachStep;
    this.lanes = lanes;
    softmax = new KeySoftmax(lanes);
    gradients = new Operand[workers.count()];
    scratches = new float[workers.count()][0];
    Arrays.setAll(gradients, i -> lanes.newOperand());
  }

  /**
   * Begins a pass.
   *
   * @param pass with the annotations
   * @param queryInput the decoder's steps
   */
  void begin(Pass pass, Pass.Input queryInput) {
    annotations = pass.input(keyInput);
    queryPadding = queryInput.padding();
    keyPadding = annotations.padding();
    int batch = queryInput.values().batch();
    time = queryInput.values().time();
    keyTime = annotations.values().time();
    size = annotations.values().size();
    stride = KeySoftmax.stride(keyTime);
    energies.begin(pass, annotations);
    long rows = (long) batch * time;
    queries = Buffers.atLeast(queries, rows * energies.querySize());
    weights = Buffers.atLeast(weights, rows * stride);
    contexts = Buffers.atLeast(contexts, rows * size);
    kept = pass.attentionWeights(batch, 1, time, keyTime);
    for (int i = 0; i < scratches.length; i++) {
      scratches[i] = Buffers.atLeast(scratches[i], stride);
    }
    draw(pass, rows);
  }

  private void draw(Pass pass, long rows) {
    if (dropProbability == 0 || !pass.training()) {
      droppers = null;
      dropped = weights;
      return;
    }
    droppers = new Dropper[drawsEachStep ? time : 1];
    Arrays.setAll(droppers, t -> new Dropper(dropProbability, pass.nextSeed()));
    ownDropped = Buffers.atLeast(ownDropped, rows * stride);
    dropped = ownDropped;
  }

  /** {@code [batch * time, annotationSize]}: zero where a step is padding. */
  float[] contexts() {
    return contexts;
  }

  /** Takes the gradients by them. */
  float[] contextGradients() {
    return dContexts;
  }

  /**
   * Looks, with the next query of some examples.
   *
   * @param worker who does
   * @param hidden the queries, {@code [count, querySize]}
   * @param first the first example
   * @param count number of examples
   * @param t index of the step
   */
  void look(int worker, float[] hidden, int first, int count, int t) {
    project(hidden, first, count, t);
    for (int example = first; example < first + count; example++) {
      int row = example * time + t;
      Arrays.fill(contexts, row * size, (row + 1) * size, 0);
      if (queryPadding.real(example, t)) {
        look(worker, example, t, row);
      } else {
        Arrays.fill(dropped, row * stride, (row + 1) * stride, 0);
      }
    }
  }

  /** Passes over a step that is padding for all of some examples. */
  void skip(int first, int count, int t) {
    for (int example = first; example < first + count; example++) {
      int row = example * time + t;
      Arrays.fill(contexts, row * size, (row + 1) * size, 0);
      Arrays.fill(dropped, row * stride, (row + 1) * stride, 0);
    }
  }

  private void project(float[] hidden, int first, int count, int t) {
    int querySize = energies.querySize();
    int at = (first * time + t) * querySize;
    Projection projection = energies.queries();
    if (projection != null) {
      projection.rows(hidden, 0, hiddenSize, false, queries, at, time * querySize, count);
      return;
    }
    for (int r = 0; r < count; r++) {
      System.arraycopy(hidden, r * querySize, queries, at + r * time * querySize, querySize);
    }
  }

  private void look(int worker, int example, int t, int row) {
    int keys = keyPadding.end(example);
    int at = row * stride;
    int querySize = energies.querySize();
    energies.energies(worker, example, queries, row * querySize, weights, at, keys);
    softmax.apply(weights, at, keyPadding, example, keyTime);
    if (kept != null) {
      System.arraycopy(weights, at, kept.values(), row * keyTime, keyTime);
    }
    if (droppers != null) {
      System.arraycopy(weights, at, dropped, at, stride);
      drop(dropped, at, example, t);
    }
    float[] a = annotations.values().values();
    for (int j = 0; j < keys; j++) {
      int from = (example * keyTime + j) * size;
      lanes.addScaled(contexts, row * size, dropped[at + j], a, from, size);
    }
  }

  private void drop(float[] values, int at, int example, int t) {
    if (droppers != null) {
      Dropper dropper = droppers[drawsEachStep ? t : 0];
      long index = drawsEachStep ? example : (long) example * time + t;
      dropper.apply(values, at, index * keyTime, keyTime);
    }
  }

  /** Begins the way back. */
  void beginBackward() {
    energies.beginBackward();
    dContexts = Buffers.atLeast(dContexts, (long) rows() * size);
    dq = Buffers.zeros(dq, (long) rows() * energies.querySize());
  }

  private int rows() {
    return annotations.values().batch() * time;
  }

  /**
   * Goes back through a step: from the gradients by its contexts to those by its queries.
   *
   * @param worker who does
   * @param hidden takes the gradients by the queries, added to what it holds: {@code [count,
   *     querySize]}
   * @param first the first example
   * @param count number of examples
   * @param t index of the step
   */
  void lookBack(int worker, float[] hidden, int first, int count, int t) {
    for (int example = first; example < first + count; example++) {
      if (queryPadding.real(example, t)) {
        lookBack(worker, example, t, example * time + t);
      }
    }
    int querySize = energies.querySize();
    int at = (first * time + t) * querySize;
    Projection projection = energies.queries();
    if (projection != null) {
      projection.backwardRows(dq, at, time * querySize, true, hidden, 0, hiddenSize, count);
      return;
    }
    for (int r = 0; r < count; r++) {
      lanes.add(hidden, r * querySize, dq, at + r * time * querySize, querySize);
    }
  }

  private void lookBack(int worker, int example, int t, int row) {
    int keys = keyPadding.end(example);
    int at = row * stride;
    float[] a = annotations.values().values();
    float[] gradient = scratches[worker];
    for (int j = 0; j < keys; j++) {
      gradient[j] = lanes.dot(dContexts, row * size, a, (example * keyTime + j) * size, size);
    }
    Arrays.fill(gradient, keys, stride, 0);
    drop(gradient, 0, example, t);
    float mean = lanes.dot(gradient, 0, weights, at, stride);
    lanes.softmaxGradient(gradient, 0, weights, at, mean, stride);
    int qAt = row * energies.querySize();
    energies.energiesBack(worker, example, queries, qAt, gradient, 0, keys, dq);
  }

  /** Passes over a step that is padding for all of some examples. */
  void skipBack(int first, int count, int t) {
    for (int example = first; example < first + count; example++) {
      int row = example * time + t;
      Arrays.fill(dContexts, row * size, (row + 1) * size, 0);
    }
  }

  /**
   * After some examples' last step back: the gradients by what they looked at.
   *
   * @param worker who does
   * @param first the first example
   * @param count number of examples
   */
  void endBack(int worker, int first, int count) {
    Operand operand = gradients[worker];
    float[] da = annotations.gradient().values();
    for (int example = first; example < first + count; example++) {
      int row = example * time;
      operand.load(dContexts, row * size, size, 1, time, size);
      int keys = keyPadding.end(example);
      int at = example * keyTime * size;
      operand.multiply(dropped, row * stride, 1, stride, keys, true, da, at, size);
    }
  }

  /**
   * After all examples: the gradients by the parameters.
   *
   * @param hidden the queries of all steps, {@code [batch * time, querySize]}
   */
  void finish(float[] hidden) {
    if (energies.queries() != null) {
      energies.queries().gradients(hidden, dq, rows());
    }
    energies.finish();
  }
}

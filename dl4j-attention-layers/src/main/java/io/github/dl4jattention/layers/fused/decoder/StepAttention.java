package io.github.dl4jattention.layers.fused.decoder;

import io.github.dl4jattention.layers.fused.Extent;
import io.github.dl4jattention.layers.fused.StepSight;
import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Operand;
import io.github.dl4jattention.layers.kernel.Padding;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
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
  private final int hiddenSize;
  private final Energies energies;
  private final StepSight sight;
  private final StepWeights weights;
  private final Lanes lanes;
  private final Operand[] gradients;
  private final float[][] scratches;
  private final Look[] looks;

  private Padding queryPadding;
  private Padding keyPadding;
  private Pass.Input annotations;
  private int time;
  private int keyTime;
  private int size;

  /** {@code [batch * time, energies.querySize()]}. */
  private float[] queries = new float[0];

  private float[] dq = new float[0];

  /** {@code [batch * time, annotationSize]}. */
  private float[] contexts = new float[0];

  private float[] dContexts = new float[0];

  /**
   * An attention.
   *
   * @param keyInput name of the input that is looked at
   * @param hiddenSize channels of a query
   * @param energies the score
   * @param sight the keys that a query may look at by where they stand
   * @param weights what is made of these
   */
  StepAttention(
      String keyInput,
      int hiddenSize,
      Energies energies,
      StepSight sight,
      StepWeights weights,
      Lanes lanes,
      Workers workers) {
    this.keyInput = keyInput;
    this.hiddenSize = hiddenSize;
    this.energies = energies;
    this.sight = sight;
    this.weights = weights;
    this.lanes = lanes;
    gradients = new Operand[workers.count()];
    scratches = new float[workers.count()][0];
    looks = new Look[workers.count()];
    Arrays.setAll(gradients, i -> lanes.newOperand());
    Arrays.setAll(looks, i -> new Look());
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
    time = queryInput.values().time();
    keyTime = annotations.values().time();
    size = annotations.values().size();
    Extent extent = Extent.of(queryInput, annotations);
    energies.begin(pass, annotations);
    sight.begin(pass, extent);
    weights.begin(pass, extent);
    queries = Buffers.atLeast(queries, (long) rows() * energies.querySize());
    contexts = Buffers.atLeast(contexts, (long) rows() * size);
    for (int i = 0; i < scratches.length; i++) {
      scratches[i] = Buffers.atLeast(scratches[i], weights.stride());
    }
  }

  private int rows() {
    return annotations.values().batch() * time;
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
    sight.place(hidden, first, count, t);
    for (int example = first; example < first + count; example++) {
      if (queryPadding.real(example, t)) {
        look(worker, example, t);
      } else {
        skip(example, t);
      }
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

  private void look(int worker, int example, int t) {
    Look look = see(worker, example, t);
    weights.cover(example, t);
    weights.weigh(worker, look, t);
    int row = example * time + t;
    float[] values = weights.values();
    int at = row * weights.stride();
    float[] a = annotations.values().values();
    Arrays.fill(contexts, row * size, (row + 1) * size, 0);
    for (int j = look.first; j < look.first + look.count; j++) {
      int from = (example * keyTime + j) * size;
      if (values[at + j] != 0) {
        lanes.addScaled(contexts, row * size, values[at + j], a, from, size);
      }
    }
  }

  private Look see(int worker, int example, int t) {
    Look look = looks[worker];
    weights.see(look, example, t);
    look.q = queries;
    look.qAt = (example * time + t) * energies.querySize();
    return look;
  }

  /** Passes over a step that is padding for all of some examples. */
  void skip(int first, int count, int t) {
    for (int example = first; example < first + count; example++) {
      skip(example, t);
    }
  }

  private void skip(int example, int t) {
    int row = example * time + t;
    Arrays.fill(contexts, row * size, (row + 1) * size, 0);
    weights.skip(example, t);
  }

  /** Begins the way back. */
  void beginBackward() {
    energies.beginBackward();
    sight.beginBackward();
    weights.beginBackward();
    dContexts = Buffers.atLeast(dContexts, (long) rows() * size);
    dq = Buffers.zeros(dq, (long) rows() * energies.querySize());
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
        lookBack(worker, example, t);
      }
    }
    sight.placeBack(hidden, first, count, t);
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

  private void lookBack(int worker, int example, int t) {
    Look look = see(worker, example, t);
    int row = example * time + t;
    float[] a = annotations.values().values();
    float[] gradient = scratches[worker];
    Arrays.fill(gradient, 0, weights.stride(), 0);
    for (int j = look.first; j < look.first + look.count; j++) {
      gradient[j] = lanes.dot(dContexts, row * size, a, (example * keyTime + j) * size, size);
    }
    weights.weighBack(worker, look, t, gradient, dq);
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
    int stride = weights.stride();
    for (int example = first; example < first + count; example++) {
      int row = example * time;
      operand.load(dContexts, row * size, size, 1, time, size);
      int keys = keyPadding.end(example);
      int at = example * keyTime * size;
      operand.multiply(weights.values(), row * stride, 1, stride, keys, true, da, at, size);
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
    sight.finish(hidden);
  }
}

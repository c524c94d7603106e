package io.github.dl4jattention.layers.fused.decoder;

import io.github.dl4jattention.layers.fused.Extent;
import io.github.dl4jattention.layers.fused.StepSight;
import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Dropper;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;
import java.util.Arrays;

/**
 * The weights of a decoder's steps: energies of the keys in sight, their softmax, a choice by it, a
 * window's factors, dropout; and what each key was given before, for a score that has coverage.
 *
 * <p>A row is a step of an example, row {@code example * time + t}; its weights are {@code stride}
 * numbers, zeros behind the keys.
 */
final class StepWeights {
  private final Energies energies;
  private final StepSight sight;
  private final double dropProbability;
  private final boolean drawsEachStep;
  private final double doublyStochastic;

  /** Null for none: the softmax itself. */
  private final HardChoice choice;

  private final Lanes lanes;
  private final KeySoftmax softmax;

  /** One row for each worker. */
  private final float[][] copies;

  private Extent extent;
  private int time;
  private int keyTime;
  private int stride;
  private Tensor kept;

  /** One for each step, or one for all; null if nothing is dropped. */
  private Dropper[] droppers;

  private float[] soft = new float[0];

  /** After the choice; the same array if there is none. */
  private float[] chosen = new float[0];

  /** After the window's factors; the same array if there are none. */
  private float[] weighed = new float[0];

  private float[] ownWeighed = new float[0];

  /** After dropout; the same array if nothing is dropped. */
  private float[] dropped = new float[0];

  private float[] ownDropped = new float[0];

  /** Before each step. */
  private float[] coverage = new float[0];

  /** Gradient of the regularisation by the weights of any step, {@code [batch, stride]}. */
  private float[] dMissing = new float[0];

  /** Gradient by the coverage after the step that is gone back through, {@code [batch, stride]}. */
  private float[] dCoverage = new float[0];

  /**
   * Weights.
   *
   * @param energies the score
   * @param sight the keys that a query may look at by where they stand
   * @param dropProbability probability that a weight is dropped in training
   * @param drawsEachStep whether the formula draws what is dropped for each step alone
   * @param doublyStochastic lambda of {@code lambda sum_j (1 - sum_t alpha_tj)^2}, which is
   *     minimised beside what comes from above; 0 for none
   * @param choice hard attention's; null for none
   */
  StepWeights(
      Energies energies,
      StepSight sight,
      double dropProbability,
      boolean drawsEachStep,
      double doublyStochastic,
      HardChoice choice,
      Lanes lanes,
      Workers workers) {
    this.energies = energies;
    this.sight = sight;
    this.dropProbability = dropProbability;
    this.drawsEachStep = drawsEachStep;
    this.doublyStochastic = doublyStochastic;
    this.choice = choice;
    this.lanes = lanes;
    softmax = new KeySoftmax(lanes);
    copies = new float[workers.count()][0];
  }

  /** Begins a pass. */
  void begin(Pass pass, Extent extent) {
    this.extent = extent;
    time = extent.queryTime();
    keyTime = extent.keyTime();
    stride = KeySoftmax.stride(keyTime);
    long numbers = (long) extent.batch() * time * stride;
    soft = Buffers.atLeast(soft, numbers);
    chosen = choice == null ? soft : choice.begin(pass, extent, stride, drawnArrays());
    weighed = chosen;
    if (sight.weighs()) {
      ownWeighed = Buffers.atLeast(ownWeighed, numbers);
      weighed = ownWeighed;
    }
    if (energies.hasCoverage()) {
      coverage = Buffers.atLeast(coverage, numbers);
    }
    for (int i = 0; i < copies.length; i++) {
      copies[i] = Buffers.atLeast(copies[i], stride);
    }
    kept = pass.attentionWeights(extent.batch(), 1, time, keyTime);
    draw(pass, numbers);
  }

  private void draw(Pass pass, long numbers) {
    boolean drops = dropProbability > 0 && pass.training();
    droppers = drops ? new Dropper[drawnArrays()] : null;
    dropped = weighed;
    if (drops) {
      ownDropped = Buffers.atLeast(ownDropped, numbers);
      dropped = ownDropped;
    }
    for (int i = 0; i < drawnArrays(); i++) {
      if (choice != null) {
        choice.draw(i);
      }
      if (drops) {
        droppers[i] = new Dropper(dropProbability, pass.nextSeed());
      }
    }
  }

  /** How many arrays of a kind the formula draws. */
  private int drawnArrays() {
    return drawsEachStep ? time : 1;
  }

  /** Distance of a row from the next. */
  int stride() {
    return stride;
  }

  /** The weights in the end, {@code [batch * time, stride]}: zeros where a step is padding. */
  float[] values() {
    return dropped;
  }

  /** Which keys a query looks at, and what they were given before. */
  void see(Look look, int example, int t) {
    int keys = extent.keys().end(example);
    look.example = example;
    look.first = Math.min(keys, Math.max(0, sight.first(example, t)));
    look.count = Math.max(0, Math.min(keys, sight.end(example, t)) - look.first);
    look.coverage = coverage;
    look.coverageAt = (example * time + t) * stride;
  }

  /** Passes over a padded step: it gives nothing to any key. */
  void skip(int example, int t) {
    int at = (example * time + t) * stride;
    Arrays.fill(dropped, at, at + stride, 0);
    cover(example, t);
  }

  /** The coverage before a step. */
  void cover(int example, int t) {
    if (!energies.hasCoverage()) {
      return;
    }
    int at = (example * time + t) * stride;
    if (t == 0) {
      Arrays.fill(coverage, at, at + stride, 0);
      return;
    }
    System.arraycopy(coverage, at - stride, coverage, at, stride);
    if (extent.queries().real(example, t - 1)) {
      lanes.add(coverage, at, weighed, at - stride, stride);
    }
  }

  /** The weights of a query. */
  void weigh(int worker, Look look, int t) {
    int example = look.example;
    int at = (example * time + t) * stride;
    int end = look.first + look.count;
    energies.energies(worker, look, soft, at);
    softmax.apply(soft, at, extent.keys(), example, keyTime, look.first, end);
    if (choice != null) {
      choice.choose(soft, example, t);
    }
    if (sight.weighs()) {
      System.arraycopy(chosen, at, weighed, at, stride);
      sight.weigh(weighed, at, example, t, 0, keyTime);
    }
    if (kept != null) {
      System.arraycopy(weighed, at, kept.values(), (example * time + t) * keyTime, keyTime);
    }
    if (droppers != null) {
      System.arraycopy(weighed, at, dropped, at, stride);
      drop(dropped, at, example, t);
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
    if (energies.hasCoverage()) {
      dCoverage = Buffers.zeros(dCoverage, (long) extent.batch() * stride);
    }
    if (doublyStochastic > 0) {
      missBack();
    }
    if (choice != null) {
      choice.beginBackward();
    }
  }

  /** {@code -2 lambda (1 - sum_t alpha_tj)}; what it says of padded keys counts nowhere. */
  private void missBack() {
    dMissing = Buffers.zeros(dMissing, (long) extent.batch() * stride);
    float factor = (float) (2 * doublyStochastic);
    for (int example = 0; example < extent.batch(); example++) {
      int at = example * stride;
      Arrays.fill(dMissing, at, at + keyTime, -factor);
      for (int t = 0; t < time; t++) {
        if (extent.queries().real(example, t)) {
          int row = (example * time + t) * stride;
          lanes.addScaled(dMissing, at, factor, weighed, row, keyTime);
        }
      }
    }
  }

  /**
   * Goes back through the weights of a query.
   *
   * @param gradient by the weights in the end, {@code [stride]}, zeros behind the keys; changed
   * @param dq takes the gradient by the query, at the query's place
   */
  void weighBack(int worker, Look look, int t, float[] gradient, float[] dq) {
    int example = look.example;
    int at = (example * time + t) * stride;
    int coverageAt = example * stride;
    drop(gradient, 0, example, t);
    if (doublyStochastic > 0) {
      lanes.add(gradient, 0, dMissing, coverageAt, stride);
    }
    if (energies.hasCoverage()) {
      lanes.add(gradient, 0, dCoverage, coverageAt, stride);
    }
    if (sight.weighs()) {
      float[] weights = copies[worker];
      System.arraycopy(chosen, at, weights, 0, stride);
      sight.weigh(gradient, 0, example, t, 0, keyTime);
      sight.backward(weights, gradient, 0, example, t, 0, keyTime);
    }
    if (choice == null) {
      float mean = lanes.dot(gradient, 0, soft, at, stride);
      lanes.softmaxGradient(gradient, 0, soft, at, mean, stride);
    } else {
      choice.back(gradient, soft, example, t);
    }
    energies.energiesBack(worker, look, gradient, dq, dCoverage, coverageAt);
  }
}

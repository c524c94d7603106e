package io.github.dl4jattention.layers.fused.transformer;

import io.github.dl4jattention.layers.fused.multihead.KeptKeys;
import io.github.dl4jattention.layers.fused.multihead.StepHeads;
import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.transformer.FeedForward;
import io.github.dl4jattention.layers.transformer.Residual;

/**
 * A Transformer's decoder layer, one step of each row at a time: the arithmetic of {@code
 * TransformerKernel} forward, with the keys and values of earlier steps and of the memory kept.
 *
 * <p>One instance serves one thread at a time.
 */
public final class DecoderSteps {
  private final StepHeads self;
  private final StepHeads cross;
  private final Settings settings;
  private final FeedForwardRows feedForward;
  private final Connection aroundSelf;
  private final Connection aroundCross;
  private final Connection aroundFeedForward;
  private final Pass pass;
  private final Workers workers;
  private final Pass.Input input = new Pass.Input(new Tensor(), null);

  /** Keys and values of the step, {@code [rows, keyWidth]}. */
  private float[] k = new float[0];

  private float[] v = new float[0];

  /**
   * What a layer is like.
   *
   * @param size channels of a step
   * @param selfName what the names of the parameters of self-attention begin with, and of its norm
   * @param crossName the same of attention over the memory
   * @param feedForwardName the same of the feed-forward sub-layer's norm
   * @param feedForward the last sub-layer
   * @param residual what is around each
   */
  public record Settings(
      int size,
      String selfName,
      String crossName,
      String feedForwardName,
      FeedForward feedForward,
      Residual residual) {}

  /**
   * A layer.
   *
   * @param settings what it is like
   * @param self attention over the steps so far
   * @param cross attention over the memory
   * @param pass has the parameters
   * @param lanes what it computes with
   */
  public DecoderSteps(Settings settings, StepHeads self, StepHeads cross, Pass pass, Lanes lanes) {
    this.settings = settings;
    this.self = self;
    this.cross = cross;
    this.pass = pass;
    workers = Workers.shared();
    Residual residual = settings.residual();
    feedForward = new FeedForwardRows(settings.feedForward(), settings.size(), lanes, workers);
    aroundSelf = new Connection(residual, settings.selfName(), lanes, workers);
    aroundCross = new Connection(residual, settings.crossName(), lanes, workers);
    aroundFeedForward = new Connection(residual, settings.feedForwardName(), lanes, workers);
    self.load(pass.part(settings.selfName()));
    cross.load(pass.part(settings.crossName()));
    feedForward.load(pass);
  }

  /**
   * Channels of a key that is kept of a step, and of a value.
   *
   * @return the number
   */
  public int keyWidth() {
    return self.keyWidth();
  }

  /**
   * Channels of a key that is kept of the memory, and of a value.
   *
   * @return the number
   */
  public int memoryWidth() {
    return cross.keyWidth();
  }

  /**
   * Projects the memory, once for all steps.
   *
   * @param memory {@code [rows, memorySize]}
   * @param rows how many
   * @param k takes {@code [rows, memoryWidth]}
   * @param v takes {@code [rows, memoryWidth]}
   */
  public void project(float[] memory, int rows, float[] k, float[] v) {
    cross.project(memory, rows, -1, k, v);
  }

  /** Takes the keys and values of a step, and gives those of all up to it. */
  @FunctionalInterface
  public interface Keeper {
    /**
     * Keeps them.
     *
     * @param k {@code [rows, keyWidth]}, used again at the next step
     * @param v {@code [rows, keyWidth]}, used again at the next step
     * @return all that there are now
     */
    KeptKeys keep(float[] k, float[] v);
  }

  /**
   * Takes one step.
   *
   * @param x what comes in, {@code [rows, size]}
   * @param rows how many
   * @param place where the step stands, from 0
   * @param keeper keeps its keys and values
   * @param memory the memory's
   * @param weights takes {@code [rows, heads, memoryTime]}; null if nobody wants them
   * @param y takes what leaves, {@code [rows, size]}
   */
  public void step(
      float[] x, int rows, int place, Keeper keeper, KeptKeys memory, float[] weights, float[] y) {
    input.values().reshape(rows, settings.size());
    System.arraycopy(x, 0, input.values().values(), 0, rows * settings.size());
    aroundSelf.begin(pass, input, true, null);
    aroundSelf.enter(0, rows);
    float[] steps = aroundSelf.entered().values().values();
    k = Buffers.atLeast(k, (long) rows * keyWidth());
    v = Buffers.atLeast(v, (long) rows * keyWidth());
    self.project(steps, rows, place, k, v);
    Pass ofSelf = pass.part(settings.selfName());
    KeptKeys kept = keeper.keep(k, v);
    self.attend(ofSelf, steps, rows, place, kept, null, aroundSelf.branch().values());
    aroundSelf.leave(0, rows);

    aroundCross.begin(pass, aroundSelf.stream(), false, null);
    aroundCross.enter(0, rows);
    cross.attend(
        pass.part(settings.crossName()),
        aroundCross.entered().values().values(),
        rows,
        -1,
        memory,
        weights,
        aroundCross.branch().values());
    aroundCross.leave(0, rows);

    aroundFeedForward.begin(pass, aroundCross.stream(), false, null);
    aroundFeedForward.enter(0, rows);
    feedForward.begin(pass, rows);
    Tensor normed = aroundFeedForward.entered().values();
    Tensor branch = aroundFeedForward.branch();
    int share = (rows + workers.count() - 1) / workers.count();
    workers.run(
        (rows + share - 1) / share,
        (worker, i) ->
            feedForward.forward(normed, branch, i * share, Math.min(rows, (i + 1) * share)));
    aroundFeedForward.leave(0, rows);
    float[] result = aroundFeedForward.stream().values().values();
    System.arraycopy(result, 0, y, 0, rows * settings.size());
  }
}

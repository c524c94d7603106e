package io.github.dl4jattention.layers.fused.transformer;

import io.github.dl4jattention.layers.fused.RowNorm;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.transformer.FeedForward;
import java.util.List;

/**
 * A Transformer's layer, forward and backward: one attention or two, then the feed-forward
 * sub-layer.
 *
 * <p>Between two attentions, and after the last, whatever treats each step alone is done block by
 * block: residual connections, norms, the feed-forward sub-layer. A block's rows go through all of
 * it while they are in a core's cache.
 */
final class TransformerKernel implements Kernel {
  private final String input;
  private final List<Attending> attentions;
  private final FeedForwardRows feedForward;
  private final Connection last;
  private final Workers workers;

  /**
   * A kernel.
   *
   * @param input name of the input that goes through the layer
   * @param attentions the lowest first
   * @param last what is around the feed-forward sub-layer
   */
  TransformerKernel(
      String input,
      int size,
      List<Attending> attentions,
      FeedForward feedForward,
      Connection last,
      Lanes lanes,
      Workers workers) {
    this.input = input;
    this.attentions = attentions;
    this.feedForward = new FeedForwardRows(feedForward, size, lanes, workers);
    this.last = last;
    this.workers = workers;
  }

  @Override
  public void forward(Pass pass, Tensor y) {
    Pass.Input x = pass.input(input);
    int rows = x.values().rows();
    feedForward.load(pass);
    Connection below = null;
    for (Attending attending : attentions) {
      Connection above = attending.connection();
      above.begin(pass, below == null ? x : below.stream(), below == null, null);
      goOn(rows, below, above);
      attending.kernel().forward(attending.pass(pass), above.branch());
      above.draw(pass);
      below = above;
    }
    Connection top = below;
    last.begin(pass, top.stream(), false, y);
    feedForward.begin(pass, rows);
    last.draw(pass);
    RowNorm.blocks(
        workers,
        rows,
        (worker, block, from, to) -> {
          top.leave(from, to);
          last.enter(from, to);
          feedForward.forward(last.entered().values(), last.branch(), from, to);
          last.leave(from, to);
        });
  }

  /** From one attention to the next, or from the input to the first. */
  private void goOn(int rows, Connection below, Connection above) {
    if (below == null && !above.preNorm()) {
      return;
    }
    RowNorm.blocks(
        workers,
        rows,
        (worker, block, from, to) -> {
          if (below != null) {
            below.leave(from, to);
          }
          above.enter(from, to);
        });
  }

  @Override
  public void backward(Pass pass, Tensor dy) {
    int rows = dy.rows();
    attentions.forEach(attending -> attending.connection().beginBackward());
    last.beginBackward();
    feedForward.beginBackward(rows);
    Connection top = attentions.get(attentions.size() - 1).connection();
    Tensor branch = last.branchGradient(dy);
    RowNorm.blocks(
        workers,
        rows,
        (worker, block, from, to) -> {
          last.leaveBackward(worker, dy, block, to);
          feedForward.backward(worker, branch, last.entered().gradient(), from, to);
          last.enterBackward(worker, block, to);
          top.leaveBackward(worker, top.stream().gradient(), block, to);
        });
    feedForward.endBackward(last.entered().values(), branch);
    last.endBackward();
    for (int i = attentions.size() - 1; i >= 0; i--) {
      Attending attending = attentions.get(i);
      Connection above = attending.connection();
      Tensor gradient = above.branchGradient(above.stream().gradient());
      attending.kernel().backward(attending.pass(pass), gradient);
      goBack(rows, i == 0 ? null : attentions.get(i - 1).connection(), above);
      above.endBackward();
    }
  }

  /** From one attention to the one before, or from the first to the input. */
  private void goBack(int rows, Connection below, Connection above) {
    if (below == null && !above.preNorm()) {
      return;
    }
    RowNorm.blocks(
        workers,
        rows,
        (worker, block, from, to) -> {
          above.enterBackward(worker, block, to);
          if (below != null) {
            below.leaveBackward(worker, below.stream().gradient(), block, to);
          }
        });
  }
}

package io.github.dl4jattention.layers.fused.transformer;

import io.github.dl4jattention.layers.fused.RowNorm;
import io.github.dl4jattention.layers.kernel.Dropper;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.transformer.Residual;
import java.util.Arrays;

/**
 * {@link Residual}, forward and backward, a block of rows at a time: what happens to the rows
 * before a sub-layer, and after it.
 *
 * <pre>
 *   pre-norm    n = norm(x), branch = f(n), y = x + drop(branch)
 *   post-norm   branch = f(x), sum = x + drop(branch), y = norm(sum)
 * </pre>
 */
final class Connection {
  private final String norm;
  private final boolean preNorm;
  private final double dropProbability;
  private final Lanes lanes;
  private final RowNorm rowNorm;

  /** What the sub-layer gives; then the sum. */
  private final Tensor ownBranch = new Tensor();

  /** What a post-norm gives. */
  private final Tensor ownOutput = new Tensor();

  /** Gradient by a post-norm's sum. */
  private final Tensor sumGradient = new Tensor();

  /** Of a pre-norm what it gives; null until the first pass. */
  private Pass.Input normed;

  /** What leaves, for the sub-layer above; null until there is one. */
  private Pass.Input stream;

  private Pass.Input x;
  private Tensor branch;
  private Tensor output;
  private Dropper dropper;
  private int size;

  /** Whether others before this take the gradient by x, or this is the first of the layer. */
  private boolean first;

  /**
   * A connection.
   *
   * @param residual its settings
   * @param name the sub-layer's, after which the norm's parameters are named
   */
  Connection(Residual residual, String name, Lanes lanes, Workers workers) {
    norm = Residual.normOf(name);
    preNorm = residual.preNorm();
    dropProbability = residual.dropProbability();
    this.lanes = lanes;
    rowNorm = new RowNorm(residual.norm(), lanes, workers);
  }

  /**
   * Begins a forward pass.
   *
   * @param x what comes in
   * @param first whether x is the layer's own input
   * @param last takes what leaves the layer; null if there is another sub-layer above
   */
  void begin(Pass pass, Pass.Input x, boolean first, Tensor last) {
    this.x = x;
    this.first = first;
    size = x.values().size();
    branch = (preNorm && last != null ? last : ownBranch).reshapeAs(x.values());
    output = preNorm ? branch : (last != null ? last : ownOutput).reshapeAs(x.values());
    if (preNorm) {
      normed = normed == null ? new Pass.Input(new Tensor(), x.padding()) : normed;
      normed.values().reshapeAs(x.values());
    }
    if (last == null && stream == null) {
      stream = new Pass.Input(output, x.padding());
    }
    rowNorm.begin(pass.part(norm), x.values().rows(), size);
  }

  /** Whether anything happens to rows on their way into the sub-layer. */
  boolean preNorm() {
    return preNorm;
  }

  /** What the sub-layer takes, and where it adds the gradient by that. */
  Pass.Input entered() {
    return preNorm ? normed : x;
  }

  /** Where the sub-layer writes what it gives. */
  Tensor branch() {
    return branch;
  }

  /** What leaves, and where the sub-layer above adds the gradient by it. */
  Pass.Input stream() {
    return stream;
  }

  /** Draws what is dropped; to be called when the sub-layer has drawn. */
  void draw(Pass pass) {
    dropper =
        pass.training() && dropProbability > 0
            ? new Dropper(dropProbability, pass.nextSeed())
            : null;
  }

  /** Rows on their way into the sub-layer. */
  void enter(int from, int to) {
    if (preNorm) {
      rowNorm.forward(x.values().values(), normed.values().values(), from, to);
    }
  }

  /** Rows that come out of the sub-layer. */
  void leave(int from, int to) {
    int at = from * size;
    int n = (to - from) * size;
    drop(branch, at, n);
    lanes.add(branch.values(), at, x.values().values(), at, n);
    if (!preNorm) {
      rowNorm.forward(branch.values(), output.values(), from, to);
    }
  }

  private void drop(Tensor rows, int at, int n) {
    if (dropper != null) {
      dropper.apply(rows.values(), at, at, n);
    }
  }

  /** Begins a backward pass. */
  void beginBackward() {
    rowNorm.beginBackward(x.values().rows());
    if (preNorm) {
      normed.gradient().reshapeAs(x.values());
    } else {
      sumGradient.reshapeAs(x.values());
    }
    if (!first) {
      x.gradient().reshapeAs(x.values());
    }
  }

  /**
   * Gradient by what the sub-layer gave, once {@link #leaveBackward} has been there.
   *
   * @param dy gradient by what left
   */
  Tensor branchGradient(Tensor dy) {
    return preNorm ? dy : sumGradient;
  }

  /**
   * Goes back through what is after the sub-layer.
   *
   * @param dy gradient by what left; may be changed
   */
  void leaveBackward(int worker, Tensor dy, int block, int to) {
    int from = block * RowNorm.BLOCK;
    int at = from * size;
    int n = (to - from) * size;
    if (preNorm) {
      Arrays.fill(normed.gradient().values(), at, at + n, 0);
    } else {
      Arrays.fill(sumGradient.values(), at, at + n, 0);
      rowNorm.backward(worker, branch.values(), dy.values(), sumGradient.values(), block, to);
    }
    float[] sum = branchGradient(dy).values();
    if (first) {
      lanes.add(x.gradient().values(), at, sum, at, n);
    } else {
      System.arraycopy(sum, at, x.gradient().values(), at, n);
    }
    drop(branchGradient(dy), at, n);
  }

  /** Goes back through what is before the sub-layer. */
  void enterBackward(int worker, int block, int to) {
    if (preNorm) {
      rowNorm.backward(
          worker,
          x.values().values(),
          normed.gradient().values(),
          x.gradient().values(),
          block,
          to);
    }
  }

  /** Ends a backward pass. */
  void endBackward() {
    rowNorm.endBackward(x.values().rows());
  }
}

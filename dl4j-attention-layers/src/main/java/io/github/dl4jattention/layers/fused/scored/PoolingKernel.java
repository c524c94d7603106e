package io.github.dl4jattention.layers.fused.scored;

import io.github.dl4jattention.layers.formula.LearnedQueries;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Tensor;

/** Attention of {@link LearnedQueries}, which stand in the place of an input with queries. */
final class PoolingKernel implements Kernel {
  /** What the attention has for a name of its input with the queries. */
  static final String INPUT = LearnedQueries.QUERIES;

  private final LearnedQueries queries;
  private final String keyInput;
  private final Kernel attention;
  private final Lanes lanes;

  /**
   * A kernel.
   *
   * @param queries how many, of which size
   * @param keyInput name of the input with the keys
   * @param attention of the input {@link #INPUT}
   */
  PoolingKernel(LearnedQueries queries, String keyInput, Kernel attention, Lanes lanes) {
    this.queries = queries;
    this.keyInput = keyInput;
    this.attention = attention;
    this.lanes = lanes;
  }

  @Override
  public void forward(Pass pass, Tensor y) {
    int batch = pass.input(keyInput).values().batch();
    Pass.Input repeated = pass.input(INPUT);
    repeated.values().reshape(batch, queries.count(), queries.size());
    repeated.padding().all(batch, (int) queries.count());
    for (int example = 0; example < batch; example++) {
      float[] learned = pass.parameter(LearnedQueries.QUERIES).values();
      System.arraycopy(learned, 0, repeated.values().values(), example * length(), length());
    }
    attention.forward(pass, y);
  }

  @Override
  public void backward(Pass pass, Tensor dy) {
    Pass.Input repeated = pass.input(INPUT);
    repeated.gradient().reshapeAs(repeated.values()).clear();
    attention.backward(pass, dy);
    float[] sum = pass.parameter(LearnedQueries.QUERIES).gradient();
    for (int example = 0; example < repeated.values().batch(); example++) {
      lanes.add(sum, 0, repeated.gradient().values(), example * length(), length());
    }
  }

  private int length() {
    return (int) (queries.count() * queries.size());
  }
}

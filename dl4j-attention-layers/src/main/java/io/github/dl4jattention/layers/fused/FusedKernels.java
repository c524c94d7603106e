package io.github.dl4jattention.layers.fused;

import io.github.dl4jattention.layers.align.Softmax;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.multihead.HeadProjections;
import io.github.dl4jattention.layers.multihead.MultiHead;
import java.util.Optional;

/** Finds the kernel of a formula's settings; nothing where none covers them. */
public final class FusedKernels {
  private FusedKernels() {}

  /**
   * Multi-head attention.
   *
   * @param multiHead its settings
   * @param inputs names of the inputs with the queries, the keys and the values
   * @param querySize channels of a query
   * @param keySize channels of a key
   * @param valueSize channels of a value
   * @param lanes what it computes with
   * @return a kernel, if the weights are a softmax's and there are no positions, biases or hooks
   */
  public static Optional<Kernel> multiHead(
      MultiHead multiHead,
      Inputs inputs,
      long querySize,
      long keySize,
      long valueSize,
      Lanes lanes) {
    if (!multiHead.plain() || !(multiHead.distribution() instanceof Softmax)) {
      return Optional.empty();
    }
    HeadProjections projections = multiHead.projections();
    return Optional.of(
        new MultiHeadKernel(
            new MultiHeadSizes(
                inputs.queries(),
                inputs.keys(),
                inputs.values(),
                (int) querySize,
                (int) keySize,
                (int) valueSize,
                (int) projections.heads(),
                (int) projections.keyValueHeads(),
                (int) projections.headSize(querySize),
                (int) projections.outputSize(querySize),
                projections.biases(),
                multiHead.causal(),
                multiHead.dropProbability()),
            lanes));
  }

  /**
   * Names of inputs.
   *
   * @param queries with the queries
   * @param keys with the keys
   * @param values with the values
   */
  public record Inputs(String queries, String keys, String values) {}
}

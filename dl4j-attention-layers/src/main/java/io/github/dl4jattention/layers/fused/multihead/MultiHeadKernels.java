package io.github.dl4jattention.layers.fused.multihead;

import io.github.dl4jattention.layers.align.Softmax;
import io.github.dl4jattention.layers.formula.LearnedQueries;
import io.github.dl4jattention.layers.fused.FusedKernels;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.multihead.HeadGate;
import io.github.dl4jattention.layers.multihead.HeadProjections;
import io.github.dl4jattention.layers.multihead.MultiHead;
import io.github.dl4jattention.layers.position.AlibiPosition;
import io.github.dl4jattention.layers.position.BucketBias;
import io.github.dl4jattention.layers.position.PositionScheme;
import io.github.dl4jattention.layers.position.RelativePosition;
import io.github.dl4jattention.layers.position.RotaryPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the kernel of a multi-headed attention's settings; nothing where none covers them. */
public final class MultiHeadKernels {
  private final MultiHead multiHead;
  private final MultiHeadSizes sizes;
  private final Lanes lanes;
  private final Workers workers = Workers.shared();

  private MultiHeadKernels(MultiHead multiHead, MultiHeadSizes sizes, Lanes lanes) {
    this.multiHead = multiHead;
    this.sizes = sizes;
    this.lanes = lanes;
  }

  /**
   * Attention of a sequence of queries.
   *
   * @param multiHead its settings
   * @param inputs names of the inputs with the queries, the keys and the values
   * @param querySize channels of a query
   * @param keySize channels of a key
   * @param valueSize channels of a value
   * @param lanes what it computes with
   * @return a kernel, if the weights are a softmax's, and positions, bias and hook are this
   *     library's
   */
  public static Optional<Kernel> attention(
      MultiHead multiHead,
      FusedKernels.Inputs inputs,
      long querySize,
      long keySize,
      long valueSize,
      Lanes lanes) {
    MultiHeadSizes sizes =
        sizes(multiHead, inputs.keys(), inputs.values(), querySize, keySize, valueSize);
    MultiHeadKernels kernels = new MultiHeadKernels(multiHead, sizes, lanes);
    return kernels.kernel(new InputQueries(inputs.queries(), kernels.projection((int) querySize)));
  }

  /**
   * Attention of one query a row, over keys that are kept.
   *
   * @param multiHead its settings
   * @param querySize channels of a query
   * @param keySize channels of a key, and of a value
   * @param lanes what it computes with
   * @return what does it, under the conditions of {@link #attention}
   */
  public static Optional<StepHeads> steps(
      MultiHead multiHead, long querySize, long keySize, Lanes lanes) {
    MultiHeadSizes sizes = sizes(multiHead, null, null, querySize, keySize, keySize);
    MultiHeadKernels kernels = new MultiHeadKernels(multiHead, sizes, lanes);
    List<Positions> positions = kernels.positions();
    if (!kernels.covers(positions)) {
      return Optional.empty();
    }
    return Optional.of(
        new StepHeads(
            sizes,
            kernels.projection((int) querySize),
            positions,
            kernels.gate().orElse(null),
            lanes,
            kernels.workers));
  }

  /**
   * Attention of learned queries.
   *
   * @param multiHead its settings
   * @param queries the queries
   * @param vector whether the output is a vector an example, not a sequence of one
   * @param input name of the input with the keys, which are the values too
   * @param size channels of a key
   * @param lanes what it computes with
   * @return a kernel, under the conditions of {@link #attention}
   */
  public static Optional<Kernel> pooling(
      MultiHead multiHead,
      LearnedQueries queries,
      boolean vector,
      String input,
      long size,
      Lanes lanes) {
    MultiHeadSizes sizes = sizes(multiHead, input, input, queries.size(), size, size);
    MultiHeadKernels kernels = new MultiHeadKernels(multiHead, sizes, lanes);
    Projection projection = kernels.projection((int) queries.size());
    return kernels.kernel(
        new RepeatedQueries((int) queries.count(), sizes.width(), vector, projection, lanes));
  }

  private static MultiHeadSizes sizes(
      MultiHead multiHead,
      String keyInput,
      String valueInput,
      long querySize,
      long keySize,
      long valueSize) {
    HeadProjections projections = multiHead.projections();
    return new MultiHeadSizes(
        keyInput,
        valueInput,
        (int) keySize,
        (int) valueSize,
        (int) projections.heads(),
        (int) projections.keyValueHeads(),
        (int) projections.headSize(querySize),
        (int) projections.outputSize(querySize),
        projections.biases(),
        multiHead.causal(),
        multiHead.dropProbability());
  }

  private Projection projection(int querySize) {
    return new Projection(lanes, workers, querySize, sizes.width()).scaled(sizes.scale());
  }

  private Optional<Kernel> kernel(HeadQueries queries) {
    List<Positions> positions = positions();
    return covers(positions)
        ? Optional.of(new MultiHeadKernel(sizes, queries, positions, gate().orElse(null), lanes))
        : Optional.empty();
  }

  /** Those of the schemes that there are kernels of. */
  private List<Positions> positions() {
    List<Positions> positions = new ArrayList<>();
    for (PositionScheme scheme : multiHead.schemes()) {
      positions(scheme).ifPresent(positions::add);
    }
    return positions;
  }

  private Optional<GatedOutput> gate() {
    return multiHead
        .headHook()
        .filter(HeadGate.class::isInstance)
        .map(hook -> new GatedOutput((HeadGate) hook, sizes, lanes));
  }

  private boolean covers(List<Positions> positions) {
    return multiHead.distribution() instanceof Softmax
        && positions.size() == multiHead.schemes().size()
        && gate().isPresent() == multiHead.headHook().isPresent();
  }

  private Optional<Positions> positions(PositionScheme scheme) {
    if (scheme instanceof RotaryPosition rotary) {
      return Optional.of(new Rotation(rotary, sizes.headSize(), lanes, workers));
    } else if (scheme instanceof AlibiPosition) {
      return Optional.of(new LinearBias(sizes.ofHeads(), lanes));
    } else if (scheme instanceof BucketBias bias) {
      return Optional.of(new BucketedBias(bias, sizes.ofHeads(), lanes));
    } else if (scheme instanceof RelativePosition relative) {
      return Optional.of(new DistanceVectors(relative, sizes.ofHeads(), lanes, workers));
    }
    return Optional.empty();
  }
}

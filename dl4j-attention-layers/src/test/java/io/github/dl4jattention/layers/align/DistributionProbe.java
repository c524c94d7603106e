package io.github.dl4jattention.layers.align;

import io.github.dl4jattention.layers.formula.Conditions;
import io.github.dl4jattention.layers.formula.Scope;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A distribution alone: energies in, weights and the gradient of its own losses out. */
final class DistributionProbe {
  private static final String ENERGIES = "energies";
  private static final String UPSTREAM = "upstream";

  private final SameDiff sameDiff = SameDiff.create();
  private final Scope scope;
  private final String weights;
  private final DataType type;

  /**
   * A distribution over energies of rank 3, or of rank 4 with as many heads.
   *
   * @param heads 0 for rank 3
   */
  DistributionProbe(
      AttentionDistribution distribution,
      DataType type,
      boolean training,
      long heads,
      long queries,
      long keys) {
    this.type = type;
    long rows = Math.max(1, heads) * queries;
    scope =
        new Scope(
            sameDiff,
            Conditions.plain(type, training),
            Map.of(ENERGIES, new long[] {1, rows, keys}),
            Map.of());
    SDVariable energies = scope.input(ENERGIES).mul(1);
    KeyMask mask = KeyMask.ofPadding(scope, ENERGIES);
    weights =
        (heads == 0
                ? distribution.weights(scope, energies, mask, queries, keys)
                : distribution
                    .weights(
                        scope,
                        energies.reshape(-1, heads, queries, keys),
                        mask.forHeads(),
                        heads,
                        queries,
                        keys)
                    .reshape(-1, rows, keys))
            .name();
    SDVariable upstream = sameDiff.placeHolder(UPSTREAM, type, -1, rows, keys);
    SDVariable loss = sameDiff.getVariable(weights).mul(upstream).sum();
    for (SDVariable term : scope.losses()) {
      loss = loss.add(term);
    }
    loss.rename("loss");
    sameDiff.setLossVariables("loss");
  }

  /** Weights; what is drawn is drawn anew. */
  INDArray weights(INDArray energies, INDArray mask) {
    return sameDiff.output(placeholders(energies, mask), weights).get(weights);
  }

  /** Gradient by the energies of the sum of the weights times those from above. */
  INDArray gradient(INDArray energies, INDArray mask, INDArray upstream) {
    Map<String, INDArray> all = placeholders(energies, mask);
    all.put(UPSTREAM, upstream);
    return gradient(all);
  }

  /** Gradient by the energies of the distribution's own losses, with noise as given. */
  INDArray gradient(INDArray energies, INDArray mask, INDArray noise, INDArray advantage) {
    Map<String, INDArray> all = placeholders(energies, mask);
    all.put(UPSTREAM, Nd4j.zeros(type, energies.shape()));
    all.put("gumbelNoise", noise);
    all.put(Scope.ADVANTAGE, advantage);
    return gradient(all);
  }

  private INDArray gradient(Map<String, INDArray> placeholders) {
    if (!sameDiff.hasGradientFunction()) {
      sameDiff.createGradFunction(ENERGIES);
    }
    return sameDiff.calculateGradients(placeholders, ENERGIES).get(ENERGIES);
  }

  /** Weights with noise as given. */
  INDArray weights(INDArray energies, INDArray mask, INDArray noise) {
    Map<String, INDArray> all = placeholders(energies, mask);
    all.put("gumbelNoise", noise);
    return sameDiff.output(all, weights).get(weights);
  }

  private Map<String, INDArray> placeholders(INDArray energies, INDArray mask) {
    Map<String, INDArray> all = new HashMap<>();
    all.put(ENERGIES, energies.castTo(type));
    all.put(
        Scope.maskName(ENERGIES),
        mask == null ? Nd4j.ones(type, energies.size(0), energies.size(2)) : mask.castTo(type));
    scope
        .draws()
        .forEach(
            (name, draw) -> {
              long[] shape = new long[draw.shapeOfAnExample().length + 1];
              shape[0] = energies.size(0);
              System.arraycopy(draw.shapeOfAnExample(), 0, shape, 1, shape.length - 1);
              all.put(name, draw.filler().fill(type, shape));
            });
    return all;
  }
}

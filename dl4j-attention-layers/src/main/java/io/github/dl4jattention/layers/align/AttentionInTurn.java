package io.github.dl4jattention.layers.align;

import io.github.dl4jattention.layers.formula.RealSteps;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Attention of one query after the other over the same memory: for decoders, whose next query
 * depends on the context before, and for scores with coverage.
 */
public final class AttentionInTurn {
  private final Scope scope;
  private final Memory memory;
  private final RealSteps real;

  /** Index of the first query in its sequence. */
  private final int first;

  private final List<SDVariable> weights = new ArrayList<>();

  /** Sum of the weights so far; null unless the score has coverage. */
  private SDVariable coverage;

  AttentionInTurn(Scope scope, Memory memory, RealSteps real, boolean hasCoverage) {
    this(scope, memory, real, 0, hasCoverage ? memory.noCoverage() : null);
  }

  private AttentionInTurn(
      Scope scope, Memory memory, RealSteps real, int first, SDVariable coverage) {
    this.scope = scope;
    this.memory = memory;
    this.real = real;
    this.first = first;
    this.coverage = coverage;
  }

  /**
   * Goes on after some queries, none of them padding.
   *
   * @param scope where
   * @param memory what is looked at
   * @param first index of the next query
   * @param coverage sum of the weights of the queries before, {@code [batch, 1, keyTime]}; null
   *     unless the score has coverage
   * @return takes the next queries
   */
  public static AttentionInTurn resumed(
      Scope scope, Memory memory, int first, SDVariable coverage) {
    return new AttentionInTurn(scope, memory, RealSteps.all(), first, coverage);
  }

  /**
   * Looks at the memory with the next query. A padded query covers nothing.
   *
   * @param query {@code [batch, querySize]}
   * @param querySize channels of the query
   * @return its context, {@code [batch, valueSize]}
   */
  public SDVariable context(SDVariable query, long querySize) {
    int t = weights.size();
    Steps step = new Steps(query.reshape(-1, 1, querySize), 1, querySize);
    SDVariable ofStep = memory.weights(step, first + t, coverage); // [batch, 1, keyTime]
    weights.add(ofStep);
    if (coverage != null) {
      coverage = coverage.add(real.only(t, ofStep));
    }
    return memory.contexts(ofStep, 1, "dropout" + t).values().reshape(-1, memory.valueSize());
  }

  /**
   * Sum of the weights of all queries so far.
   *
   * @return {@code [batch, 1, keyTime]}; null unless the score has coverage
   */
  public SDVariable coverage() {
    return coverage;
  }

  /** Names the weights of all queries so far, so that they can be kept. */
  public void nameWeights() {
    scope.attentionWeights(all());
  }

  /** {@code [batch, queries, keys]}. */
  private SDVariable all() {
    return weights.size() == 1
        ? weights.get(0)
        : scope.sameDiff().concat(1, weights.toArray(new SDVariable[0]));
  }

  /**
   * What each key lacks of having been looked at once by all queries so far together, from the
   * first on: {@code 1 - sum_t alpha_tj}, negative where it was looked at more.
   *
   * @return {@code [batch, 1, keyTime]}; zeros for padded keys
   */
  public SDVariable missing() {
    int queries = weights.size();
    SDVariable real =
        memory
            .mask()
            .realQueries(queries)
            .orElseGet(() -> scope.constant(Nd4j.ones(1, queries)))
            .reshape(-1, queries, 1);
    return all().mul(real).sum(true, 1).rsub(1).mul(memory.mask().allowed());
  }
}

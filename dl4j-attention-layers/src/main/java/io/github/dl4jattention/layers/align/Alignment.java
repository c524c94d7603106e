package io.github.dl4jattention.layers.align;

import io.github.dl4jattention.layers.formula.Dropout;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.RealSteps;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import io.github.dl4jattention.layers.score.Score;
import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;

/**
 * How queries look at keys: a score, the window it is restricted to, the distribution made of it,
 * and dropout. Every single-headed attention of this library has one.
 *
 * <p>Immutable; made by the builders of the layers and vertices.
 */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE,
    setterVisibility = JsonAutoDetect.Visibility.NONE)
public final class Alignment implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Compares a query with a key. */
  private Score score;

  /** Keys that a query may see; null for all. */
  private Window window;

  /** Makes weights of energies. */
  private AttentionDistribution distribution = new Softmax();

  /** Probability that a weight is dropped in training. */
  private double dropProbability;

  /** Whether a query may look at earlier keys and its own only. */
  private boolean causal;

  /** For DL4J's JSON; use the builders of layers and vertices. */
  public Alignment() {}

  /**
   * An alignment.
   *
   * @param score compares a query with a key
   * @param window keys that a query may see; null for all
   * @param distribution makes weights of energies
   * @param dropProbability probability that a weight is dropped in training
   * @param causal whether a query may look at no later key
   */
  public Alignment(
      Score score,
      Window window,
      AttentionDistribution distribution,
      double dropProbability,
      boolean causal) {
    this.score = score;
    this.window = window;
    this.distribution = distribution;
    this.dropProbability = dropProbability;
    this.causal = causal;
  }

  /**
   * The score.
   *
   * @return compares a query with a key
   */
  public Score score() {
    return score;
  }

  /**
   * The distribution.
   *
   * @return makes weights of energies
   */
  public AttentionDistribution distribution() {
    return distribution;
  }

  /**
   * The window.
   *
   * @return the keys that a query may see; nothing for all
   */
  public Optional<Window> window() {
    return Optional.ofNullable(window);
  }

  /**
   * Probability that a weight is dropped in training.
   *
   * @return 0 for none
   */
  public double dropProbability() {
    return dropProbability;
  }

  /**
   * Whether a query may look at earlier keys and its own only.
   *
   * @return true if so
   */
  public boolean causal() {
    return causal;
  }

  /**
   * Whether every query looks at every real key through a softmax: no window, nothing causal, no
   * other distribution. Dropout does not count.
   *
   * @return true if so
   */
  public boolean isGlobalSoftmax() {
    return window == null && !causal && distribution instanceof Softmax;
  }

  /**
   * Declares the parameters of the score and of the window.
   *
   * @param parameters takes them
   * @param querySize channels of a query
   * @param keySize channels of a key
   */
  public void declareParameters(Parameters parameters, long querySize, long keySize) {
    score.declareParameters(parameters, querySize, keySize);
    if (window != null) {
      window.declareParameters(parameters, querySize);
    }
  }

  /**
   * Refuses more keys than the score can compare with.
   *
   * @param keyTime number of keys; 0 or less if it is not known
   */
  public void requireKeyTime(long keyTime) {
    score.requireKeyTime(keyTime);
  }

  /**
   * Attends: the contexts of all queries, none of them padding.
   *
   * @param scope where; takes the attention weights
   * @param queries the queries
   * @param keys the keys
   * @param values a value for each key
   * @param keyInput name of the input with the keys, whose mask says which are real
   * @return {@code [batch, queryTime, valueSize]}
   */
  public Steps attend(Scope scope, Steps queries, Steps keys, Steps values, String keyInput) {
    return attend(scope, queries, RealSteps.all(), keys, values, keyInput);
  }

  /**
   * Attends: the contexts of all queries.
   *
   * @param scope where; takes the attention weights
   * @param queries the queries
   * @param realQueries which of them are real: the others cover nothing
   * @param keys the keys
   * @param values a value for each key
   * @param keyInput name of the input with the keys, whose mask says which are real
   * @return {@code [batch, queryTime, valueSize]}
   */
  public Steps attend(
      Scope scope,
      Steps queries,
      RealSteps realQueries,
      Steps keys,
      Steps values,
      String keyInput) {
    if (score.hasCoverage()) {
      AttentionInTurn attention = inTurn(scope, realQueries, keys, values, keyInput);
      return new Steps(eachInTurn(scope, queries, attention), queries.time(), values.size());
    }
    Memory memory = memory(scope, keys, values, keyInput);
    SDVariable weights = memory.weights(queries, 0, null);
    scope.attentionWeights(weights);
    return memory.contexts(weights, queries.time(), "dropout");
  }

  private static SDVariable eachInTurn(Scope scope, Steps queries, AttentionInTurn attention) {
    SDVariable[] query = scope.sameDiff().unstack(queries.values(), 1, (int) queries.time());
    SDVariable[] contexts = new SDVariable[query.length];
    for (int t = 0; t < query.length; t++) {
      contexts[t] = attention.context(query[t], queries.size());
    }
    attention.nameWeights();
    return scope.sameDiff().stack(1, contexts);
  }

  /**
   * Prepares to attend with one query after the other.
   *
   * @param scope where
   * @param realQueries which queries are real: the others cover nothing
   * @param keys the keys
   * @param values a value for each key
   * @param keyInput name of the input with the keys, whose mask says which are real
   * @return takes the queries
   */
  public AttentionInTurn inTurn(
      Scope scope, RealSteps realQueries, Steps keys, Steps values, String keyInput) {
    Memory memory = memory(scope, keys, values, keyInput);
    return new AttentionInTurn(scope, memory, realQueries, score.hasCoverage());
  }

  /**
   * A memory to be filled step by step, as a recurrent layer goes along its input.
   *
   * @param scope where
   * @param input name of the input whose steps the keys follow, whose mask says which are real
   * @return an empty tape
   */
  public Tape tape(Scope scope, String input) {
    return new Tape(this, scope, input);
  }

  /**
   * Prepares keys and values once for all queries, as a decoder does before its first step.
   *
   * @param scope where
   * @param keys the keys
   * @param values a value for each key
   * @param keyInput name of the input with the keys, whose mask says which are real
   * @return the memory
   */
  public Memory memory(Scope scope, Steps keys, Steps values, String keyInput) {
    return prepared(scope, score.prepareKeys(scope, keys), values, keyInput);
  }

  /**
   * A memory of keys that are prepared already, by {@link Score#prepareKeys}.
   *
   * @param scope where
   * @param keys the prepared keys
   * @param values a value for each key
   * @param keyInput name of the input with the keys, whose mask says which are real
   * @return the memory
   */
  public Memory prepared(Scope scope, Steps keys, Steps values, String keyInput) {
    return new Memory(this, scope, keys, values, KeyMask.ofPadding(scope, keyInput));
  }

  /** The keys that some queries may look at, with the window's factor if there is one. */
  SDVariable weights(
      Scope scope, SDVariable energies, Steps queries, long firstQuery, Memory memory) {
    KeyMask mask = firstQuery == 0 ? memory.mask() : memory.mask().fromQuery(firstQuery);
    long[] shape = {queries.time(), memory.keyTime()};
    if (causal) {
      mask = mask.causal(firstQuery, queries.time(), memory.keyTime());
    }
    if (window == null) {
      return distribution.weights(scope, energies, mask, shape);
    }
    Window.Focus focus =
        window.focus(scope, queries, firstQuery, memory.keyTime(), memory.keyCounts());
    SDVariable weights = distribution.weights(scope, energies, mask.and(focus.inside()), shape);
    return focus.factor() == null ? weights : weights.mul(focus.factor());
  }

  SDVariable dropped(Scope scope, String name, SDVariable weights, long queries, long keys) {
    return Dropout.of(scope, name, weights, dropProbability, queries, keys);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Alignment that
        && Objects.equals(score, that.score)
        && Objects.equals(window, that.window)
        && Objects.equals(distribution, that.distribution)
        && dropProbability == that.dropProbability
        && causal == that.causal;
  }

  @Override
  public int hashCode() {
    return Objects.hash(score, window, distribution, dropProbability, causal);
  }
}

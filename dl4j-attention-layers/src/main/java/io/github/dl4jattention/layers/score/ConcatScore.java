package io.github.dl4jattention.layers.score;

import io.github.dl4jattention.layers.formula.Activations;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Slices;
import io.github.dl4jattention.layers.formula.Steps;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.Activation;

/**
 * One layer on query and key together: {@code e_ij = v . tanh([s_i ; h_j] W)}.
 *
 * <p>Luong, Pham and Manning 2015, section 3.1, "concat". Mathematically {@link AdditiveScore} with
 * {@code W} the query's matrix above the key's: the two halves are multiplied apart, so that keys
 * are projected once; it differs in its initial values, which see one matrix.
 *
 * <p>Parameters, with {@code attentionSize} hidden units: {@value #WEIGHT} {@code [querySize +
 * keySize, attentionSize]}, rows of the query first, and {@value #ENERGY_WEIGHT} {@code
 * [attentionSize, 1]}.
 */
public final class ConcatScore implements Score {
  /** Parameter {@code W}: {@code [querySize + keySize, attentionSize]}. */
  public static final String WEIGHT = "W";

  /** Parameter {@code v}: {@code [attentionSize, 1]}. */
  public static final String ENERGY_WEIGHT = "v";

  private static final long serialVersionUID = 1L;

  /** Hidden units. */
  private long attentionSize;

  /** The hidden units' activation. */
  private Activation activation = Activation.TANH;

  /** For DL4J's JSON; use {@link #ConcatScore(long)}. */
  public ConcatScore() {}

  /**
   * The score of the paper.
   *
   * @param attentionSize hidden units, at least 1
   */
  public ConcatScore(long attentionSize) {
    HiddenUnits.require("ConcatScore", attentionSize);
    this.attentionSize = attentionSize;
  }

  /**
   * Another activation than the paper's tanh.
   *
   * @param other the hidden units' activation
   * @return a new score
   */
  public ConcatScore withActivation(Activation other) {
    ConcatScore score = new ConcatScore(attentionSize);
    score.activation = Activations.require("ConcatScore", other);
    return score;
  }

  /**
   * Hidden units.
   *
   * @return the size
   */
  public long attentionSize() {
    return attentionSize;
  }

  /**
   * The hidden units' activation.
   *
   * @return tanh, unless another was chosen
   */
  public Activation activation() {
    return activation;
  }

  @Override
  public void declareParameters(Parameters parameters, long querySize, long keySize) {
    parameters
        .weight(WEIGHT, querySize + keySize, attentionSize)
        .weight(ENERGY_WEIGHT, attentionSize, 1);
  }

  @Override
  public Steps prepareKeys(Scope scope, Steps keys) {
    long rows = scope.parameter(WEIGHT).getShape()[0];
    return keys.times(rows(scope, rows - keys.size(), keys.size()), attentionSize);
  }

  @Override
  public SDVariable energies(Scope scope, Steps queries, Steps keys, SDVariable coverage) {
    Steps projected = queries.times(rows(scope, 0, queries.size()), attentionSize);
    return HiddenUnits.energies(scope, projected, keys, activation, scope.parameter(ENERGY_WEIGHT));
  }

  private SDVariable rows(Scope scope, long from, long count) {
    return Slices.of(scope.parameter(WEIGHT), from, count, attentionSize);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConcatScore that
        && attentionSize == that.attentionSize
        && activation == that.activation;
  }

  @Override
  public int hashCode() {
    return Objects.hash(attentionSize, activation);
  }

  @Override
  public String toString() {
    return "concat(" + attentionSize + ")";
  }
}

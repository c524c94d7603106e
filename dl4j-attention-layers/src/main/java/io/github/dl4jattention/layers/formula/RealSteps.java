package io.github.dl4jattention.layers.formula;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Which steps of an input are real, one step at a time, for recurrences: a padded step leaves a
 * state as it was, so that padding changes nothing, wherever it stands.
 *
 * <p>Padding at the end needs nothing of it, as no real step comes after. Only a batch with padding
 * before a real step gets a graph that selects; any other batch gets one without an operation more.
 */
public final class RealSteps {
  private final Scope scope;

  /** Name of the input; null where every step is taken for real. */
  private final String input;

  /** {@code [batch, 1]} a step; null until asked for, and where no selection is needed. */
  private SDVariable[] real;

  private RealSteps(Scope scope, String input) {
    this.scope = scope;
    this.input = input;
  }

  /**
   * The real steps of an input.
   *
   * @param scope where
   * @param input name of a sequence
   * @return which are real
   */
  public static RealSteps of(Scope scope, String input) {
    return new RealSteps(scope, input);
  }

  /**
   * Steps without padding that matters.
   *
   * @return every step is taken for real
   */
  public static RealSteps all() {
    return new RealSteps(null, null);
  }

  /**
   * The state after a step.
   *
   * @param t index of the step
   * @param next what a real step gives, {@code [batch, size]}
   * @param previous what a padded step keeps, {@code [batch, size]}
   * @return one of the two for each example
   */
  public SDVariable select(int t, SDVariable next, SDVariable previous) {
    if (allMatter()) {
      return next;
    }
    SDVariable padded = real[t].rsub(1);
    return next.mul(real[t]).add(previous.mul(padded)); // Both finite: a product may select.
  }

  /**
   * What a step adds to a sum over the steps.
   *
   * @param t index of the step
   * @param term {@code [batch, 1, size]}
   * @return the term; zeros where the step is padding
   */
  public SDVariable only(int t, SDVariable term) {
    return allMatter() ? term : term.mul(real[t].reshape(-1, 1, 1));
  }

  /** Asked only where a formula selects: a formula that does not needs no second graph. */
  private boolean allMatter() {
    if (input == null || !scope.hasEarlyPadding(input)) {
      return true;
    }
    if (real == null) {
      int time = (int) scope.inputShape(input)[2];
      real = scope.sameDiff().split(scope.mask(input), time, 1);
    }
    return false;
  }
}

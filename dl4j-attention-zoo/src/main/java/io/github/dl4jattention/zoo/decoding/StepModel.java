package io.github.dl4jattention.zoo.decoding;

/**
 * A trained model as a search sees it: rows of hypotheses that take one step at a time.
 *
 * @param <S> the state between two steps, of all rows together; never changed once made
 */
public interface StepModel<S> {
  /**
   * What a step gives.
   *
   * @param state the state after it
   * @param logProbabilities {@code [row][symbol]}: natural logarithms
   * @param weights {@code [row][source position]}: where the step looked; padding may follow
   * @param <S> the state
   */
  @SuppressWarnings("ArrayRecordComponent") // Carried from a step to its search, never compared.
  record Step<S>(S state, float[][] logProbabilities, float[][] weights) {}

  /**
   * The state before the first step, one row a source.
   *
   * @return the state
   */
  S start();

  /**
   * Reads one symbol a row and gives the probabilities of the next.
   *
   * @param tokens one a row
   * @param state the state before the step
   * @return what the step gives
   */
  Step<S> step(int[] tokens, S state);

  /**
   * Picks rows, in any order, each as often as wanted.
   *
   * @param state a state
   * @param rows row i of the result is row {@code rows[i]} of the state
   * @return the picked rows
   */
  S select(S state, int[] rows);

  /**
   * How many columns of a source's weights are of the source; padding follows.
   *
   * @param source which source, from 0, as the model was started on them
   * @return the length; any larger number where no padding follows
   */
  default int sourceLength(int source) {
    return Integer.MAX_VALUE;
  }
}

package io.github.dl4jattention.layers.fused;

import io.github.dl4jattention.layers.kernel.Pass;

/** Which keys the queries of a recurrence may look at, which are known a step at a time. */
public interface StepSight extends Sight {
  /** All keys. */
  StepSight ALL =
      new StepSight() {
        @Override
        public void begin(Pass pass, Extent extent) {
          // Nothing to make ready.
        }
      };

  /**
   * Before the first step.
   *
   * @param pass has the parameters
   * @param extent of queries and keys
   */
  void begin(Pass pass, Extent extent);

  /**
   * Takes a step's queries of some examples.
   *
   * @param hidden the queries, {@code [count, querySize]}
   * @param first the first example
   * @param count number of examples
   * @param t index of the step
   */
  default void place(float[] hidden, int first, int count, int t) {
    // Where they look does not depend on them.
  }

  /** Begins the way back. */
  default void beginBackward() {
    // Nothing depends on parameters.
  }

  /**
   * After a step of some examples has gone back.
   *
   * @param hidden adds up the gradients by the queries, {@code [count, querySize]}
   * @param first the first example
   * @param count number of examples
   * @param t index of the step
   */
  default void placeBack(float[] hidden, int first, int count, int t) {
    // Where they look does not depend on them.
  }

  /**
   * Ends the way back: adds to the gradients of the parameters.
   *
   * @param hidden the queries of all steps, {@code [batch * queryTime, querySize]}
   */
  default void finish(float[] hidden) {
    // Nothing depends on parameters.
  }
}

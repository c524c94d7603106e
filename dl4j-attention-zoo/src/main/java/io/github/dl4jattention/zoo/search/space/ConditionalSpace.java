package io.github.dl4jattention.zoo.search.space;

/** A space of which a candidate need not use every dimension. */
public interface ConditionalSpace {
  /**
   * Which dimensions a candidate uses.
   *
   * @param coordinates the candidate's, each from 0 to 1, as Arbiter's generators draw them
   * @return for each dimension whether it changes anything
   */
  boolean[] used(double[] coordinates);
}

package io.github.dl4jattention.zoo.search.trial;

/** What an observer of a search is told, as it happens; calls come one at a time. */
public interface SearchListener {
  /**
   * A trial begins, or begins anew.
   *
   * @param trial as it stands
   */
  default void started(TrialRecord trial) {}

  /**
   * A trial told a score on its way.
   *
   * @param trial as it stands
   */
  default void told(TrialRecord trial) {}

  /**
   * A trial ended, or failed and is tried again.
   *
   * @param trial as it stands
   */
  default void ended(TrialRecord trial) {}
}

package io.github.dl4jattention.zoo.training;

import java.time.Duration;

/**
 * What a run is told.
 *
 * @param epochs passes over the training pairs
 * @param batchSize pairs an update
 * @param threads threads an update is divided among
 * @param seed of the parameters and of the order of the pairs
 * @param checkpointEvery longest time between two checkpoints
 */
public record TrainingOptions(
    int epochs, int batchSize, int threads, long seed, Duration checkpointEvery) {
  /** Longest time between two checkpoints, unless told otherwise. */
  public static final Duration CHECKPOINT_EVERY = Duration.ofMinutes(5);

  /**
   * How many updates the whole training makes.
   *
   * @param pairs training pairs
   * @return updates
   */
  public int iterations(int pairs) {
    return Math.toIntExact((long) epochs * (((long) pairs + batchSize - 1) / batchSize));
  }
}

package io.github.dl4jattention.zoo.training;

import java.time.Duration;

/**
 * What a run is told.
 *
 * <pre>{@code
 * TrainingOptions options =
 *     TrainingOptions.builder()
 *         .setEpochs(20)
 *         .setBatching(Batching.ofTokens(4000))
 *         .setSeed(1)
 *         .optThreads(4)
 *         .optSchedule(new Schedule(Schedule.Kind.INVERSE_SQUARE_ROOT, 400, 0.5, 1))
 *         .optPatience(5)
 *         .build();
 * }</pre>
 *
 * @param epochs passes over the training pairs, at most
 * @param batching how many pairs an update sees
 * @param threads threads an update is divided among
 * @param seed of the parameters and of the order of the pairs
 * @param checkpointEvery longest time between two checkpoints
 * @param schedule what the learning rate of the graph's updater is multiplied by
 * @param sampling how often the decoder reads what the model wrote
 * @param patience epochs without a higher BLEU or a lower loss on the held-out pairs before a
 *     training ends; 0 waits for ever
 * @param average how many of the last epochs' models are averaged at the end; 1 is none
 */
public record TrainingOptions(
    int epochs,
    Batching batching,
    int threads,
    long seed,
    Duration checkpointEvery,
    Schedule schedule,
    ScheduledSampling sampling,
    int patience,
    int average) {
  /** Longest time between two checkpoints, unless told otherwise. */
  public static final Duration CHECKPOINT_EVERY = Duration.ofMinutes(5);

  /**
   * Checks the numbers.
   *
   * @param epochs at least 1
   * @param batching how many pairs an update sees
   * @param threads at least 1
   * @param seed any
   * @param checkpointEvery not negative
   * @param schedule what the learning rate is multiplied by
   * @param sampling how often the decoder reads what the model wrote
   * @param patience at least 0
   * @param average at least 1
   * @throws IllegalArgumentException if one is out of its range
   */
  public TrainingOptions {
    if (epochs < 1 || threads < 1 || patience < 0 || average < 1) {
      throw new IllegalArgumentException(
          "epochs, threads and average must be at least 1, patience at least 0; got %d, %d, %d, %d"
              .formatted(epochs, threads, average, patience));
    }
  }

  /**
   * How many updates the whole training makes at most, if batches have as many pairs each.
   *
   * @param pairs training pairs
   * @return updates
   * @throws IllegalStateException if batches have as many tokens each
   */
  public int updates(int pairs) {
    if (batching.unit() != Batching.Unit.PAIRS) {
      throw new IllegalStateException("batches of tokens have to be planned to be counted");
    }
    return Math.toIntExact(
        (long) epochs * (((long) pairs + batching.size() - 1) / batching.size()));
  }

  /**
   * Options, of which epochs, batching and seed are required.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Options of a run. */
  public static final class Builder {
    private Integer epochs;
    private Batching batching;
    private Long seed;
    private int threads = 1;
    private Duration checkpointEvery = CHECKPOINT_EVERY;
    private Schedule schedule = Schedule.CONSTANT;
    private ScheduledSampling sampling = ScheduledSampling.NONE;
    private int patience;
    private int average = 1;

    private Builder() {}

    /**
     * Passes over the training pairs.
     *
     * @param value at least 1
     * @return this
     */
    public Builder setEpochs(int value) {
      epochs = value;
      return this;
    }

    /**
     * How many pairs an update sees.
     *
     * @param value the batching
     * @return this
     */
    public Builder setBatching(Batching value) {
      batching = value;
      return this;
    }

    /**
     * The seed of the parameters and of the order of the pairs.
     *
     * @param value any
     * @return this
     */
    public Builder setSeed(long value) {
      seed = value;
      return this;
    }

    /**
     * Threads an update is divided among; 1 if not given.
     *
     * @param value at least 1
     * @return this
     */
    public Builder optThreads(int value) {
      threads = value;
      return this;
    }

    /**
     * Longest time between two checkpoints; five minutes if not given.
     *
     * @param value a time
     * @return this
     */
    public Builder optCheckpointEvery(Duration value) {
      checkpointEvery = value;
      return this;
    }

    /**
     * What the learning rate of the graph's updater is multiplied by; 1 if not given.
     *
     * @param value the schedule
     * @return this
     */
    public Builder optSchedule(Schedule value) {
      schedule = value;
      return this;
    }

    /**
     * How often the decoder reads what the model wrote; never if not given.
     *
     * @param value the sampling
     * @return this
     */
    public Builder optSampling(ScheduledSampling value) {
      sampling = value;
      return this;
    }

    /**
     * Epochs without a higher BLEU or a lower loss on the held-out pairs before a training ends;
     * for ever if not given.
     *
     * @param value at least 0, which is for ever
     * @return this
     */
    public Builder optPatience(int value) {
      patience = value;
      return this;
    }

    /**
     * How many of the last epochs' models are averaged at the end; none if not given.
     *
     * @param value at least 1, which is none
     * @return this
     */
    public Builder optAverage(int value) {
      average = value;
      return this;
    }

    /**
     * The options.
     *
     * @return them
     * @throws IllegalArgumentException if one is missing or out of its range
     */
    public TrainingOptions build() {
      if (epochs == null || batching == null || seed == null) {
        throw new IllegalArgumentException("setEpochs, setBatching and setSeed are required");
      }
      return new TrainingOptions(
          epochs, batching, threads, seed, checkpointEvery, schedule, sampling, patience, average);
    }
  }
}

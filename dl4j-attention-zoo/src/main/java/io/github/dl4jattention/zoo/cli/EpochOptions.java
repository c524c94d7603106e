package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.training.Batching;
import io.github.dl4jattention.zoo.training.Schedule;
import io.github.dl4jattention.zoo.training.ScheduledSampling;
import io.github.dl4jattention.zoo.training.TrainingOptions;
import java.time.Duration;
import java.util.List;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import picocli.CommandLine.Option;

/** How long and how fast a model learns. */
class EpochOptions {
  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "Most passes over the pairs (default: 30; captions of photos 10, of scenes 40).")
  private Integer epochs;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "End after so many epochs without a better model (BLEU, accuracy) or a lower loss; 0"
              + " never does (default: 5; of scenes 0).")
  private Integer patience;

  @Option(
      names = "--average",
      paramLabel = "N",
      description = "At the end, try the mean of the last N epochs' models; 1 does not.")
  private int average = 5;

  @Option(
      names = "--batch-tokens",
      paramLabel = "N",
      description =
          "Tokens an update, of both sides, padding included (default: for about 100 updates an"
              + " epoch or more, 100 to 2,500).")
  private Integer batchTokens;

  @Option(names = "--learning-rate", paramLabel = "R", description = "Adam's, at its highest.")
  private double learningRate;

  @Option(
      names = "--schedule",
      paramLabel = "KIND",
      description =
          "How the rate goes on: constant, linear (to zero at the last epoch), inverse-square-root"
              + " (Vaswani 2017) or plateau (falls when nothing gets better).")
  private String schedule;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "Updates in which the rate rises from zero.")
  private int warmUp;

  @Option(
      names = "--plateau-factor",
      paramLabel = "F",
      description = "With plateau: what the rate is multiplied by (default: 0.5).")
  private Double plateauFactor;

  @Option(
      names = "--plateau-patience",
      paramLabel = "N",
      description = "With plateau: epochs without anything better before it falls (default: 1).")
  private Integer plateauPatience;

  @Option(
      names = "--checkpoint-minutes",
      paramLabel = "N",
      description = "Longest time between two checkpoints.")
  private int checkpointMinutes = 5;

  EpochOptions(double learningRate, String schedule, int warmUp) {
    this.learningRate = learningRate;
    this.schedule = schedule;
    this.warmUp = warmUp;
  }

  /** What this kind of model takes where nothing is said. */
  int defaultEpochs() {
    return 30;
  }

  /** What this kind of model takes where nothing is said. */
  int defaultPatience() {
    return 5;
  }

  void check() {
    epochs = epochs == null ? Integer.valueOf(defaultEpochs()) : epochs;
    patience = patience == null ? Integer.valueOf(defaultPatience()) : patience;
    Limits.within("--epochs", epochs, 1, 1_000);
    Limits.within("--patience", patience, 0, 1_000);
    Limits.within("--average", average, 1, 100);
    if (batchTokens != null) {
      Limits.within("--batch-tokens", batchTokens, 1, 1_000_000);
    }
    Limits.above("--learning-rate", learningRate, 0, 1, "0.002");
    Limits.within("--warm-up", warmUp, 0, 1 << 30);
    if (warmUp == 0 && kind() == Schedule.Kind.INVERSE_SQUARE_ROOT) {
      throw new UserError(
          "--schedule inverse-square-root begins with a warm-up: add one, such as --warm-up 1000");
    }
    if (plateauFactor != null) {
      Limits.above("--plateau-factor", plateauFactor, 0, 0.999, "0.5");
      ofPlateau("--plateau-factor");
    }
    if (plateauPatience != null) {
      Limits.within("--plateau-patience", plateauPatience, 1, 1_000);
      ofPlateau("--plateau-patience");
    }
    Limits.within("--checkpoint-minutes", checkpointMinutes, 1, 1_440);
  }

  private void ofPlateau(String option) {
    Limits.needs(option, true, "--schedule plateau", kind() == Schedule.Kind.PLATEAU);
  }

  double learningRate() {
    return learningRate;
  }

  /** The rate stays: the schedule is the training's, which multiplies what comes of it. */
  IUpdater updater() {
    return new Adam(learningRate);
  }

  /** Of a training on these pairs. */
  TrainingOptions options(RunOptions run, List<EncodedPair> training) {
    return TrainingOptions.builder()
        .setEpochs(epochs)
        .setBatching(
            batchTokens == null ? Batching.fitting(training) : Batching.ofTokens(batchTokens))
        .setSeed(run.seed())
        .optThreads(run.threads())
        .optCheckpointEvery(Duration.ofMinutes(checkpointMinutes))
        .optSchedule(
            new Schedule(
                kind(),
                warmUp,
                plateauFactor == null ? 0.5 : plateauFactor,
                plateauPatience == null ? 1 : plateauPatience))
        .optSampling(sampling())
        .optPatience(patience)
        .optAverage(average)
        .build();
  }

  private Schedule.Kind kind() {
    return Limits.choice("--schedule", Schedule.Kind.class, schedule);
  }

  /** How often the decoder reads what the model wrote; there may be none. */
  ScheduledSampling sampling() {
    return ScheduledSampling.NONE;
  }
}

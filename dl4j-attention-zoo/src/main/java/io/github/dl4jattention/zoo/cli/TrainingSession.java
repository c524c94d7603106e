package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.dashboard.TrainingDashboard;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.training.Provenance;
import io.github.dl4jattention.zoo.training.RunFolder;
import io.github.dl4jattention.zoo.training.Trainer;
import io.github.dl4jattention.zoo.training.Validation;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.nd4j.shade.jackson.databind.JsonNode;

/** A training from its first update to its last, or until somebody presses Ctrl-C. */
final class TrainingSession {
  private static final int INTERRUPTED = 130;
  private static final long SECONDS_TO_SAVE = 60;

  private final Trainer trainer;
  private final Observers observers;
  private final RunFolder run;
  private final RunOptions options;
  private final PrintWriter err;

  TrainingSession(
      Trainer trainer, Observers observers, RunFolder run, RunOptions options, PrintWriter err) {
    this.trainer = trainer;
    this.observers = observers;
    this.run = run;
    this.options = options;
    this.err = err;
  }

  /** A training goes on with the pairs that it began with. */
  static void requireSameData(
      Trainer trainer, RunFolder run, List<Pair> training, List<Pair> heldOut) {
    JsonNode data = trainer.card().provenance().path("data");
    if (!data.path("trainingSha256").asText().equals(Provenance.sha256(training))
        || !data.path("heldOutSha256").asText().equals(Provenance.sha256(heldOut))) {
      throw new UserError(
          "%s was trained on other pairs (%s): give the same --data"
              .formatted(run.folder(), data.path("origin").asText()));
    }
  }

  /**
   * Trains, in the browser if that is wanted.
   *
   * @param origin where the pairs come from
   * @param training pairs to train on
   * @param validation pairs to measure with
   * @param shown held-out pairs as texts, for the browser
   * @return the exit code
   */
  int train(String origin, List<EncodedPair> training, Validation validation, List<Pair> shown) {
    options.prepare(run);
    err.printf(
        "%s: %,d pairs to train on, %,d held out, %d threads, run %s%n",
        origin,
        training.size(),
        validation.pairs().size(),
        trainer.options().threads(),
        run.folder());
    err.flush();
    if (options.dashboard() == null) {
      return train(training, validation);
    }
    try (TrainingDashboard dashboard =
        TrainingDashboard.start(
            trainer.model(), shown, trainer.updates(training), run, options.dashboard())) {
      observers.add(dashboard);
      err.printf("the dashboard is %s%n", dashboard.url());
      err.flush();
      return train(training, validation);
    }
  }

  private int train(List<EncodedPair> training, Validation validation) {
    CountDownLatch saved = new CountDownLatch(1);
    Thread onInterrupt = new Thread(() -> stopAndWait(saved));
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    boolean stopped = false;
    try {
      stopped = !trainer.train(training, validation);
      if (stopped) {
        err.printf("stopped and saved; go on with: zoo train %s%n", options.resumeArguments());
      } else {
        err.printf("the model is %s%n", run.model());
      }
      err.flush();
    } finally {
      saved.countDown();
      if (!stopped) {
        forget(onInterrupt);
      }
    }
    return stopped ? INTERRUPTED : 0;
  }

  private static void forget(Thread onInterrupt) {
    try {
      Runtime.getRuntime().removeShutdownHook(onInterrupt);
    } catch (IllegalStateException alreadyShuttingDown) {
      // Ctrl-C came at the very end: the hook runs, and has nothing to wait for.
    }
  }

  private void stopAndWait(CountDownLatch saved) {
    trainer.requestStop();
    try {
      boolean inTime = saved.await(SECONDS_TO_SAVE, TimeUnit.SECONDS);
      assert inTime : "the last periodic checkpoint must do";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

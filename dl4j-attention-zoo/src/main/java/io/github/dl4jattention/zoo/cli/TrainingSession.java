package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.dashboard.TrainingDashboard;
import io.github.dl4jattention.zoo.dashboard.Where;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.model.Learner;
import io.github.dl4jattention.zoo.model.TranslationModel;
import io.github.dl4jattention.zoo.training.Provenance;
import io.github.dl4jattention.zoo.training.RunFolder;
import io.github.dl4jattention.zoo.training.Trainer;
import io.github.dl4jattention.zoo.training.Validation;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.nd4j.shade.jackson.databind.JsonNode;

/**
 * A training from its first update to its last, or until somebody presses Ctrl-C.
 *
 * @param <M> what is trained
 */
final class TrainingSession<M extends Learner> {
  private static final int INTERRUPTED = 130;
  private static final long SECONDS_TO_SAVE = 60;

  private final Trainer<M> trainer;
  private final Observers observers;
  private final RunFolder run;
  private final RunOptions options;
  private final PrintWriter err;

  TrainingSession(
      Trainer<M> trainer, Observers observers, RunFolder run, RunOptions options, PrintWriter err) {
    this.trainer = trainer;
    this.observers = observers;
    this.run = run;
    this.options = options;
    this.err = err;
  }

  /** A training goes on with the pairs that it began with. */
  static void requireSameData(
      Trainer<?> trainer, RunFolder run, List<Pair> training, List<Pair> heldOut) {
    JsonNode data = trainer.card().provenance().path("data");
    if (!data.path("trainingSha256").asText().equals(Provenance.sha256(training))
        || !data.path("heldOutSha256").asText().equals(Provenance.sha256(heldOut))) {
      throw new UserError(
          "%s was trained on other pairs (%s): give the same --data"
              .formatted(run.folder(), data.path("origin").asText()));
    }
  }

  /** Starts a dashboard. */
  @FunctionalInterface
  interface Browser {
    TrainingDashboard start(int updates, RunFolder run, Where where);
  }

  /** Shows held-out pairs and what became of them. */
  static Browser showing(TranslationModel model, List<Pair> heldOut) {
    return (updates, run, where) -> TrainingDashboard.start(model, heldOut, updates, run, where);
  }

  /**
   * Trains, in the browser if that is wanted.
   *
   * @param origin where the pairs come from
   * @param training pairs to train on
   * @param validation pairs to measure with
   * @param browser shows it in the browser, if that is wanted
   * @return the exit code
   */
  int train(String origin, List<EncodedPair> training, Validation<M> validation, Browser browser) {
    options.prepare(run);
    if (!options.resume()) {
      trainer.card().provenance().put("command", options.command());
    }
    err.printf(
        "%s: %,d to train on, %,d held out, %d thread%s, run %s%n",
        origin,
        training.size(),
        validation.size(),
        trainer.options().threads(),
        trainer.options().threads() == 1 ? "" : "s",
        run.folder());
    err.flush();
    if (options.dashboard() == null) {
      return train(training, validation);
    }
    try (TrainingDashboard dashboard =
        browser.start(trainer.updates(training), run, options.dashboard())) {
      observers.add(dashboard);
      err.printf("the dashboard is %s%n", dashboard.url());
      err.flush();
      return train(training, validation);
    }
  }

  private int train(List<EncodedPair> training, Validation<M> validation) {
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

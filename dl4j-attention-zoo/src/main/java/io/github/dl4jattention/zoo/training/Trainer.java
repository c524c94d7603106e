package io.github.dl4jattention.zoo.training;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.EpochPlan;
import io.github.dl4jattention.zoo.evaluation.Evaluation;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import io.github.dl4jattention.zoo.model.ModelCard;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.TranslationModel;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Trains a model, epoch by epoch, and keeps what it has done.
 *
 * <p>A checkpoint is written after every epoch, at least every {@link
 * TrainingOptions#checkpointEvery}, and when {@link #requestStop} asks for it. A training that goes
 * on from one does what it would have done without the break.
 */
public final class Trainer {
  private final TranslationModel model;
  private final ModelCard card;
  private final TrainingOptions options;
  private final RunFolder run;
  private final TrainingProgress progress;
  private volatile boolean stopRequested;

  private TrainingState state;
  private Instant started = Instant.now();
  private Instant saved = Instant.now();

  /**
   * A new training.
   *
   * @param model the model to train, in place
   * @param card what its file shall say; its provenance gets the figures
   * @param options what the run is told
   * @param run where its files go
   * @param progress observes it
   */
  public Trainer(
      TranslationModel model,
      ModelCard card,
      TrainingOptions options,
      RunFolder run,
      TrainingProgress progress) {
    this(model, card, options, run, progress, TrainingState.START);
  }

  private Trainer(
      TranslationModel model,
      ModelCard card,
      TrainingOptions options,
      RunFolder run,
      TrainingProgress progress,
      TrainingState state) {
    this.model = model;
    this.card = card;
    this.options = options;
    this.run = run;
    this.progress = progress;
    this.state = state;
  }

  /**
   * Goes on from a run's newest checkpoint.
   *
   * @param run the run
   * @param progress observes it
   * @return a training with the options of the run
   * @throws UserError if there is no checkpoint or it cannot be read
   */
  public static Trainer resume(RunFolder run, TrainingProgress progress) {
    ModelFile.Loaded loaded = ModelFile.load(run.checkpoint());
    if (loaded.trainingState() == null) {
      throw new UserError(
          "%s is a model without the state of a training: train anew without --resume"
              .formatted(run.checkpoint()));
    }
    try {
      return new Trainer(
          loaded.model(),
          loaded.card(),
          TrainingState.parseOptions(loaded.trainingState()),
          run,
          progress,
          TrainingState.parse(loaded.trainingState()));
    } catch (IOException e) {
      throw new UserError(
          "%s is damaged (%s): train anew with --overwrite"
              .formatted(run.checkpoint(), e.getMessage()),
          e);
    }
  }

  /**
   * The model being trained.
   *
   * @return the model
   */
  public TranslationModel model() {
    return model;
  }

  /**
   * What the model's file says.
   *
   * @return the card
   */
  public ModelCard card() {
    return card;
  }

  /**
   * What the run was told.
   *
   * @return the options
   */
  public TrainingOptions options() {
    return options;
  }

  /** Asks the training, from any thread, to save and return after the update under way. */
  public void requestStop() {
    stopRequested = true;
  }

  /**
   * Trains to the end.
   *
   * @param training pairs to train on
   * @param heldOut pairs to evaluate on after each epoch
   * @return true if it reached the end, false if it was asked to stop
   */
  public boolean train(List<EncodedPair> training, List<EncodedPair> heldOut) {
    started = Instant.now();
    saved = started;
    try (ParallelFit fit = new ParallelFit(model.graph(), options.threads())) {
      while (state.epoch() < options.epochs()) {
        if (!trainEpoch(fit, training)) {
          saveCheckpoint();
          progress.stopped();
          return false;
        }
        finishEpoch(fit, heldOut);
      }
    }
    return true;
  }

  private boolean trainEpoch(ParallelFit fit, List<EncodedPair> training) {
    List<List<EncodedPair>> batches =
        EpochPlan.batches(training, options.batchSize(), options.seed(), state.epoch());
    int done = batches.stream().limit(state.nextBatch()).mapToInt(List::size).sum();
    progress.epochStarted(state.epoch(), options.epochs(), training.size(), done);
    Batch.Targets targets = Batch.Targets.of(training, model.targets());
    while (state.nextBatch() < batches.size()) {
      if (stopRequested) {
        return false;
      }
      List<EncodedPair> batch = batches.get(state.nextBatch());
      double loss = fit.fit(batch, targets);
      int symbols = batch.stream().mapToInt(pair -> pair.target().length).sum();
      state = state.afterBatch(loss, symbols);
      progress.batchDone(batch.size(), meanLoss());
      if (Duration.between(saved, Instant.now()).compareTo(options.checkpointEvery()) >= 0) {
        saveCheckpoint();
      }
    }
    return true;
  }

  private void finishEpoch(ParallelFit fit, List<EncodedPair> heldOut) {
    Evaluation evaluation =
        fit
            .onParts(
                heldOut,
                (replica, part) ->
                    Evaluation.of(
                        new TranslationModel(
                            replica, model.sources(), model.targets(), model.maxLength()),
                        part,
                        1))
            .stream()
            .reduce(Evaluation.NOTHING, Evaluation::plus);
    double seconds = state.after(Duration.between(started, Instant.now())).secondsSoFar();
    double loss = meanLoss();
    Provenance.addEpoch(card.provenance(), state.epoch(), loss, evaluation, seconds);
    progress.epochDone(state.epoch(), loss, evaluation, seconds);
    state = state.nextEpoch();
    // The checkpoint last: whoever finds it finds the model of its epoch too.
    ModelFile.write(run.model(), model.graph(), card, null);
    AtomicFiles.writeText(run.provenance(), card.provenance().toPrettyString() + "\n");
    saveCheckpoint();
  }

  private void saveCheckpoint() {
    TrainingState now = state.after(Duration.between(started, Instant.now()));
    ModelFile.write(run.checkpoint(), model.graph(), card, now.toJson(options));
    saved = Instant.now();
  }

  private double meanLoss() {
    return state.symbols() == 0 ? 0 : state.lossSum() / state.symbols();
  }
}

package io.github.dl4jattention.zoo.training;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.Prefetch;
import io.github.dl4jattention.zoo.model.Card;
import io.github.dl4jattention.zoo.model.Learner;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.TranslationModel;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains a model, epoch by epoch, and keeps what it has done.
 *
 * <p>A checkpoint is written after every epoch, at least every {@link
 * TrainingOptions#checkpointEvery}, and when {@link #requestStop} asks for it. A training that goes
 * on from one does what it would have done without the break.
 *
 * <p>Where models are ranked by what is held out, see {@link Validation#ranks}, the best is kept:
 * of all epochs, and of the mean of the last few, if {@link TrainingOptions#average} says so.
 *
 * @param <M> what is trained
 */
public final class Trainer<M extends Learner> {
  /** Batches prepared ahead: enough that no update waits, few enough for memory. */
  private static final int AHEAD = 3;

  private static final int SHOWN = 60;

  private final M model;
  private final Card card;
  private final TrainingOptions options;
  private final RunFiles files;
  private final TrainingProgress progress;
  private volatile boolean stopRequested;

  private TrainingState state;
  private double rate = 1;
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
      M model, Card card, TrainingOptions options, RunFolder run, TrainingProgress progress) {
    this(model, card, options, run, progress, TrainingState.START);
  }

  private Trainer(
      M model,
      Card card,
      TrainingOptions options,
      RunFolder run,
      TrainingProgress progress,
      TrainingState state) {
    this.model = model;
    this.card = card;
    this.options = options;
    this.files = new RunFiles(run, model.graph(), card, options);
    this.progress = progress;
    this.state = state;
  }

  /**
   * Goes on from a translation's newest checkpoint.
   *
   * @param run the run
   * @param progress observes it
   * @return a training with the options of the run
   * @throws UserError if there is no checkpoint or it cannot be read
   */
  public static Trainer<TranslationModel> resume(RunFolder run, TrainingProgress progress) {
    ModelFile.Loaded loaded = ModelFile.load(run.checkpoint());
    return resume(loaded.model(), loaded.card(), loaded.trainingState(), run, progress);
  }

  /**
   * Goes on from a checkpoint that was read.
   *
   * @param model its model, whose graph has the updater's state
   * @param card its card
   * @param trainingState its state; null of a file that has none
   * @param run where its files are
   * @param progress observes it
   * @param <M> what is trained
   * @return a training with the options of the run
   * @throws UserError if there is no state or it cannot be read
   */
  public static <M extends Learner> Trainer<M> resume(
      M model, Card card, String trainingState, RunFolder run, TrainingProgress progress) {
    if (trainingState == null) {
      throw new UserError(
          "%s is a model without the state of a training: train anew without --resume"
              .formatted(run.checkpoint()));
    }
    try {
      StateJson.Checkpoint checkpoint = StateJson.parse(trainingState);
      return new Trainer<>(model, card, checkpoint.options(), run, progress, checkpoint.state());
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
  public M model() {
    return model;
  }

  /**
   * What the model's file says.
   *
   * @return the card
   */
  public Card card() {
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

  /**
   * About how many updates the whole training makes.
   *
   * @param training pairs to train on
   * @return updates, those already made included
   */
  public int updates(List<EncodedPair> training) {
    int epoch = options.batching().plan(training, options.seed(), 0).size();
    return Math.toIntExact(Math.min(Integer.MAX_VALUE, (long) epoch * options.epochs()));
  }

  /** Asks the training, from any thread, to save and return after the update under way. */
  public void requestStop() {
    stopRequested = true;
  }

  /**
   * Trains to the end.
   *
   * @param training pairs to train on
   * @param validation pairs to evaluate on after each epoch
   * @return true if it reached the end, false if it was asked to stop
   * @throws UserError if the loss is no longer a number, or a file cannot be written; the last
   *     checkpoint is whole
   */
  public boolean train(List<EncodedPair> training, Validation<M> validation) {
    started = Instant.now();
    saved = started;
    try (ParallelFit fit = new ParallelFit(model, options.threads())) {
      fit.setRewardBaselines(state.rewardBaselines());
      while (state.epoch() < options.epochs() && !isPatienceOver()) {
        if (!trainEpoch(fit, training)) {
          saveCheckpoint(fit);
          progress.stopped();
          return false;
        }
        finishEpoch(fit, validation);
      }
      if (isPatienceOver()) {
        progress.endedEarly(state.standing().epoch());
      }
      if (options.average() > 1 && validation.ranks()) {
        average(fit, validation);
      }
    }
    return true;
  }

  private boolean isPatienceOver() {
    return options.patience() > 0 && state.standing().stale() >= options.patience();
  }

  private boolean trainEpoch(ParallelFit fit, List<EncodedPair> training) {
    long drawn = options.seed() * 1_000_003 + state.epoch();
    List<List<EncodedPair>> batches =
        options.batching().plan(model.seen(training, drawn), options.seed(), state.epoch());
    int done = batches.stream().limit(state.nextBatch()).mapToInt(List::size).sum();
    progress.epochStarted(state.epoch(), options.epochs(), training.size(), done);
    Batch.Targets targets = model.common(training);
    List<List<EncodedPair>> left =
        batches.subList(Math.min(state.nextBatch(), batches.size()), batches.size());
    try (Prefetch<ParallelFit.Prepared> prepared =
        new Prefetch<>(
            left.stream()
                .map(pairs -> ParallelFit.Prepared.of(model, pairs, options.threads(), targets))
                .iterator(),
            AHEAD)) {
      while (prepared.hasNext()) {
        if (stopRequested) {
          return false;
        }
        update(fit, prepared.next(), batches.size());
        if (Duration.between(saved, Instant.now()).compareTo(options.checkpointEvery()) >= 0) {
          saveCheckpoint(fit);
        }
      }
    }
    return true;
  }

  private void update(ParallelFit fit, ParallelFit.Prepared batch, int batches) {
    long start = System.nanoTime();
    int number = model.graph().getConfiguration().getIterationCount();
    double share = (state.epoch() + (double) state.nextBatch() / batches) / options.epochs();
    rate = options.schedule().factor(number, share, state.standing().drops());
    double loss =
        fit.fit(
            batch,
            new ParallelFit.Update(
                options.batching().divisor(batch.pairs()),
                rate,
                options.sampling().trueShare(share),
                options.seed() * 1_000_003 + number));
    if (!Double.isFinite(loss)) {
      throw notANumber(batch.pairs(), batches, number);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    state = state.afterBatch(loss, Batching.symbols(batch.pairs()), seconds);
    progress.batchDone(batch.pairs().size(), state.meanLoss());
  }

  private UserError notANumber(List<EncodedPair> batch, int batches, int number) {
    String first = model.describe(batch.get(0));
    String shown =
        first.codePointCount(0, first.length()) <= SHOWN
            ? first
            : first.substring(0, first.offsetByCodePoints(0, SHOWN)) + "...";
    return new UserError(
        "the loss is not a number in batch %,d of %,d of epoch %d (update %,d; its first source: %s):"
                .formatted(state.nextBatch() + 1, batches, state.epoch() + 1, number + 1, shown)
            + " train anew with a smaller --learning-rate or --clip; "
            + files.lastGood());
  }

  private void finishEpoch(ParallelFit fit, Validation<M> validation) {
    files.requireNumbers();
    Validation.Measured measured = validation.measure(fit, model);
    boolean ranked = validation.ranks();
    Standing standing = state.standing();
    if (ranked) {
      standing =
          standing.after(
              state.epoch(),
              measured.quality(),
              measured.figures().loss(),
              options.schedule().patience());
    }
    EpochFigures figures =
        new EpochFigures(
            state.epoch(),
            options.epochs(),
            state.meanLoss(),
            measured.figures(),
            measured.scores(),
            measured.areaUnderCurve(),
            measured.samples(),
            state.symbols(),
            state.epochSeconds(),
            state.after(Duration.between(started, Instant.now())).secondsSoFar(),
            rate,
            !ranked || standing.epoch() == state.epoch());
    EpochTable.add(Provenance.figures(card.provenance()), figures);
    progress.epochDone(figures);
    files.writeEpoch(state.epoch(), figures.best(), ranked);
    state = state.nextEpoch(standing);
    saveCheckpoint(fit);
    if (options.average() > 1 && state.epoch() > options.average()) {
      files.forgetEpoch(state.epoch() - 1 - options.average());
    }
  }

  /** The mean of the last models is often better than each of them: measured, and kept if so. */
  private void average(ParallelFit fit, Validation<M> validation) {
    RunFiles.Mean mean = files.mean(state.epoch());
    if (mean.models() < 2) {
      return;
    }
    INDArray last = model.graph().params().dup();
    model.graph().params().assign(mean.parameters());
    double quality = validation.measure(fit, model).quality();
    boolean best = quality > state.standing().bleu();
    if (best) {
      files.writeModel();
    }
    model.graph().params().assign(last);
    progress.averaged(mean.models(), quality, best);
  }

  private void saveCheckpoint(ParallelFit fit) {
    files.writeCheckpoint(
        state
            .after(Duration.between(started, Instant.now()))
            .withRewardBaselines(fit.rewardBaselines()));
    saved = Instant.now();
  }
}

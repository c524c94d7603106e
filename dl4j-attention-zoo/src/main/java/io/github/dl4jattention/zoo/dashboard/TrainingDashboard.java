package io.github.dl4jattention.zoo.dashboard;

import io.github.dl4jattention.ui.records.Better;
import io.github.dl4jattention.ui.records.Progress;
import io.github.dl4jattention.ui.records.QualityRecord;
import io.github.dl4jattention.ui.records.TimeShare;
import io.github.dl4jattention.ui.storage.StorageFile;
import io.github.dl4jattention.zoo.behaviours.BehaviourModel;
import io.github.dl4jattention.zoo.captions.CaptionModel;
import io.github.dl4jattention.zoo.classification.ClassifierModel;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.model.TranslationModel;
import io.github.dl4jattention.zoo.training.EpochFigures;
import io.github.dl4jattention.zoo.training.RunFolder;
import io.github.dl4jattention.zoo.training.TrainingProgress;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A training in the dashboard: DL4J's curves, where the model looks in a few held-out pairs, and
 * how good it is after each epoch. All of it is in the run's folder, too.
 *
 * <p>Looking happens on the training's thread, between two updates, and takes at most 1.6 % of its
 * time and two tenths of a second at the start: half of it for attention, for which the pairs are
 * translated, half for curves, which have a thousand points a training at most. Writing happens on
 * another thread. What fails here is logged once, and training goes on.
 */
public final class TrainingDashboard implements TrainingProgress, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingDashboard.class);

  /** Of the training's time: for attention as for curves. */
  private static final double SHARE = 0.008;

  private static final int CURVE_POINTS = 1_000;

  private final ComputationGraph graph;
  private final LiveStorage live;
  private final Curves curves;
  private final Shown shown;
  private final int curveEvery;
  private final TimeShare attentionTime = new TimeShare(SHARE);
  private final TimeShare curvesTime = new TimeShare(SHARE);

  private int epoch;
  private boolean failed;

  private TrainingDashboard(ComputationGraph graph, Shown shown, int iterations, LiveStorage live) {
    this.graph = graph;
    this.live = live;
    this.curves = new Curves(live.queue(), live.writer().session(), graph);
    this.shown = shown;
    this.curveEvery = Math.max(1, iterations / CURVE_POINTS);
    live.writer().putExamples(shown.examples());
    Curves.prepare();
  }

  /**
   * Starts the dashboard of a training.
   *
   * @param model what is trained
   * @param heldOut pairs never trained on; a few are shown
   * @param iterations updates of the whole training
   * @param run where the records are kept; a training that goes on goes on with them
   * @param where where the server listens
   * @return a dashboard that can be reached
   * @throws io.github.dl4jattention.zoo.UserError if it cannot start, or the records not be kept
   */
  public static TrainingDashboard start(
      TranslationModel model, List<Pair> heldOut, int iterations, RunFolder run, Where where) {
    return start(model.graph(), new ShownPairs(model, heldOut), iterations, run, where);
  }

  /**
   * Starts the dashboard of a captioner's training.
   *
   * @param model what is trained
   * @param photos a few photos never trained on
   * @param iterations updates of the whole training
   * @param run where the records are kept; a training that goes on goes on with them
   * @param where where the server listens
   * @return a dashboard that can be reached
   * @throws io.github.dl4jattention.zoo.UserError if it cannot start, or the records not be kept
   */
  public static TrainingDashboard start(
      CaptionModel model, List<ShownPhoto> photos, int iterations, RunFolder run, Where where) {
    return start(model.graph(), new ShownPhotos(model, photos), iterations, run, where);
  }

  /**
   * Starts the dashboard of an encoder's training.
   *
   * @param model what is trained
   * @param heldOut texts never trained on; a few are shown
   * @param iterations updates of the whole training
   * @param run where the records are kept; a training that goes on goes on with them
   * @param where where the server listens
   * @return a dashboard that can be reached
   * @throws io.github.dl4jattention.zoo.UserError if it cannot start, or the records not be kept
   */
  public static TrainingDashboard start(
      ClassifierModel model, List<Pair> heldOut, int iterations, RunFolder run, Where where) {
    return start(model.graph(), new ShownTexts(model, heldOut), iterations, run, where);
  }

  /**
   * Starts the dashboard of a training on behaviours.
   *
   * @param model what is trained
   * @param heldOut users never trained on; a few are shown
   * @param iterations updates of the whole training
   * @param run where the records are kept; a training that goes on goes on with them
   * @param where where the server listens
   * @return a dashboard that can be reached
   * @throws io.github.dl4jattention.zoo.UserError if it cannot start, or the records not be kept
   */
  public static TrainingDashboard start(
      BehaviourModel model, List<Pair> heldOut, int iterations, RunFolder run, Where where) {
    return start(model.graph(), new ShownBehaviours(model, heldOut), iterations, run, where);
  }

  private static TrainingDashboard start(
      ComputationGraph graph, Shown shown, int iterations, RunFolder run, Where where) {
    return Where.mendable(
        () -> {
          int done = graph.getConfiguration().getIterationCount();
          StorageFile.forgetAfter(run.storage(), LiveStorage.session(run), done);
          return new TrainingDashboard(graph, shown, iterations, LiveStorage.open(run, where));
        });
  }

  /**
   * Where a browser finds it.
   *
   * @return the address, with the token where one is needed
   */
  public String url() {
    return live.dashboard().url();
  }

  @Override
  public void epochStarted(int epoch, int epochs, int pairs, int donePairs) {
    this.epoch = epoch;
  }

  @Override
  public void batchDone(int pairs, double loss) {
    curves.count(pairs);
    int iteration = graph.getConfiguration().getIterationCount();
    if (iteration % curveEvery == 0 && curvesTime.allows()) {
      curvesTime.spend(() -> safely(() -> curves.iterationDone(graph, iteration, epoch)));
    }
    if (attentionTime.allows()) {
      attentionTime.spend(() -> safely(this::look));
    }
  }

  @Override
  public void epochDone(EpochFigures figures) {
    safely(
        () -> {
          look();
          live.writer()
              .putQuality(
                  new QualityRecord(
                      progress(figures.epoch() + 1), metrics(figures), shown.samples()));
        });
  }

  private List<QualityRecord.Metric> metrics(EpochFigures figures) {
    List<QualityRecord.Metric> metrics = new ArrayList<>();
    switch (figures.kind()) {
      case SYMBOLS -> {
        metrics.add(percent("exact match", figures.heldOut().exactMatch()));
        metrics.add(percent("characters", figures.heldOut().characterAccuracy()));
      }
      case CLASSES -> metrics.add(percent("accuracy", figures.heldOut().exactMatch()));
      case PROBABILITIES -> {
        metrics.add(percent("area under the curve", figures.areaUnderCurve()));
        metrics.add(percent("accuracy", figures.heldOut().exactMatch()));
      }
      case TEXTS -> {
        metrics.add(metric("BLEU", Better.HIGHER, figures.scores().bleu().score()));
        metrics.add(metric("chrF", Better.HIGHER, figures.scores().chrf()));
        metrics.add(percent("exact match", figures.scores().exactMatch()));
        metrics.add(metric("perplexity", Better.LOWER, figures.heldOut().perplexity()));
        metrics.add(metric("target tokens a second", null, figures.symbolsPerSecond()));
      }
    }
    metrics.add(metric("training loss", Better.LOWER, figures.loss()));
    metrics.add(metric("held-out loss", Better.LOWER, figures.heldOut().loss()));
    metrics.add(
        metric("learning rate", null, curves.learningRate() * figures.learningRateFactor()));
    return metrics;
  }

  @Override
  public void stopped() {
    live.queue().close(); // After Ctrl-C there may be no time for more.
  }

  /** Writes what waits to be written, and stops the server. */
  @Override
  public void close() {
    live.close();
  }

  private void look() {
    shown.renew();
    live.writer().putAttention(shown.attention(progress(epoch)));
  }

  private Progress progress(int epochs) {
    return new Progress(
        graph.getConfiguration().getIterationCount(), epochs, System.currentTimeMillis());
  }

  private void safely(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      if (!failed) {
        LOG.error("The dashboard misses something; training goes on.", e);
        failed = true;
      }
    }
  }

  private static QualityRecord.Metric percent(String name, double value) {
    return new QualityRecord.Metric(name, true, Better.HIGHER, value);
  }

  private static QualityRecord.Metric metric(String name, Better better, double value) {
    return new QualityRecord.Metric(name, false, better, value);
  }
}

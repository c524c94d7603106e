package io.github.dl4jattention.zoo.dashboard;

import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.impl.DefaultStatsInitializationConfiguration;
import org.deeplearning4j.ui.model.stats.impl.DefaultStatsUpdateConfiguration;

/**
 * DL4J's training curves for a training that DL4J's own loop does not run: the score, the size of
 * updates beside that of parameters, memory.
 *
 * <p>DL4J's listener counts examples by the arrays in the graph, which are gone when it is asked;
 * here they are counted by whoever trains. Histograms are left out: they take longer than an
 * update.
 */
final class Curves extends StatsListener {
  private static final long serialVersionUID = 1L;

  /** When it began. */
  private final long started = System.currentTimeMillis();

  /** Examples so far. */
  private long examples;

  /** Updates so far. */
  private long batches;

  /** Examples at the last report. */
  private long lastExamples;

  /** Updates at the last report. */
  private long lastBatches;

  /** When the last report was. */
  private long lastTime = started;

  Curves(StatsStorageRouter router, String session) {
    super(
        router,
        new DefaultStatsInitializationConfiguration(true, true, true),
        new DefaultStatsUpdateConfiguration.Builder()
            .reportingFrequency(1)
            .collectPerformanceStats(false)
            .collectLearningRates(false)
            .collectHistogramsParameters(false)
            .collectHistogramsGradients(false)
            .collectHistogramsUpdates(false)
            .collectHistogramsActivations(false)
            .collectMeanParameters(false)
            .collectMeanGradients(false)
            .collectMeanUpdates(false)
            .collectMeanActivations(false)
            .collectStdevParameters(false)
            .collectStdevGradients(false)
            .collectStdevUpdates(false)
            .collectStdevActivations(false)
            .collectMeanMagnitudesGradients(false)
            .collectMeanMagnitudesActivations(false)
            .build(),
        session,
        "training");
  }

  void count(int pairs) {
    examples += pairs;
    batches++;
  }

  @Override
  public StatsReport getNewStatsReport() {
    StatsReport report = super.getNewStatsReport();
    long now = System.currentTimeMillis();
    double seconds = Math.max(1, now - lastTime) / 1_000.0;
    report.reportPerformance(
        now - started,
        examples,
        batches,
        (examples - lastExamples) / seconds,
        (batches - lastBatches) / seconds);
    lastTime = now;
    lastExamples = examples;
    lastBatches = batches;
    return report;
  }
}

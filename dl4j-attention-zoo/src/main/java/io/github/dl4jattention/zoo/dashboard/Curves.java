package io.github.dl4jattention.zoo.dashboard;

import io.github.dl4jattention.zoo.model.SequenceToSequence;
import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.impl.DefaultStatsInitializationConfiguration;
import org.deeplearning4j.ui.model.stats.impl.DefaultStatsUpdateConfiguration;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * DL4J's training curves for a training that DL4J's own loop does not run: the score, the size of
 * updates beside that of parameters, the learning rate, memory.
 *
 * <p>DL4J's listener counts examples by the arrays in the graph, which are gone when it is asked,
 * and iterations by its layers, which only DL4J's loop tells; here both come from whoever trains.
 *
 * <p>What DL4J's page "Model" fails without is all there: rates, histograms of parameters and
 * updates.
 */
final class Curves extends StatsListener {
  private static final long serialVersionUID = 1L;

  /** What is trained. */
  private final transient ComputationGraph graph;

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

  Curves(StatsStorageRouter router, String session, ComputationGraph graph) {
    super(
        router,
        new DefaultStatsInitializationConfiguration(true, true, true),
        new DefaultStatsUpdateConfiguration.Builder()
            .reportingFrequency(1)
            .collectPerformanceStats(false)
            .collectLearningRates(false)
            .collectHistogramsGradients(false)
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
    this.graph = graph;
  }

  /**
   * Does to a network of one weight what is slow the first time: loads classes, asks what the
   * machine is. So that no training waits for it.
   */
  static void prepare() {
    MultiLayerNetwork tiny =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list(
                    new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(1)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
    tiny.init();
    tiny.setListeners(new StatsListener(new InMemoryStatsStorage()));
    tiny.fit(Nd4j.ones(1, 1), Nd4j.ones(1, 1));
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
    report.reportLearningRates(learningRates());
    lastTime = now;
    lastExamples = examples;
    lastBatches = batches;
    return report;
  }

  /** The rate of one layer, or NaN; all of a graph's have the same. */
  double learningRate() {
    Double rate = graph.getLearningRate(SequenceToSequence.OUTPUT);
    return rate == null ? Double.NaN : rate;
  }

  private Map<String, Double> learningRates() {
    Map<String, Double> rates = new HashMap<>();
    for (String parameter : graph.paramTable().keySet()) {
      rates.put(parameter, learningRate());
    }
    return rates;
  }
}

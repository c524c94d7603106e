package io.github.dl4jattention.zoo.search.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.zoo.search.strategy.Strategy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

class TellingListenerTests {
  @TempDir private Path folder;

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(
                    new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nIn(2)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
    network.init();
    return network;
  }

  /** Scores, one an iteration. */
  private static final class Scores extends BaseTrainingListener {
    private final List<Double> seen = new ArrayList<>();

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      seen.add(model.score());
    }
  }

  @Test
  void aTrialIsToldTheMeanLossAndItsEndEndsFit() {
    INDArray inputs = Nd4j.create(new double[][] {{0, 1}, {1, 0}, {1, 1}});
    INDArray labels = Nd4j.create(new double[][] {{1}, {2}, {3}});
    Scores scores = new Scores();
    try (Ledger ledger = Ledger.open(folder.resolve("ledger"))) {
      Mock.runner(Strategy.RANDOM, 1, ledger)
          .setObjective(
              trial -> {
                MultiLayerNetwork network = network();
                network.setListeners(scores, new TellingListener(trial, 3));
                for (int i = 0; i < 100; i++) {
                  network.fit(inputs, labels);
                }
                return network.score();
              })
          .optPruner((step, own, others) -> step == 1)
          .build()
          .execute();
      TrialRecord trial = ledger.trials().get(0);
      assertThat(trial.state()).isEqualTo(TrialState.PRUNED);
      assertThat(scores.seen).hasSize(6);
      assertThat(trial.steps()).hasSize(2);
      assertThat(trial.steps().get(1))
          .isEqualTo(
              scores.seen.subList(3, 6).stream().mapToDouble(s -> s).average().orElseThrow(),
              within(1e-12));
    }
  }
}

package example;

import io.github.dl4jattention.layers.BahdanauDecoder;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Learns to copy four symbols; fails unless the score falls by a third. */
public class DropIn {
  private static final int BATCH = 8;
  private static final int SYMBOLS = 5;
  private static final int STEPS = 4;
  private static final int UNITS = 8;
  private static final int ITERATIONS = 20;

  public static void main(String[] arguments) {
    ComputationGraph graph = new ComputationGraph(configuration());
    graph.init();
    MultiDataSet data = data();
    double first = graph.score(data);
    for (int i = 0; i < ITERATIONS; i++) {
      graph.fit(data);
    }
    double last = graph.score(data);
    System.out.printf("score before %.4f, after %d iterations %.4f%n", first, ITERATIONS, last);
    if (!(last <= first * 2 / 3)) {
      System.err.println("The score did not fall by a third.");
      System.exit(1);
    }
  }

  private static ComputationGraphConfiguration configuration() {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .updater(new Adam(0.05))
        .graphBuilder()
        .addInputs("source", "target")
        .setInputTypes(InputType.recurrent(SYMBOLS), InputType.recurrent(SYMBOLS))
        .addLayer("encoder", new LSTM.Builder().nIn(SYMBOLS).nOut(UNITS).build(), "source")
        .addVertex(
            "decoder",
            BahdanauDecoder.builder().setStateSize(UNITS).optAttentionSize(UNITS).build(),
            "target",
            "encoder")
        .addLayer(
            "output",
            new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nIn(UNITS)
                .nOut(SYMBOLS)
                .activation(Activation.SOFTMAX)
                .build(),
            "decoder")
        .setOutputs("output")
        .build();
  }

  /** Symbols as one-hot vectors; the decoder reads what it should have written a step before. */
  private static MultiDataSet data() {
    Random random = new Random(1);
    INDArray source = Nd4j.zeros(BATCH, SYMBOLS, STEPS);
    INDArray shifted = Nd4j.zeros(BATCH, SYMBOLS, STEPS);
    for (int i = 0; i < BATCH; i++) {
      for (int t = 0; t < STEPS; t++) {
        int symbol = random.nextInt(SYMBOLS);
        source.putScalar(i, symbol, t, 1);
        if (t + 1 < STEPS) {
          shifted.putScalar(i, symbol, t + 1, 1);
        }
      }
    }
    return new MultiDataSet(
        new INDArray[] {source, shifted},
        new INDArray[] {source.dup()},
        new INDArray[] {Nd4j.ones(BATCH, STEPS), Nd4j.ones(BATCH, STEPS)},
        new INDArray[] {Nd4j.ones(BATCH, STEPS)});
  }
}

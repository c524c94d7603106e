package io.github.dl4jattention.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** What a {@link Subject} is trained with: settings, a layer below each input, a loss above. */
final class Surroundings {
  private Surroundings() {}

  static NeuralNetConfiguration.Builder builder(Subject.Options options) {
    return new NeuralNetConfiguration.Builder()
        .dataType(options.type)
        .seed(options.seed)
        .updater(options.updater)
        .trainingWorkspaceMode(options.workspaces)
        .inferenceWorkspaceMode(options.workspaces);
  }

  static Layer below(Subject.Input input) {
    int size = (int) input.size();
    return input.steps() == null
        ? new DenseLayer.Builder().nOut(size).activation(Activation.TANH).build()
        : new LSTM.Builder().nOut(size).activation(Activation.TANH).build();
  }

  /** A loss over a sequence or over one vector an example. */
  static Layer head(boolean sequence) {
    if (sequence) {
      return new RnnOutputLayer.Builder(LossFunctions.LossFunction.MSE)
          .nOut(2)
          .activation(Activation.IDENTITY)
          .build();
    }
    return new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
        .nOut(2)
        .activation(Activation.IDENTITY)
        .build();
  }
}

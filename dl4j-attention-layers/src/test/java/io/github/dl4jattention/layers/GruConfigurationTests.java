package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.memory.MemoryUseMode;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Recurrent layers, the GRU in detail, as part of DL4J's configurations, files and tools. */
class GruConfigurationTests {
  private static final INDArray INPUT = GatedNetworks.data(false).getFeatures(0);

  @TempDir private Path folder;

  private static GRU unusual() {
    return new GRU.Builder()
        .nOut(4)
        .resetAfter(false)
        .activation(Activation.SOFTSIGN)
        .gateActivationFunction("hardsigmoid")
        .weightInitRecurrent(WeightInit.IDENTITY)
        .biasInit(0.5)
        .dropOut(0.8)
        .l2(0.01)
        .constrainRecurrent(new MaxNormConstraint(2, 1))
        .name("unusual")
        .build();
  }

  static Stream<Layer> layers() {
    return Stream.of(
        GruTests.gru(4, true),
        unusual(),
        new Bidirectional(GruTests.gru(4, false)),
        Gated.LSTM.layer(4),
        new io.github.dl4jattention.layers.Bidirectional(Gated.LSTM.layer(4)),
        new io.github.dl4jattention.layers.Bidirectional(Bidirectional.Mode.ADD, unusual()));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aConfigurationSurvivesJsonAndYaml(Layer layer) {
    MultiLayerConfiguration list =
        GatedNetworks.alone(DataType.FLOAT, layer.clone(), GatedNetworks.softmax())
            .getLayerWiseConfigurations();
    assertThat(MultiLayerConfiguration.fromJson(list.toJson())).isEqualTo(list);
    assertThat(MultiLayerConfiguration.fromYaml(list.toYaml())).isEqualTo(list);
    ComputationGraphConfiguration graph = GatedNetworks.trained(layer.clone()).getConfiguration();
    assertThat(ComputationGraphConfiguration.fromJson(graph.toJson())).isEqualTo(graph);
    assertThat(ComputationGraphConfiguration.fromYaml(graph.toYaml())).isEqualTo(graph);
  }

  @Test
  void whatIsReadIsWhatWasSet() {
    MultiLayerConfiguration written =
        GatedNetworks.alone(DataType.FLOAT, unusual()).getLayerWiseConfigurations();
    GRU read = (GRU) MultiLayerConfiguration.fromJson(written.toJson()).getConf(0).getLayer();
    assertThat(read.isResetAfter()).isFalse();
    assertThat(read.getGateActivationFn()).isEqualTo(new ActivationHardSigmoid());
    assertThat(read.getConstraints()).hasSize(1);
    assertThat(read.getConstraints().get(0).getParams()).containsExactly("RW");
    assertThat(read.clone()).isEqualTo(read).hasSameHashCodeAs(read).isNotSameAs(read);
    assertThat(read.toString()).contains("resetAfter=false", "hardsigmoid", "nOut=4");
  }

  @Test
  void configurationsThatDifferAreNotEqual() {
    GRU gru = GruTests.gru(4, true);
    assertThat(gru)
        .isEqualTo(GruTests.gru(4, true))
        .isNotEqualTo(GruTests.gru(5, true))
        .isNotEqualTo(GruTests.gru(4, false))
        .isNotEqualTo(
            new GRU.Builder().nOut(4).gateActivationFunction(Activation.HARDSIGMOID).build())
        .isNotEqualTo(new SimpleRnn.Builder().nOut(4).build());
    assertThat(new SimpleRnn.Builder().nOut(4).build()).isNotEqualTo(gru);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aModelSurvivesItsFileAndItsClone(Layer layer) throws IOException {
    MultiLayerNetwork network =
        GatedNetworks.alone(DataType.DOUBLE, layer.clone(), GatedNetworks.softmax());
    INDArray before = network.output(INPUT).dup();
    File file = folder.resolve("model.zip").toFile();
    ModelSerializer.writeModel(network, file, true);
    assertThat(ModelSerializer.restoreMultiLayerNetwork(file).output(INPUT)).isEqualTo(before);
    MultiLayerNetwork clone = network.clone();
    clone.params().muli(2);
    assertThat(network.output(INPUT)).isEqualTo(before);
    assertThat(clone.output(INPUT)).isNotEqualTo(before);
    ComputationGraph graph = GatedNetworks.trained(layer.clone());
    ModelSerializer.writeModel(graph, file, true);
    assertThat(ModelSerializer.restoreComputationGraph(file).output(INPUT)[0])
        .isEqualTo(graph.output(INPUT)[0]);
  }

  @Test
  void transferLearningFreezesAndReplaces() {
    MultiLayerNetwork network =
        GatedNetworks.alone(
            DataType.DOUBLE, GruTests.gru(4, true), GruTests.gru(3, true), GatedNetworks.softmax());
    MultiLayerNetwork changed =
        new TransferLearning.Builder(network)
            .fineTuneConfiguration(
                new FineTuneConfiguration.Builder().updater(new Sgd(0.1)).build())
            .setFeatureExtractor(0)
            .nOutReplace(1, 5, WeightInit.XAVIER)
            .build();
    assertThat(changed.getLayer(1).getParam("W").shape()).containsExactly(4, 15);
    assertThat(changed.getLayer(2).getParam("W").shape()).containsExactly(5, 2);
    INDArray frozen = changed.getLayer(0).params().dup();
    INDArray free = changed.getLayer(1).params().dup();
    assertThat(frozen).isEqualTo(network.getLayer(0).params());
    changed.fit(new DataSet(INPUT, GatedNetworks.data(false).getLabels(0)));
    assertThat(changed.getLayer(0).params()).isEqualTo(frozen);
    assertThat(changed.getLayer(1).params()).isNotEqualTo(free);
  }

  @Test
  void dropoutIsForTrainingAndRepeatsWithTheSeed() {
    GRU gru = new GRU.Builder().nOut(4).dropOut(0.5).build();
    MultiLayerNetwork network = GatedNetworks.alone(DataType.DOUBLE, gru);
    MultiLayerNetwork without = GatedNetworks.alone(DataType.DOUBLE, GruTests.gru(4, true));
    without.setParams(network.params());
    assertThat(network.output(INPUT)).isEqualTo(without.output(INPUT));
    INDArray[] trained = new INDArray[3];
    for (int i = 0; i < 3; i++) {
      Nd4j.getRandom().setSeed(i == 2 ? 6 : 5);
      trained[i] = network.output(INPUT, true).dup();
    }
    assertThat(trained[1]).isEqualTo(trained[0]).isNotEqualTo(network.output(INPUT));
    assertThat(trained[2]).isNotEqualTo(trained[0]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"W", "RW", "b", "bR"})
  void aParameterThatIsSetIsUsed(String name) {
    MultiLayerNetwork network = GatedNetworks.alone(DataType.DOUBLE, GruTests.gru(4, true));
    INDArray before = network.output(INPUT).dup();
    INDArray value = network.getLayer(0).getParam(name).mul(2);
    network.setParam("0_" + name, value);
    assertThat(network.getParam("0_" + name)).isEqualTo(value);
    assertThat(GatedNetworks.difference(network.output(INPUT), before)).isGreaterThan(1e-3);
    NaiveGru naive = new NaiveGru(true, network.getLayer(0).paramTable());
    assertThat(GatedNetworks.difference(network.output(INPUT), naive.output(INPUT, null)))
        .isLessThan(1e-12);
  }

  @Test
  void workspacesChangeNothing() {
    MultiDataSet multi = GatedNetworks.data(true);
    DataSet data =
        new DataSet(
            multi.getFeatures(0), multi.getLabels(0), GatedNetworks.MASK, GatedNetworks.MASK);
    INDArray[] trained = new INDArray[2];
    for (WorkspaceMode mode : List.of(WorkspaceMode.ENABLED, WorkspaceMode.NONE)) {
      MultiLayerNetwork network =
          GatedNetworks.alone(
              DataType.DOUBLE,
              builder ->
                  builder
                      .updater(new Sgd(0.1))
                      .trainingWorkspaceMode(mode)
                      .inferenceWorkspaceMode(mode),
              new Bidirectional(GruTests.gru(3, true)),
              GruTests.gru(3, false),
              GatedNetworks.softmax());
      for (int i = 0; i < 5; i++) {
        network.fit(data);
      }
      int index = mode == WorkspaceMode.NONE ? 0 : 1;
      trained[index] = Nd4j.concat(0, network.params().ravel(), network.output(INPUT).ravel());
      network.rnnClearPreviousState();
    }
    assertThat(GatedNetworks.difference(trained[0], trained[1])).isZero();
  }

  @Test
  void theInputSizeComesFromTheInputType() {
    MultiLayerNetwork network =
        GatedNetworks.alone(DataType.DOUBLE, GruTests.gru(4, true), GruTests.gru(2, false));
    assertThat(((FeedForwardLayer) network.getLayer(0).conf().getLayer()).getNIn()).isEqualTo(3);
    assertThat(((FeedForwardLayer) network.getLayer(1).conf().getLayer()).getNIn()).isEqualTo(4);
    assertThat(network.numParams())
        .isEqualTo((3 + 4 + 2) * 3 * 4 + (4 + 2 + 1) * 3 * 2); // bR only in the first.
  }

  @Test
  void imagesAreTakenAsOtherRecurrentLayersTakeThem() {
    InputType images = InputType.convolutional(2, 3, 4);
    assertThat(GruTests.gru(4, true).getPreProcessorForInputType(images))
        .isInstanceOf(CnnToRnnPreProcessor.class)
        .isEqualTo(new SimpleRnn.Builder().nOut(4).build().getPreProcessorForInputType(images));
    assertThatThrownBy(() -> GruTests.gru(4, true).setNIn(images, true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expect RNN input type");
  }

  @Test
  void everyGateIsInitializedByItsOwnFans() {
    GRU gru =
        new GRU.Builder().nIn(100).nOut(200).weightInit(WeightInit.XAVIER).biasInit(0.5).build();
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder().seed(7).list().layer(gru).build());
    network.init();
    INDArray weights = network.getParam("0_W");
    INDArray recurrent = network.getParam("0_RW");
    for (int block = 0; block < 3; block++) {
      assertThat(variance(weights, block)).isCloseTo(2.0 / 300, within(0.0003));
      assertThat(variance(recurrent, block)).isCloseTo(2.0 / 400, within(0.0002));
    }
    assertThat(network.getParam("0_b").shape()).containsExactly(1, 600);
    assertThat(network.getParam("0_b").minNumber().doubleValue()).isEqualTo(0.5);
    assertThat(network.getParam("0_bR").amaxNumber().doubleValue()).isZero();
  }

  private static double variance(INDArray weights, int block) {
    return weights
        .getColumns(IntStream.range(200 * block, 200 * (block + 1)).toArray())
        .varNumber()
        .doubleValue();
  }

  @Test
  void aSchemeForSquareMatricesWorksForEachGate() {
    MultiLayerNetwork network = GatedNetworks.alone(DataType.DOUBLE, unusual());
    INDArray eye = Nd4j.eye(4).castTo(DataType.DOUBLE);
    assertThat(network.getParam("0_RW")).isEqualTo(Nd4j.hstack(eye, eye, eye));
  }

  @Test
  void constraintsHoldAfterTraining() {
    GRU gru =
        new GRU.Builder()
            .nOut(4)
            .constrainInputWeights(new NonNegativeConstraint())
            .constrainRecurrent(new MaxNormConstraint(0.5, 0))
            .build();
    MultiLayerNetwork network =
        GatedNetworks.alone(
            DataType.DOUBLE, b -> b.updater(new Sgd(0.1)), gru, GatedNetworks.softmax());
    network.fit(new DataSet(INPUT, GatedNetworks.data(false).getLabels(0)));
    assertThat(network.getParam("0_W").minNumber().doubleValue()).isZero();
    assertThat(network.getParam("0_RW").norm2(0).maxNumber().doubleValue())
        .isCloseTo(0.5, within(1e-5)); // DL4J divides by the norm plus 1e-6.
    assertThat(network.getParam("0_b").minNumber().doubleValue()).isNegative();
  }

  @Test
  void theActivationIsTanhWhateverTheNetworksIs() {
    MultiLayerNetwork network =
        GatedNetworks.alone(
            DataType.DOUBLE, b -> b.activation(Activation.RELU), GruTests.gru(4, true));
    GRU gru = (GRU) network.getLayer(0).conf().getLayer();
    assertThat(gru.getActivationFn()).isEqualTo(new ActivationTanH());
  }

  @ParameterizedTest
  @EnumSource
  void aMissingSizeIsRefused(Gated kind) {
    Layer layer = kind.settings().name("encoder").build();
    assertThatThrownBy(() -> GatedNetworks.alone(DataType.FLOAT, layer))
        .isInstanceOf(DL4JInvalidConfigException.class)
        .hasMessageContaining(kind == Gated.LSTM ? "LSTM" : "GRU")
        .hasMessageContaining("encoder")
        .hasMessageContaining("nIn=3, nOut=0")
        .hasMessageContaining("must be > 0");
  }

  @ParameterizedTest
  @EnumSource(names = {"SOFTMAX", "RRELU"})
  void anActivationOfMoreThanOneElementIsRefused(Activation activation) {
    for (GRU.Builder builder :
        List.of(
            new GRU.Builder().activation(activation),
            new GRU.Builder().gateActivationFunction(activation))) {
      GRU gru = builder.nOut(3).name("encoder").build();
      assertThatThrownBy(() -> GatedNetworks.alone(DataType.FLOAT, gru))
          .isInstanceOf(DL4JInvalidConfigException.class)
          .hasMessageContaining("GRU \"encoder\"")
          .hasMessageContaining("fixed function of each element")
          .hasMessageContaining("tanh");
    }
  }

  @Test
  void anInputOfAnotherSizeIsRefused() {
    MultiLayerNetwork network = GatedNetworks.alone(DataType.DOUBLE, GruTests.gru(3, true));
    assertThatThrownBy(() -> network.output(Nd4j.zeros(DataType.DOUBLE, 2, 4, 5)))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessageContaining("[batch, nIn, time] with nIn = 3, got [2, 4, 5]");
    assertThatThrownBy(() -> network.output(Nd4j.zeros(DataType.DOUBLE, 2, 3)))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessageContaining("[batch, nIn, time], got [2, 3]");
  }

  @Test
  void memoryIsReported() {
    MultiLayerConfiguration configuration =
        GatedNetworks.alone(DataType.FLOAT, new Bidirectional(GruTests.gru(4, true)))
            .getLayerWiseConfigurations();
    assertThat(
            configuration
                .getMemoryReport(InputType.recurrent(3, 5))
                .getTotalMemoryBytes(2, MemoryUseMode.TRAINING, CacheMode.NONE, DataType.FLOAT))
        .isGreaterThan(4L * 2 * (3 + 4 + 2) * 12);
  }
}

package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import io.github.dl4jattention.layers.align.HardAttention;
import io.github.dl4jattention.layers.runtime.AttentionWeights;
import io.github.dl4jattention.layers.runtime.Reward;
import io.github.dl4jattention.layers.runtime.Rewards;
import io.github.dl4jattention.layers.score.AdditiveScore;
import io.github.dl4jattention.layers.score.DotScore;
import io.github.dl4jattention.layers.score.GeneralScore;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Hard attention inside DL4J's networks: its reward, its baseline, and that it learns. */
class HardAttentionTrainingTests {
  /**
   * Marked keys: channel 0 says which, channels 1 and 2 are a class, the marked key's the label.
   */
  private static final int KEYS = 4;

  @Test
  void theMeanOfSampledGradientsIsThatOfTheExpectedReward() {
    int draws = 20_000;
    ComputationGraph graph =
        TestGraphs.alone(
            DataType.DOUBLE,
            Attention.builder()
                .setScore(new DotScore())
                .optDistribution(new HardAttention())
                .build(),
            InputType.recurrent(2),
            InputType.recurrent(2));
    INDArray query = Nd4j.createFromArray(0.5, -1.0).reshape(1, 2, 1).repeat(0, draws);
    double[][] keys = {{1, 0.2}, {-0.3, 0.4}, {0.5, 1.1}}; // by key
    INDArray key = Nd4j.createFromArray(keys).transpose().reshape(1, 2, 3).repeat(0, draws);
    INDArray rewardOfKey = Nd4j.createFromArray(1.0, -2.0, 3.5).reshape(3, 1);
    AttentionWeights weights = AttentionWeights.of(graph, "attention");
    weights.keep(true);
    Rewards rewards = Rewards.of(graph, "attention");
    rewards.set(() -> weights.lastWeights().reshape(draws, 3).mmul(rewardOfKey));
    rewards.setBaseline(0.4);

    Nd4j.getRandom().setSeed(3);
    INDArray gradient = backward(graph, null, query, key).getSecond()[0].reshape(draws, 2);

    double[] p = softmaxOfDots(new double[] {0.5, -1.0}, keys);
    for (int c = 0; c < 2; c++) {
      double exact = 0;
      for (int s = 0; s < 3; s++) {
        for (int j = 0; j < 3; j++) {
          exact -= p[s] * rewardOfKey.getDouble(s) * ((s == j ? 1 : 0) - p[j]) * keys[j][c];
        }
      }
      INDArray column = gradient.getColumn(c);
      double deviation = column.stdNumber().doubleValue() / Math.sqrt(draws);
      assertThat(column.meanNumber().doubleValue()).isEqualTo(exact, within(4 * deviation));
      assertThat(Math.abs(exact)).isGreaterThan(20 * deviation);
    }
  }

  /** A pass of the vertex alone, with nothing from above: only its own losses have gradients. */
  private static Pair<Gradient, INDArray[]> backward(
      ComputationGraph graph, INDArray[] masks, INDArray... inputs) {
    GraphVertex vertex = graph.getVertex("attention");
    LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
    if (graph.params() != null && graph.params().length() > 0) {
      vertex.setBackpropGradientsViewArray(Nd4j.zeros(DataType.DOUBLE, 1, graph.params().length()));
    }
    for (int i = 0; i < inputs.length; i++) {
      vertex.setInput(i, inputs[i], workspaces);
    }
    graph.setLayerMaskArrays(masks, null);
    INDArray output = vertex.doForward(true, workspaces);
    vertex.setEpsilon(Nd4j.zeros(DataType.DOUBLE, output.shape()));
    return vertex.doBackward(false, workspaces);
  }

  @ParameterizedTest
  @EnumSource(WorkspaceMode.class)
  void theLogLikelihoodIsLessTheLossOfThePassUnderWay(WorkspaceMode workspaces) {
    ComputationGraph graph = taskGraph(new HardAttention(), workspaces, 1);
    Rewards rewards = Rewards.of(graph, "attention");
    rewards.set(Reward.logLikelihood(graph, "output"));
    INDArray real = Nd4j.createFromArray(1.0, 1, 1, 0, 1, 1, 0, 1).reshape(8, 1);
    MultiDataSet all = task(1, 8);
    MultiDataSet data =
        new MultiDataSet(all.getFeatures(), all.getLabels(), null, new INDArray[] {real});
    for (int pass = 0; pass < 3; pass++) {
      double before = rewards.baseline().orElse(Double.NaN);
      compute(graph, data);
      double expected = pass == 0 ? -graph.score() : 0.9 * before - 0.1 * graph.score();
      // DL4J's score of masked data is a mean over the examples, masked ones included.
      assertThat(rewards.baseline().orElseThrow()).isEqualTo(expected, within(1e-9));
      assertThat(graph.score()).isGreaterThan(0.1);
    }
  }

  @Test
  void aNetworkOfLayersLearnsFromItsLossToo() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .seed(5)
                .list()
                .layer(new LSTM.Builder().nOut(3).build())
                .layer(
                    SelfAttention.builder()
                        .setScore(new AdditiveScore(2))
                        .optDistribution(new HardAttention())
                        .build())
                .layer(
                    new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(3))
                .build());
    network.init();
    Rewards rewards = Rewards.of(network, 1);
    rewards.set(Reward.logLikelihood(network));
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, 2, 2, 4);
    labels.get(all(), point(1)).assign(1);
    network.setInput(TestGraphs.random(DataType.DOUBLE, 1, 2, 3, 4));
    network.setLabels(labels);
    network.computeGradientAndScore();
    assertThat(rewards.baseline().orElseThrow()).isEqualTo(-network.score(), within(1e-9));
    assertThatThrownBy(() -> Rewards.of(network, 0)).hasMessageContaining("layer 0 of 3");
  }

  @Test
  void withoutARewardGoingBackwardSaysWhatToDo() {
    ComputationGraph graph = taskGraph(new HardAttention(), WorkspaceMode.ENABLED, 1);
    assertThat(graph.output(task(1, 2).getFeatures())[0].isNaN().any()).isFalse();
    assertThatThrownBy(() -> compute(graph, task(1, 2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Attention \"attention\"")
        .hasMessageContaining("Reward.logLikelihood(graph");
  }

  @Test
  void rewardsOfAnotherNumberAndNamesThatAreNoneAreRefused() {
    ComputationGraph graph = taskGraph(new HardAttention(), WorkspaceMode.NONE, 1);
    Rewards.of(graph, "attention").set(() -> Nd4j.ones(DataType.DOUBLE, 3));
    assertThatThrownBy(() -> compute(graph, task(1, 2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("each of the 2 examples");
    assertThatThrownBy(() -> Rewards.of(graph, "output"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[attention, output]");
    assertThatThrownBy(() -> Reward.logLikelihood(graph, "attention"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[output]");
  }

  @Test
  void queriesThatArePaddingDoNotCount() {
    INDArray withPadding = entropyGradient(2);
    INDArray without = entropyGradient(1);
    assertThat(without.amaxNumber().doubleValue()).isGreaterThan(1e-3);
    assertThat(withPadding.sub(without).amaxNumber().doubleValue()).isLessThan(1e-12);
  }

  /** Gradient of W with nothing but the entropy's term, of one real query. */
  private static INDArray entropyGradient(int queries) {
    ComputationGraph graph =
        TestGraphs.alone(
            DataType.DOUBLE,
            Attention.builder()
                .setScore(new GeneralScore())
                .optDistribution(new HardAttention().withEntropyWeight(1))
                .build(),
            InputType.recurrent(2),
            InputType.recurrent(3));
    graph.getVertex("attention").paramTable(false).values().forEach(w -> w.assign(0.7));
    Rewards.of(graph, "attention").set(() -> Nd4j.ones(DataType.DOUBLE, 1));
    INDArray query = Nd4j.ones(DataType.DOUBLE, 1, 2, queries);
    INDArray queryMask = Nd4j.zeros(DataType.DOUBLE, 1, queries);
    queryMask.putScalar(0, 0, 1);
    INDArray[] masks = {queryMask, Nd4j.ones(DataType.DOUBLE, 1, 4)};
    return backward(graph, masks, query, TestGraphs.random(DataType.DOUBLE, 4, 1, 3, 4))
        .getFirst()
        .getGradientFor("W");
  }

  @Test
  void theConfigurationSurvivesJson() {
    HardAttention hard =
        new HardAttention().withEntropyWeight(0.1).withExpectation(0.5).withRewardWeight(2);
    ComputationGraphConfiguration configuration =
        taskGraph(hard, WorkspaceMode.ENABLED, 1).getConfiguration();
    ComputationGraphConfiguration read =
        ComputationGraphConfiguration.fromJson(configuration.toJson());
    assertThat(read).isEqualTo(configuration);
    assertThat(read)
        .isNotEqualTo(taskGraph(new HardAttention(), WorkspaceMode.ENABLED, 1).getConfiguration());
  }

  @Test
  void itLearnsWhereToLookTheSameWithTheSameSeed() {
    ComputationGraph first = trained(7);
    MultiDataSet test = task(1000, 200);
    AttentionWeights weights = AttentionWeights.of(first, "attention");
    weights.keep(true);
    INDArray output = first.output(test.getFeatures())[0]; // [200, 2, 1]
    INDArray marked = test.getFeatures(1).get(all(), point(0));
    double atMarked =
        weights.lastWeights().reshape(200, KEYS).mul(marked).sumNumber().doubleValue() / 200;
    double right = output.mul(test.getLabels(0)).sumNumber().doubleValue() / 200;
    assertThat(atMarked).as("share of looks at the marked key").isGreaterThan(0.95);
    assertThat(right).as("probability of the right class").isGreaterThan(0.85);
    assertThat(trained(7).params()).isEqualTo(first.params());
    assertThat(trained(8).params()).isNotEqualTo(first.params());
  }

  private static ComputationGraph trained(long seed) {
    ComputationGraph graph = taskGraph(new HardAttention(), WorkspaceMode.ENABLED, seed);
    Rewards.of(graph, "attention").set(Reward.logLikelihood(graph, "output"));
    for (int i = 0; i < 120; i++) {
      graph.fit(task(i, 32));
    }
    return graph;
  }

  private static void compute(ComputationGraph graph, MultiDataSet data) {
    graph.setInputs(data.getFeatures());
    graph.setLabels(data.getLabels());
    graph.setLayerMaskArrays(data.getFeaturesMaskArrays(), data.getLabelsMaskArrays());
    graph.computeGradientAndScore();
  }

  private static ComputationGraph taskGraph(
      HardAttention hard, WorkspaceMode workspaces, long seed) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .seed(seed)
                .updater(new Adam(0.05))
                .trainingWorkspaceMode(workspaces)
                .inferenceWorkspaceMode(workspaces)
                .graphBuilder()
                .addInputs("query", "keys")
                .setInputTypes(InputType.recurrent(1), InputType.recurrent(3))
                .addVertex(
                    "attention",
                    Attention.builder().setScore(new GeneralScore()).optDistribution(hard).build(),
                    "query",
                    "keys")
                .addLayer(
                    "output",
                    new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    "attention")
                .setOutputs("output")
                .build());
    graph.init();
    return graph;
  }

  private static MultiDataSet task(long seed, int batch) {
    Random random = new Random(seed);
    INDArray query = Nd4j.ones(DataType.DOUBLE, batch, 1, 1);
    INDArray keys = Nd4j.zeros(DataType.DOUBLE, batch, 3, KEYS);
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, batch, 2, 1);
    for (int b = 0; b < batch; b++) {
      int marked = random.nextInt(KEYS);
      for (int j = 0; j < KEYS; j++) {
        int kind = random.nextInt(2);
        keys.putScalar(b, 1 + kind, j, 1);
        if (j == marked) {
          keys.putScalar(b, 0, j, 1);
          labels.putScalar(b, kind, 0, 1);
        }
      }
    }
    return new MultiDataSet(new INDArray[] {query, keys}, new INDArray[] {labels});
  }

  private static double[] softmaxOfDots(double[] query, double[]... keys) {
    double[] p = new double[keys.length];
    double sum = 0;
    for (int j = 0; j < p.length; j++) {
      p[j] = Math.exp(query[0] * keys[j][0] + query[1] * keys[j][1]);
      sum += p[j];
    }
    for (int j = 0; j < p.length; j++) {
      p[j] /= sum;
    }
    return p;
  }

  private static Offset<Double> within(double tolerance) {
    return Offset.offset(tolerance);
  }
}

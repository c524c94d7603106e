package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.TestGraphs.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.layers.formula.Activations;
import io.github.dl4jattention.layers.score.AdditiveScore;
import io.github.dl4jattention.layers.score.DotScore;
import io.github.dl4jattention.layers.score.GeneralScore;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * The defects of DL4J 1.0.0-M2.1 that this library mends, beside what it does instead. A test that
 * fails in its first half tells that a newer DL4J has mended its own: then the mend here can go.
 */
class Dl4jDefectsTests {
  private static final InputType THREE = InputType.recurrent(3);

  private static ComputationGraph graph(Layer layer) {
    return graph(layer, null);
  }

  private static ComputationGraph graph(Layer layer, GraphVertex vertex) {
    var builder =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.DOUBLE)
            .seed(7)
            .updater(new NoOp())
            .graphBuilder()
            .addInputs("in")
            .setInputTypes(THREE);
    if (layer == null) {
      builder.addVertex("attention", vertex, "in");
    } else {
      builder.addLayer("attention", layer, "in");
    }
    ComputationGraph graph =
        new ComputationGraph(
            builder
                .addLayer(
                    "output",
                    new RnnOutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build(),
                    "attention")
                .setOutputs("output")
                .build());
    graph.init();
    return graph;
  }

  private static MultiDataSet data() {
    return new MultiDataSet(
        TestGraphs.random(DataType.DOUBLE, 1, 2, 3, 3),
        TestGraphs.random(DataType.DOUBLE, 2, 2, 2, 3));
  }

  private static SelfAttentionLayer dl4jSelfAttention() {
    return new SelfAttentionLayer.Builder().nIn(3).nOut(4).nHeads(2).projectInput(true).build();
  }

  private static SelfAttention selfAttention() {
    return SelfAttention.builder().setScore(new GeneralScore()).build();
  }

  @Test
  void gradientsAreDoubled() {
    for (ComputationGraph theirs :
        new ComputationGraph[] {
          graph(dl4jSelfAttention()),
          graph(new Dl4jScaling.OfLayer()),
          graph(null, new Dl4jScaling.OfVertex())
        }) {
      assertThat(analyticByNumeric(theirs)).isCloseTo(2, within(1e-5));
      assertThatThrownBy(() -> GradientCheck.check(theirs, data()))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("analytic");
    }
    ComputationGraph ours = graph(selfAttention());
    assertThat(analyticByNumeric(ours)).isCloseTo(1, within(1e-5));
    GradientCheck.check(ours, data());
  }

  /** The gradient along the parameters of the attention, by its finite difference. */
  private static double analyticByNumeric(ComputationGraph graph) {
    MultiDataSet data = data();
    graph.setInputs(data.getFeatures());
    graph.setLabels(data.getLabels());
    graph.computeGradientAndScore();
    Map.Entry<String, INDArray> parameter =
        graph.getVertex("attention").paramTable(false).entrySet().iterator().next();
    INDArray gradient = graph.gradient().getGradientFor("attention_" + parameter.getKey()).div(2);
    INDArray array = parameter.getValue();
    INDArray start = array.dup();
    DoubleUnaryOperator score =
        step -> {
          array.assign(start.add(gradient.mul(step)));
          return graph.score(data, true);
        };
    double numeric = (score.applyAsDouble(1e-4) - score.applyAsDouble(-1e-4)) / 2e-4;
    array.assign(start);
    return gradient.mul(gradient).sumNumber().doubleValue() / numeric;
  }

  @Test
  void anotherTimeLengthGivesAWrongShapeWithoutAWord() {
    ComputationGraph theirs =
        TestGraphs.alone(DataType.DOUBLE, new Dl4jScaling.OfVertex(), InputType.recurrent(1));
    INDArray four = Nd4j.ones(DataType.DOUBLE, 1, 1, 4);
    INDArray six = Nd4j.ones(DataType.DOUBLE, 1, 1, 6);
    assertThat(theirs.output(four)[0].shape()).containsExactly(1, 1, 4);
    assertThat(theirs.output(six)[0].shape()).containsExactly(1, 1, 4);
    MultiLayerNetwork theirLayer =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .list()
                .layer(new Dl4jScaling.OfLayer())
                .setInputType(InputType.recurrent(1))
                .build());
    theirLayer.init();
    assertThat(theirLayer.output(four).shape()).containsExactly(1, 1, 4);
    assertThat(theirLayer.output(six).shape()).containsExactly(1, 1, 4);

    ComputationGraph ours =
        TestGraphs.alone(
            DataType.DOUBLE,
            Attention.builder().setScore(new DotScore()).build(),
            InputType.recurrent(1),
            InputType.recurrent(1));
    assertThat(ours.output(four, four)[0].shape()).containsExactly(1, 1, 4);
    assertThat(ours.output(six, four)[0].shape()).containsExactly(1, 1, 6);
  }

  @Test
  void dropOutOfASameDiffLayerDoesNothing() {
    MultiDataSet data = data();
    for (boolean ours : new boolean[] {false, true}) {
      Layer layer = ours ? selfAttention() : new Dl4jScaling.OfLayer();
      layer.setIDropout(new Dropout(0.5));
      ComputationGraph graph = graph(layer);
      INDArray atInference = graph.feedForward(data.getFeatures(), false).get("attention").dup();
      INDArray inTraining = graph.feedForward(data.getFeatures(), true).get("attention").dup();
      assertThat(inTraining.equals(atInference)).isEqualTo(!ours);
    }
  }

  @Test
  void setParamSetsNothing() {
    INDArray five = Nd4j.valueArrayOf(new long[] {1, 1}, 5.0, DataType.DOUBLE);
    ComputationGraph theirs = graph(new Dl4jScaling.OfLayer());
    theirs.setParam("attention_w", five);
    assertThat(theirs.getParam("attention_w").getDouble(0)).isEqualTo(2);

    ComputationGraph ours = graph(selfAttention());
    String name = "attention_" + ours.getLayer("attention").paramTable().keySet().iterator().next();
    INDArray value = TestGraphs.random(DataType.DOUBLE, 1, ours.getParam(name).shape());
    ours.setParam(name, value);
    assertThat(ours.getParam(name)).isEqualTo(value);
  }

  /** Their scale of a weight that is not square is that of its transpose. */
  @Test
  void fanInAndFanOutAreSwapped() {
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(7)
            .weightInit(WeightInit.LECUN_NORMAL) // Of fan-in alone.
            .list()
            .layer(
                new SelfAttentionLayer.Builder()
                    .nIn(1600)
                    .nOut(16)
                    .nHeads(1)
                    .projectInput(true)
                    .build())
            .build();
    MultiLayerNetwork theirs = new MultiLayerNetwork(configuration);
    theirs.init();
    double ofQueries = theirs.getParam("0_Wq").stdNumber().doubleValue();
    assertThat(ofQueries).isCloseTo(1 / Math.sqrt(16), within(0.02)); // 1/40 is right.

    MultiLayerNetwork ours =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(7)
                .weightInit(WeightInit.LECUN_NORMAL)
                .list()
                .layer(SelfAttention.builder().nIn(1600).setScore(new AdditiveScore(16)).build())
                .build());
    ours.init();
    INDArray ofSixteen =
        ours.paramTable().values().stream()
            .filter(array -> array.rank() == 2 && array.size(0) == 1600 && array.size(1) == 16)
            .findFirst()
            .orElseThrow();
    assertThat(ofSixteen.stdNumber().doubleValue()).isCloseTo(1 / 40.0, within(0.002));
  }

  /** Why no reduction of this library counts its axes from the back. */
  @Test
  void theMaximumAlongTheLastAxisCountedFromTheBackIsWrong() {
    INDArray x = TestGraphs.random(DataType.DOUBLE, 1, 3, 2, 3);
    SameDiff sameDiff = SameDiff.create();
    SDVariable variable = sameDiff.constant(x);
    INDArray fromTheFront = variable.max(true, 2).eval();
    assertClose(fromTheFront, x.max(true, 2), 0);
    assertThat(variable.max(true, -1).eval()).isNotEqualTo(fromTheFront);
  }

  @Test
  void leakyReluInSameDiffHasNoSlope() {
    SameDiff sameDiff = SameDiff.create();
    SDVariable x = sameDiff.constant(Nd4j.createFromArray(-2.0, 3.0));
    assertThat(Activation.LEAKYRELU.asSameDiff(sameDiff, x).eval().getDouble(0)).isZero();

    INDArray onArrays =
        Activation.LEAKYRELU.getActivationFunction().getActivation(x.getArr().dup(), false);
    assertThat(onArrays.getDouble(0)).isNegative();
    INDArray ours = Activations.of(Activation.LEAKYRELU, sameDiff, x).eval();
    assertClose(ours, onArrays, 1e-12);
  }

  @Test
  void softmaxOfNothingButLargeNegativesIsNotANumber() {
    INDArray energies = Nd4j.createFromArray(new double[][] {{-10000, -10001}, {-10000, -10001}});
    assertThat(Nd4j.nn().softmax(energies, 1).isNaN().all()).isTrue();

    ComputationGraph ours =
        TestGraphs.alone(
            DataType.DOUBLE,
            Attention.builder().setScore(new DotScore()).build(),
            InputType.recurrent(1),
            InputType.recurrent(1));
    INDArray keys = Nd4j.createFromArray(new double[][][] {{{100, 100.01}}});
    for (double sign : new double[] {-1, 1}) {
      INDArray queries = Nd4j.createFromArray(new double[][][] {{{sign * 100, sign * 100}}});
      double first = 1 / (1 + Math.exp(sign)); // The energies differ by one.
      INDArray expected =
          Nd4j.valueArrayOf(
              new long[] {1, 1, 2}, 100 * first + 100.01 * (1 - first), DataType.DOUBLE);
      assertClose(ours.output(queries, keys)[0], expected, 1e-9);
    }
  }

  /** M2.1 does not take a vertex' masks back after the pass. */
  @Test
  void masksOfOneBatchReachTheNext() {
    INDArray x = TestGraphs.random(DataType.DOUBLE, 1, 1, 2, 3);
    INDArray mask = Nd4j.createFromArray(new double[][] {{1, 1, 0}});
    for (boolean ours : new boolean[] {false, true}) {
      GraphVertex vertex =
          ours
              ? Attention.builder().setScore(new DotScore()).build()
              : new org.deeplearning4j.nn.conf.graph.AttentionVertex.Builder()
                  .nInQueries(2)
                  .nInKeys(2)
                  .nInValues(2)
                  .nOut(2)
                  .nHeads(1)
                  .projectInput(false)
                  .build();
      ComputationGraph graph =
          new ComputationGraph(
              new NeuralNetConfiguration.Builder()
                  .dataType(DataType.DOUBLE)
                  .graphBuilder()
                  .addInputs("in")
                  .setInputTypes(InputType.recurrent(2))
                  .addVertex(
                      "attention",
                      vertex,
                      ours ? new String[] {"in", "in"} : new String[] {"in", "in", "in"})
                  .setOutputs("attention")
                  .build());
      graph.init();
      INDArray before = graph.output(x)[0].dup();
      graph.output(false, new INDArray[] {x}, new INDArray[] {mask});
      assertThat(graph.output(x)[0].equals(before)).isEqualTo(ours);
    }
  }

  @Test
  void aSameDiffVertexRefusesMasks() {
    INDArray x = Nd4j.ones(DataType.DOUBLE, 1, 2, 3);
    INDArray mask = Nd4j.createFromArray(new double[][] {{1, 1, 0}});
    ComputationGraph theirs =
        TestGraphs.alone(DataType.DOUBLE, new Dl4jScaling.OfVertex(), InputType.recurrent(2));
    assertThatThrownBy(() -> theirs.output(false, new INDArray[] {x}, new INDArray[] {mask}))
        .isInstanceOf(UnsupportedOperationException.class);

    ComputationGraph ours =
        TestGraphs.alone(
            DataType.DOUBLE,
            Attention.builder().setScore(new DotScore()).build(),
            InputType.recurrent(2),
            InputType.recurrent(2));
    INDArray output = ours.output(false, new INDArray[] {x, x}, new INDArray[] {mask, mask})[0];
    assertThat(
            output.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(2)).sumNumber())
        .isEqualTo(0.0);
  }
}

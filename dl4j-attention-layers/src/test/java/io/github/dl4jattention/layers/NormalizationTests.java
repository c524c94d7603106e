package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.Subject.plain;
import static io.github.dl4jattention.layers.Subject.sequence;
import static io.github.dl4jattention.layers.Subject.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.layers.Subject.Data;
import io.github.dl4jattention.layers.Subject.Padding;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Layer and RMS normalisation against figures by hand, scalar code and their invariances. */
class NormalizationTests {
  private static final Subject LAYER_NORM =
      plain("layer norm", () -> LayerNormalization.builder().build(), sequence(5, "t"));
  private static final Subject RMS_NORM =
      plain("RMS norm", () -> RmsNormalization.builder().build(), sequence(5, "t"));

  @Test
  void layerNormOfAVectorByHand() {
    ComputationGraph graph = vectors(LayerNormalization.builder().optEpsilon(0.75).build(), 4);
    graph.getVertex("subject").paramTable(false).get("gain").assign(row(1, 2, 3, 4));
    graph.getVertex("subject").paramTable(false).get("bias").assign(row(10, 20, 30, 40));
    INDArray y = graph.output(row(1, 3, 5, 7))[0];
    // Mean 4, differences -3, -1, 1, 3; variance (9 + 1 + 1 + 9) / 4 = 5; sigma sqrt(5.75).
    double sigma = Math.sqrt(5.75);
    assertThat(y.toDoubleVector())
        .containsExactly(
            new double[] {10 - 3 / sigma, 20 - 2 / sigma, 30 + 3 / sigma, 40 + 12 / sigma},
            within(1e-12));
  }

  @Test
  void rmsNormOfAVectorByHand() {
    ComputationGraph graph = vectors(RmsNormalization.builder().optEpsilon(4).build(), 4);
    graph.getVertex("subject").paramTable(false).get("gain").assign(row(1, 2, 3, 4));
    // Mean square (1 + 9 + 25 + 49) / 4 = 21; with epsilon 25; root 5.
    assertThat(graph.output(row(1, -3, 5, 7))[0].toDoubleVector())
        .containsExactly(new double[] {1 / 5.0, -6 / 5.0, 15 / 5.0, 28 / 5.0}, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void bothAreWhatScalarCodeGives(int seed) {
    for (Subject subject : new Subject[] {LAYER_NORM, RMS_NORM}) {
      boolean centred = subject.equals(LAYER_NORM);
      ComputationGraph graph = subject.graph(DataType.DOUBLE);
      graph.params().assign(TestGraphs.random(DataType.DOUBLE, seed, graph.params().shape()));
      INDArray gain = graph.getVertex("subject").paramTable(false).get("gain");
      INDArray bias = graph.getVertex("subject").paramTable(false).get("bias");
      Data data = subject.data(DataType.DOUBLE, seed, 3, Padding.ANYWHERE);
      INDArray y = graph.output(false, data.inputs(), data.masks())[0];
      for (int row = 0; row < 3; row++) {
        for (int t = 0; t < y.size(2); t++) {
          double[] x = step(data.inputs()[0], row, t);
          double[] expected = scalar(x, centred, centred ? 1e-5 : 1e-6);
          for (int i = 0; i < x.length; i++) {
            double shifted =
                expected[i] * gain.getDouble(0, i) + (bias == null ? 0 : bias.getDouble(0, i));
            double real = data.mask(0).getDouble(row, t);
            assertThat(y.getDouble(row, i, t)).isCloseTo(real == 0 ? 0 : shifted, within(1e-12));
          }
        }
      }
    }
  }

  private static double[] scalar(double[] x, boolean centred, double epsilon) {
    double mean = 0;
    for (double value : x) {
      mean += centred ? value / x.length : 0;
    }
    double meanSquare = 0;
    for (double value : x) {
      meanSquare += (value - mean) * (value - mean) / x.length;
    }
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = (x[i] - mean) / Math.sqrt(meanSquare + epsilon);
    }
    return y;
  }

  @Test
  void layerNormDoesNotSeeShiftAndScaleRmsNormOnlyScale() {
    INDArray x = TestGraphs.random(DataType.DOUBLE, 1, 2, 5, 3);
    INDArray moved = x.mul(3000).addi(500);
    INDArray layerNorm = output(LAYER_NORM, x.mul(100)).dup();
    assertThat(difference(output(LAYER_NORM, moved), layerNorm)).isLessThan(1e-6);
    INDArray rmsNorm = output(RMS_NORM, x.mul(100)).dup();
    assertThat(difference(output(RMS_NORM, x.mul(3000)), rmsNorm)).isLessThan(1e-6);
    assertThat(difference(output(RMS_NORM, moved), rmsNorm)).isGreaterThan(0.01);
  }

  @Test
  void equalChannelsAndZerosAreNotDividedByZero() {
    INDArray x = Nd4j.valueArrayOf(new long[] {1, 5, 2}, 3.0, DataType.DOUBLE);
    assertThat(output(LAYER_NORM, x).amaxNumber().doubleValue()).isZero();
    assertThat(output(RMS_NORM, x.mul(0)).amaxNumber().doubleValue()).isZero();
    for (Subject subject : new Subject[] {LAYER_NORM, RMS_NORM}) {
      Data zeros = new Data(new INDArray[] {x.mul(0)}, null);
      VertexPass pass = VertexPass.of(subject.graph(DataType.DOUBLE), zeros, 1);
      assertThat(pass.inputGradients()[0].isNaN().any()).isFalse();
      assertThat(pass.inputGradients()[0].isInfinite().any()).isFalse();
    }
  }

  @Test
  void halfPrecisionDoesNotOverflow() {
    for (Subject subject : new Subject[] {LAYER_NORM, RMS_NORM}) {
      INDArray x = TestGraphs.random(DataType.DOUBLE, 1, 2, 5, 3).muli(3000);
      INDArray expected = output(subject, x);
      Data halves = new Data(new INDArray[] {x.castTo(DataType.FLOAT16)}, null);
      VertexPass pass = VertexPass.of(subject.graph(DataType.FLOAT16), halves, 1);
      assertThat(pass.output().dataType()).isEqualTo(DataType.FLOAT16);
      assertThat(difference(pass.output().castTo(DataType.DOUBLE), expected)).isLessThan(0.01);
      assertThat(pass.inputGradients()[0].isNaN().any()).isFalse();
      VertexPass exact =
          VertexPass.of(
              subject.graph(DataType.DOUBLE),
              new Data(new INDArray[] {x}, null),
              TestGraphs.random(DataType.FLOAT16, 78, x.shape()).castTo(DataType.DOUBLE));
      assertThat(
              difference(
                  pass.parameterGradients().get("gain").castTo(DataType.DOUBLE),
                  exact.parameterGradients().get("gain")))
          .isLessThan(0.05);
    }
  }

  @Test
  void gainAndBiasCanBeLeftOut() {
    assertThat(parameters(LayerNormalization.builder().build())).containsOnlyKeys("gain", "bias");
    assertThat(parameters(LayerNormalization.builder().optGain(false).build()))
        .containsOnlyKeys("bias");
    assertThat(parameters(LayerNormalization.builder().optBias(false).build()))
        .containsOnlyKeys("gain");
    assertThat(parameters(RmsNormalization.builder().build())).containsOnlyKeys("gain");
    assertThat(parameters(RmsNormalization.builder().optGain(false).build())).isNullOrEmpty();
  }

  @Test
  void anEpsilonThatIsNotAboveZeroIsRefused() {
    for (double epsilon : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> RmsNormalization.builder().optEpsilon(epsilon))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "RmsNormalization: optEpsilon needs a small number above 0, such as 1e-5, got "
                  + epsilon);
    }
  }

  /** DL4J lays steps out as rows for a dense layer: no step's normalisation may see another's. */
  @Test
  void betweenDenseLayersStepsAreRows() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .seed(1)
                .updater(new Sgd(0.1))
                .list()
                .layer(new LSTM.Builder().nOut(4).activation(Activation.TANH).build())
                .layer(new DenseLayer.Builder().nOut(3).activation(Activation.TANH).build())
                .layer(LayerNormalization.builder().build())
                .layer(new DenseLayer.Builder().nOut(3).activation(Activation.TANH).build())
                .layer(RmsNormalization.builder().build())
                .layer(
                    new RnnOutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.recurrent(2))
                .build());
    network.init();
    INDArray x = TestGraphs.random(DataType.DOUBLE, 1, 3, 2, 4);
    INDArray mask = Nd4j.ones(DataType.DOUBLE, 3, 4);
    mask.get(NDArrayIndex.point(1), NDArrayIndex.interval(2, 4)).assign(0);
    INDArray whole = network.output(x, false, mask, mask).dup();
    INDArray part =
        network.output(
            x.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, 2)).dup());
    assertThat(
            difference(
                whole.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, 2)),
                part))
        .isLessThan(1e-12);
    DataSet data = new DataSet(x, TestGraphs.random(DataType.DOUBLE, 2, 3, 2, 4), mask, mask);
    double before = network.score(data);
    for (int i = 0; i < 20; i++) {
      network.fit(data);
    }
    assertThat(network.score(data)).isLessThan(before);
  }

  @Test
  void configurationsSurviveJson() {
    for (Subject subject : new Subject[] {LAYER_NORM, RMS_NORM}) {
      ComputationGraphConfiguration before = subject.graphConfiguration(new Subject.Options());
      assertThat(ComputationGraphConfiguration.fromJson(before.toJson())).isEqualTo(before);
    }
    assertThat(LayerNormalization.builder().optEpsilon(1e-3).build())
        .isNotEqualTo(LayerNormalization.builder().build());
  }

  private static Map<String, INDArray> parameters(Layer layer) {
    return vectors(layer, 3).getVertex("subject").paramTable(false);
  }

  private static ComputationGraph vectors(Layer layer, long size) {
    return plain("vectors", () -> layer, vector(size)).graph(DataType.DOUBLE);
  }

  private static INDArray output(Subject subject, INDArray x) {
    return subject.graph(DataType.DOUBLE).output(x)[0];
  }

  private static INDArray row(double... values) {
    return Nd4j.createFromArray(new double[][] {values});
  }

  private static double difference(INDArray a, INDArray b) {
    return a.sub(b).amaxNumber().doubleValue();
  }

  private static double[] step(INDArray x, int row, int t) {
    return x.get(NDArrayIndex.point(row), NDArrayIndex.all(), NDArrayIndex.point(t))
        .dup()
        .toDoubleVector();
  }
}

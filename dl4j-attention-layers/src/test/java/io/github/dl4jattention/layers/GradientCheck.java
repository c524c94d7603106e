package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.DoubleSupplier;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * Compares gradients with central finite differences, in double precision, array by array.
 *
 * <p>Along a random direction d the derivative is {@code g . d}: a gradient g that is wrong in any
 * element gives another one, whatever the direction (but for those at right angles to the error).
 * Several directions an array take a fraction of the time of an element at a time. Nothing is
 * scaled to fit: a gradient that is doubled, as DL4J's own attention layers' are, fails.
 */
final class GradientCheck {
  private static final double EPSILON = 1e-6;
  private static final double TOLERANCE = 1e-6;
  private static final int DIRECTIONS = 2;

  private GradientCheck() {}

  /** Checks all parameters of a graph at once, each direction one in all of them. */
  static void checkAsAWhole(ComputationGraph graph, MultiDataSet data) {
    computeGradient(graph, data);
    // DL4J's score is a mean over examples, its gradient a sum.
    INDArray gradient = graph.gradient().gradient().div(data.getFeatures(0).size(0));
    assertThat(gradient.amaxNumber().doubleValue())
        .as("a gradient of nothing but zeros checks nothing")
        .isGreaterThan(1e-3);
    checkArray("parameters", graph.params(), gradient, () -> graph.score(data, true));
  }

  private static void computeGradient(ComputationGraph graph, MultiDataSet data) {
    graph.setInputs(data.getFeatures());
    graph.setLabels(data.getLabels());
    graph.setLayerMaskArrays(data.getFeaturesMaskArrays(), data.getLabelsMaskArrays());
    graph.computeGradientAndScore();
    assertThat(graph.params().dataType()).hasToString("DOUBLE");
  }

  /** Checks every parameter of a graph, array by array. */
  static void check(ComputationGraph graph, MultiDataSet data) {
    computeGradient(graph, data);
    int examples = (int) data.getFeatures(0).size(0);
    double largest = 0;
    long checked = 0;
    for (GraphVertex vertex : graph.getVertices()) {
      Map<String, INDArray> table = vertex.paramTable(false);
      if (table == null) {
        continue;
      }
      for (Map.Entry<String, INDArray> parameter : table.entrySet()) {
        String name = vertex.getVertexName() + "_" + parameter.getKey();
        // DL4J's score is a mean over examples, its gradient a sum.
        INDArray gradient = graph.gradient().getGradientFor(name).div(examples);
        checkArray(name, parameter.getValue(), gradient, () -> graph.score(data, true));
        largest = Math.max(largest, gradient.amaxNumber().doubleValue());
        checked += gradient.length();
      }
    }
    assertThat(checked).as("every parameter is checked").isEqualTo(graph.params().length());
    assertThat(largest).as("a gradient of nothing but zeros checks nothing").isGreaterThan(1e-3);
  }

  /**
   * Checks one array's gradient.
   *
   * @param array moved while the value is asked for, and put back
   * @param value what the gradient is of
   */
  static void checkArray(String name, INDArray array, INDArray gradient, DoubleSupplier value) {
    INDArray before = array.dup();
    for (int i = 0; i < DIRECTIONS; i++) {
      INDArray direction = TestGraphs.random(DataType.DOUBLE, 1000 + i, array.shape());
      array.assign(before.add(direction.mul(EPSILON)));
      double above = value.getAsDouble();
      array.assign(before.sub(direction.mul(EPSILON)));
      double below = value.getAsDouble();
      array.assign(before);
      double numeric = (above - below) / (2 * EPSILON);
      double analytic = gradient.mul(direction).sumNumber().doubleValue();
      assertThat(analytic)
          .as("%s along direction %d: analytic %s, numeric %s", name, i, analytic, numeric)
          .isCloseTo(numeric, within(Math.abs(numeric), array.length()));
    }
  }

  private static Offset<Double> within(double numeric, long length) {
    // Rounding of the value, divided by the step, is about 1e-9 an element.
    return Offset.offset(TOLERANCE * numeric + 1e-8 * Math.sqrt((double) length));
  }
}

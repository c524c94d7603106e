package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.layers.Subject.Data;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * Compares gradients with central finite differences, in double precision, all arrays at once.
 *
 * <p>Along a random direction d the derivative is {@code g . d}: a gradient g that is wrong in any
 * element gives another one, whatever the direction (but for those at right angles to the error).
 * That holds across arrays as it does within one, so that two directions in all of them take a
 * fraction of the time of an array, or an element, at a time. Only what fails is looked at array by
 * array, to name the one that is wrong. Nothing is scaled to fit: a gradient that is doubled, as
 * DL4J's own attention layers' are, fails.
 */
final class GradientCheck {
  private static final double EPSILON = 1e-6;
  private static final double TOLERANCE = 3e-7;

  /** Rounding of the value, divided by the step, is about 1e-9 an element. */
  private static final double ROUNDING = 5e-9;

  private static final int DIRECTIONS = 2;

  private GradientCheck() {}

  /** Checks every parameter of a graph. */
  static void check(ComputationGraph graph, MultiDataSet data) {
    computeGradient(graph, data);
    int examples = (int) data.getFeatures(0).size(0);
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    Map<String, INDArray> gradients = new HashMap<>();
    for (GraphVertex vertex : graph.getVertices()) {
      Map<String, INDArray> table = vertex.paramTable(false);
      if (table == null) {
        continue;
      }
      table.forEach(
          (parameter, array) -> {
            String name = vertex.getVertexName() + "_" + parameter;
            arrays.put(name, array);
            // DL4J's score is a mean over examples, its gradient a sum.
            gradients.put(name, graph.gradient().getGradientFor(name).div(examples));
          });
    }
    assertThat(arrays.values().stream().mapToLong(INDArray::length).sum())
        .as("every parameter is checked")
        .isEqualTo(graph.params().length());
    checkArrays(arrays, gradients, () -> graph.score(data, true));
  }

  private static void computeGradient(ComputationGraph graph, MultiDataSet data) {
    graph.setInputs(data.getFeatures());
    graph.setLabels(data.getLabels());
    graph.setLayerMaskArrays(data.getFeaturesMaskArrays(), data.getLabelsMaskArrays());
    graph.computeGradientAndScore();
    assertThat(graph.params().dataType()).hasToString("DOUBLE");
  }

  /** Checks what a pass through the vertex "subject" gave: by every parameter and every input. */
  static void check(ComputationGraph graph, Data data, VertexPass pass) {
    Map<String, INDArray> arrays =
        new LinkedHashMap<>(graph.getVertex("subject").paramTable(false));
    Map<String, INDArray> gradients = new HashMap<>(pass.parameterGradients());
    for (int i = 0; i < data.inputs().length; i++) {
      arrays.put("input " + i, data.inputs()[i]);
      gradients.put("input " + i, pass.inputGradients()[i]);
    }
    checkArrays(
        arrays,
        gradients,
        () -> VertexPass.forward(graph, data).mul(pass.upstream()).sumNumber().doubleValue());
  }

  /**
   * Checks the gradients by some arrays.
   *
   * @param arrays by name; moved while the value is asked for, and put back
   * @param gradients by the arrays' names
   * @param value what the gradients are of
   */
  static void checkArrays(
      Map<String, INDArray> arrays, Map<String, INDArray> gradients, DoubleSupplier value) {
    assertThat(
            arrays.keySet().stream()
                .mapToDouble(name -> gradients.get(name).amaxNumber().doubleValue()))
        .as("a gradient of nothing but zeros checks nothing")
        .anyMatch(largest -> largest > 1e-3);
    try {
      checkAtOnce(arrays, gradients, value);
    } catch (AssertionError e) {
      arrays.forEach((name, array) -> checkAtOnce(Map.of(name, array), gradients, value));
      throw e;
    }
  }

  private static void checkAtOnce(
      Map<String, INDArray> arrays, Map<String, INDArray> gradients, DoubleSupplier value) {
    long length = arrays.values().stream().mapToLong(INDArray::length).sum();
    for (int i = 0; i < DIRECTIONS; i++) {
      Random random = new Random(1000 + i);
      Map<String, INDArray> before = new HashMap<>();
      Map<String, INDArray> directions = new HashMap<>();
      double analytic = 0;
      for (Map.Entry<String, INDArray> each : arrays.entrySet()) {
        // No two alike: gradients that have changed places would not be seen.
        INDArray direction =
            TestGraphs.random(DataType.DOUBLE, random.nextLong(), each.getValue().shape());
        before.put(each.getKey(), each.getValue().dup());
        directions.put(each.getKey(), direction);
        analytic += gradients.get(each.getKey()).mul(direction).sumNumber().doubleValue();
      }
      double above = at(EPSILON, arrays, before, directions, value);
      double below = at(-EPSILON, arrays, before, directions, value);
      arrays.forEach((name, array) -> array.assign(before.get(name)));
      double numeric = (above - below) / (2 * EPSILON);
      assertThat(analytic)
          .as("%s along direction %d: analytic and numeric", arrays.keySet(), i)
          .isCloseTo(
              numeric,
              within(TOLERANCE * Math.abs(numeric) + ROUNDING * Math.sqrt((double) length)));
    }
  }

  /** The value some way along the directions. */
  private static double at(
      double step,
      Map<String, INDArray> arrays,
      Map<String, INDArray> before,
      Map<String, INDArray> directions,
      DoubleSupplier value) {
    arrays.forEach(
        (name, array) -> array.assign(before.get(name).add(directions.get(name).mul(step))));
    return value.getAsDouble();
  }
}

package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * Compares a graph's gradient with central finite differences of its score, parameter by parameter.
 *
 * <p>Nothing is scaled to fit: a gradient that is doubled, as DL4J's own attention layers' are,
 * fails by a relative error of a third.
 */
final class GradientCheck {
  private static final double EPSILON = 1e-6;
  private static final double MAX_RELATIVE_ERROR = 1e-3;
  private static final double MIN_ABSOLUTE_ERROR = 1e-8;

  private GradientCheck() {}

  /** Checks every parameter of a graph in double precision. */
  static void check(ComputationGraph graph, MultiDataSet data) {
    graph.setInputs(data.getFeatures());
    graph.setLabels(data.getLabels());
    graph.setLayerMaskArrays(data.getFeaturesMaskArrays(), data.getLabelsMaskArrays());
    graph.computeGradientAndScore();
    // DL4J's score is a mean over examples, its gradient a sum.
    INDArray analytic = graph.gradient().gradient().div(data.getFeatures(0).size(0));
    INDArray parameters = graph.params();
    assertThat(parameters.dataType()).hasToString("DOUBLE");
    long counted = 0;
    for (GraphVertex vertex : graph.getVertices()) {
      counted += vertex.paramTable(false) == null ? 0 : count(vertex);
    }
    assertThat(parameters.length()).as("every vertex's parameters are checked").isEqualTo(counted);
    double largest = 0;
    for (long i = 0; i < parameters.length(); i++) {
      double value = parameters.getDouble(i);
      parameters.putScalar(i, value + EPSILON);
      double above = score(graph, data);
      parameters.putScalar(i, value - EPSILON);
      double below = score(graph, data);
      parameters.putScalar(i, value);
      double numeric = (above - below) / (2 * EPSILON);
      double difference = Math.abs(numeric - analytic.getDouble(i));
      double relative = difference / (Math.abs(numeric) + Math.abs(analytic.getDouble(i)));
      if (difference > MIN_ABSOLUTE_ERROR) {
        assertThat(relative)
            .as("parameter %d: analytic %s, numeric %s", i, analytic.getDouble(i), numeric)
            .isLessThan(MAX_RELATIVE_ERROR);
      }
      largest = Math.max(largest, Math.abs(numeric));
    }
    assertThat(largest).as("a gradient of nothing but zeros checks nothing").isGreaterThan(1e-3);
  }

  private static long count(GraphVertex vertex) {
    return vertex.paramTable(false).values().stream().mapToLong(INDArray::length).sum();
  }

  private static double score(ComputationGraph graph, MultiDataSet data) {
    return graph.score(data, true);
  }
}

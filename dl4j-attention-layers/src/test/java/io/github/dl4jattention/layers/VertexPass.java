package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.Subject.Data;
import io.github.dl4jattention.layers.runtime.AttentionWeights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One forward and backward pass through the vertex "subject" that DL4J made of a layer or vertex.
 *
 * @param output its output
 * @param upstream the gradient from above
 * @param weights its attention weights; null if they were not kept
 * @param parameterGradients by name
 * @param inputGradients in order
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record VertexPass(
    INDArray output,
    INDArray upstream,
    INDArray weights,
    Map<String, INDArray> parameterGradients,
    INDArray... inputGradients) {
  /** A pass with a random gradient from above. */
  static VertexPass of(ComputationGraph graph, Data data, long seed) {
    return of(
        graph, data, output -> TestGraphs.random(output.dataType(), seed + 77, output.shape()));
  }

  /** A pass with a given gradient from above. */
  static VertexPass of(ComputationGraph graph, Data data, INDArray upstream) {
    return of(graph, data, output -> upstream);
  }

  private static VertexPass of(
      ComputationGraph graph, Data data, UnaryOperator<INDArray> upstreamOf) {
    GraphVertex vertex = graph.getVertex("subject");
    LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
    if (graph.params() != null && graph.params().length() > 0) {
      vertex.setBackpropGradientsViewArray(
          Nd4j.zeros(graph.params().dataType(), 1, graph.params().length()));
    }
    INDArray output = forward(graph, data).dup();
    INDArray upstream = upstreamOf.apply(output);
    vertex.setEpsilon(upstream.dup());
    Pair<Gradient, INDArray[]> gradients = vertex.doBackward(false, workspaces);
    Map<String, INDArray> byName =
        gradients.getFirst() == null
            ? Map.of()
            : new LinkedHashMap<>(gradients.getFirst().gradientForVariable());
    return new VertexPass(output, upstream, weightsOf(graph), byName, gradients.getSecond());
  }

  private static INDArray weightsOf(ComputationGraph graph) {
    try {
      return AttentionWeights.of(graph, "subject").lastWeights();
    } catch (IllegalArgumentException | IllegalStateException e) {
      return null;
    }
  }

  /** A forward pass in training. */
  static INDArray forward(ComputationGraph graph, Data data) {
    Nd4j.getRandom().setSeed(1); // What is drawn is drawn the same in every such pass.
    GraphVertex vertex = graph.getVertex("subject");
    LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
    vertex.clear();
    for (int i = 0; i < data.inputs().length; i++) {
      vertex.setInput(i, data.inputs()[i].dup(), workspaces);
    }
    graph.setLayerMaskArrays(data.masks(), null);
    return vertex.doForward(true, workspaces);
  }

  /** All parameters' gradients as one row; null if there are no parameters. */
  INDArray parameterGradient() {
    return parameterGradients.isEmpty()
        ? null
        : Nd4j.hstack(
            parameterGradients.values().stream()
                .map(gradient -> gradient.dup('c').reshape(1, gradient.length()))
                .toArray(INDArray[]::new));
  }
}

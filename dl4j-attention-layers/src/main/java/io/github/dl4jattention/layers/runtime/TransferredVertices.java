package io.github.dl4jattention.layers.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a vertex learnt, taken along in transfer learning.
 *
 * <p>DL4J 1.0.0-M2.1's {@code TransferLearning.GraphBuilder} copies the parameters of layers into a
 * graph whose structure it changes, and leaves vertices with new random ones without a word. Layers
 * of this library are copied; for its vertices, and any others with parameters, call this after
 * {@code build()}:
 *
 * <pre>{@code
 * ComputationGraph edited = new TransferLearning.GraphBuilder(trained)
 *     .removeVertexAndConnections("output")
 *     .addLayer("newOutput", output, "decoder").setOutputs("newOutput")
 *     .build();
 * TransferredVertices.copyParameters(trained, edited);
 * }</pre>
 */
public final class TransferredVertices {
  private TransferredVertices() {}

  /**
   * Copies the parameters of every vertex that both graphs have under the same name.
   *
   * @param from the trained graph
   * @param to the edited graph, whose parameters are overwritten
   * @return names of the vertices whose parameters were copied
   * @throws IllegalArgumentException if a vertex of the same name has other parameters
   */
  public static List<String> copyParameters(ComputationGraph from, ComputationGraph to) {
    List<String> copied = new ArrayList<>();
    for (GraphVertex target : to.getVertices()) {
      GraphVertex source = from.getVertex(target.getVertexName());
      if (source == null || target.hasLayer() || target.numParams() == 0) {
        continue;
      }
      INDArray learnt = source.params();
      if (learnt == null || learnt.length() != target.params().length()) {
        throw new IllegalArgumentException(
            "vertex \"%s\" has %d parameters in one graph and %s in the other; its sizes are %s"
                .formatted(
                    target.getVertexName(),
                    target.params().length(),
                    learnt == null ? "none" : learnt.length(),
                    Arrays.toString(shapes(target))));
      }
      target.params().assign(learnt);
      copied.add(target.getVertexName());
    }
    return copied;
  }

  private static String[] shapes(GraphVertex vertex) {
    return vertex.paramTable(false).entrySet().stream()
        .map(entry -> entry.getKey() + " " + Arrays.toString(entry.getValue().shape()))
        .toArray(String[]::new);
  }
}

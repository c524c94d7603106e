package io.github.dl4jattention.layers.decode;

import io.github.dl4jattention.layers.kernel.ClassScores;
import io.github.dl4jattention.layers.kernel.LanesProvider;
import io.github.dl4jattention.layers.kernel.Workers;
import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The softmax over the classes of an output layer, {@code SoftmaxOutput} or DL4J's {@code
 * RnnOutputLayer}, of single steps: natural logarithms of probabilities.
 *
 * <pre>{@code
 * OutputScores scores = OutputScores.of(graph, "output");
 * float[][] logProbabilities = scores.logProbabilities(step.output());
 * }</pre>
 *
 * <p>The parameters are those that the graph had when it was made. One instance serves several
 * threads, one at a time.
 */
public final class OutputScores {
  private static final String WEIGHTS = "W";
  private static final String BIAS = "b";

  private final INDArray weights;
  private final INDArray bias;

  /** In float on the processor; null elsewhere. */
  private final ClassScores kernel;

  private OutputScores(INDArray weights, INDArray bias) {
    try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      this.weights = weights.dup('f');
      this.bias = bias.dup('c');
    }
    boolean kernels =
        weights.dataType() == DataType.FLOAT
            && Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU
            && LanesProvider.lanes().isPresent();
    kernel = kernels ? loaded() : null;
  }

  private ClassScores loaded() {
    ClassScores scores =
        new ClassScores(
            LanesProvider.lanes().get(),
            Workers.shared(),
            (int) weights.size(0),
            (int) weights.size(1));
    scores.load(Rows.toFloats(weights.transpose().dup('c')), Rows.toFloats(bias));
    return scores;
  }

  /**
   * Those of an output layer.
   *
   * @param graph the graph
   * @param layerName the layer's name in it
   * @return with the parameters that the graph has now
   * @throws IllegalArgumentException if there is no layer with weights W and b of that name
   */
  public static OutputScores of(ComputationGraph graph, String layerName) {
    Layer layer = graph.getLayer(layerName);
    if (layer == null || layer.getParam(WEIGHTS) == null || layer.getParam(BIAS) == null) {
      throw new IllegalArgumentException(
          "the graph has no output layer named \"%s\"; its vertices are %s"
              .formatted(layerName, graph.getConfiguration().getVertices().keySet()));
    }
    return new OutputScores(layer.getParam(WEIGHTS), layer.getParam(BIAS));
  }

  /**
   * How many classes there are.
   *
   * @return the number
   */
  public int classes() {
    return (int) weights.size(1);
  }

  /**
   * Of some steps.
   *
   * @param rows {@code [rows, in]}: what the layer would read
   * @return {@code [row][class]}: natural logarithms of the probabilities
   * @throws IllegalArgumentException if the rows have another size
   */
  public synchronized float[][] logProbabilities(INDArray rows) {
    if (rows.rank() != 2 || rows.size(1) != weights.size(0)) {
      throw new IllegalArgumentException(
          "the output layer reads rows of %d, got an array %s"
              .formatted(weights.size(0), Arrays.toString(rows.shape())));
    }
    try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      if (kernel != null) {
        return kernel.logProbabilities(Rows.toFloats(rows.dup('c')), (int) rows.size(0));
      }
      INDArray scores = rows.castTo(weights.dataType()).mmul(weights).addiRowVector(bias);
      scores.subiColumnVector(scores.max(true, 1));
      scores.subiColumnVector(Transforms.log(Transforms.exp(scores, true).sum(true, 1)));
      return scores.castTo(DataType.FLOAT).toFloatMatrix();
    }
  }
}

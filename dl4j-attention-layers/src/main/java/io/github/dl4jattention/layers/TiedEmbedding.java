package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.runtime.TiedEmbeddingGraphVertex;
import java.util.Arrays;
import java.util.Objects;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InvalidInputTypeException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * An embedding without weights of its own: it reads those of a {@link SoftmaxOutput}, or of another
 * {@link TokenEmbedding}, of the same graph.
 *
 * <p>Press and Wolf 2017, "Using the Output Embedding to Improve Language Models": {@code y_t =
 * W'[x_t]}, with {@code W'} the other layer's weights, a row a token. Gradients of both uses add up
 * in the one matrix, which has the other layer's updater, regularisation and clipping. With a joint
 * vocabulary source, target and output may all share one ("three-way tying").
 *
 * <p>One input, {@code [batch, 1, time]}: numbers of tokens; output {@code [batch, size, time]},
 * size being that of the owner's rows. Masks as in {@link TokenEmbedding}. No parameters. An owner
 * that is neither of the two layers is refused when the graph is first run.
 *
 * <pre>{@code
 * .addVertex("targetEmbedding", new TiedEmbedding("output", 256), "target")
 * ...
 * .addLayer("output", new SoftmaxOutput.Builder().nIn(256).nOut(10_000).build(), "readout")
 * }</pre>
 */
public class TiedEmbedding extends PlainVertex {
  /** The name of the layer whose weights it reads. */
  private final String owner;

  /** Channels of a row. */
  private final long size;

  /**
   * An embedding.
   *
   * @param owner name of the layer whose weights it reads
   * @param size channels of a row: the output's nIn, or the embedding's nOut
   */
  public TiedEmbedding(@JsonProperty("owner") String owner, @JsonProperty("size") long size) {
    this.owner = Objects.requireNonNull(owner, "owner");
    this.size = Sizes.atLeastOne("TiedEmbedding", "size", size);
  }

  /**
   * The layer whose weights it reads.
   *
   * @return its name
   */
  public String getOwner() {
    return owner;
  }

  /**
   * Channels of a row.
   *
   * @return the size
   */
  public long getSize() {
    return size;
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parametersView,
      boolean initializeParameters,
      DataType networkDataType) {
    return new TiedEmbeddingGraphVertex(graph, name, index, networkDataType, owner);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    if (inputs.length != 1) {
      throw new InvalidInputTypeException(
          "TiedEmbedding needs one input, numbers of tokens [batch, 1, time], got "
              + Arrays.toString(inputs));
    }
    Inputs.sequence("TiedEmbedding", "its input", inputs[0], 0, "");
    return Inputs.likeSequence(inputs[0], size);
  }

  @Override
  public GraphVertex clone() {
    return new TiedEmbedding(owner, size);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TiedEmbedding that && owner.equals(that.owner) && size == that.size;
  }

  @Override
  public int hashCode() {
    return Objects.hash(owner, size);
  }
}

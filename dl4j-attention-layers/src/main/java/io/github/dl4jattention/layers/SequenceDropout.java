package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.runtime.SequenceDropoutGraphVertex;
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
 * Dropout between the layers of a sequence, in training only: each number is zero with a
 * probability p, else multiplied by {@code 1 / (1 - p)}.
 *
 * <p>Srivastava et al. 2014, "Dropout". With {@link #sameAtAllSteps} a channel is dropped at all
 * steps of an example or at none: the variational dropout of Gal and Ghahramani 2016, "A
 * Theoretically Grounded Application of Dropout in Recurrent Neural Networks", between layers.
 *
 * <p>One input, {@code [batch, size, time]}; the output has its shape and mask. No parameters. The
 * network's seed settles what is dropped. DL4J's own {@code DropoutLayer} fails on a sequence with
 * a mask.
 *
 * <pre>{@code
 * .addVertex("dropped", new SequenceDropout(0.2), "embedding")
 * .addVertex("variational", SequenceDropout.sameAtAllSteps(0.2), "encoder")
 * }</pre>
 */
public class SequenceDropout extends PlainVertex {
  /** That a number is dropped. */
  private final double probability;

  /** Whether a sequence has one mask for all its steps. */
  private final boolean sameAtAllSteps;

  /**
   * Drops each number by itself.
   *
   * @param probability probability that a number is dropped, from 0 to below 1
   */
  public SequenceDropout(double probability) {
    this(probability, false);
  }

  private SequenceDropout(
      @JsonProperty("probability") double probability,
      @JsonProperty("sameAtAllSteps") boolean sameAtAllSteps) {
    if (!(probability >= 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "SequenceDropout: the probability of dropping is 0 to below 1, such as 0.2, got "
              + probability);
    }
    this.probability = probability;
    this.sameAtAllSteps = sameAtAllSteps;
  }

  /**
   * Drops channels, each at all steps of an example or at none.
   *
   * @param probability probability that a channel is dropped, from 0 to below 1
   * @return a vertex
   */
  public static SequenceDropout sameAtAllSteps(double probability) {
    return new SequenceDropout(probability, true);
  }

  /**
   * Probability of dropping.
   *
   * @return from 0 to below 1
   */
  public double getProbability() {
    return probability;
  }

  /**
   * Whether a channel is dropped at all steps or at none.
   *
   * @return true for {@link #sameAtAllSteps(double)}
   */
  public boolean isSameAtAllSteps() {
    return sameAtAllSteps;
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parametersView,
      boolean initializeParameters,
      DataType networkDataType) {
    return new SequenceDropoutGraphVertex(
        graph, name, index, networkDataType, probability, sameAtAllSteps);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    if (inputs.length != 1) {
      throw new InvalidInputTypeException(
          "SequenceDropout needs one input, a sequence [batch, size, time], got "
              + Arrays.toString(inputs));
    }
    Inputs.sequence("SequenceDropout", "its input", inputs[0], 0, "");
    return inputs[0];
  }

  @Override
  public GraphVertex clone() {
    return new SequenceDropout(probability, sameAtAllSteps);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SequenceDropout that
        && probability == that.probability
        && sameAtAllSteps == that.sameAtAllSteps;
  }

  @Override
  public int hashCode() {
    return Objects.hash(probability, sameAtAllSteps);
  }
}

package io.github.dl4jattention.layers.runtime;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Masks as the layers see them: always present, {@code [batch, time]}, 1 = real. */
final class Masks {
  private Masks() {}

  /**
   * Whether masks were given for the pass under way. DL4J hands them to each vertex, but does not
   * take them back after the pass: without this check the next one, without masks, would meet them.
   */
  static boolean given(ComputationGraph graph) {
    return graph.getInputMaskArrays() != null;
  }

  /** The mask given, in the network's data type; all ones where DL4J gives none. */
  static INDArray orOnes(INDArray mask, INDArray input, DataType dataType) {
    if (mask == null) {
      return Nd4j.ones(dataType, shapeFor(input));
    }
    return mask.castTo(dataType);
  }

  /** {@code [batch, time]} for a sequence {@code [batch, size, time]}, else {@code [batch, 1]}. */
  static long[] shapeFor(INDArray input) {
    return new long[] {input.size(0), input.rank() == 3 ? input.size(2) : 1};
  }
}

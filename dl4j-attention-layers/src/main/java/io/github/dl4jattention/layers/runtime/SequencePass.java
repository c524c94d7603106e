package io.github.dl4jattention.layers.runtime;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a recurrent layer's pass over a sequence starts from.
 *
 * @param training whether the network trains
 * @param sequence {@code [batch, nIn, time]}, of the network's data type
 * @param states by index, {@code [batch, nOut]}; an entry is null for zeros
 * @param mask {@code [batch, time]}, 1 = real; null if all steps are
 * @param parameters by name, weight noise included
 */
record SequencePass(
    boolean training,
    INDArray sequence,
    List<INDArray> states,
    INDArray mask,
    Map<String, INDArray> parameters) {
  long batch() {
    return sequence.size(0);
  }

  int time() {
    return Math.toIntExact(sequence.size(2));
  }
}

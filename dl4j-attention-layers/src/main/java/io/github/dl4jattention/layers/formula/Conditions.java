package io.github.dl4jattention.layers.formula;

import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What a graph is for.
 *
 * @param dataType the network's data type
 * @param training whether the network trains
 * @param earlyPadding names of the inputs with padding before a real step
 * @param outputFollows the input whose steps and mask the output has, if any
 */
public record Conditions(
    DataType dataType, boolean training, Set<String> earlyPadding, Optional<String> outputFollows) {
  /**
   * No padding before a real step, an output whose steps are none of an input's.
   *
   * @param dataType the network's data type
   * @param training whether the network trains
   * @return the conditions
   */
  public static Conditions plain(DataType dataType, boolean training) {
    return new Conditions(dataType, training, Set.of(), Optional.empty());
  }
}

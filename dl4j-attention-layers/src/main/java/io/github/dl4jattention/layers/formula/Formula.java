package io.github.dl4jattention.layers.formula;

import java.util.List;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A layer or a vertex as mathematics: named inputs, parameters, and an output as a function of
 * both. Configurations implement it; the runtime turns it into a graph for each set of time
 * lengths.
 */
public interface Formula {
  /**
   * Names of the inputs, in the order in which DL4J hands them over.
   *
   * @return at least one name
   */
  List<String> inputNames();

  /**
   * Declares every parameter, by name, shape and initial value.
   *
   * @param parameters takes them
   */
  void declareParameters(Parameters parameters);

  /**
   * Defines the output.
   *
   * @param scope the inputs, masks and parameters, and the graph to define it in
   * @return the output: {@code [batch, size, time]} or {@code [batch, size]}
   */
  SDVariable define(Scope scope);

  /**
   * The input whose time steps the output has, and whose mask therefore is the output's: where it
   * is padding, the output is zero.
   *
   * @return its name; nothing if the output's steps are none of an input's
   */
  default Optional<String> outputFollows() {
    return Optional.of(inputNames().get(0));
  }

  /**
   * Refuses inputs whose sizes are not those that were configured.
   *
   * @param shapes of the arrays, {@code [batch, size, time]} or {@code [batch, size]}, in the order
   *     of the names
   * @throws RuntimeException if one does not fit: its name, its size and the one configured
   */
  default void requireShapes(long[]... shapes) {
    // Only its sizes' owner can tell.
  }

  /**
   * Whether the formula tells attention weights, see {@link Scope#headWeights}.
   *
   * @return true by default
   */
  default boolean attends() {
    return true;
  }
}

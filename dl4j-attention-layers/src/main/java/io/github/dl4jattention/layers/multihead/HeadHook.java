package io.github.dl4jattention.layers.multihead;

import io.github.dl4jattention.layers.formula.Heads;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import java.io.Serializable;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;

/**
 * What is done to each head's output, before the heads are concatenated and projected by Wo.
 *
 * <p>A new hook is one immutable class, with a constructor without arguments for DL4J's JSON, and
 * {@code equals} and {@code hashCode}; {@link HeadGate} is one.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, property = "@class")
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE,
    setterVisibility = JsonAutoDetect.Visibility.NONE)
public interface HeadHook extends Serializable {
  /**
   * Declares the hook's parameters; none by default.
   *
   * @param parameters takes them
   * @param heads number of heads
   * @param headSize channels of a head's output; 0 while not yet known
   */
  default void declareParameters(Parameters parameters, long heads, long headSize) {
    // A hook need not have any.
  }

  /**
   * Acts on the heads' outputs.
   *
   * @param scope where
   * @param outputs {@code [batch, heads, queryTime, headSize]}; zeros where a query sees no key
   * @return of the same lengths; zeros must give zeros, so that such a query comes out zero
   */
  Heads apply(Scope scope, Heads outputs);
}

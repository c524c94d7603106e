package io.github.dl4jattention.layers.fused.transformer;

import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Pass;

/**
 * One attention of a Transformer layer.
 *
 * @param kernel what computes it; its queries are the input {@value #STEPS} of its part's pass
 * @param part what the names of its parameters begin with; may be empty
 * @param memory the layer's input with the keys, by the same name in the part; null if the keys are
 *     the queries
 * @param connection what is around it
 */
record Attending(Kernel kernel, String part, String memory, Connection connection) {
  /** Name of the queries in the part's pass. */
  static final String STEPS = "steps";

  /** The pass of its kernel. */
  Pass pass(Pass whole) {
    Pass own = whole.part(part);
    own.give(STEPS, connection.entered());
    if (memory != null) {
      own.give(memory, whole.input(memory));
    }
    return own;
  }
}

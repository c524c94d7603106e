package io.github.dl4jattention.layers;

import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.MemoryReport;

/** What configurations of vertices without parameters have in common: one input, unless told. */
abstract class PlainVertex extends GraphVertex {
  @Override
  public long numParams(boolean backprop) {
    return 0;
  }

  @Override
  public int minVertexInputs() {
    return 1;
  }

  @Override
  public int maxVertexInputs() {
    return 1;
  }

  @Override
  public MemoryReport getMemoryReport(InputType... inputTypes) {
    return null; // As DL4J's own SameDiff vertices: unknown.
  }
}

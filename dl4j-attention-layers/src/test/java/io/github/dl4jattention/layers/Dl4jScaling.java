package io.github.dl4jattention.layers;

import java.util.Map;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The smallest layer and vertex that DL4J's own SameDiff runtimes run, to show their defects. */
final class Dl4jScaling {
  private Dl4jScaling() {}

  /** The same sequence, taken apart and put together step by step. */
  private static SDVariable stepByStep(SameDiff sameDiff, SDVariable x) {
    SDVariable[] steps = new SDVariable[(int) x.getShape()[2]];
    for (int t = 0; t < steps.length; t++) {
      steps[t] = x.get(SDIndex.all(), SDIndex.all(), SDIndex.interval(t, t + 1));
    }
    return sameDiff.concat(2, steps);
  }

  /**
   * {@code y = w x}, in DL4J's own way: its gradient by w and x is x and w. Defined step by step,
   * as DL4J defines its recurrent attention.
   */
  public static final class OfLayer extends SameDiffLayer {
    private static final long serialVersionUID = 1L;

    /** For DL4J. */
    public OfLayer() {}

    @Override
    public void defineParameters(SDLayerParams parameters) {
      parameters.addWeightParam("w", 1, 1);
    }

    @Override
    public void initializeParameters(Map<String, INDArray> parameters) {
      parameters.get("w").assign(2);
    }

    @Override
    public SDVariable defineLayer(
        SameDiff sameDiff, SDVariable input, Map<String, SDVariable> parameters, SDVariable mask) {
      return stepByStep(sameDiff, input).mul(parameters.get("w"));
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType input) {
      return input;
    }
  }

  /** The same as a vertex. */
  public static final class OfVertex extends SameDiffVertex {
    private static final long serialVersionUID = 1L;

    /** For DL4J. */
    public OfVertex() {}

    @Override
    public void defineParametersAndInputs(SDVertexParams parameters) {
      parameters.defineInputs("x");
      parameters.addWeightParam("w", 1, 1);
    }

    @Override
    public void initializeParameters(Map<String, INDArray> parameters) {
      parameters.get("w").assign(2);
    }

    @Override
    public SDVariable defineVertex(
        SameDiff sameDiff,
        Map<String, SDVariable> inputs,
        Map<String, SDVariable> parameters,
        Map<String, SDVariable> masks) {
      return stepByStep(sameDiff, inputs.get("x")).mul(parameters.get("w"));
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
      return inputs[0];
    }

    @Override
    public GraphVertex clone() {
      return new OfVertex();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof OfVertex;
    }

    @Override
    public int hashCode() {
      return OfVertex.class.hashCode();
    }
  }
}

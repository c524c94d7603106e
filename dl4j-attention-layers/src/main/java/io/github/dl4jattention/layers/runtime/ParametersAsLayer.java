package io.github.dl4jattention.layers.runtime;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.layers.samediff.SameDiffLayer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A vertex' parameters in the shape of a layer: DL4J's weight noise and constraints ask a layer for
 * them, and a vertex is none. It is never run.
 */
final class ParametersAsLayer extends SameDiffLayer {
  private static final long serialVersionUID = 1L;

  ParametersAsLayer(SameDiffVertex vertex, DataType dataType, Map<String, INDArray> table) {
    super(configurationOf(vertex), dataType);
    setParamTable(table);
  }

  private static NeuralNetConfiguration configurationOf(SameDiffVertex vertex) {
    NeuralNetConfiguration configuration = new NeuralNetConfiguration();
    configuration.setLayer(new Names(vertex));
    return configuration;
  }

  /** Tells weights from biases. */
  private static final class Names
      extends org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer {
    private static final long serialVersionUID = 1L;

    /** Whose parameters they are. */
    private final transient SameDiffVertex vertex;

    Names(SameDiffVertex vertex) {
      this.vertex = vertex;
    }

    @Override
    public SDLayerParams getLayerParams() {
      return vertex.getVertexParams();
    }

    @Override
    public void defineParameters(SDLayerParams parameters) {
      throw new UnsupportedOperationException("a vertex' parameters are defined by the vertex");
    }

    @Override
    public void initializeParameters(Map<String, INDArray> parameters) {
      throw new UnsupportedOperationException("a vertex' parameters are initialised by the vertex");
    }

    @Override
    public SDVariable defineLayer(
        SameDiff sameDiff, SDVariable input, Map<String, SDVariable> parameters, SDVariable mask) {
      throw new UnsupportedOperationException("a vertex is defined by its formula");
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
      throw new UnsupportedOperationException("a vertex knows its output");
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Names that && vertex.equals(that.vertex);
    }

    @Override
    public int hashCode() {
      return vertex.hashCode();
    }
  }
}

package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.runtime.GatedLayer;
import io.github.dl4jattention.layers.runtime.GatedParamInitializer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationPReLU;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the configurations of recurrent layers of gates have in common. */
final class GatedSettings {
  private GatedSettings() {}

  /** The constraints of all parameters, and those that a builder has for one matrix only. */
  static List<LayerConstraint> constraints(
      List<LayerConstraint> ofAll, BaseRecurrentLayer.Builder<?> builder) {
    List<LayerConstraint> all = ofAll == null ? new ArrayList<>() : ofAll;
    constrain(all, builder.getInputWeightConstraints(), GatedParamInitializer.WEIGHTS);
    constrain(all, builder.getRecurrentConstraints(), GatedParamInitializer.RECURRENT_WEIGHTS);
    return all.isEmpty() ? ofAll : all;
  }

  private static void constrain(
      List<LayerConstraint> all, List<LayerConstraint> added, String parameter) {
    if (added == null) {
      return;
    }
    for (LayerConstraint constraint : added) {
      LayerConstraint copy = constraint.clone();
      copy.setParams(Set.of(parameter));
      all.add(copy);
    }
  }

  /** The backward pass takes derivatives of all steps at once, element by element. */
  static void requireElementwise(BaseRecurrentLayer layer, String setter, IActivation function) {
    if (function instanceof ActivationSoftmax
        || function instanceof ActivationRReLU
        || function instanceof ActivationPReLU) {
      throw new DL4JInvalidConfigException(
          "%s \"%s\": %s needs a fixed function of each element, %s is none; take tanh, sigmoid or"
                  .formatted(
                      layer.getClass().getSimpleName(), layer.getLayerName(), setter, function)
              + " another");
    }
  }

  /** Gives a new runtime layer what DL4J gives one. */
  static GatedLayer ready(
      GatedLayer layer,
      NeuralNetConfiguration configuration,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray parametersView,
      boolean initializeParameters) {
    layer.setListeners(listeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(parametersView);
    layer.setParamTable(
        configuration
            .getLayer()
            .initializer()
            .init(configuration, parametersView, initializeParameters));
    layer.setConf(configuration);
    return layer;
  }

  /**
   * In elements an example, the arrays of all steps that the passes hold.
   *
   * @param forward how many of the output's size in a forward pass
   * @param backward how many of them in a backward pass
   */
  static LayerMemoryReport memory(
      BaseRecurrentLayer layer, InputType inputType, int forward, int backward) {
    InputType outputType = layer.getOutputType(-1, inputType);
    long inputs = inputType.arrayElementsPerExample();
    long states = outputType.arrayElementsPerExample();
    long parameters = layer.initializer().numParams(layer);
    return new LayerMemoryReport.Builder(
            layer.getLayerName(), layer.getClass(), inputType, outputType)
        .standardMemory(
            parameters, layer.getIUpdater() == null ? 0 : layer.getIUpdater().stateSize(parameters))
        .workingMemory(0, inputs + forward * states, 0, 2 * inputs + backward * states)
        .cacheMemory(0, 0)
        .build();
  }
}

package io.github.dl4jattention.layers.runtime;

import io.github.dl4jattention.layers.kernel.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.BidirectionalLayer;
import org.deeplearning4j.nn.params.BidirectionalParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What DL4J runs for a {@code Bidirectional} of this library: where both of its layers have a
 * kernel, one kernel for both, which needs no reversed copies; else what DL4J's own does.
 *
 * <p>Dropout of the inner layers draws for each direction on its own: then, too, it is DL4J's own.
 */
public final class GatedBidirectionalLayer extends BidirectionalLayer {
  private static final long serialVersionUID = 1L;

  /** The two layers, if both are of gates; else empty. */
  private final transient List<GatedLayer> layers;

  /** How the two outputs become one. */
  private final Bidirectional.Mode mode;

  /** The network's data type. */
  private final DataType dataType;

  private transient Optional<CellRun> run;
  private final transient Tensor ofOutput = new Tensor();
  private final transient Tensor ofDirections = new Tensor();
  private final transient Tensor combined = new Tensor();

  /** The directions' outputs side by side; null if the last forward pass was not one to train. */
  private transient Tensor outputs;

  /**
   * Called by the layer's configuration.
   *
   * @param configuration what holds the layer's configuration
   * @param forward the layer that goes forward
   * @param backward the layer that goes backward
   * @param parametersView parameters of both
   * @param dataType the network's data type
   */
  public GatedBidirectionalLayer(
      NeuralNetConfiguration configuration,
      Layer forward,
      Layer backward,
      INDArray parametersView,
      DataType dataType) {
    super(configuration, forward, backward, parametersView);
    this.dataType = dataType;
    mode = ((Bidirectional) configuration.getLayer()).getMode();
    layers =
        forward instanceof GatedLayer one && backward instanceof GatedLayer other
            ? List.of(one, other)
            : List.of();
  }

  /** Found when first needed: then the sizes are known. */
  private Optional<CellRun> run() {
    if (run == null) {
      boolean covered = !layers.isEmpty() && layers.stream().noneMatch(GatedLayer::dropsOut);
      run = covered ? CellRun.of(layers, dataType) : Optional.empty();
    }
    return run;
  }

  @Override
  public void setInput(INDArray input, LayerWorkspaceMgr workspaceManager) {
    outputs = null;
    if (run().isPresent()) {
      layers.forEach(layer -> layer.setInput(input, workspaceManager));
    } else {
      super.setInput(input, workspaceManager);
    }
  }

  @Override
  public INDArray input() {
    return run().isPresent() ? layers.get(0).input() : super.input();
  }

  @Override
  public void clear() {
    super.clear();
    outputs = null;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceManager) {
    if (run().isEmpty()) {
      return super.activate(training, workspaceManager);
    }
    Tensor both = forward(run().get(), training, workspaceManager);
    outputs = training ? both : null;
    GatedLayer first = layers.get(0);
    Passes.NewArray newArray = first.newArray(workspaceManager, ArrayType.ACTIVATIONS);
    return first.inLayout(run().get().write(combined(both), newArray));
  }

  private Tensor forward(CellRun kernel, boolean training, LayerWorkspaceMgr workspaceManager) {
    return kernel.forward(
        layers.stream().map(layer -> layer.pass(training, workspaceManager)).toList(), training);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceManager) {
    if (run().isEmpty()) {
      return super.backpropGradient(epsilon, workspaceManager);
    }
    CellRun kernel = run().get();
    if (outputs == null) {
      outputs = forward(kernel, true, workspaceManager);
    }
    GatedLayer first = layers.get(0);
    Tensor gradient = kernel.read(first.inLayout(epsilon).castTo(dataType), ofOutput);
    List<Map<String, INDArray>> views = layers.stream().map(GatedLayer::gradientViews).toList();
    INDArray ofInput =
        kernel.backward(
            ofDirections(gradient),
            Integer.MAX_VALUE,
            views,
            first.newArray(workspaceManager, ArrayType.ACTIVATION_GRAD));
    outputs = null; // They are used up.
    Gradient result = new DefaultGradient(getGradientsViewArray());
    for (int i = 0; i < views.size(); i++) {
      String prefix =
          i == 0
              ? BidirectionalParamInitializer.FORWARD_PREFIX
              : BidirectionalParamInitializer.BACKWARD_PREFIX;
      views.get(i).forEach((name, view) -> result.gradientForVariable().put(prefix + name, view));
    }
    clearNoiseWeightParams();
    return new Pair<>(result, first.inLayout(ofInput));
  }

  /** Of the two outputs side by side, {@code [batch, time, 2 nOut]}, the layer's. */
  private Tensor combined(Tensor both) {
    if (mode == Bidirectional.Mode.CONCAT) {
      return both;
    }
    int size = both.size() / 2;
    combined.reshape(both.batch(), both.time(), size);
    float[] from = both.values();
    float[] to = combined.values();
    for (int row = 0; row < both.rows(); row++) {
      int at = row * both.size();
      for (int i = 0; i < size; i++) {
        float one = from[at + i];
        float other = from[at + size + i];
        to[row * size + i] =
            switch (mode) {
              case ADD -> one + other;
              case AVERAGE -> 0.5f * (one + other);
              default -> one * other;
            };
      }
    }
    return combined;
  }

  /** Of the gradient by the layer's output, that by the two side by side. */
  private Tensor ofDirections(Tensor gradient) {
    if (mode == Bidirectional.Mode.CONCAT) {
      return gradient;
    }
    int size = gradient.size();
    ofDirections.reshape(gradient.batch(), gradient.time(), 2L * size);
    float[] from = gradient.values();
    float[] to = ofDirections.values();
    float[] both = outputs.values();
    for (int row = 0; row < gradient.rows(); row++) {
      int at = row * 2 * size;
      for (int i = 0; i < size; i++) {
        float g = from[row * size + i];
        boolean product = mode == Bidirectional.Mode.MUL;
        float half = mode == Bidirectional.Mode.AVERAGE ? 0.5f : 1;
        to[at + i] = g * (product ? both[at + size + i] : half);
        to[at + size + i] = g * (product ? both[at + i] : half);
      }
    }
    return ofDirections;
  }
}

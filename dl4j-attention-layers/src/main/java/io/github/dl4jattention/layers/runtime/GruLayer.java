package io.github.dl4jattention.layers.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.BaseRecurrentLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What DL4J runs for a {@code GRU}.
 *
 * <p>Its configuration says what it computes. The state that {@link #rnnTimeStep} and truncated
 * backpropagation carry over is one array, {@code [batch, nOut]}, under {@value
 * #STATE_KEY_PREV_ACTIVATION}.
 *
 * <p>As DL4J's recurrent layers do, the backward pass runs the forward pass once more: nothing but
 * the input has to live between the two.
 *
 * <p>Like every DL4J network, one instance serves one thread at a time.
 */
public final class GruLayer
    extends BaseRecurrentLayer<org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer> {
  /** The stored state's key, that of DL4J's own recurrent layers. */
  public static final String STATE_KEY_PREV_ACTIVATION = "prevAct";

  /** Whether the reset gate acts after the recurrent product. */
  private final boolean resetAfter;

  /** Of the reset and the update gate. */
  private final IActivation gateActivation;

  /** What the last forward pass of this input started from; null for zeros. */
  private transient INDArray startedFrom;

  /**
   * Called by the layer's configuration.
   *
   * @param configuration what holds the layer's configuration
   * @param dataType the network's data type
   * @param resetAfter whether the reset gate acts after the recurrent product
   * @param gateActivation activation of the reset and the update gate
   */
  public GruLayer(
      NeuralNetConfiguration configuration,
      DataType dataType,
      boolean resetAfter,
      IActivation gateActivation) {
    super(configuration, dataType);
    this.resetAfter = resetAfter;
    this.gateActivation = gateActivation;
  }

  @Override
  public void setInput(INDArray input, LayerWorkspaceMgr workspaceManager) {
    super.setInput(input, workspaceManager);
    startedFrom = null;
  }

  @Override
  public void clear() {
    super.clear();
    startedFrom = null;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceManager) {
    startedFrom = null;
    return output(forward(training, false, workspaceManager), workspaceManager);
  }

  @Override
  public INDArray rnnTimeStep(INDArray input, LayerWorkspaceMgr workspaceManager) {
    setInput(input, workspaceManager);
    startedFrom = stateMap.get(STATE_KEY_PREV_ACTIVATION);
    GruForward forward = forward(false, false, workspaceManager);
    keepState(stateMap, forward);
    return output(forward, workspaceManager);
  }

  @Override
  public INDArray rnnActivateUsingStoredState(
      INDArray input, boolean training, boolean storeLast, LayerWorkspaceMgr workspaceManager) {
    setInput(input, workspaceManager);
    startedFrom = tBpttStateMap.get(STATE_KEY_PREV_ACTIVATION);
    GruForward forward = forward(training, false, workspaceManager);
    if (storeLast) {
      keepState(tBpttStateMap, forward);
    }
    return output(forward, workspaceManager);
  }

  /**
   * The gradients of the last forward pass, whatever state that started from: DL4J 1.0.0-M2.1 calls
   * this in truncated backpropagation too, where its own layers then take the state for zero.
   */
  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceManager) {
    return backward(epsilon, Integer.MAX_VALUE, workspaceManager);
  }

  @Override
  public Pair<Gradient, INDArray> tbpttBackpropGradient(
      INDArray epsilon, int backwardLength, LayerWorkspaceMgr workspaceManager) {
    return backward(epsilon, backwardLength, workspaceManager);
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public Type type() {
    return Type.RECURRENT;
  }

  private Pair<Gradient, INDArray> backward(
      INDArray epsilon, int backwardLength, LayerWorkspaceMgr workspaceManager) {
    assertInputSet(true);
    GruForward forward = forward(true, true, workspaceManager);
    INDArray ofOutput = permuteIfNWC(epsilon).castTo(dataType);
    int firstStep = Math.max(0, forward.time() - backwardLength);
    GruBackward backward = new GruBackward(forward, ofOutput, firstStep);
    backward.parameters(gradientViews);
    Gradient gradient = new DefaultGradient(gradientsFlattened);
    for (String name : parameterNames()) {
      gradient.gradientForVariable().put(name, gradientViews.get(name));
    }
    INDArray ofInput = workspaceManager.dup(ArrayType.ACTIVATION_GRAD, backward.input(), 'f');
    weightNoiseParams.clear();
    return new Pair<>(gradient, backpropDropOutIfPresent(permuteIfNWC(ofInput)));
  }

  private GruForward forward(boolean training, boolean kept, LayerWorkspaceMgr workspaceManager) {
    assertInputSet(false);
    requireSequence();
    applyDropOutIfNecessary(training, workspaceManager);
    INDArray sequence = permuteIfNWC(input.castTo(dataType));
    requireBatchOf(startedFrom, sequence.size(0));
    StepMask mask = StepMask.of(maskArray, sequence.size(0), sequence.size(2), dataType, layerId());
    return new GruForward(cell(training, workspaceManager), sequence, startedFrom, mask, kept);
  }

  private GruGates cell(boolean training, LayerWorkspaceMgr workspaceManager) {
    return new GruGates(
        resetAfter,
        training,
        gateActivation,
        layerConf().getActivationFn(),
        getParamWithNoise(GruParamInitializer.WEIGHTS, training, workspaceManager),
        getParamWithNoise(GruParamInitializer.RECURRENT_WEIGHTS, training, workspaceManager),
        getParamWithNoise(GruParamInitializer.BIAS, training, workspaceManager),
        resetAfter
            ? getParamWithNoise(GruParamInitializer.RECURRENT_BIAS, training, workspaceManager)
            : null);
  }

  private INDArray output(GruForward forward, LayerWorkspaceMgr workspaceManager) {
    return permuteIfNWC(workspaceManager.dup(ArrayType.ACTIVATIONS, forward.output(), 'f'));
  }

  private static void keepState(Map<String, INDArray> states, GruForward forward) {
    try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      states.put(STATE_KEY_PREV_ACTIVATION, forward.lastState().dup());
    }
  }

  private List<String> parameterNames() {
    return conf().getLayer().initializer().paramKeys(conf().getLayer());
  }

  private void requireSequence() {
    long expected = layerConf().getNIn();
    if (input.rank() != 3) {
      throw new DL4JInvalidInputException(
          "%s: the input must be a sequence %s, got %s"
              .formatted(layerId(), layout(), Arrays.toString(input.shape())));
    }
    if (permuteIfNWC(input).size(1) != expected) {
      throw new DL4JInvalidInputException(
          "%s: the input must be %s with nIn = %d, got %s"
              .formatted(layerId(), layout(), expected, Arrays.toString(input.shape())));
    }
  }

  private String layout() {
    return permuteIfNWC(input) == input ? "[batch, nIn, time]" : "[batch, time, nIn]";
  }

  private void requireBatchOf(INDArray state, long batch) {
    if (state != null && state.size(0) != batch) {
      throw new IllegalStateException(
          "%s: the stored state is of %d examples, the input of %d: call rnnClearPreviousState()"
                  .formatted(layerId(), state.size(0), batch)
              + " before other sequences");
    }
  }
}

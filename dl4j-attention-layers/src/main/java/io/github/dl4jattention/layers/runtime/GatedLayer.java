package io.github.dl4jattention.layers.runtime;

import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.cell.CellKernel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.BaseRecurrentLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What DL4J runs for a recurrent layer of gates: a {@code GRU}, an {@code LSTM}.
 *
 * <p>Its configuration says what it computes; {@link SequencePasses} compute it. Here is what all
 * have of DL4J's contract: the states that {@link #rnnTimeStep} and truncated backpropagation carry
 * over, masks, dropout, weight noise, both layouts of sequences.
 *
 * <p>Like every DL4J network, one instance serves one thread at a time.
 */
public abstract class GatedLayer
    extends BaseRecurrentLayer<org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer> {
  /** The stored output's key, that of DL4J's own recurrent layers. */
  public static final String STATE_KEY_PREV_ACTIVATION = "prevAct";

  /** Keys of the states, that of the output first. */
  private final List<String> stateKeys;

  /** What the last forward pass of this input started from; empty for zeros. */
  private transient Map<String, INDArray> startedFrom = Map.of();

  private transient SequencePasses passes;

  /**
   * For subclasses in this package.
   *
   * @param configuration what holds the layer's configuration
   * @param dataType the network's data type
   * @param stateKeys keys of the states, that of the output first
   */
  GatedLayer(NeuralNetConfiguration configuration, DataType dataType, String... stateKeys) {
    super(configuration, dataType);
    this.stateKeys = List.of(stateKeys);
  }

  /**
   * Runs forward by ND4J's operations.
   *
   * @param kept whether a backward pass will follow
   */
  abstract GatedForward run(SequencePass pass, boolean kept);

  /** The same by hand, if the settings have a kernel. */
  abstract Optional<CellKernel> kernel(Lanes lanes);

  /** Found when first needed: then the sizes are known. */
  private SequencePasses passes() {
    if (passes == null) {
      Optional<CellRun> kernel = CellRun.of(List.of(this), dataType);
      passes = kernel.isPresent() ? new CellPasses(kernel.get()) : new ArrayPasses(this::run);
    }
    return passes;
  }

  @Override
  public void setInput(INDArray input, LayerWorkspaceMgr workspaceManager) {
    super.setInput(input, workspaceManager);
    forget();
  }

  @Override
  public void clear() {
    super.clear();
    forget();
  }

  @Override
  public void setMaskArray(INDArray maskArray) {
    super.setMaskArray(maskArray);
    passes().clear();
  }

  private void forget() {
    startedFrom = Map.of();
    passes().clear();
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceManager) {
    startedFrom = Map.of();
    return forward(training, null, workspaceManager);
  }

  @Override
  public INDArray rnnTimeStep(INDArray input, LayerWorkspaceMgr workspaceManager) {
    setInput(input, workspaceManager);
    startedFrom = Map.copyOf(stateMap);
    return forward(false, stateMap, workspaceManager);
  }

  @Override
  public INDArray rnnActivateUsingStoredState(
      INDArray input, boolean training, boolean storeLast, LayerWorkspaceMgr workspaceManager) {
    setInput(input, workspaceManager);
    startedFrom = Map.copyOf(tBpttStateMap);
    return forward(training, storeLast ? tBpttStateMap : null, workspaceManager);
  }

  /**
   * The gradients of the last forward pass, whatever states that started from: DL4J 1.0.0-M2.1
   * calls this in truncated backpropagation too, where its own layers then take them for zero.
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

  private INDArray forward(
      boolean training, Map<String, INDArray> storedTo, LayerWorkspaceMgr workspaceManager) {
    SequencePass pass = pass(training, workspaceManager);
    INDArray output = passes().forward(pass, newArray(workspaceManager, ArrayType.ACTIVATIONS));
    if (storedTo != null) {
      try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
        INDArray[] last = passes().lastStates();
        for (int i = 0; i < last.length; i++) {
          storedTo.put(stateKeys.get(i), last[i].dup());
        }
      }
    }
    return permuteIfNWC(output);
  }

  private Pair<Gradient, INDArray> backward(
      INDArray epsilon, int backwardLength, LayerWorkspaceMgr workspaceManager) {
    assertInputSet(true);
    SequencePass pass = pass(true, workspaceManager);
    INDArray ofOutput = permuteIfNWC(epsilon).castTo(dataType);
    int firstStep = Math.max(0, pass.time() - backwardLength);
    INDArray ofInput =
        passes()
            .backward(
                pass,
                ofOutput,
                firstStep,
                gradientViews,
                newArray(workspaceManager, ArrayType.ACTIVATION_GRAD));
    Gradient gradient = new DefaultGradient(gradientsFlattened);
    for (String name : parameterNames()) {
      gradient.gradientForVariable().put(name, gradientViews.get(name));
    }
    weightNoiseParams.clear();
    return new Pair<>(gradient, backpropDropOutIfPresent(permuteIfNWC(ofInput)));
  }

  /** What a pass over the input that is set starts from. */
  final SequencePass pass(boolean training, LayerWorkspaceMgr workspaceManager) {
    assertInputSet(false);
    requireSequence();
    applyDropOutIfNecessary(training, workspaceManager);
    INDArray sequence = permuteIfNWC(input.castTo(dataType));
    List<INDArray> states = stateKeys.stream().map(startedFrom::get).collect(Collectors.toList());
    states.forEach(state -> requireBatchOf(state, sequence.size(0)));
    requireMask(sequence.size(0), sequence.size(2));
    Map<String, INDArray> parameters = new LinkedHashMap<>();
    for (String name : parameterNames()) {
      parameters.put(name, getParamWithNoise(name, training, workspaceManager));
    }
    return new SequencePass(training, sequence, states, maskArray, parameters);
  }

  final boolean dropsOut() {
    return layerConf().getIDropout() != null;
  }

  /** Where the gradients by the parameters go, by name. */
  final Map<String, INDArray> gradientViews() {
    return gradientViews;
  }

  /** From {@code [batch, size, time]} to the layer's layout of sequences, or back. */
  final INDArray inLayout(INDArray sequence) {
    return permuteIfNWC(sequence);
  }

  final Passes.NewArray newArray(LayerWorkspaceMgr workspaceManager, ArrayType type) {
    return shape -> workspaceManager.createUninitialized(type, dataType, shape, 'f');
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

  private void requireMask(long batch, long time) {
    if (maskArray != null
        && (maskArray.rank() != 2 || maskArray.size(0) != batch || maskArray.size(1) != time)) {
      throw new IllegalArgumentException(
          "%s: the mask must be [batch, time] = [%d, %d], got %s"
              .formatted(layerId(), batch, time, Arrays.toString(maskArray.shape())));
    }
  }
}

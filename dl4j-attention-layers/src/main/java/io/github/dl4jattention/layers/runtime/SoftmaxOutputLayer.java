package io.github.dl4jattention.layers.runtime;

import io.github.dl4jattention.layers.kernel.LanesProvider;
import io.github.dl4jattention.layers.kernel.Padding;
import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseOutputLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What DL4J runs for a {@code SoftmaxOutput}: an output layer whose labels are numbers of classes.
 *
 * <p>Like every DL4J network, one instance serves one thread at a time.
 */
public final class SoftmaxOutputLayer
    extends BaseOutputLayer<org.deeplearning4j.nn.conf.layers.BaseOutputLayer>
    implements SharedRows {
  private static final long serialVersionUID = 1L;

  /** Share of a label that is spread over all classes in training. */
  private final double labelSmoothing;

  private final transient ClassPasses passes;
  private final transient TokenRows tokenRows = new TokenRows();
  private final transient Padding padding = new Padding();

  /** Losses of the real steps, from the backward pass of this input; null before it. */
  private transient double[] losses;

  /**
   * Called by the layer's configuration.
   *
   * @param configuration what holds the layer's configuration
   * @param dataType the network's data type
   * @param labelSmoothing share of a label that is spread over all classes in training
   */
  public SoftmaxOutputLayer(
      NeuralNetConfiguration configuration, DataType dataType, double labelSmoothing) {
    super(configuration, dataType);
    this.labelSmoothing = labelSmoothing;
    boolean kernels =
        dataType == DataType.FLOAT
            && Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU
            && LanesProvider.lanes().isPresent();
    passes = kernels ? new ClassKernelPasses(LanesProvider.lanes().get()) : new ClassArrayPasses();
  }

  @Override
  public void setInput(INDArray input, LayerWorkspaceMgr workspaceManager) {
    super.setInput(input, workspaceManager);
    losses = null;
  }

  @Override
  public void setLabels(INDArray labels) {
    super.setLabels(labels);
    losses = null;
  }

  @Override
  public void clear() {
    super.clear();
    losses = null;
    inputMaskArray = null;
  }

  /** {@inheritDoc} As it is, {@code [batch, time]}. */
  @Override
  public void setMaskArray(INDArray maskArray) {
    this.maskArray = maskArray;
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(
      INDArray mask, MaskState state, int minibatchSize) {
    inputMaskArray = mask;
    inputMaskArrayState = state;
    return null; // The last layer.
  }

  @Override
  public double computeScore(
      double regularization, boolean training, LayerWorkspaceMgr workspaceManager) {
    if (!training || losses == null) {
      begin(training, workspaceManager);
      return scoreOf(passes.losses(classes(), training ? labelSmoothing : 0), regularization);
    }
    return scoreOf(losses, regularization);
  }

  private double scoreOf(double[] ofSteps, double regularization) {
    double sum = Arrays.stream(ofSteps).sum();
    score = (conf().isMiniBatch() ? sum / input.size(0) : sum) + regularization;
    return score;
  }

  @Override
  public INDArray computeScoreForExamples(
      double regularization, LayerWorkspaceMgr workspaceManager) {
    begin(false, workspaceManager);
    double[] ofSteps = passes.losses(classes(), 0);
    double[][] sums = new double[(int) input.size(0)][1];
    int time = (int) input.size(2);
    int row = 0;
    for (int step = 0; step < sums.length * time; step++) {
      if (padding.real(step / time, step % time)) {
        sums[step / time][0] += ofSteps[row++];
      }
    }
    try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      return Nd4j.createFromArray(sums).addi(regularization).castTo(dataType);
    }
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceManager) {
    begin(true, workspaceManager);
    INDArray ofWeights = gradientViews.get(DefaultParamInitializer.WEIGHT_KEY);
    INDArray ofBias = gradientViews.get(DefaultParamInitializer.BIAS_KEY);
    INDArray ofInput =
        workspaceManager.createUninitialized(
            ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    losses = passes.gradients(classes(), labelSmoothing, ofInput, ofWeights, ofBias);
    Gradient gradient = new DefaultGradient(gradientsFlattened);
    gradient.gradientForVariable().put(DefaultParamInitializer.WEIGHT_KEY, ofWeights);
    gradient.gradientForVariable().put(DefaultParamInitializer.BIAS_KEY, ofBias);
    weightNoiseParams.clear();
    return new Pair<>(gradient, backpropDropOutIfPresent(ofInput));
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceManager) {
    begin(training, workspaceManager);
    INDArray probabilities =
        workspaceManager.createUninitialized(
            ArrayType.ACTIVATIONS,
            dataType,
            new long[] {input.size(0), layerConf().getNOut(), input.size(2)},
            'c');
    passes.probabilities(probabilities);
    return probabilities;
  }

  /** {@inheritDoc} Not asked for: the scores of a pass are never all held at once. */
  @Override
  protected INDArray preOutput2d(boolean training, LayerWorkspaceMgr workspaceManager) {
    throw new UnsupportedOperationException(layerId() + " gives no scores before the softmax");
  }

  /** {@inheritDoc} Not asked for: labels are numbers, no rows. */
  @Override
  protected INDArray getLabels2d(LayerWorkspaceMgr workspaceManager, ArrayType arrayType) {
    throw new UnsupportedOperationException(layerId() + " has numbers of classes for labels");
  }

  @Override
  public Type type() {
    return Type.RECURRENT;
  }

  @Override
  public INDArray rows() {
    return getParam(DefaultParamInitializer.WEIGHT_KEY).transpose();
  }

  /** {@inheritDoc} This layer is the last, so its own gradients are there already. */
  @Override
  public void addGradients(int[] tokens, Padding padding, INDArray epsilon) {
    INDArray ofWeights = gradientViews.get(DefaultParamInitializer.WEIGHT_KEY);
    tokenRows.add(ofWeights.transpose(), tokens, padding, epsilon);
  }

  /** Takes the input of a pass, after dropout, and which of its steps are real. */
  private void begin(boolean training, LayerWorkspaceMgr workspaceManager) {
    assertInputSet(training);
    long size = layerConf().getNIn();
    if (input.rank() != 3 || input.size(1) != size) {
      throw new DL4JInvalidInputException(
          "%s: the input must be a sequence [batch, %d, time], got %s"
              .formatted(layerId(), size, Arrays.toString(input.shape())));
    }
    INDArray mask = maskArray != null ? maskArray : inputMaskArray;
    int batch = (int) input.size(0);
    int time = (int) input.size(2);
    if (mask != null && (mask.rank() != 2 || mask.size(0) != batch || mask.size(1) != time)) {
      throw new IllegalArgumentException(
          "%s: the mask must be [batch, time] = [%d, %d], got %s"
              .formatted(layerId(), batch, time, Arrays.toString(mask.shape())));
    }
    Masks.read(padding, mask, batch, time);
    applyDropOutIfNecessary(training, workspaceManager);
    passes.begin(
        input,
        padding,
        getParamWithNoise(DefaultParamInitializer.WEIGHT_KEY, training, workspaceManager),
        getParamWithNoise(DefaultParamInitializer.BIAS_KEY, training, workspaceManager));
  }

  /** The labels of the real steps. */
  private int[] classes() {
    long batch = input.size(0);
    long time = input.size(2);
    long count = layerConf().getNOut();
    boolean fits =
        labels != null
            && labels.size(0) == batch
            && (labels.rank() == 3
                ? labels.size(1) == 1 && labels.size(2) == time
                : labels.rank() == 2 && labels.size(1) == time);
    if (!fits) {
      throw new IllegalArgumentException(
          "%s: the labels must be numbers of classes, [batch, 1, time] = [%d, 1, %d], got %s%s"
              .formatted(
                  layerId(),
                  batch,
                  time,
                  labels == null ? "none" : Arrays.toString(labels.shape()),
                  labels != null && labels.size(1) == count
                      ? ": give the number of each step's class in the place of one-hot columns"
                      : ""));
    }
    float[] numbers = labels.castTo(DataType.FLOAT).dup('c').data().asFloat();
    int[] classes = new int[numbers.length];
    int rows = 0;
    for (int step = 0; step < numbers.length; step++) {
      if (padding.real((int) (step / time), (int) (step % time))) {
        int label = (int) numbers[step];
        if (label != numbers[step] || label < 0 || label >= count) {
          throw new IllegalArgumentException(
              "%s: label %s at example %d, step %d is not a class's number from 0 to %d"
                  .formatted(layerId(), numbers[step], step / time, step % time, count - 1));
        }
        classes[rows++] = label;
      }
    }
    return Arrays.copyOf(classes, rows);
  }
}

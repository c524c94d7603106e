package io.github.dl4jattention.layers.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.samediff.SameDiffGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What DL4J runs for every vertex of this library.
 *
 * <p>Its parent, DL4J 1.0.0-M2.1's runtime for {@code SameDiffVertex}, doubles every gradient,
 * answers a second time length with a wrong shape without a word, and cannot show what it computed
 * on the way. This class has none of the three: gradients are right ({@link SameDiffProgram} says
 * how), each set of time lengths has a graph of its own (the last {@value #MAX_PROGRAMS} are kept),
 * and the attention weights of the last pass can be kept and read.
 *
 * <p>Like every DL4J network, one instance serves one thread at a time.
 */
public final class AttentionGraphVertex extends SameDiffGraphVertex {
  /** The variable a vertex names its attention weights, {@code [batch, queryTime, keyTime]}. */
  public static final String ATTENTION_WEIGHTS = "attentionWeights";

  /** How many sets of time lengths keep their graph. */
  static final int MAX_PROGRAMS = 32;

  /** Graphs by the inputs' time lengths. */
  private final transient Map<List<Long>, SameDiffProgram> programs =
      new LinkedHashMap<>(MAX_PROGRAMS, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Long>, SameDiffProgram> eldest) {
          return size() > MAX_PROGRAMS;
        }
      };

  /** Whether to keep the weights of a pass. */
  private boolean keepAttentionWeights;

  /** The weights of the last pass; null if none are kept. */
  private transient INDArray attentionWeights;

  /**
   * Called by a vertex's configuration.
   *
   * @param configuration the vertex's configuration
   * @param graph the graph it is part of
   * @param name its name in the graph
   * @param vertexIndex its index in the graph
   * @param parametersView its part of the graph's parameters
   * @param initializeParameters whether to fill them with initial values
   * @param dataType the graph's data type
   */
  public AttentionGraphVertex(
      SameDiffVertex configuration,
      ComputationGraph graph,
      String name,
      int vertexIndex,
      INDArray parametersView,
      boolean initializeParameters,
      DataType dataType) {
    super(configuration, graph, name, vertexIndex, parametersView, initializeParameters, dataType);
  }

  /**
   * Whether to keep the weights of each forward pass from now on. Off by default: keeping costs a
   * copy a pass.
   *
   * @param keep true to keep them
   */
  public void setKeepAttentionWeights(boolean keep) {
    keepAttentionWeights = keep;
    if (!keep) {
      attentionWeights = null;
    }
  }

  /**
   * The weights of the last forward pass.
   *
   * @return {@code [batch, queryTime, keyTime]}
   * @throws IllegalStateException if they were not asked for, or nothing has been run since
   */
  public INDArray getAttentionWeights() {
    if (attentionWeights == null) {
      throw new IllegalStateException(
          "vertex \""
              + getVertexName()
              + "\" has kept no attention weights: call setKeepAttentionWeights(true), then run"
              + " the graph");
    }
    return attentionWeights;
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaceManager) {
    config.validateInput(inputs);
    Map<String, INDArray> results;
    SameDiffProgram program;
    try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      program = program();
      List<String> names = new ArrayList<>(List.of(program.outputName()));
      if (keepAttentionWeights) {
        names.add(ATTENTION_WEIGHTS);
      }
      results = program.forward(inputs, masks(), names);
      if (keepAttentionWeights) {
        attentionWeights = results.get(ATTENTION_WEIGHTS).dup('c');
      }
    }
    return workspaceManager.dup(ArrayType.ACTIVATIONS, results.get(program.outputName()));
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaceManager) {
    Map<String, INDArray> results;
    try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      results = program().gradients(inputs, masks(), epsilon);
    }
    Gradient gradient = new DefaultGradient();
    gradTable.forEach(
        (name, view) -> {
          view.assign(results.get(name));
          gradient.gradientForVariable().put(name, view);
        });
    List<String> names = config.getVertexParams().getInputs();
    INDArray[] inputGradients = new INDArray[names.size()];
    for (int i = 0; i < inputGradients.length; i++) {
      inputGradients[i] =
          workspaceManager.dup(ArrayType.ACTIVATION_GRAD, results.get(names.get(i)));
    }
    return new Pair<>(gradient, inputGradients);
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatchSize) {
    maskArrays = masks;
    return config.feedForwardMaskArrays(masks, state, minibatchSize);
  }

  @Override
  public void clearVertex() {
    clear();
    maskArrays = null;
  }

  @Override
  public String toString() {
    return config.getClass().getSimpleName() + "(" + getVertexName() + ")";
  }

  private SameDiffProgram program() {
    List<Long> lengths = Arrays.stream(inputs).map(x -> x.rank() == 3 ? x.size(2) : 1L).toList();
    return programs.computeIfAbsent(
        lengths, key -> new SameDiffProgram(config, dataType, inputs, paramTable));
  }

  private INDArray[] masks() {
    boolean given = maskArrays != null && Masks.given(graph);
    INDArray[] masks = new INDArray[inputs.length];
    for (int i = 0; i < masks.length; i++) {
      masks[i] = Masks.orOnes(given ? maskArrays[i] : null, inputs[i], dataType);
    }
    return masks;
  }
}

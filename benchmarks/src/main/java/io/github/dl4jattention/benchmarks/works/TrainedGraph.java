package io.github.dl4jattention.benchmarks.works;

import org.deeplearning4j.nn.api.FwdPassType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A graph whose training pass can be run with a given gradient of its output, in the place of a
 * loss: what {@code computeGradientAndScore} does, in the same workspaces.
 */
final class TrainedGraph extends ComputationGraph {
  private static final long serialVersionUID = 1L;

  TrainedGraph(ComputationGraphConfiguration configuration) {
    super(configuration);
    init();
  }

  /**
   * Forward and backward; the gradients are in {@link #gradient()} afterwards.
   *
   * @param inputs of the graph
   * @param masks of the inputs; may be null
   * @param upstream gradient of the output
   */
  void forwardBackward(INDArray[] inputs, INDArray[] masks, INDArray upstream) {
    LayerWorkspaceMgr workspaces =
        LayerWorkspaceMgr.builder()
            .with(ArrayType.ACTIVATIONS, WS_ALL_LAYERS_ACT, WS_ALL_LAYERS_ACT_CONFIG)
            .build();
    setInputs(inputs);
    setLayerMaskArrays(masks, null);
    try (MemoryWorkspace activations = workspaces.notifyScopeEntered(ArrayType.ACTIVATIONS)) {
      ffToLayerActivationsInWS(
          true, -1, new int[0], FwdPassType.STANDARD, false, inputs, masks, null, false);
      calcBackpropGradients(true, false, upstream);
    }
    clearLayerMaskArrays();
  }
}

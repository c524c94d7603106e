package io.github.dl4jattention.layers.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** DL4J's noise on weights, which its own SameDiff layers and vertices ignore. */
final class NoisyParameters {
  private NoisyParameters() {}

  /**
   * The parameters of one pass.
   *
   * @param noise the noise; null for none
   * @param layer whose parameters they are
   * @param training whether the network trains
   * @return by name: the layer's own, or noisy copies
   */
  static Map<String, INDArray> of(IWeightNoise noise, Layer layer, boolean training) {
    Map<String, INDArray> own = layer.paramTable();
    if (noise == null || !training) {
      return own;
    }
    Map<String, INDArray> noisy = new LinkedHashMap<>();
    try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      own.forEach(
          (name, array) ->
              noisy.put(
                  name,
                  noise.getParameter(
                      layer,
                      name,
                      layer.getIterationCount(),
                      layer.getEpochCount(),
                      true,
                      LayerWorkspaceMgr.noWorkspaces())));
    }
    return noisy;
  }
}

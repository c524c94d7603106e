package io.github.dl4jattention.benchmarks.works;

import io.github.dl4jattention.layers.TransformerEncoderLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Works of Transformer layers. */
final class Transformers {
  private static final String LAYER = "layer";

  private Transformers() {}

  /** An encoder layer as PyTorch's is by default: post-norm, ReLU; under a padding mask. */
  static Work encoderLayer(long batch, long time, long size) {
    TransformerEncoderLayer layer =
        TransformerEncoderLayer.builder()
            .setHeads(Attentions.HEADS)
            .optFeedForwardSize(4 * size)
            .optPreNorm(false)
            .build();
    return new GraphWork(
        Graphs.over(LAYER, layer, size),
        null,
        "encoder-layer",
        Attentions.data(batch, time, size),
        Transformers::parameters);
  }

  /** The attention's four; weight and bias of the first norm, of both layers, of the second. */
  private static List<INDArray> parameters(Map<String, INDArray> table) {
    List<INDArray> all = new ArrayList<>(Attentions.parameters(table, LAYER));
    all.addAll(norm(table, "attentionNorm"));
    for (String number : new String[] {"1", "2"}) {
      all.add(Layouts.transposed(table.get(LAYER + "_W" + number)));
      all.add(Layouts.vector(table.get(LAYER + "_b" + number)));
    }
    all.addAll(norm(table, "feedForwardNorm"));
    return all;
  }

  private static List<INDArray> norm(Map<String, INDArray> table, String name) {
    return List.of(
        Layouts.vector(table.get(LAYER + "_" + name + "Gain")),
        Layouts.vector(table.get(LAYER + "_" + name + "Bias")));
  }
}

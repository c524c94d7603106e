package io.github.dl4jattention.benchmarks.works;

import io.github.dl4jattention.layers.MultiHeadSelfAttention;
import io.github.dl4jattention.layers.SelfAttention;
import io.github.dl4jattention.layers.align.MonotonicWindow;
import io.github.dl4jattention.layers.score.ScaledDotScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Works of self-attention. */
final class Attentions {
  /** Heads of each work. */
  static final int HEADS = 8;

  private static final String ATTENTION = "attention";

  private Attentions() {}

  /** Multi-head self-attention under a padding mask. */
  static Work multiHead(long batch, long time, long size) {
    Layer own =
        new SelfAttentionLayer.Builder()
            .nIn(Math.toIntExact(size))
            .nOut(Math.toIntExact(size))
            .nHeads(HEADS)
            .headSize(Math.toIntExact(size / HEADS))
            .projectInput(true)
            .build();
    return new GraphWork(
        alone(multiHead(), size),
        alone(own, size),
        "attention",
        data(batch, time, size),
        table -> parameters(table, ATTENTION));
  }

  /** Multi-head self-attention between two dense layers: does BLAS keep its threads for those? */
  static Work mixed(long batch, long time, long size) {
    ComputationGraphConfiguration graph =
        Graphs.builder()
            .addInputs("input")
            .setInputTypes(InputType.recurrent(size))
            .addLayer("in", dense(size, Activation.RELU), "input")
            .addLayer(ATTENTION, multiHead(), "in")
            .addLayer("out", dense(size, Activation.IDENTITY), ATTENTION)
            .addVertex(
                "sequence", new PreprocessorVertex(new FeedForwardToRnnPreProcessor()), "out")
            .setOutputs("sequence")
            .build();
    return new GraphWork(
        graph,
        null,
        "mixed",
        data(batch, time, size),
        table -> {
          List<INDArray> all = new ArrayList<>(dense(table, "in"));
          all.addAll(parameters(table, ATTENTION));
          all.addAll(dense(table, "out"));
          return all;
        });
  }

  /** One head over all steps, or over a window, for the cost against length. */
  static Work single(long batch, long time, long size, boolean local) {
    SelfAttention.Builder attention = SelfAttention.builder().setScore(new ScaledDotScore());
    if (local) {
      attention.optWindow(new MonotonicWindow(10));
    }
    return new GraphWork(
        alone(attention.build(), size), null, null, data(batch, time, size), table -> List.of());
  }

  /** A sequence under a padding mask. */
  static GraphWork.Data data(long batch, long time, long size) {
    INDArray mask = Layouts.mask(batch, time);
    INDArray upstream = Layouts.random(2, batch, size, time);
    return new GraphWork.Data(
        new INDArray[] {Layouts.random(1, batch, size, time)},
        new INDArray[] {mask},
        upstream.muli(mask.reshape(batch, 1, time).broadcast(batch, size, time)));
  }

  private static ComputationGraphConfiguration alone(Layer layer, long size) {
    return Graphs.over(ATTENTION, layer, size);
  }

  private static Layer multiHead() {
    return MultiHeadSelfAttention.builder().setHeads(HEADS).build();
  }

  private static Layer dense(long size, Activation activation) {
    return new DenseLayer.Builder()
        .nOut(Math.toIntExact(size))
        .weightInit(WeightInit.XAVIER)
        .activation(activation)
        .build();
  }

  private static List<INDArray> dense(Map<String, INDArray> table, String layer) {
    return List.of(
        Layouts.transposed(table.get(layer + "_W")), Layouts.vector(table.get(layer + "_b")));
  }

  /**
   * Packed projection of queries, keys and values, its bias; projection of the output, its bias.
   */
  static List<INDArray> parameters(Map<String, INDArray> table, String layer) {
    String prefix = layer + "_";
    return List.of(
        Nd4j.concat(
            0,
            Layouts.transposed(table.get(prefix + "Wq")),
            Layouts.transposed(table.get(prefix + "Wk")),
            Layouts.transposed(table.get(prefix + "Wv"))),
        Nd4j.concat(
            0,
            Layouts.vector(table.get(prefix + "bq")),
            Layouts.vector(table.get(prefix + "bk")),
            Layouts.vector(table.get(prefix + "bv"))),
        Layouts.transposed(table.get(prefix + "Wo")),
        Layouts.vector(table.get(prefix + "bo")));
  }
}

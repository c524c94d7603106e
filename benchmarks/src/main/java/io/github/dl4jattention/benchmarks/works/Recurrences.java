package io.github.dl4jattention.benchmarks.works;

import io.github.dl4jattention.layers.BahdanauDecoder;
import io.github.dl4jattention.layers.Bidirectional;
import io.github.dl4jattention.layers.GRU;
import io.github.dl4jattention.layers.LSTM;
import io.github.dl4jattention.layers.LuongDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Works of encoders and decoders. */
final class Recurrences {
  static final String DECODER = "decoder";
  private static final String ENCODER = "encoder";

  private Recurrences() {}

  /** Bahdanau's decoder, both of its inputs padded. */
  static Work bahdanau(long batch, long sourceTime, long time, long units) {
    return decoder(
        BahdanauDecoder.builder().setStateSize(units).build(),
        "bahdanau",
        new long[] {batch, sourceTime, time, units},
        Recurrences::bahdanauParameters);
  }

  /** Luong's decoder with input feeding, both of its inputs padded. */
  static Work luong(long batch, long sourceTime, long time, long units) {
    return decoder(
        LuongDecoder.builder().setStateSize(units).build(),
        "luong",
        new long[] {batch, sourceTime, time, units},
        table ->
            concat(
                List.of(
                    table.get(DECODER + "_W").dup('c'), // F.linear transposes: e = h W a
                    Layouts.transposed(table.get(DECODER + "_Wc"))),
                Layouts.cell(table, DECODER)));
  }

  /** A bidirectional LSTM without padding. */
  static Work lstm(long batch, long time, long units) {
    return encoder("lstm", ourLstm(units), new long[] {batch, time, units}, Layouts::lstm);
  }

  /** A bidirectional GRU without padding; Deeplearning4j has none, its LSTM is the nearest. */
  static Work gru(long batch, long time, long units) {
    GRU layer = new GRU.Builder().nOut(Math.toIntExact(units)).build();
    return encoder("gru", layer, new long[] {batch, time, units}, Layouts::gru);
  }

  static LSTM ourLstm(long units) {
    return new LSTM.Builder().nOut(units).build();
  }

  private static Layer dl4jBidirectionalLstm(long units) {
    return new org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional(
        new org.deeplearning4j.nn.conf.layers.LSTM.Builder()
            .nOut(units)
            .activation(Activation.TANH)
            .build());
  }

  static List<INDArray> bahdanauParameters(Map<String, INDArray> table) {
    return concat(
        List.of(
            Layouts.transposed(table.get(DECODER + "_Wq")),
            Layouts.transposed(table.get(DECODER + "_Wk")),
            Layouts.transposed(table.get(DECODER + "_v"))),
        Layouts.cell(table, DECODER));
  }

  private static List<INDArray> concat(List<INDArray> first, List<INDArray> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** Sizes: batch, time of the source, time, units. */
  private static Work decoder(
      GraphVertex vertex,
      String module,
      long[] sizes,
      java.util.function.Function<Map<String, INDArray>, List<INDArray>> layout) {
    long batch = sizes[0];
    long time = sizes[2];
    long units = sizes[3];
    INDArray mask = Layouts.mask(batch, time);
    INDArray upstream = Layouts.random(3, batch, units, time);
    GraphWork.Data data =
        new GraphWork.Data(
            new INDArray[] {
              Layouts.random(1, batch, units, time), Layouts.random(2, batch, units, sizes[1])
            },
            new INDArray[] {mask, Layouts.mask(batch, sizes[1])},
            upstream.muli(mask.reshape(batch, 1, time).broadcast(batch, units, time)));
    return new GraphWork(Graphs.over(DECODER, vertex, units), null, module, data, layout);
  }

  /** Sizes: batch, time, units. */
  private static Work encoder(
      String module,
      BaseRecurrentLayer layer,
      long[] sizes,
      BiFunction<Map<String, INDArray>, String, List<INDArray>> layout) {
    long batch = sizes[0];
    long time = sizes[1];
    long units = sizes[2];
    return new GraphWork(
        Graphs.over(ENCODER, new Bidirectional(layer), units),
        Graphs.over(ENCODER, dl4jBidirectionalLstm(units), units),
        module,
        new GraphWork.Data(
            new INDArray[] {Layouts.random(1, batch, units, time)},
            null,
            Layouts.random(2, batch, 2 * units, time)),
        table -> {
          List<INDArray> both = new ArrayList<>(layout.apply(table, ENCODER + "_f"));
          both.addAll(layout.apply(table, ENCODER + "_b"));
          return both;
        });
  }
}

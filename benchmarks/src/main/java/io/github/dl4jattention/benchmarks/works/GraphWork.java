package io.github.dl4jattention.benchmarks.works;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A work whose sides are a graph of this library and a TorchScript module.
 *
 * @param graph this library's side; its seed makes its parameters the same each time
 * @param nearest Deeplearning4j's own nearest layer; null if it has none
 * @param module PyTorch's side
 * @param data what both read
 * @param layout from a table of parameters or gradients to PyTorch's arrays
 */
record GraphWork(
    ComputationGraphConfiguration graph,
    ComputationGraphConfiguration nearest,
    String module,
    Data data,
    Function<Map<String, INDArray>, List<INDArray>> layout)
    implements Work {

  /**
   * What a graph reads.
   *
   * @param inputs {@code [batch, size, time]}
   * @param masks of the inputs, {@code [batch, time]}; null if there are none
   * @param upstream gradient of the output, {@code [batch, size, time]}, zero at padding
   */
  @SuppressWarnings("ArrayRecordComponent") // Compared nowhere.
  record Data(INDArray[] inputs, INDArray[] masks, INDArray upstream) {}

  @Override
  public Contender ours() {
    return contender(graph);
  }

  @Override
  public Optional<Contender> dl4j() {
    return Optional.ofNullable(nearest).map(this::contender);
  }

  private Contender contender(ComputationGraphConfiguration configuration) {
    return new GraphContender(
        new TrainedGraph(configuration.clone()),
        data.inputs(),
        data.masks(),
        data.upstream(),
        layout);
  }

  @Override
  public Contender torch() {
    return new TorchContender(
        module,
        Arrays.stream(data.inputs()).map(Layouts::timeBeforeSize).toList(),
        data.masks() == null ? List.of() : List.of(data.masks()),
        layout.apply(new TrainedGraph(graph.clone()).paramTable()),
        Layouts.timeBeforeSize(data.upstream()));
  }
}

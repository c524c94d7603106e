package io.github.dl4jattention.benchmarks.works;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A graph with inputs, masks and the gradient of its output. */
final class GraphContender implements Contender {
  private final TrainedGraph graph;
  private final INDArray[] inputs;
  private final INDArray[] masks;
  private final INDArray upstream;
  private final Function<Map<String, INDArray>, List<INDArray>> layout;

  /**
   * Puts the parts together.
   *
   * @param graph an initialised graph
   * @param inputs its inputs, {@code [batch, size, time]}
   * @param masks their masks; null if there are none
   * @param upstream gradient of the output, {@code [batch, size, time]}
   * @param layout from a table of parameters or gradients to PyTorch's arrays
   */
  GraphContender(
      TrainedGraph graph,
      INDArray[] inputs,
      INDArray[] masks,
      INDArray upstream,
      Function<Map<String, INDArray>, List<INDArray>> layout) {
    this.graph = graph;
    this.inputs = inputs;
    this.masks = masks;
    this.upstream = upstream;
    this.layout = layout;
  }

  @Override
  public void run(Pass pass) {
    if (pass == Pass.FORWARD) {
      output();
    } else {
      graph.forwardBackward(inputs, masks, upstream);
    }
  }

  private INDArray output() {
    return graph.output(false, inputs, masks)[0];
  }

  @Override
  public List<float[]> results(Pass pass) {
    List<float[]> results = new ArrayList<>();
    results.add(
        Layouts.realValues(
            Layouts.values(Layouts.timeBeforeSize(output())),
            Layouts.values(Layouts.timeBeforeSize(upstream))));
    if (pass == Pass.FORWARD_BACKWARD) {
      run(pass);
      layout
          .apply(graph.gradient().gradientForVariable())
          .forEach(gradient -> results.add(Layouts.values(gradient)));
    }
    return results;
  }
}

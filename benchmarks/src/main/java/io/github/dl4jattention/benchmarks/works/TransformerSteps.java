package io.github.dl4jattention.benchmarks.works;

import io.github.dl4jattention.layers.TransformerDecoderLayer;
import io.github.dl4jattention.layers.TransformerStack;
import io.github.dl4jattention.layers.decode.TransformerStepper;
import io.github.dl4jattention.layers.decode.TransformerStepper.Memory;
import io.github.dl4jattention.layers.decode.TransformerStepper.State;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One step of a Transformer's decoder for a beam, which is put into another order first, as a
 * search does: the n-th, keys and values of those before being kept.
 *
 * @param beam hypotheses
 * @param layers of the decoder
 * @param sourceTime steps of the source
 * @param size channels of everything
 * @param heads of each attention
 * @param number of the step, from 1
 */
record TransformerSteps(int beam, int layers, long sourceTime, long size, int heads, int number)
    implements Work {
  private static final String STACK = "decoder";

  private TransformerStepper stepper() {
    GraphBuilder graph =
        Graphs.builder()
            .addInputs("target", "source")
            .setInputTypes(InputType.recurrent(size), InputType.recurrent(size));
    TransformerStack.decoder(layers, TransformerDecoderLayer.builder().setHeads(heads).build())
        .addTo(graph, STACK, "target", "source");
    String[] names = new String[layers + 1];
    for (int layer = 1; layer <= layers; layer++) {
      names[layer - 1] = STACK + layer;
    }
    names[layers] = STACK; // The norm above them.
    return TransformerStepper.of(new TrainedGraph(graph.setOutputs(STACK).build()), names);
  }

  @Override
  public Contender ours() {
    TransformerStepper stepper = stepper();
    Memory memory =
        stepper
            .memory(Layouts.random(4, 1, size, sourceTime), Layouts.mask(1, sourceTime))
            .select(new int[beam]);
    int[] order = new int[beam];
    for (int row = 0; row < beam; row++) {
      order[row] = (row + 1) % beam;
    }
    State state = stepper.start(beam);
    for (int step = 1; step < number; step++) {
      INDArray read = Layouts.random(step, beam, size);
      state = stepper.step(read, state.select(order), memory.select(order)).state();
    }
    State before = state;
    INDArray read = Layouts.random(number, beam, size);
    return new Contender() {
      @Override
      public void run(Pass pass) {
        stepper.step(read, before.select(order), memory.select(order));
      }

      @Override
      public List<float[]> results(Pass pass) {
        return List.of(
            Layouts.values(
                stepper.step(read, before.select(order), memory.select(order)).output()));
      }
    };
  }

  /** Never asked for: its cost is held against that of other steps. */
  @Override
  public Contender torch() {
    throw new UnsupportedOperationException("a Transformer's step has no rival here");
  }
}

package io.github.dl4jattention.benchmarks.works;

import io.github.dl4jattention.layers.BahdanauDecoder;
import io.github.dl4jattention.layers.decode.DecoderState;
import io.github.dl4jattention.layers.decode.DecoderStepper;
import io.github.dl4jattention.layers.decode.SourceMemory;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One step of Bahdanau's decoder for a beam: the keys were projected before.
 *
 * @param beam hypotheses
 * @param sourceTime steps of the source
 * @param units of everything
 */
record StepWork(long beam, long sourceTime, long units) implements Work {
  private TrainedGraph graph() {
    return new TrainedGraph(
        Graphs.over(
            Recurrences.DECODER, BahdanauDecoder.builder().setStateSize(units).build(), units));
  }

  private INDArray vectors(long seed) {
    return Layouts.random(seed, beam, units);
  }

  private DecoderState state(DecoderStepper stepper) {
    return stepper.start(vectors(2), vectors(3));
  }

  private SourceMemory memory(DecoderStepper stepper) {
    return stepper.memory(
        Layouts.random(4, beam, units, sourceTime), Layouts.mask(beam, sourceTime));
  }

  @Override
  public Contender ours() {
    DecoderStepper stepper = DecoderStepper.of(graph(), Recurrences.DECODER);
    SourceMemory memory = memory(stepper);
    DecoderState state = state(stepper);
    INDArray inputs = vectors(1);
    return new Contender() {
      @Override
      public void run(Pass pass) {
        stepper.step(inputs, state, memory);
      }

      @Override
      public List<float[]> results(Pass pass) {
        DecoderState next = stepper.step(inputs, state, memory).state();
        return List.of(Layouts.values(next.hidden()), Layouts.values(next.cell()));
      }
    };
  }

  @Override
  public Contender torch() {
    TrainedGraph graph = graph();
    DecoderStepper stepper = DecoderStepper.of(graph, Recurrences.DECODER);
    SourceMemory memory = memory(stepper);
    DecoderState state = state(stepper);
    return new TorchContender(
        "bahdanau-step",
        List.of(vectors(1), state.hidden(), state.cell(), memory.annotations(), memory.keys()),
        List.of(memory.mask()),
        Recurrences.bahdanauParameters(graph.paramTable()),
        null);
  }
}

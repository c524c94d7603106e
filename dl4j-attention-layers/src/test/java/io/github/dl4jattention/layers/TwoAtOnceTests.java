package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.layers.decode.DecoderState;
import io.github.dl4jattention.layers.decode.DecoderStepper;
import io.github.dl4jattention.layers.decode.SourceMemory;
import io.github.dl4jattention.layers.kernel.LanesProvider;
import io.github.dl4jattention.layers.kernel.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Two models at once in one process give, to the last bit, what each gives alone. */
class TwoAtOnceTests {
  private static final int THREADS = 3;
  private static final int STEPS = 12;
  private static final long BATCH = 9;
  private static final long SIZE = 20;
  private static final long TIME = 11;

  @BeforeEach
  void several() {
    Workers.choose(THREADS);
  }

  @AfterEach
  void restore() {
    LanesProvider.choose("auto");
    Workers.choose(Runtime.getRuntime().availableProcessors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"vector", "plain"})
  void trained(String kernels) throws Exception {
    LanesProvider.choose(kernels);
    assertSameAtOnce(TwoAtOnceTests::train);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vector", "plain"})
  void decoded(String kernels) throws Exception {
    LanesProvider.choose(kernels);
    assertSameAtOnce(TwoAtOnceTests::decode);
  }

  /** Each seed alone, then both at once, several times. */
  private static void assertSameAtOnce(LongFunction<List<float[]>> work) throws Exception {
    List<List<float[]>> alone = List.of(work.apply(1), work.apply(2));
    assertThat(alone.get(0).get(0)).isNotEqualTo(alone.get(1).get(0));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int turn = 0; turn < 3; turn++) {
        CyclicBarrier start = new CyclicBarrier(2);
        List<Future<List<float[]>>> both = new ArrayList<>();
        for (long seed = 1; seed <= 2; seed++) {
          long own = seed;
          both.add(
              threads.submit(
                  () -> {
                    start.await();
                    return work.apply(own);
                  }));
        }
        for (int i = 0; i < 2; i++) {
          List<float[]> together = both.get(i).get();
          for (int j = 0; j < together.size(); j++) {
            assertThat(together.get(j)).as("%d of %d", j, i).isEqualTo(alone.get(i).get(j));
          }
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Parameters after some steps. */
  private static List<float[]> train(long seed) {
    ComputationGraph graph = new ComputationGraph(model(seed));
    graph.init();
    for (int step = 0; step < STEPS; step++) {
      graph.fit(
          new MultiDataSet(
              new INDArray[] {random(seed + step, SIZE), random(seed + step + 50, SIZE)},
              new INDArray[] {random(seed + step + 100, 4)},
              new INDArray[] {mask(), mask()},
              new INDArray[] {mask()}));
    }
    List<float[]> parameters = new ArrayList<>();
    graph.paramTable().values().forEach(array -> parameters.add(values(array)));
    return parameters;
  }

  private static ComputationGraphConfiguration model(long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .dataType(DataType.FLOAT)
        .updater(new Adam(1e-2))
        .graphBuilder()
        .addInputs("source", "target")
        .setInputTypes(InputType.recurrent(SIZE), InputType.recurrent(SIZE))
        .addLayer("encoder", new Bidirectional(new LSTM.Builder().nOut(SIZE).build()), "source")
        .addLayer("attention", MultiHeadSelfAttention.builder().setHeads(4).build(), "encoder")
        .addVertex(
            "decoder", BahdanauDecoder.builder().setStateSize(SIZE).build(), "target", "attention")
        .addLayer(
            "out",
            new RnnOutputLayer.Builder(LossFunctions.LossFunction.MSE)
                .nOut(4)
                .activation(Activation.IDENTITY)
                .build(),
            "decoder")
        .setOutputs("out")
        .build();
  }

  /** States of some steps of a beam. */
  private static List<float[]> decode(long seed) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(seed)
                .dataType(DataType.FLOAT)
                .graphBuilder()
                .addInputs("target", "source")
                .setInputTypes(InputType.recurrent(SIZE), InputType.recurrent(SIZE))
                .addVertex(
                    "decoder",
                    BahdanauDecoder.builder().setStateSize(SIZE).build(),
                    "target",
                    "source")
                .setOutputs("decoder")
                .build());
    graph.init();
    DecoderStepper stepper = DecoderStepper.of(graph, "decoder");
    SourceMemory memory = stepper.memory(random(seed, SIZE), mask());
    INDArray zeros = Nd4j.zeros(DataType.FLOAT, BATCH, SIZE);
    DecoderState state = stepper.start(zeros, zeros.dup());
    List<float[]> states = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      INDArray input = random(seed + step, SIZE).tensorAlongDimension(0, 0, 1).dup('c');
      state = stepper.step(input, state, memory).state();
      states.add(values(state.hidden()));
    }
    return states;
  }

  private static INDArray random(long seed, long size) {
    return TestGraphs.random(DataType.FLOAT, seed, BATCH, size, TIME);
  }

  /** The last example is shorter. */
  private static INDArray mask() {
    INDArray mask = Nd4j.ones(DataType.FLOAT, BATCH, TIME);
    for (long t = TIME - 4; t < TIME; t++) {
      mask.putScalar(BATCH - 1, t, 0);
    }
    return mask;
  }

  private static float[] values(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}

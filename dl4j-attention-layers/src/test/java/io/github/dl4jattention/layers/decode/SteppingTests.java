package io.github.dl4jattention.layers.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.layers.runtime.AttentionWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** N steps of every decoder give what its graph gives for N, whatever becomes of the rows. */
class SteppingTests {
  private static final int BATCH = 3;
  private static final int TIME = 4;
  private static final int SOURCE_TIME = 6;
  private static final INDArray MASK =
      Nd4j.createFromArray(
          new double[][] {{1, 1, 1, 1, 1, 1}, {1, 1, 1, 0, 0, 0}, {1, 1, 1, 1, 1, 0}});

  static List<SteppedDecoders.Decoder> decoders() {
    return SteppedDecoders.all();
  }

  private final List<INDArray> inputs = new ArrayList<>();

  private void draw(SteppedDecoders.Decoder decoder, DataType type) {
    Nd4j.getRandom().setSeed(5);
    inputs.add(Nd4j.randn(type, BATCH, SteppedDecoders.INPUT, TIME));
    if (decoder.attends()) {
      INDArray annotations = Nd4j.randn(type, BATCH, SteppedDecoders.UNITS, SOURCE_TIME);
      annotations.muli(
          MASK.castTo(type).reshape(BATCH, 1, SOURCE_TIME).broadcast(annotations.shape()));
      inputs.add(annotations);
    }
    for (int i = 0; i < decoder.initialStates(); i++) {
      inputs.add(Nd4j.randn(type, BATCH, SteppedDecoders.UNITS));
    }
  }

  private INDArray[] masks(SteppedDecoders.Decoder decoder, DataType type) {
    INDArray[] masks = new INDArray[inputs.size()];
    masks[0] = Nd4j.ones(type, BATCH, TIME);
    if (decoder.attends()) {
      masks[1] = MASK.castTo(type);
    }
    return masks;
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void inDouble(SteppedDecoders.Decoder decoder) {
    check(decoder, DataType.DOUBLE, 1e-10);
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void inFloat(SteppedDecoders.Decoder decoder) {
    check(decoder, DataType.FLOAT, 1e-5);
  }

  /** At each step the rows change places, and one of them is there twice. */
  private void check(SteppedDecoders.Decoder decoder, DataType type, double tolerance) {
    draw(decoder, type);
    ComputationGraph graph = decoder.graph(type);
    graph.params().muli(2); // Far from linear.
    AttentionWeights kept = decoder.attends() ? AttentionWeights.of(graph, "decoder") : null;
    if (kept != null) {
      kept.keep(true);
    }
    INDArray expected =
        graph.output(false, inputs.toArray(new INDArray[0]), masks(decoder, type))[0];

    DecoderStepper stepper = DecoderStepper.of(graph, "decoder");
    assertThat(stepper.attends()).isEqualTo(decoder.attends());
    SourceMemory memory =
        decoder.attends() ? stepper.memory(inputs.get(1), MASK.castTo(type)) : null;
    DecoderState state = start(decoder, stepper);
    int[] places = {0, 1, 2};
    int[][] moves = {{2, 0, 1}, {1, 1, 2, 0}, {3, 0, 2}};
    for (int t = 0; t < TIME; t++) {
      DecoderStepper.Step step = stepper.step(rows(at(inputs.get(0), t), places), state, memory);
      assertClose(step.output(), rows(at(expected, t), places), tolerance);
      if (kept == null) {
        assertThat(step.weights()).isNull();
      } else {
        assertClose(step.weights(), rows(weightsAt(kept, t), places), tolerance);
      }
      assertThat(step.state().position()).isEqualTo(t + 1);
      int[] move = moves[t % moves.length];
      state = step.state().select(move);
      memory = memory == null ? null : memory.select(move);
      int[] before = places;
      places = Arrays.stream(move).map(row -> before[row]).toArray();
      assertThat(state.rows()).isEqualTo(places.length);
    }
  }

  private DecoderState start(SteppedDecoders.Decoder decoder, DecoderStepper stepper) {
    int first = decoder.attends() ? 2 : 1;
    return switch (decoder.initialStates()) {
      case 0 -> stepper.start(BATCH);
      case 1 -> stepper.start(inputs.get(first), null);
      default -> stepper.start(inputs.get(first), inputs.get(first + 1));
    };
  }

  private static INDArray weightsAt(AttentionWeights kept, int t) {
    return kept.lastWeights()
        .get(NDArrayIndex.all(), NDArrayIndex.point(0), NDArrayIndex.point(t), NDArrayIndex.all());
  }

  private static INDArray at(INDArray sequence, int t) {
    return sequence.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(t));
  }

  private static INDArray rows(INDArray array, int... places) {
    return Nd4j.pullRows(array.dup('c'), 1, places);
  }

  private static void assertClose(INDArray actual, INDArray expected, double tolerance) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(tolerance);
  }
}

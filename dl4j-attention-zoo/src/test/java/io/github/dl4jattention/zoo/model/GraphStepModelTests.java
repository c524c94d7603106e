package io.github.dl4jattention.zoo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.decoding.StepModel;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class GraphStepModelTests {
  /** Sources of 1 to 9 symbols, so that the batch is padded, past a multiple of 8 too. */
  private static final List<EncodedPair> PAIRS =
      List.of(
          pair(new int[] {3, 4}, new int[] {3, 4, 5}),
          pair(new int[] {6, 5, 4, 3, 3, 4, 5, 6}, new int[] {5}),
          pair(new int[] {}, new int[] {4, 4, 4, 5, 3}),
          pair(new int[] {5, 5, 5}, new int[] {}));

  private static final double CLOSE = 1e-5;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void stepsAsTheGraphRunsUnderTeacherForcing(long seed) {
    TranslationModel model = TinyModels.decided(seed);
    Batch batch = Batch.of(PAIRS, Batch.Targets.of(PAIRS, model.targets()));
    INDArray probabilities = model.graph().output(false, batch.features(), batch.featureMasks())[0];
    List<StepModel.Step<GraphStepModel.State>> steps = steps(model, PAIRS, batch);
    for (int row = 0; row < PAIRS.size(); row++) {
      for (int t = 0; t < PAIRS.get(row).target().length; t++) {
        for (int symbol = 0; symbol < model.targets().size(); symbol++) {
          assertThat(Math.exp(steps.get(t).logProbabilities()[row][symbol]))
              .isCloseTo(probabilities.getDouble(row, symbol, t), within(CLOSE));
        }
      }
    }
  }

  @Test
  void stepsEachSourceOfPaddedBatchAsAlone() {
    TranslationModel model = TinyModels.decided(4);
    Batch.Targets targets = Batch.Targets.of(PAIRS, model.targets());
    List<StepModel.Step<GraphStepModel.State>> together =
        steps(model, PAIRS, Batch.of(PAIRS, targets));
    for (int row = 0; row < PAIRS.size(); row++) {
      List<EncodedPair> one = List.of(PAIRS.get(row));
      List<StepModel.Step<GraphStepModel.State>> alone = steps(model, one, Batch.of(one, targets));
      for (int t = 0; t < alone.size(); t++) {
        assertClose(
            together.get(t).logProbabilities()[row],
            alone.get(t).logProbabilities()[0],
            model.targets().size());
        assertClose(
            together.get(t).weights()[row],
            alone.get(t).weights()[0],
            PAIRS.get(row).source().length);
      }
    }
  }

  @Test
  void looksOnlyAtRealSourceSymbols() {
    TranslationModel model = TinyModels.decided(5);
    Batch batch = Batch.of(PAIRS, Batch.Targets.of(PAIRS, model.targets()));
    for (StepModel.Step<GraphStepModel.State> step : steps(model, PAIRS, batch)) {
      for (int row = 0; row < PAIRS.size(); row++) {
        float[] weights = step.weights()[row];
        int real = PAIRS.get(row).source().length;
        assertThat(weights).hasSize(16);
        assertThat(IntStream.range(0, real).mapToDouble(i -> weights[i]).sum())
            .isCloseTo(1, within(CLOSE));
        assertThat(IntStream.range(real, 16).mapToDouble(i -> weights[i])).containsOnly(0.0);
      }
    }
  }

  @Test
  void givesProbabilitiesThatSumToOne() {
    TranslationModel model = TinyModels.decided(6);
    Batch batch = Batch.of(PAIRS, Batch.Targets.of(PAIRS, model.targets()));
    for (StepModel.Step<GraphStepModel.State> step : steps(model, PAIRS, batch)) {
      for (float[] row : step.logProbabilities()) {
        double sum = IntStream.range(0, row.length).mapToDouble(i -> Math.exp(row[i])).sum();
        assertThat(sum).isCloseTo(1, within(CLOSE));
      }
    }
  }

  @Test
  void stepsPickedRowsAsTheRowsTheyCameFrom() {
    TranslationModel model = TinyModels.decided(7);
    GraphStepModel steps = stepModel(model, PAIRS);
    StepModel.Step<GraphStepModel.State> first = steps.step(new int[] {1, 1, 1, 1}, steps.start());
    int[] tokens = {3, 4, 5, 3};
    StepModel.Step<GraphStepModel.State> unpicked = steps.step(tokens, first.state());
    int[] rows = {3, 0, 0, 2, 1, 3};
    StepModel.Step<GraphStepModel.State> picked =
        steps.step(
            IntStream.of(rows).map(row -> tokens[row]).toArray(),
            steps.select(first.state(), rows));
    for (int i = 0; i < rows.length; i++) {
      assertClose(picked.logProbabilities()[i], unpicked.logProbabilities()[rows[i]], 6);
      assertClose(picked.weights()[i], unpicked.weights()[rows[i]], 16);
    }
  }

  @Test
  void leavesGivenStateAsItWas() {
    TranslationModel model = TinyModels.decided(8);
    GraphStepModel steps = stepModel(model, PAIRS);
    GraphStepModel.State state = steps.step(new int[] {1, 1, 1, 1}, steps.start()).state();
    float[][] once = steps.step(new int[] {3, 3, 3, 3}, state).logProbabilities();
    float[][] other = steps.step(new int[] {5, 5, 5, 5}, state).logProbabilities();
    float[][] again = steps.step(new int[] {3, 3, 3, 3}, state).logProbabilities();
    assertThat(again).isDeepEqualTo(once);
    assertThat(other[0]).isNotEqualTo(once[0]);
  }

  private static List<StepModel.Step<GraphStepModel.State>> steps(
      TranslationModel model, List<EncodedPair> pairs, Batch batch) {
    GraphStepModel steps = stepModel(model, pairs);
    List<StepModel.Step<GraphStepModel.State>> result = new java.util.ArrayList<>();
    GraphStepModel.State state = steps.start();
    for (int t = 0; t < batch.decoderInput().size(2); t++) {
      int time = t;
      int[] tokens =
          IntStream.range(0, pairs.size())
              .map(row -> batch.decoderInput().getInt(row, 0, time))
              .toArray();
      StepModel.Step<GraphStepModel.State> step = steps.step(tokens, state);
      result.add(step);
      state = step.state();
    }
    return result;
  }

  private static GraphStepModel stepModel(TranslationModel model, List<EncodedPair> pairs) {
    return new GraphStepModel(model.graph(), pairs.stream().map(EncodedPair::source).toList());
  }

  private static void assertClose(float[] actual, float[] expected, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within((float) CLOSE));
    }
  }

  private static EncodedPair pair(int[] source, int[] target) {
    return new EncodedPair(EncodedPair.withEnd(source), EncodedPair.withEnd(target));
  }
}

package io.github.dl4jattention.zoo.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BeamSearchTests {
  static final int START = 0;
  static final int END = 1;
  private static final int SEEDS = 50;

  /** As many hypotheses as there are with 5 symbols and 5 steps. */
  private static final int ALL = 3125;

  @RepeatedTest(SEEDS)
  void findsTheBestOfAllWhereNothingIsCutOff(RepetitionInfo repetition) {
    int seed = repetition.getCurrentRepetition();
    int symbols = 3 + seed % 3;
    int maxLength = 1 + seed % 5;
    TableModel model = new TableModel(seed, symbols, 0);
    Hypothesis found = search(ALL, maxLength).search(model, 1).get(0);
    Output best = bestOfAll(model, List.of(), 0, maxLength);
    assertThat(found.tokens()).isEqualTo(toArray(best.tokens()));
    assertThat(found.logProbability()).isEqualTo(best.logProbability());
  }

  @RepeatedTest(SEEDS)
  void isGreedyWithBeamOfOne(RepetitionInfo repetition) {
    TableModel model = new TableModel(repetition.getCurrentRepetition(), 5, 0);
    List<Integer> greedy = new ArrayList<>();
    while (greedy.size() < 5 && !greedy.contains(END)) {
      greedy.add(largest(model.logProbabilities(0, greedy)));
    }
    Hypothesis found = search(1, 5).search(model, 1).get(0);
    assertThat(found.tokens()).isEqualTo(toArray(greedy));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void givesEachSourceOfBatchWhatItGetsAlone(int beam) {
    int[] sources = IntStream.range(0, 30).toArray();
    BeamSearch search = search(beam, 5);
    List<Hypothesis> together = search.search(new TableModel(7, 4, sources), sources.length);
    assertThat(together).hasSize(sources.length);
    for (int source : sources) {
      Hypothesis alone = search.search(new TableModel(7, 4, source), 1).get(0);
      assertThat(together.get(source).tokens()).isEqualTo(alone.tokens());
      assertThat(together.get(source).alignment()).isDeepEqualTo(alone.alignment());
      assertThat(together.get(source).logProbability()).isEqualTo(alone.logProbability());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void sumsTheLogProbabilitiesOfItsSymbols(int beam) {
    for (int source = 0; source < 20; source++) {
      TableModel model = new TableModel(11, 5, source);
      Hypothesis found = search(beam, 5).search(model, 1).get(0);
      List<Integer> tokens = Arrays.stream(found.tokens()).boxed().toList();
      double sum = 0;
      for (int t = 0; t < tokens.size(); t++) {
        sum += model.logProbabilities(source, tokens.subList(0, t))[tokens.get(t)];
      }
      assertThat(found.logProbability()).isCloseTo(sum, within(1e-9));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void keepsTheWeightsOfEachStep(int beam) {
    int[] sources = {4, 8, 15, 16, 23, 42};
    for (Hypothesis found :
        search(beam, 5).search(new TableModel(13, 4, sources), sources.length)) {
      int[] tokens = found.tokens();
      float[][] alignment = found.alignment();
      assertThat(alignment).hasDimensions(tokens.length, TableModel.WEIGHTS + 1);
      for (int t = 0; t < tokens.length; t++) {
        // What TableModel writes: source, step, last symbol read.
        assertThat(alignment[t]).startsWith(alignment[0][0], t, t == 0 ? START : tokens[t - 1]);
      }
    }
  }

  @Test
  void neverGetsWorseThanGreedyWhereBeamHoldsAll() {
    for (int source = 0; source < 20; source++) {
      TableModel model = new TableModel(17, 5, source);
      double greedy = search(1, 5).search(model, 1).get(0).logProbability();
      double all = search(ALL, 5).search(model, 1).get(0).logProbability();
      assertThat(all).isGreaterThanOrEqualTo(greedy);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 4", "3, 1", "3, 4"})
  void cutsOutputThatNeverEndsAtTheLongestLength(int beam, int maxLength) {
    TableModel endless =
        new TableModel(19, 4, 0, 1) {
          @Override
          float[] logProbabilities(int source, List<Integer> prefix) {
            float[] result = super.logProbabilities(source, prefix);
            result[END] = Float.NEGATIVE_INFINITY;
            return result;
          }
        };
    assertThat(search(beam, maxLength).search(endless, 2))
        .hasSize(2)
        .allSatisfy(found -> assertThat(found.tokens()).hasSize(maxLength).doesNotContain(END));
  }

  @RepeatedTest(SEEDS)
  void endsWithItsOnlyEndSymbolOrAtTheLongestLength(RepetitionInfo repetition) {
    TableModel model = new TableModel(repetition.getCurrentRepetition(), 4, 0);
    int[] tokens = search(2, 5).search(model, 1).get(0).tokens();
    int[] before = Arrays.copyOf(tokens, tokens.length - 1);
    assertThat(before).doesNotContain(END);
    assertThat(tokens.length == 5 || tokens[tokens.length - 1] == END).isTrue();
  }

  @Test
  void stopsAsSoonAsNoOpenHypothesisCanWin() {
    TableModel ending =
        new TableModel(23, 3, 0) {
          @Override
          float[] logProbabilities(int source, List<Integer> prefix) {
            return new float[] {-3, -0.1f, -3};
          }
        };
    assertThat(search(3, 100).search(ending, 1).get(0).tokens()).containsExactly(END);
    assertThat(ending.steps()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void breaksTiesByTheSmallerSymbolOfTheEarlierHypothesis(int beam) {
    TableModel tied =
        new TableModel(29, 5, 0) {
          @Override
          float[] logProbabilities(int source, List<Integer> prefix) {
            return new float[] {-1, -1, -1, -1, -1};
          }
        };
    int lastSymbol = 4;
    assertThat(
            new BeamSearch(options(beam, 3).setEnd(lastSymbol).build())
                .search(tied, 1)
                .get(0)
                .tokens())
        .containsExactly(0, 0, 0);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "-1, 1", "1, 0", "1, -5"})
  void refusesBeamOrLengthBelowOne(int beam, int maxLength) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> search(beam, maxLength))
        .withMessage(
            "beam and maxLength must be at least 1, got %d and %d".formatted(beam, maxLength));
  }

  private record Output(List<Integer> tokens, double logProbability) {}

  private static Output bestOfAll(
      TableModel model, List<Integer> prefix, double logProbability, int maxLength) {
    if (prefix.size() == maxLength || prefix.contains(END)) {
      return new Output(prefix, logProbability);
    }
    float[] next = model.logProbabilities(0, prefix);
    Output best = null;
    for (int token = 0; token < next.length; token++) {
      List<Integer> longer = new ArrayList<>(prefix);
      longer.add(token);
      Output output = bestOfAll(model, longer, logProbability + next[token], maxLength);
      if (best == null || output.logProbability() > best.logProbability()) {
        best = output;
      }
    }
    return best;
  }

  private static int largest(float[] values) {
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      largest = values[i] > values[largest] ? i : largest;
    }
    return largest;
  }

  private static int[] toArray(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  private static BeamSearch search(int beam, int maxLength) {
    return new BeamSearch(options(beam, maxLength).build());
  }

  private static SearchOptions.Builder options(int beam, int maxLength) {
    return SearchOptions.builder()
        .setStart(START)
        .setEnd(END)
        .setMaxLength(maxLength)
        .optBeam(beam);
  }
}

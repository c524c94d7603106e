package io.github.dl4jattention.zoo.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.decoding.StepModel;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import io.github.dl4jattention.zoo.training.ScheduledSampling.Decay;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduledSamplingTests {
  private static final int START = Vocabulary.START;

  /** Writes, for certain, the number after the one that it read. */
  private static final class Counter implements StepModel<Integer> {
    private final int size;

    Counter(int size) {
      this.size = size;
    }

    @Override
    public Integer start() {
      return 0;
    }

    @Override
    public Step<Integer> step(int[] tokens, Integer state) {
      float[][] logProbabilities = new float[tokens.length][size];
      for (int row = 0; row < tokens.length; row++) {
        Arrays.fill(logProbabilities[row], Float.NEGATIVE_INFINITY);
        logProbabilities[row][(tokens[row] + 1) % size] = 0;
      }
      return new Step<>(state + 1, logProbabilities, new float[tokens.length][0]);
    }

    @Override
    public Integer select(Integer state, int[] rows) {
      return state;
    }
  }

  private static EncodedPair pair(int... target) {
    return new EncodedPair(new int[] {2}, target);
  }

  @Test
  void trueSymbolsOnlyAreTeacherForcing() {
    int[][] inputs =
        ScheduledSampling.inputs(List.of(pair(9, 8, 7, 2), pair(5, 2)), new Counter(20), 1, 4);
    assertThat(inputs).isDeepEqualTo(new int[][] {{START, 9, 8, 7}, {START, 5}});
  }

  @Test
  void withoutTrueSymbolsTheModelReadsWhatItWrote() {
    int[][] inputs =
        ScheduledSampling.inputs(List.of(pair(9, 8, 7, 2), pair(5, 2)), new Counter(20), 0, 4);
    assertThat(inputs)
        .isDeepEqualTo(new int[][] {{START, START + 1, START + 2, START + 3}, {START, START + 1}});
  }

  @Test
  void asManyAreTrueAsAskedForAndTheModelGoesOnFromThem() {
    int[] target = new int[1_001];
    Arrays.fill(target, 10);
    List<EncodedPair> pairs = Collections.nCopies(10, pair(target));
    int[][] inputs = ScheduledSampling.inputs(pairs, new Counter(100_000), 0.75, 5);
    int isTrue = 0;
    for (int[] row : inputs) {
      for (int t = 1; t < row.length; t++) {
        assertThat(row[t]).isIn(10, row[t - 1] + 1);
        isTrue += row[t] == 10 ? 1 : 0;
      }
    }
    assertThat(isTrue / 10_000.0).isCloseTo(0.75, within(0.02));
    assertThat(inputs[0]).isNotEqualTo(inputs[1]);
  }

  @Test
  void theSameSeedGivesTheSame() {
    List<EncodedPair> pairs = List.of(pair(9, 8, 7, 6, 5, 4, 3, 9, 8, 7, 6, 5, 4, 2));
    int[][] inputs = ScheduledSampling.inputs(pairs, new Counter(30), 0.5, 6);
    assertThat(ScheduledSampling.inputs(pairs, new Counter(30), 0.5, 6)).isDeepEqualTo(inputs);
    assertThat(ScheduledSampling.inputs(pairs, new Counter(30), 0.5, 7)[0]).isNotEqualTo(inputs[0]);
  }

  @Test
  void drawsAsOftenAsTheModelSays() {
    StepModel<Integer> biased =
        new StepModel<>() {
          @Override
          public Integer start() {
            return 0;
          }

          @Override
          public Step<Integer> step(int[] tokens, Integer state) {
            float[] row = {Float.NEGATIVE_INFINITY, (float) Math.log(0.3), (float) Math.log(0.7)};
            float[][] rows = new float[tokens.length][];
            Arrays.fill(rows, row);
            return new Step<>(state, rows, new float[tokens.length][0]);
          }

          @Override
          public Integer select(Integer state, int[] rows) {
            return state;
          }
        };
    int[][] inputs = ScheduledSampling.inputs(List.of(pair(new int[5_001])), biased, 0, 8);
    long ones = Arrays.stream(inputs[0]).skip(1).filter(token -> token == 1).count();
    assertThat(ones / 5_000.0).isCloseTo(0.3, within(0.02));
    assertThat(Arrays.stream(inputs[0]).skip(1)).allMatch(token -> token == 1 || token == 2);
  }

  @ParameterizedTest
  @CsvSource({
    "LINEAR, 0, 1",
    "LINEAR, 0.5, 0.625",
    "LINEAR, 1, 0.25",
    "EXPONENTIAL, 0, 1",
    "EXPONENTIAL, 0.5, 0.5",
    "EXPONENTIAL, 1, 0.25",
    "INVERSE_SIGMOID, 0.5, 0.625"
  })
  void fallsFromOneToTheLeast(Decay decay, double share, double expected) {
    assertThat(new ScheduledSampling(decay, 0.25).trueShare(share))
        .isCloseTo(expected, within(1e-12));
  }

  @Test
  void theSigmoidFallsSlowlyThenFastThenSlowly() {
    ScheduledSampling sampling = new ScheduledSampling(Decay.INVERSE_SIGMOID, 0.25);
    assertThat(sampling.trueShare(0)).isBetween(0.99, 1.0);
    assertThat(sampling.trueShare(1)).isBetween(0.25, 0.26);
  }

  @Test
  void refusesSharesOutOfRange() {
    for (double share : new double[] {0, -1, 1.1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new ScheduledSampling(Decay.LINEAR, share))
          .withMessageContaining("above 0 and at most 1");
    }
  }
}

package io.github.dl4jattention.zoo.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplerTests {
  private static final int START = 0;
  private static final int END = 1;
  private static final int DRAWS = 40_000;

  /** Probabilities 0.1, 0.4, 0.2, 0.3. */
  private static final float[] FOUR = logs(0.1, 0.4, 0.2, 0.3);

  @ParameterizedTest
  @CsvSource({
    "1, 0, 1, 0.1 0.4 0.2 0.3",
    "1, 2, 1, 0 0.571428 0 0.428571",
    "1, 0, 0.7, 0 0.571428 0 0.428571",
    "1, 0, 0.71, 0 0.444444 0.222222 0.333333",
    "1, 1, 1, 0 1 0 0",
    "1, 0, 0.0001, 0 1 0 0",
    "0.5, 0, 1, 0.033333 0.533333 0.133333 0.3",
    "2, 0, 1, 0.162744 0.325488 0.230154 0.281881",
    "0.001, 0, 1, 0 1 0 0",
  })
  void drawsAsOftenAsProbable(double temperature, int topK, double topP, String expected) {
    Sampling sampling = new Sampling(temperature, topK, topP, 1);
    SplittableRandom random = new SplittableRandom(5);
    int[] counts = new int[4];
    for (int i = 0; i < DRAWS; i++) {
      counts[sampling.draw(FOUR, random)]++;
    }
    double[] probabilities =
        Arrays.stream(expected.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
    for (int token = 0; token < 4; token++) {
      assertThat((double) counts[token] / DRAWS)
          .isCloseTo(probabilities[token], within(probabilities[token] % 1 == 0 ? 0 : 0.012));
    }
  }

  @Test
  void cutsEachSourcesOutputAtItsOwnLength() {
    SearchOptions options =
        SearchOptions.builder()
            .setStart(START)
            .setEnd(END)
            .setMaxLength(12)
            .optLengthAllowance(1)
            .optForbidden(Set.of(2))
            .optMinLength(3)
            .build();
    TableModel model =
        new TableModel(3, 40, 0, 1, 2, 3) {
          @Override
          public int sourceLength(int source) {
            return source;
          }
        };
    List<Hypothesis> drawn =
        new Sampler(options, Sampling.of(1)).sample(model, new long[] {1, 2, 3, 4});
    assertThat(drawn.stream().map(Hypothesis::length)).containsExactly(3, 3, 5, 7);
  }

  @Test
  void keepsTheSmallerOfTwoThatAreAsLikely() {
    Sampling one = new Sampling(1, 1, 1, 1);
    assertThat(one.draw(new float[] {-2, -1, -1, -1}, new SplittableRandom(1))).isEqualTo(1);
    assertThat(one.draw(new float[] {0.5f, 2, -1}, new SplittableRandom(1))).isEqualTo(1);
  }

  @Test
  void drawsNothingWhereNothingIsLeft() {
    float nothing = Float.NEGATIVE_INFINITY;
    assertThat(Sampling.of(1).draw(new float[] {nothing, nothing}, new SplittableRandom(1)))
        .isEqualTo(-1);
  }

  @Test
  void givesEachSourceOfBatchWhatItGetsAlone() {
    int[] sources = IntStream.range(0, 25).toArray();
    long[] seeds = LongStream.range(100, 125).toArray();
    Sampler sampler = new Sampler(options().build(), Sampling.of(1));
    List<Hypothesis> together = sampler.sample(new TableModel(7, 5, sources), seeds);
    for (int source : sources) {
      Hypothesis alone =
          sampler.sample(new TableModel(7, 5, source), new long[] {seeds[source]}).get(0);
      assertThat(together.get(source).tokens()).isEqualTo(alone.tokens());
      assertThat(together.get(source).logProbability()).isEqualTo(alone.logProbability());
      assertThat(together.get(source).alignment()).isDeepEqualTo(alone.alignment());
    }
    assertThat(together.stream().map(output -> Arrays.toString(output.tokens())).distinct())
        .hasSizeGreaterThan(5);
  }

  @Test
  void givesSourceItsOwnSeed() {
    Sampling sampling = Sampling.of(3);
    assertThat(sampling.seedOf(new int[] {4, 5})).isEqualTo(sampling.seedOf(new int[] {4, 5}));
    assertThat(
            LongStream.of(
                    sampling.seedOf(new int[] {4, 5}),
                    sampling.seedOf(new int[] {5, 4}),
                    sampling.seedOf(new int[] {4}),
                    Sampling.of(4).seedOf(new int[] {4}))
                .boxed())
        .doesNotHaveDuplicates();
  }

  @Test
  void sumsTheModelsOwnLogProbabilities() {
    TableModel model = new TableModel(11, 5, 0);
    Sampler sampler = new Sampler(options().build(), new Sampling(0.3, 3, 0.9, 1));
    for (long seed = 0; seed < 50; seed++) {
      Hypothesis found = sampler.sample(model, new long[] {seed}).get(0);
      List<Integer> tokens = Arrays.stream(found.tokens()).boxed().toList();
      double sum = 0;
      for (int t = 0; t < tokens.size(); t++) {
        sum += model.logProbabilities(0, tokens.subList(0, t))[tokens.get(t)];
      }
      assertThat(found.logProbability()).isCloseTo(sum, within(1e-9));
    }
  }

  @Test
  void keepsToLengthsAndForbiddenSymbols() {
    SearchOptions options = options().optMinLength(3).optForbidden(Set.of(START, 2)).build();
    long[] seeds = LongStream.range(0, 200).toArray();
    TableModel model = new TableModel(13, 5, new int[seeds.length]);
    for (Hypothesis found : new Sampler(options, Sampling.of(1)).sample(model, seeds)) {
      int[] tokens = found.tokens();
      assertThat(tokens).hasSizeBetween(3, 6).doesNotContain(START, 2);
      assertThat(tokens.length == 6 || tokens[tokens.length - 1] == END).isTrue();
    }
  }

  @Test
  void refusesSettingsOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sampling(0, 0, 1, 1))
        .withMessage(
            "the temperature must be above 0, got 0.0: a beam of 1 takes the likeliest symbol");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sampling(1, -1, 1, 1))
        .withMessage("topK must be at least 0, got -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sampling(1, 0, 0, 1))
        .withMessage("topP must be above 0 and at most 1, got 0.0");
  }

  private static SearchOptions.Builder options() {
    return SearchOptions.builder().setStart(START).setEnd(END).setMaxLength(6);
  }

  private static float[] logs(double... probabilities) {
    float[] logs = new float[probabilities.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = (float) Math.log(probabilities[i]);
    }
    return logs;
  }
}

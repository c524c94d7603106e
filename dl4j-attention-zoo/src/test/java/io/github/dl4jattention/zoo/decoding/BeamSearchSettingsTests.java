package io.github.dl4jattention.zoo.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Beam search under random settings against searches written plainly. */
class BeamSearchSettingsTests {
  private static final int START = 0;
  private static final int END = 1;
  private static final int SEEDS = 60;

  /** As many hypotheses as there are with 5 symbols and 5 steps. */
  private static final int ALL = 3125;

  @RepeatedTest(SEEDS)
  void findsTheBestOfAllWhereNothingIsCutOff(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int nBest = 1 + random.nextInt(6);
    SearchOptions options = randomOptions(random).optBeam(ALL).optNBest(nBest).build();
    TableModel model = new TableModel(random.nextInt(), 3 + random.nextInt(3), 0);
    List<Hypothesis> every = new ArrayList<>();
    collect(model, options, Hypothesis.start(START), every);
    double[] expected =
        every.stream()
            .mapToDouble(output -> -options.score(output, TableModel.WEIGHTS))
            .sorted()
            .limit(nBest)
            .map(score -> -score)
            .toArray();
    List<Hypothesis> found = new BeamSearch(options).nBest(model, 1).get(0);
    assertThat(found.stream().mapToDouble(o -> options.score(o, TableModel.WEIGHTS)))
        .containsExactly(Arrays.stream(expected).boxed().toArray(Double[]::new));
    assertThat(found.stream().map(output -> Arrays.toString(output.tokens())))
        .doesNotHaveDuplicates();
  }

  @RepeatedTest(SEEDS)
  void findsWhatAPlainBeamFindsThatNeverStopsEarly(RepetitionInfo repetition) {
    Random random = new Random(1000L + repetition.getCurrentRepetition());
    int beam = 1 + random.nextInt(6);
    SearchOptions options =
        randomOptions(random).optBeam(beam).optNBest(1 + random.nextInt(beam)).build();
    TableModel model = new TableModel(random.nextInt(), 3 + random.nextInt(5), 0);
    List<Hypothesis> expected = plainBeam(model, options);
    List<Hypothesis> found = new BeamSearch(options).nBest(model, 1).get(0);
    assertThat(texts(found)).isEqualTo(texts(expected));
  }

  @RepeatedTest(20)
  void givesEachSourceOfBatchWhatItGetsAlone(RepetitionInfo repetition) {
    Random random = new Random(2000L + repetition.getCurrentRepetition());
    int beam = 1 + random.nextInt(6);
    SearchOptions options = randomOptions(random).optBeam(beam).optNBest(beam).build();
    int seed = random.nextInt();
    int[] sources = IntStream.range(0, 12).toArray();
    List<List<Hypothesis>> together =
        new BeamSearch(options).nBest(new TableModel(seed, 5, sources), sources.length);
    for (int source : sources) {
      List<Hypothesis> alone =
          new BeamSearch(options).nBest(new TableModel(seed, 5, source), 1).get(0);
      assertThat(texts(together.get(source))).isEqualTo(texts(alone));
      assertThat(together.get(source).get(0).alignment()).isDeepEqualTo(alone.get(0).alignment());
    }
  }

  @RepeatedTest(20)
  void cutsEachSourcesOutputsAtItsOwnLength(RepetitionInfo repetition) {
    Random random = new Random(4000L + repetition.getCurrentRepetition());
    int seed = random.nextInt();
    int[] sources = {0, 1, 2, 3};
    SearchOptions.Builder search =
        SearchOptions.builder().setStart(START).setEnd(END).optBeam(3).optNBest(2);
    LengthPenalty penalty = LengthPenalty.wu(2 * random.nextDouble());
    SearchOptions bounded =
        search.setMaxLength(7).optLengthAllowance(1).optLengthPenalty(penalty).build();
    List<List<Hypothesis>> together =
        new BeamSearch(bounded).nBest(new ShortSources(seed, sources), sources.length);
    for (int source : sources) {
      SearchOptions own =
          search
              .setMaxLength(Math.min(7, 2 * source + 1))
              .optLengthAllowance(SearchOptions.UNBOUNDED)
              .build();
      TableModel alone = new TableModel(seed, 5, source);
      assertThat(texts(together.get(source)))
          .isEqualTo(texts(new BeamSearch(own).nBest(alone, 1).get(0)));
    }
  }

  /** The length of a source is its number. */
  private static final class ShortSources extends TableModel {
    ShortSources(int seed, int... sources) {
      super(seed, 5, sources);
    }

    @Override
    public int sourceLength(int source) {
      return source;
    }
  }

  @RepeatedTest(SEEDS)
  void keepsToLengthsAndForbiddenSymbols(RepetitionInfo repetition) {
    Random random = new Random(3000L + repetition.getCurrentRepetition());
    SearchOptions options = randomOptions(random).optBeam(3).optNBest(3).build();
    TableModel model = new TableModel(random.nextInt(), 6, 0);
    for (Hypothesis found : new BeamSearch(options).nBest(model, 1).get(0)) {
      int[] tokens = found.tokens();
      assertThat(tokens).hasSizeBetween(Math.max(1, options.minLength()), options.maxLength());
      assertThat(found.length()).isEqualTo(tokens.length);
      assertThat(Arrays.stream(tokens).filter(options.forbidden()::contains)).isEmpty();
      assertThat(Arrays.stream(tokens, 0, tokens.length - 1)).doesNotContain(END);
      assertThat(tokens.length == options.maxLength() || tokens[tokens.length - 1] == END).isTrue();
    }
  }

  @Test
  void prefersLongerOutputsWithPenalty() {
    // Ends at once with probability 0.3; else goes on surely, and ends at the third symbol.
    TableModel model =
        new TableModel(1, 3, 0) {
          @Override
          float[] logProbabilities(int source, List<Integer> prefix) {
            return switch (prefix.size()) {
              case 0 -> new float[] {-9, (float) Math.log(0.3), (float) Math.log(0.28)};
              case 1 -> new float[] {-9, -9, 0};
              default -> new float[] {-9, 0, -9};
            };
          }
        };
    SearchOptions.Builder builder = options(4, 4);
    assertThat(best(model, builder.build())).containsExactly(END);
    assertThat(best(model, builder.optLengthPenalty(LengthPenalty.AVERAGE).build()))
        .containsExactly(2, 2, END);
    assertThat(best(model, builder.optLengthPenalty(LengthPenalty.wu(1)).build()))
        .containsExactly(2, 2, END);
  }

  @Test
  void stopsWhereNoOpenHypothesisCanWinWithPenalty() {
    TableModel ending =
        new TableModel(1, 3, 0) {
          @Override
          float[] logProbabilities(int source, List<Integer> prefix) {
            return new float[] {-3, -0.1f, -3};
          }
        };
    // An open hypothesis of -3 may at best become -3 / (25 / 6)^0.5 = -1.47.
    SearchOptions options = options(3, 20).optLengthPenalty(LengthPenalty.wu(0.5)).build();
    assertThat(best(ending, options)).containsExactly(END);
    assertThat(ending.steps()).isEqualTo(1);
  }

  @Test
  void cutsOutputThatCannotGoOn() {
    TableModel stuck =
        new TableModel(1, 3, 0) {
          @Override
          float[] logProbabilities(int source, List<Integer> prefix) {
            float nothing = Float.NEGATIVE_INFINITY;
            return prefix.isEmpty()
                ? new float[] {nothing, nothing, -1}
                : new float[] {nothing, -1, nothing};
          }
        };
    assertThat(best(stuck, options(2, 9).optMinLength(5).build())).containsExactly(2);
    assertThat(best(stuck, options(2, 9).optForbidden(Set.of(2)).build())).isEmpty();
  }

  private static int[] best(TableModel model, SearchOptions options) {
    return new BeamSearch(options).search(model, 1).get(0).tokens();
  }

  private static SearchOptions.Builder options(int beam, int maxLength) {
    return SearchOptions.builder()
        .setStart(START)
        .setEnd(END)
        .setMaxLength(maxLength)
        .optBeam(beam);
  }

  private static SearchOptions.Builder randomOptions(Random random) {
    int maxLength = 1 + random.nextInt(5);
    LengthPenalty penalty =
        switch (random.nextInt(3)) {
          case 0 -> LengthPenalty.NONE;
          case 1 -> LengthPenalty.AVERAGE;
          default -> LengthPenalty.wu(2 * random.nextDouble());
        };
    return options(1, maxLength)
        .optMinLength(random.nextInt(maxLength + 1))
        .optLengthPenalty(penalty)
        .optCoveragePenalty(random.nextBoolean() ? 0 : random.nextDouble())
        .optForbidden(random.nextBoolean() ? Set.of() : Set.of(START));
  }

  private static List<String> texts(List<Hypothesis> outputs) {
    return outputs.stream()
        .map(output -> Arrays.toString(output.tokens()) + " " + output.logProbability())
        .toList();
  }

  private static Hypothesis extended(TableModel model, Hypothesis before, int token) {
    List<Integer> prefix = Arrays.stream(before.tokens()).boxed().toList();
    double sum = before.logProbability() + model.logProbabilities(0, prefix)[token];
    return before.then(token, model.weights(0, prefix, before.token()), sum);
  }

  private static boolean mayFollow(SearchOptions options, int token, int length) {
    boolean tooSoon = token == END && length < options.minLength();
    return !tooSoon && !options.forbidden().contains(token);
  }

  private static void collect(
      TableModel model, SearchOptions options, Hypothesis before, List<Hypothesis> every) {
    for (int token = 0; token < model.symbols(); token++) {
      int length = before.length() + 1;
      if (mayFollow(options, token, length)) {
        Hypothesis output = extended(model, before, token);
        if (token == END || length == options.maxLength()) {
          every.add(output);
        } else {
          collect(model, options, output, every);
        }
      }
    }
  }

  private static List<Hypothesis> plainBeam(TableModel model, SearchOptions options) {
    List<Hypothesis> open = List.of(Hypothesis.start(START));
    List<Hypothesis> ended = new ArrayList<>();
    for (int length = 1; length <= options.maxLength(); length++) {
      List<Hypothesis> candidates = new ArrayList<>();
      for (Hypothesis before : open) {
        for (int token = 0; token < model.symbols(); token++) {
          if (mayFollow(options, token, length)) {
            candidates.add(extended(model, before, token));
          }
        }
      }
      candidates.sort(Comparator.comparingDouble(candidate -> -candidate.logProbability()));
      open = new ArrayList<>();
      for (Hypothesis kept : candidates.stream().limit(options.beam()).toList()) {
        boolean ends = kept.token() == END || length == options.maxLength();
        (ends ? ended : open).add(kept);
      }
    }
    ended.sort(Comparator.comparingDouble(output -> -options.score(output, TableModel.WEIGHTS)));
    return ended.stream().limit(options.nBest()).toList();
  }
}

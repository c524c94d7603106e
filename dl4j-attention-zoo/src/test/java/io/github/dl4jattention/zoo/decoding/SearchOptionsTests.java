package io.github.dl4jattention.zoo.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SearchOptionsTests {
  private static final Hypothesis TWO_SYMBOLS =
      Hypothesis.start(0)
          .then(2, new float[] {0.5f, 0.25f, 0.25f, 9}, -1)
          .then(1, new float[] {0.75f, 0.25f, 0, 9}, -3);

  @Test
  void dividesByLength() {
    assertThat(LengthPenalty.NONE.divisor(7)).isEqualTo(1);
    assertThat(LengthPenalty.AVERAGE.divisor(7)).isEqualTo(7);
    assertThat(LengthPenalty.wu(1).divisor(7)).isEqualTo(2);
    assertThat(LengthPenalty.wu(0.6).divisor(7)).isCloseTo(Math.pow(2, 0.6), within(1e-12));
    assertThat(LengthPenalty.wu(0.6).divisor(1)).isEqualTo(1);
    assertThat(LengthPenalty.wu(0).divisor(9)).isEqualTo(1);
  }

  @Test
  void scoresAsWuDoes() {
    SearchOptions options =
        builder().optLengthPenalty(LengthPenalty.wu(1)).optCoveragePenalty(0.2).build();
    // Coverage of the source's three positions: 1.25, 0.5, 0.25.
    double expected = -3 / (7 / 6.0) + 0.2 * (0 + Math.log(0.5) + Math.log(0.25));
    assertThat(options.score(TWO_SYMBOLS, 3)).isCloseTo(expected, within(1e-9));
    assertThat(builder().build().score(TWO_SYMBOLS, 3)).isEqualTo(-3);
  }

  @Test
  void doesNotMindMissingAttentionOrUncoveredPositions() {
    SearchOptions options = builder().optCoveragePenalty(1).build();
    Hypothesis blind = Hypothesis.start(0).then(1, new float[0], -2);
    assertThat(options.score(blind, 5)).isEqualTo(-2);
    Hypothesis narrow = Hypothesis.start(0).then(1, new float[] {1, 0}, -2);
    assertThat(options.score(narrow, 2)).isCloseTo(-2 + Math.log(1e-10), within(1e-9));
    assertThat(options.score(Hypothesis.start(0), 2)).isEqualTo(0);
  }

  @Test
  void boundsLengthsByTheSources() {
    SearchOptions options = SearchOptions.builder().setStart(0).setEnd(1).setMaxLength(20).build();
    assertThat(options.longest(1)).isEqualTo(20);
    SearchOptions.Builder bounded = SearchOptions.builder().setStart(0).setEnd(1).setMaxLength(20);
    assertThat(bounded.optLengthAllowance(3).build().longest(2)).isEqualTo(7);
    assertThat(bounded.build().longest(9)).isEqualTo(20);
    assertThat(bounded.build().longest(Integer.MAX_VALUE)).isEqualTo(20);
    assertThat(bounded.optMinLength(8).build().longest(2)).isEqualTo(8);
    assertThat(bounded.optLengthAllowance(0).optMinLength(0).build().longest(0)).isEqualTo(1);
  }

  @Test
  void refusesSettingsOutOfRange() {
    refuses(builder().optLengthAllowance(-1), "the length allowance must be at least 0, got -1");
    refuses(builder().optBeam(2).optNBest(3), "nBest must be from 1 to the beam of 2, got 3");
    refuses(builder().optMinLength(6), "minLength must be from 0 to maxLength of 5, got 6");
    refuses(builder().optMinLength(-1), "minLength must be from 0 to maxLength of 5, got -1");
    refuses(builder().optCoveragePenalty(-1), "the coverage penalty must be at least 0, got -1.0");
    refuses(builder().optForbidden(List.of(0, 1)), "the end symbol 1 cannot be forbidden");
    refuses(SearchOptions.builder(), "setStart, setEnd and setMaxLength are required");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LengthPenalty.wu(-0.1))
        .withMessage("alpha of a length penalty must be at least 0, got -0.1");
  }

  private static void refuses(SearchOptions.Builder builder, String message) {
    assertThatIllegalArgumentException().isThrownBy(builder::build).withMessage(message);
  }

  private static SearchOptions.Builder builder() {
    return SearchOptions.builder().setStart(0).setEnd(1).setMaxLength(5);
  }
}

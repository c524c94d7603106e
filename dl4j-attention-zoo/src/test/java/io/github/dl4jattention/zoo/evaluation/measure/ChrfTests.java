package io.github.dl4jattention.zoo.evaluation.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChrfTests {
  private static final List<String> OUTPUTS = List.of("the cat sat", "a \"dog\"!");
  private static final List<List<String>> REFERENCES =
      List.of(List.of("the cat sits", "a dog!"), List.of("that cat sat.", "the 'dog'"));

  @Test
  void equalsFiguresByHand() {
    // abc against abd: of 1-grams 2 in 3 are common, of 2-grams 1 in 2, of 3-grams none.
    double mean = (2.0 / 3 + 1.0 / 2 + 0) / 3;
    assertThat(Chrf.CHRF2.sentence("abc", List.of("abd"))).isCloseTo(100 * mean, within(1e-12));
    // ab against abcd: P = (2/2 + 1/1) / 2, R = (2/4 + 1/3) / 2; longer orders the output lacks.
    double precision = 1;
    double recall = (2.0 / 4 + 1.0 / 3) / 2;
    assertThat(Chrf.CHRF2.sentence("ab", List.of("abcd")))
        .isCloseTo(100 * 5 * precision * recall / (4 * precision + recall), within(1e-12));
    assertThat(new Chrf(6, 0, 1, false).sentence("ab", List.of("abcd")))
        .isCloseTo(100 * 2 * precision * recall / (precision + recall), within(1e-12));
  }

  @Test
  void countsWordsToo() {
    // "x y." is the words x, y, . and "x z." is x, z, . : words 2/3, pairs none of 2.
    // Characters xy. and xz.: 2/3, none of 2, none of 1.
    double mean = (2.0 / 3 + 0 + 0 + 2.0 / 3 + 0) / 5;
    assertThat(Chrf.CHRF_PLUS_PLUS.sentence("x y.", List.of("x z.")))
        .isCloseTo(100 * mean, within(1e-12));
  }

  /** Figures of sacreBLEU's {@code CHRF}. */
  @Test
  void equalsSacreBleu() {
    assertThat(Chrf.CHRF2.sentence("the cat", List.of("the cat sat")))
        .isCloseTo(55.77101053281037, within(1e-9));
    assertThat(Chrf.CHRF_PLUS_PLUS.sentence("the cat.", List.of("the cat sat.")))
        .isCloseTo(54.504119741359744, within(1e-9));
    assertThat(Chrf.CHRF2.corpus(OUTPUTS, REFERENCES)).isCloseTo(54.51994388450622, within(1e-9));
    assertThat(Chrf.CHRF_PLUS_PLUS.corpus(OUTPUTS, REFERENCES))
        .isCloseTo(52.35110128222799, within(1e-9));
  }

  @Test
  void goesFromNothingToAll() {
    assertThat(Chrf.CHRF2.sentence("", List.of("x"))).isZero();
    assertThat(Chrf.CHRF2.sentence("abc", List.of("xyz"))).isZero();
    assertThat(Chrf.CHRF_PLUS_PLUS.sentence("a b \uD83D\uDE00", List.of("a b \uD83D\uDE00")))
        .isEqualTo(100);
  }

  @Test
  void leavesWhiteSpaceOutAndCaseInUnlessTold() {
    assertThat(Chrf.CHRF2.sentence("a b\u00a0c", List.of("abc"))).isEqualTo(100);
    assertThat(Chrf.CHRF2.sentence("AB", List.of("ab"))).isZero();
    assertThat(new Chrf(6, 0, 2, true).sentence("Ab", List.of("aB"))).isEqualTo(100);
  }

  @Test
  void writesSacreBleusSignature() {
    assertThat(Chrf.CHRF2.signature(1))
        .isEqualTo("nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.5.1");
    assertThat(Chrf.CHRF_PLUS_PLUS.signature(2))
        .isEqualTo("nrefs:2|case:mixed|eff:yes|nc:6|nw:2|space:no|version:2.5.1");
  }

  @Test
  void refusesSettingsOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Chrf(0, 0, 2, false))
        .withMessage(
            "chrF needs characters of order 1 or more, words of 0 or more and a beta above 0, got"
                + " 0, 0 and 2.0");
    assertThatIllegalArgumentException().isThrownBy(() -> new Chrf(6, -1, 2, false));
    assertThatIllegalArgumentException().isThrownBy(() -> new Chrf(6, 0, Double.NaN, false));
  }
}

package io.github.dl4jattention.zoo.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VocabularyTests {
  private final Vocabulary closed = new Vocabulary(List.of("b", "dog", "a"), false);
  private final Vocabulary open = new Vocabulary(List.of("b", "dog", "a"), true);

  @Test
  void numbersPiecesInTheOrderGivenAfterTheSpecialOnes() {
    assertThat(closed.numbers(List.of("a", "dog", "b"))).containsExactly(5, 4, 3);
    assertThat(open.numbers(List.of("a", "dog", "b"))).containsExactly(6, 5, 4);
    assertThat(closed.size()).isEqualTo(6);
    assertThat(open.size()).isEqualTo(7);
  }

  @Test
  void leavesSpecialNumbersOut() {
    assertThat(
            closed.pieces(new int[] {Vocabulary.START, 3, Vocabulary.PADDING, 4, Vocabulary.END}))
        .containsExactly("b", "dog");
    assertThat(open.pieces(new int[] {Vocabulary.UNKNOWN, 4})).containsExactly("<unk>", "b");
  }

  @Test
  void hasOneNumberForAllUnknownPieces() {
    assertThat(open.numbers(List.of("cat", "a", "x"))).containsExactly(3, 6, 3);
  }

  @Test
  void takesTheMostFrequentPieces() {
    Vocabulary vocabulary =
        Vocabulary.mostFrequent(Map.of("x", 1L, "b", 3L, "a", 3L, "z", 9L, "c", 2L), 3);
    assertThat(vocabulary.pieces()).containsExactly("z", "a", "b");
    assertThat(vocabulary.hasUnknown()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "x, 'character \"x\" (U+0078), at position 2, that the training data lack'",
    "\uD83D\uDE00, 'character \"\uD83D\uDE00\" (U+1F600), at position 2, that the training data lack'",
    "'\u0007', 'character ? (U+0007), at position 2, that the training data lack'",
    "'c\u0007t', 'token \"c?t\", at position 2, that the training data lack'"
  })
  void namesUnknownPieceAndItsPosition(String piece, String message) {
    assertThatThrownBy(() -> closed.numbers(List.of("a", piece)))
        .isInstanceOf(Vocabulary.UnknownPieceException.class)
        .hasMessage(message);
  }

  @Test
  void refusesNumbersThatItHasNot() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> closed.pieces(new int[] {6}))
        .withMessage("there is no number 6 in a vocabulary of 6");
    assertThatIllegalArgumentException().isThrownBy(() -> closed.pieces(new int[] {-1}));
  }

  @Test
  void refusesPieceGivenTwiceOrEmpty() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Vocabulary(List.of("a", "b", "a"), true))
        .withMessage("\"a\" is given twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Vocabulary(List.of(""), true))
        .withMessage("a piece is empty");
  }
}

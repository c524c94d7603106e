package io.github.dl4jattention.zoo.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BytePairsTests {
  private static final String JOIN = "\uffed";

  /** The words of Sennrich 2016, figure 1. */
  private static final List<String> PAPER =
      List.of(
          "low low low low low lower lower newest newest newest newest newest newest widest widest"
              + " widest");

  @Test
  void learnsTheMergesOfThePapersWords() {
    // By hand; of pairs as frequent the one that sorts first.
    assertThat(BytePairs.train(PAPER, 1000, false).merges().stream().map(BytePairs.Merge::result))
        .containsExactly(
            JOIN + "es", // 9, before s and t
            JOIN + "est",
            "lo", // 7, before o and w
            "low",
            "ne", // 6
            "new",
            "newest",
            "wi", // 3
            "wid",
            "widest",
            "lowe", // 2
            "lower");
  }

  @Test
  void cutsWordsThatItNeverSaw() {
    BytePairs all = BytePairs.train(PAPER, 1000, false);
    BytePairs tokens = new BytePairs(all.pieces(), all.merges().subList(0, 4));
    assertThat(tokens.split("lowest low newer"))
        .containsExactly(
            "low", JOIN + "est", "low", "n", JOIN + "e", JOIN + "w", JOIN + "e", JOIN + "r");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void learnsAndCutsAsThePlainAlgorithmDoes(long seed) {
    List<String> texts = randomWords(seed, 60);
    BytePairs tokens = BytePairs.train(texts, 60, false);
    List<BytePairs.Merge> plain = plainMerges(texts, tokens.merges().size());
    assertThat(tokens.merges()).hasSizeGreaterThan(20).isEqualTo(plain);
    for (String text : randomWords(seed + 100, 200)) {
      List<String> expected = new ArrayList<>();
      for (String word : text.split(" ", -1)) {
        expected.addAll(plainPieces(word, plain));
      }
      assertThat(tokens.split(text)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void givesBackEveryTextToTheCharacter(boolean byteFallback) {
    BytePairs tokens = BytePairs.train(RandomTexts.list(2, 300), 700, byteFallback);
    for (String text : RandomTexts.list(3, 20_000)) {
      assertThat(tokens.join(tokens.split(text))).isEqualTo(text);
    }
  }

  @Test
  void hasANumberForEveryTextWithItsBytes() {
    BytePairs tokens = BytePairs.train(PAPER, 400, true);
    Vocabulary vocabulary = new Vocabulary(tokens.pieces(), false);
    for (String text : RandomTexts.list(4, 5_000)) {
      int[] numbers = vocabulary.numbers(tokens.split(text));
      assertThat(tokens.join(vocabulary.pieces(numbers))).isEqualTo(text);
    }
    assertThat(tokens.split("low \u00e9e low\u00e9"))
        .containsExactly("low", " ", "<0xC3>", "<0xA9>", JOIN + "e", "low", "<0xC3>", "<0xA9>");
  }

  @Test
  void writesBytesThatAreNoTextAsReplacementCharacter() {
    BytePairs tokens = BytePairs.train(PAPER, 400, true);
    assertThat(tokens.join(List.of("low", "<0xC3>", "low", "<0xFF>")))
        .isEqualTo("low\uFFFD low\uFFFD");
  }

  @Test
  void isTheSameWhateverTheOrderOfTheTexts() {
    List<String> texts = new ArrayList<>(RandomTexts.list(5, 400));
    BytePairs first = BytePairs.train(texts, 900, true);
    Collections.shuffle(texts, new Random(1));
    BytePairs second = BytePairs.train(texts, 900, true);
    assertThat(first.merges()).isNotEmpty().isEqualTo(second.merges());
    assertThat(first.pieces()).isEqualTo(second.pieces());
  }

  @Test
  void staysWithinItsSize() {
    List<String> texts = randomWords(6, 400);
    for (int size : new int[] {260, 300, 500, 1000}) {
      BytePairs tokens = BytePairs.train(texts, size, true);
      assertThat(tokens.pieces()).hasSizeLessThanOrEqualTo(size).doesNotHaveDuplicates();
    }
    assertThat(BytePairs.train(texts, 500, true).pieces()).hasSize(500);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BytePairs.train(texts, 200, true))
        .withMessage(
            "a vocabulary of 200 pieces has no room for characters: 258 are for bytes and spaces");
  }

  @Test
  void cutsWordOfManyLettersInLinearTimeOrNearly() {
    BytePairs tokens = BytePairs.train(List.of("aaaa aaaa ab"), 400, true);
    String word = "a".repeat(200_000);
    List<String> pieces = tokens.split(word);
    assertThat(pieces).hasSizeLessThan(word.length());
    assertThat(tokens.join(pieces)).isEqualTo(word);
  }

  @Test
  void refusesPartsThatDoNotFit() {
    BytePairs.Merge merge = new BytePairs.Merge("a", JOIN + "b");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BytePairs(List.of("a", JOIN + "b"), List.of(merge)))
        .withMessage("the merge of \"a\" and \"%sb\" does not fit the pieces".formatted(JOIN));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new BytePairs(List.of("a", "b", "ab"), List.of(new BytePairs.Merge("a", "b"))))
        .withMessage("the merge of \"a\" and \"b\" does not fit the pieces");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BytePairs(List.of("a", JOIN + "b", "ab"), List.of(merge, merge)))
        .withMessageEndingWith("is given twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BytePairs(List.of("a", "a"), List.of()))
        .withMessage("the piece \"a\" is given twice");
  }

  private static List<String> randomWords(long seed, int count) {
    Random random = new Random(seed);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder();
      for (int word = 0; word < 4; word++) {
        text.append(word == 0 ? "" : " ");
        int length = 1 + random.nextInt(9);
        random.ints(length, 0, 4).forEach(letter -> text.append((char) ('a' + letter)));
      }
      texts.add(text.toString());
    }
    return texts;
  }

  /** Counts all pairs of all words anew for each merge. */
  private static List<BytePairs.Merge> plainMerges(List<String> texts, int count) {
    List<List<String>> words = new ArrayList<>();
    for (String text : texts) {
      for (String word : text.split(" ", -1)) {
        words.add(plainPieces(word, List.of()));
      }
    }
    List<BytePairs.Merge> merges = new ArrayList<>();
    Map<String, Boolean> known = new HashMap<>();
    while (merges.size() < count) {
      Map<String, Integer> counts = new TreeMap<>();
      for (List<String> word : words) {
        for (int i = 0; i + 1 < word.size(); i++) {
          counts.merge(word.get(i) + "\0" + word.get(i + 1), 1, Integer::sum);
        }
      }
      BytePairs.Merge best = null;
      int most = 1;
      for (Map.Entry<String, Integer> entry : counts.entrySet()) {
        String[] pair = entry.getKey().split("\0", -1);
        BytePairs.Merge merge = new BytePairs.Merge(pair[0], pair[1]);
        if (entry.getValue() > most && !known.containsKey(merge.result())) {
          best = merge;
          most = entry.getValue();
        }
      }
      merges.add(best);
      known.put(best.result(), true);
      for (List<String> word : words) {
        apply(word, best);
      }
    }
    return merges;
  }

  private static List<String> plainPieces(String word, List<BytePairs.Merge> merges) {
    List<String> pieces = new ArrayList<>();
    for (int i = 0; i < word.length(); i++) {
      pieces.add((i == 0 ? "" : JOIN) + word.charAt(i));
    }
    merges.forEach(merge -> apply(pieces, merge));
    return pieces;
  }

  private static void apply(List<String> pieces, BytePairs.Merge merge) {
    for (int i = 0; i + 1 < pieces.size(); i++) {
      if (pieces.get(i).equals(merge.left()) && pieces.get(i + 1).equals(merge.right())) {
        pieces.set(i, merge.result());
        pieces.remove(i + 1);
      }
    }
  }
}

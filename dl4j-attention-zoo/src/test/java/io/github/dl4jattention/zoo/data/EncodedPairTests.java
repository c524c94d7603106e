package io.github.dl4jattention.zoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncodedPairTests {
  @Test
  void encodesPairsWithTheirEnds() {
    TextCodec codec = TextCodec.ofCharacters(List.of("a", "b"));
    List<EncodedPair> encoded =
        EncodedPair.encode(List.of(new Pair("ab", "b"), new Pair("b", "a")), codec, codec, "test");
    assertThat(encoded.stream().map(pair -> Arrays.toString(pair.source())))
        .containsExactly("[3, 4, 2]", "[4, 2]");
    assertThat(encoded.stream().map(pair -> Arrays.toString(pair.target())))
        .containsExactly("[4, 2]", "[3, 2]");
  }

  @Test
  void namesOriginAndLineOfPairWithUnknownCharacter() {
    TextCodec codec = TextCodec.ofCharacters(List.of("a"));
    List<Pair> pairs = List.of(new Pair("a", "a"), new Pair("a", "q"));
    assertThatThrownBy(() -> EncodedPair.encode(pairs, codec, codec, "mine.tsv"))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "mine.tsv line 2 has a character \"q\" (U+0071), at position 1, that the training data"
                + " lack: take it out, or train on data that have it");
  }

  @Test
  void leavesOutCountsAndNamesPairsThatAreTooLong() {
    TextCodec codec = TextCodec.ofCharacters(List.of("a"));
    List<Pair> pairs =
        List.of(
            new Pair("aaa", "a"),
            new Pair("aaaa", "a"),
            new Pair("a", "aaa"),
            new Pair("a", "a".repeat(10_000)));
    EncodedPairs encoded =
        EncodedPairs.encode(NumberedPairs.all(pairs, "mine.tsv"), codec, codec, 3);
    assertThat(encoded.pairs().stream().map(pair -> pair.target().length)).containsExactly(2, 4);
    assertThat(encoded.tooLong()).containsExactly(2, 4);
    assertThat(encoded.leftOut())
        .isEqualTo(
            "2 of 4 pairs of mine.tsv have more than 3 tokens on a side and are left out: lines 2,"
                + " 4");
    assertThat(
            EncodedPairs.encode(NumberedPairs.all(pairs, "mine.tsv"), codec, codec, 10_000)
                .leftOut())
        .isEmpty();
  }

  @Test
  void anAllowanceWouldHaveCutNoneOfThem() {
    TextCodec codec = TextCodec.ofCharacters(List.of("a"));
    List<Pair> pairs = List.of(new Pair("aaa", "a"), new Pair("aa", "a".repeat(30)));
    NumberedPairs numbered = NumberedPairs.all(pairs, "mine.tsv");
    assertThat(EncodedPairs.encode(numbered, codec, codec, 50).lengthAllowance())
        .isEqualTo(31 - 2 * 3);
    assertThat(EncodedPairs.encode(numbered, codec, codec, 3).lengthAllowance()).isEqualTo(10);
  }

  @Test
  void namesTheFirstTenOfManyThatAreTooLong() {
    TextCodec codec = TextCodec.ofCharacters(List.of("a"));
    List<Pair> pairs = new ArrayList<>(Collections.nCopies(12, new Pair("aa", "a")));
    pairs.add(new Pair("a", "a"));
    assertThat(EncodedPairs.encode(NumberedPairs.all(pairs, "mine.tsv"), codec, codec, 1).leftOut())
        .endsWith("left out: lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ...");
  }

  @Test
  void refusesPairsThatAreAllTooLong() {
    TextCodec codec = TextCodec.ofCharacters(List.of("a"));
    List<Pair> pairs = List.of(new Pair("aa", "a"), new Pair("a", "aa"));
    assertThatThrownBy(
            () -> EncodedPairs.encode(NumberedPairs.all(pairs, "mine.tsv"), codec, codec, 1))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "all 2 pairs of mine.tsv have more than 1 tokens on a side: raise the training's"
                + " --max-length");
    NumberedPairs part =
        new NumberedPairs(
            pairs, List.of(3, 7), "mine.tsv", NumberedPairs.Kind.TEXTS, "to train on");
    assertThatThrownBy(() -> EncodedPairs.encode(part, codec, codec, 1))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("all 2 texts to train on of mine.tsv have more than 1 tokens: ");
  }

  @Test
  void thoseOfAFileInTwoPartsAreToldTogether() {
    EncodedPairs training = part(List.of(1, 4), List.of("aa", "a"), "mine.tsv");
    EncodedPairs heldOut = part(List.of(2, 3), List.of("aa", "a"), "mine.tsv");
    assertThat(training.leftOut(heldOut))
        .containsExactly(
            "2 of 4 texts of mine.tsv have more than 1 tokens and are left out: lines 1, 2");
    EncodedPairs other = part(List.of(1, 2), List.of("a", "a"), "valid.tsv");
    assertThat(training.leftOut(other)).containsExactly(training.leftOut());
    assertThat(other.leftOut(other)).isEmpty();
    // A file that is given for both.
    assertThat(training.leftOut(training)).containsExactly(training.leftOut(), training.leftOut());
  }

  private static EncodedPairs part(List<Integer> lines, List<String> texts, String origin) {
    TextCodec codec = TextCodec.ofCharacters(List.of("a"));
    return EncodedPairs.encode(
        new NumberedPairs(
            texts.stream().map(text -> new Pair(text, "a")).toList(),
            lines,
            origin,
            NumberedPairs.Kind.TEXTS,
            ""),
        codec,
        codec,
        1);
  }
}

package io.github.dl4jattention.zoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import java.util.Arrays;
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
}

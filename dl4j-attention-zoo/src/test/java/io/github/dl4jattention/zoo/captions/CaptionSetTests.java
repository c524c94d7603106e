package io.github.dl4jattention.zoo.captions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.PhotoCaptions;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaptionSetTests {
  @Test
  void captionsAreWordsOfSmallLetters() {
    assertThat(CaptionText.normalized(" A man , in a T-shirt , runs . "))
        .isEqualTo("a man in a tshirt runs");
    assertThat(CaptionText.normalized("Dog's  \u00c9t\u00e9!")).isEqualTo("dogs \u00e9t\u00e9");
    assertThat(CaptionText.normalized(" ... ")).isEmpty();
  }

  @Test
  void aPhotoWithoutAWordIsRefusedByName() {
    assertThatThrownBy(() -> CaptionSet.of(0, List.of(new PhotoCaptions("x.jpg", List.of(".")))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("x.jpg has no caption with a word");
  }

  @Test
  void pairsHaveThePhotosNumber() {
    CaptionSet set = new CaptionSet(10, TinyCaptions.SET.photos());
    List<EncodedPair> pairs = set.encoded(TinyCaptions.CODEC, 3);
    assertThat(pairs).hasSize(3); // one of each photo has more words
    assertThat(pairs.get(2).source()).containsExactly(12);
    assertThat(pairs.get(2).target()).hasSize(4).endsWith(Vocabulary.END);
    assertThat(set.numbers()).containsExactly(10, 11, 12);
  }

  @Test
  void missingReferencesRepeatTheFirst() {
    CaptionSet set =
        new CaptionSet(
            0,
            List.of(
                new PhotoCaptions("a", List.of("one", "two", "three")),
                new PhotoCaptions("b", List.of("four"))));
    assertThat(set.references())
        .containsExactly(List.of("one", "four"), List.of("two", "four"), List.of("three", "four"));
    double once =
        CaptionText.bleu()
            .sentence("four five six seven", List.of("four five six seven eight"))
            .score();
    double twice =
        CaptionText.bleu()
            .sentence(
                "four five six seven",
                List.of("four five six seven eight", "four five six seven eight"))
            .score();
    assertThat(twice).isEqualTo(once).isGreaterThan(50);
  }
}

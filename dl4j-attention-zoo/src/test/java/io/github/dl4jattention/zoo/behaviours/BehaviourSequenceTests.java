package io.github.dl4jattention.zoo.behaviours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.NumberedPairs;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.model.AtRank;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Behaviours as text and as numbers. */
class BehaviourSequenceTests {
  private static final String TEXT = "kettle:kitchen buy:lamp:lights:60 browse:pan:kitchen:7200";

  private static NumberedPairs pairs(Pair... pairs) {
    return NumberedPairs.all(List.of(pairs), "test");
  }

  @Test
  void aTextComesBackWithTheOldestFirst() throws Exception {
    BehaviourSequence sequence = BehaviourSequence.parse(TEXT);
    assertThat(sequence.behaviours())
        .containsExactly(
            new Behaviour("browse", "pan", "kitchen", 7200),
            new Behaviour("buy", "lamp", "lights", 60));
    assertThat(BehaviourSequence.parse(sequence.text())).isEqualTo(sequence);
    assertThat(sequence.latest(1).behaviours()).extracting(Behaviour::item).containsExactly("lamp");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a:b | has no behaviours: write item:category action:item:category:age",
        "a x:a:b:1 | has \"a\", which is not item:category",
        "a:b x:a:b | has \"x:a:b\", which is not action:item:category:age",
        "a:b x::b:1 | has \"x::b:1\", which is not action:item:category:age",
        "a:b x:a:b:-1 | has \"x:a:b:-1\", whose age is no whole number",
        "a:b x:a:b:1.5 | has \"x:a:b:1.5\", whose age is no whole number",
        "a:b x:a:b:9999999999999999999 | whose age is no whole number of at most 18 digits"
      })
  void whatIsNoSequenceIsRefusedWithItsLine(String text, String message) {
    Pair good = new Pair(TEXT, "1");
    assertThatThrownBy(() -> BehaviourNumbers.vocabulary(pairs(good, new Pair(text, "0"))))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("test line 2 ")
        .hasMessageContaining(message);
  }

  @Test
  void whatIsTooLongIsRefused() {
    assertThatThrownBy(() -> BehaviourSequence.parse("a:b" + " x:a:b:1".repeat(10_001)))
        .hasMessageContaining("10,001 behaviours");
    assertThatThrownBy(() -> BehaviourSequence.parse("a:b x:a:" + "b".repeat(101) + ":1"))
        .hasMessageContaining("names of 1 to 100 characters");
  }

  @Test
  void answersAndCategoriesAreChecked() {
    Pair acts = new Pair(TEXT, "1");
    assertThatThrownBy(() -> BehaviourNumbers.vocabulary(pairs(acts, new Pair(TEXT, "yes"))))
        .hasMessageStartingWith("test line 2 begins with neither 0 nor 1");
    assertThatThrownBy(() -> BehaviourNumbers.vocabulary(pairs(acts, acts)))
        .hasMessageContaining("only lines of 1, from which nothing can be learned");
    Pair other = new Pair("lamp:kitchen buy:lamp:lights:60", "0");
    assertThatThrownBy(() -> BehaviourNumbers.vocabulary(pairs(acts, other)))
        .hasMessage(
            "test line 2: item lamp is of category kitchen, and was of lights: an item has one"
                + " category");
    BehaviourVocabulary known =
        BehaviourNumbers.vocabulary(pairs(acts, new Pair(TEXT, BehaviourNumbers.DOES_NOT)));
    assertThatThrownBy(() -> BehaviourNumbers.encode(pairs(other), known, 5))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("test line 1: item lamp is of category kitchen");
  }

  /** By the order of names: kettle, lamp, pan; kitchen, lights; browse, buy. */
  @Test
  void numbersAreThoseWrittenByHand() {
    BehaviourVocabulary vocabulary =
        BehaviourNumbers.vocabulary(pairs(new Pair(TEXT, "1"), new Pair(TEXT, "0")));
    assertThat(vocabulary.itemRows()).isEqualTo(3 + 3);
    String text = "new:kitchen wish:pan:kitchen:3 buy:lamp:lights:1 buy:x:y:0 browse:old:lights:9";
    EncodedPair pair =
        BehaviourNumbers.encode(pairs(new Pair(text, "1")), vocabulary, 3).pairs().get(0);
    int[] source = pair.source(); // The oldest is beyond the three that count.
    assertThat(source).hasSize(4);
    assertThat(each(source, BehaviourNumbers::item)).containsExactly(5, 4, 0, 1);
    assertThat(each(source, BehaviourNumbers::action)).containsExactly(0, 2, 2, 0);
    assertThat(each(source, BehaviourNumbers::bucket)).containsExactly(2, 1, 0, 0);
    assertThat(each(source, number -> vocabulary.categoryOf(BehaviourNumbers.item(number))))
        .containsExactly(1, 2, 0, 1);
    assertThat(pair.target()).containsExactly(1);
  }

  private static int[] each(int[] numbers, IntUnaryOperator part) {
    return Arrays.stream(numbers).map(part).toArray();
  }

  @Test
  void bucketsOfAgeDoubleInWidth() {
    assertThat(List.of(0L, 1L, 2L, 3L, 4L, 7L, 8L, (1L << 30) - 1, 1L << 30, Long.MAX_VALUE))
        .extracting(AtRank::bucket)
        .containsExactly(0, 1, 2, 2, 3, 3, 4, 30, 31, 31);
  }
}

package io.github.dl4jattention.zoo.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.decoding.Hypothesis;
import io.github.dl4jattention.zoo.model.TinyModels;
import io.github.dl4jattention.zoo.model.TranslationModel;
import io.github.dl4jattention.zoo.model.Translator;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTests {
  private static final TranslationModel MODEL = TinyModels.decided(3);

  /** More than one batch of them. */
  private static final List<int[]> SOURCES =
      TinyModels.texts(150, 2).stream()
          .map(text -> EncodedPair.withEnd(MODEL.sources().encode(text)))
          .toList();

  private static final List<Hypothesis> PREDICTIONS = new Translator(MODEL, 1).decode(SOURCES);

  @Test
  void givesFullMarksToItsOwnPredictions() {
    Evaluation evaluation = Evaluation.of(MODEL, ownPredictions(), 1);
    assertThat(evaluation.exactMatch()).isEqualTo(1.0);
    assertThat(evaluation.characterAccuracy()).isEqualTo(1.0);
    assertThat(evaluation.examples()).isEqualTo(150);
    assertThat(evaluation.characters()).isEqualTo(characters(ownPredictions()));
  }

  @Test
  void countsOneWrongCharacter() {
    List<EncodedPair> pairs = ownPredictions();
    int longest = longest(pairs);
    int[] target = pairs.get(longest).target().clone();
    target[0] = target[0] == 3 ? 4 : 3;
    pairs.set(longest, new EncodedPair(pairs.get(longest).source(), target));
    Evaluation evaluation = Evaluation.of(MODEL, pairs, 1);
    double characters = characters(pairs);
    assertThat(evaluation.exactMatch()).isEqualTo(149 / 150.0);
    assertThat(evaluation.characterAccuracy()).isEqualTo((characters - 1) / characters);
  }

  @Test
  void countsCharacterTooManyAsWrong() {
    List<EncodedPair> pairs = ownPredictions();
    double characters = characters(pairs);
    int longest = longest(pairs);
    int[] target = pairs.get(longest).target();
    int[] shorter = EncodedPair.withEnd(Arrays.copyOf(target, target.length - 2));
    pairs.set(longest, new EncodedPair(pairs.get(longest).source(), shorter));
    Evaluation evaluation = Evaluation.of(MODEL, pairs, 1);
    assertThat(evaluation.exact()).isEqualTo(149);
    assertThat(evaluation.characterAccuracy()).isEqualTo((characters - 1) / characters);
  }

  @Test
  void countsMissingCharacterAsWrong() {
    List<EncodedPair> pairs = ownPredictions();
    int longest = longest(pairs);
    int[] target = pairs.get(longest).target().clone();
    target[target.length - 1] = 3;
    pairs.set(longest, new EncodedPair(pairs.get(longest).source(), EncodedPair.withEnd(target)));
    Evaluation evaluation = Evaluation.of(MODEL, pairs, 1);
    double characters = characters(pairs);
    assertThat(evaluation.exact()).isEqualTo(149);
    assertThat(evaluation.characterAccuracy()).isEqualTo((characters - 1) / characters);
  }

  @Test
  void addsUpOverParts() {
    List<EncodedPair> pairs = otherPairs();
    Evaluation whole = Evaluation.of(MODEL, pairs, 1);
    Evaluation parts =
        Evaluation.NOTHING
            .plus(Evaluation.of(MODEL, pairs.subList(0, 1), 1))
            .plus(Evaluation.of(MODEL, pairs.subList(1, 140), 1))
            .plus(Evaluation.of(MODEL, pairs.subList(140, 150), 1));
    assertThat(parts)
        .usingRecursiveComparison()
        .ignoringFields("negativeLogLikelihood")
        .isEqualTo(whole);
    assertThat(parts.negativeLogLikelihood())
        .isCloseTo(whole.negativeLogLikelihood(), within(1e-3));
  }

  @Test
  void doesNotDependOnTheOrderOfPairs() {
    List<EncodedPair> pairs = otherPairs();
    List<EncodedPair> reversed = new ArrayList<>(pairs);
    java.util.Collections.reverse(reversed);
    Evaluation evaluation = Evaluation.of(MODEL, reversed, 1);
    assertThat(evaluation.correctCharacters())
        .isEqualTo(Evaluation.of(MODEL, pairs, 1).correctCharacters());
  }

  @Test
  void scoresEndSymbolsToo() {
    List<EncodedPair> pairs = ownPredictions();
    assertThat(Evaluation.of(MODEL, pairs, 1).symbols())
        .isEqualTo(characters(pairs) + pairs.size());
  }

  @Test
  void losesTheLogProbabilityOfWhatItPredicts() {
    List<EncodedPair> ended = new ArrayList<>();
    double logProbability = 0;
    for (int i = 0; i < SOURCES.size(); i++) {
      int[] tokens = PREDICTIONS.get(i).tokens();
      if (tokens[tokens.length - 1] == Vocabulary.END) {
        ended.add(new EncodedPair(SOURCES.get(i), tokens));
        logProbability += PREDICTIONS.get(i).logProbability();
      }
    }
    assertThat(ended).isNotEmpty();
    assertThat(Evaluation.of(MODEL, ended, 1).negativeLogLikelihood())
        .isCloseTo(-logProbability, within(1e-3));
  }

  @Test
  void losesAboutTheLogarithmOfTheVocabularyWhereUntrained() {
    TranslationModel untrained = TinyModels.untrained(1);
    assertThat(Evaluation.of(untrained, otherPairs(), 1).loss())
        .isCloseTo(Math.log(untrained.targets().size()), within(0.25));
  }

  @Test
  void dividesSumsByTheirCounts() {
    Evaluation evaluation = new Evaluation(4, 1, 10, 9, 20, 5.0);
    assertThat(evaluation.exactMatch()).isEqualTo(0.25);
    assertThat(evaluation.characterAccuracy()).isEqualTo(0.9);
    assertThat(evaluation.loss()).isEqualTo(0.25);
    assertThat(evaluation.perplexity()).isCloseTo(1.2840254166877414, within(1e-12));
  }

  private static List<EncodedPair> ownPredictions() {
    List<EncodedPair> pairs = new ArrayList<>();
    for (int i = 0; i < SOURCES.size(); i++) {
      pairs.add(new EncodedPair(SOURCES.get(i), withEnd(PREDICTIONS.get(i).tokens())));
    }
    return pairs;
  }

  private static List<EncodedPair> otherPairs() {
    List<EncodedPair> pairs = new ArrayList<>();
    for (int i = 0; i < SOURCES.size(); i++) {
      int[] target = new int[1 + i % 6];
      Arrays.setAll(target, t -> 3 + t % 3);
      pairs.add(new EncodedPair(SOURCES.get(i), EncodedPair.withEnd(target)));
    }
    return pairs;
  }

  private static int[] withEnd(int[] tokens) {
    return tokens[tokens.length - 1] == Vocabulary.END ? tokens : EncodedPair.withEnd(tokens);
  }

  private static long characters(List<EncodedPair> pairs) {
    return pairs.stream().mapToLong(pair -> pair.target().length - 1).sum();
  }

  private static int longest(List<EncodedPair> pairs) {
    int longest = 0;
    for (int i = 0; i < pairs.size(); i++) {
      longest = pairs.get(i).target().length > pairs.get(longest).target().length ? i : longest;
    }
    return longest;
  }
}

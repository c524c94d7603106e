package io.github.dl4jattention.zoo.behaviours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.NumberedPairs;
import io.github.dl4jattention.zoo.data.Pair;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BehaviourGeneratorTests {
  private static final int USERS = 2_000;
  private static final List<Pair> PAIRS = BehaviourGenerator.generate(7L, USERS);

  private static BehaviourSequence read(Pair pair) {
    try {
      return BehaviourSequence.parse(pair.source());
    } catch (BehaviourSequence.UnreadableException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean ruleSaysActs(Pair pair) {
    BehaviourSequence user = read(pair);
    return BehaviourGenerator.standing(user.behaviours(), user.category())
        == BehaviourGenerator.Standing.OPEN;
  }

  @Test
  void theSameSeedGivesTheSameUsers() {
    assertThat(BehaviourGenerator.generate(7L, 50)).isEqualTo(PAIRS.subList(0, 50));
    assertThat(BehaviourGenerator.generate(8L, 50)).isNotEqualTo(PAIRS.subList(0, 50));
    // Parts of one seed are of seeds of their own.
    assertThat(BehaviourGenerator.generate(BehaviourGenerator.Part.HELD_OUT, 2))
        .hasSize(USERS)
        .isEqualTo(PAIRS);
  }

  @Test
  void answersFollowTheRuleButForSurprises() {
    long surprises =
        PAIRS.stream().filter(pair -> ruleSaysActs(pair) != pair.target().equals("1")).count();
    assertThat((double) surprises / USERS).isCloseTo(0.05, within(0.012));
    long acting = PAIRS.stream().filter(pair -> pair.target().equals("1")).count();
    assertThat((double) acting / USERS).isCloseTo(0.5, within(0.03));
    for (Pair pair : PAIRS.subList(0, 50)) {
      assertThat(read(pair).behaviours()).hasSizeBetween(3, 36);
      assertThat(read(pair).behaviours())
          .allSatisfy(behaviour -> assertThat(behaviour.age()).isBetween(0L, 40L * 24 * 60));
    }
  }

  /** The rule as written down beside, not as the generator has it. */
  @Test
  void theRuleIsThatOfTheLatestBehaviourInTheCategory() {
    List<Behaviour> behaviours =
        List.of(
            new Behaviour("browse", "a-1", "a", 14_400),
            new Behaviour("buy", "b-1", "b", 5),
            new Behaviour("browse", "b-1", "b", 9),
            new Behaviour("buy", "c-1", "c", 9),
            new Behaviour("cart", "c-1", "c", 5),
            new Behaviour("browse", "d-1", "d", 14_401));
    assertThat(List.of("a", "b", "c", "d", "e"))
        .extracting(category -> BehaviourGenerator.standing(behaviours, category).name())
        .containsExactly("OPEN", "BOUGHT", "OPEN", "LONG_AGO", "NEVER");
  }

  @Test
  void whoKnowsTheRuleIsFarAheadOfTheBaselines() {
    boolean[] acts = new boolean[USERS];
    IntStream.range(0, USERS).forEach(i -> acts[i] = PAIRS.get(i).target().equals("1"));
    double[] scores = PAIRS.stream().mapToDouble(pair -> ruleSaysActs(pair) ? 1 : 0).toArray();
    assertThat(Ranking.areaUnderCurve(scores, acts)).isCloseTo(0.95, within(0.012));

    NumberedPairs numbered = NumberedPairs.all(PAIRS, "test");
    BehaviourVocabulary vocabulary = BehaviourNumbers.vocabulary(numbered);
    List<EncodedPair> encoded = BehaviourNumbers.encode(numbered, vocabulary, 50).pairs();
    BehaviourBaselines baselines = BehaviourBaselines.of(encoded, vocabulary);
    assertThat(baselines.popularity()).isCloseTo(0.5, within(0.03));
    assertThat(baselines.categoryCount()).isBetween(0.6, 0.85);
    assertThat(baselines.lastCategory()).isBetween(0.5, 0.8);
  }
}

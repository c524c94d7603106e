package io.github.dl4jattention.zoo.behaviours;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.EncodedPairs;
import io.github.dl4jattention.zoo.data.NumberedPairs;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.model.AtRank;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes numbers of behaviours. A pair's source is a {@link BehaviourSequence} as a text, its target
 * {@value #ACTS}, if the user acts on the candidate, or {@value #DOES_NOT}.
 *
 * <p>A behaviour is one number, of its item, action and bucket of age; the candidate comes last.
 */
public final class BehaviourNumbers {
  /** The user acts on the candidate. */
  public static final String ACTS = "1";

  /** The user does not. */
  public static final String DOES_NOT = "0";

  private static final int ACTIONS = BehaviourVocabulary.MOST_ACTIONS + 1;

  private BehaviourNumbers() {}

  /**
   * Numbers all that the sequences of some pairs have.
   *
   * @param pairs sequences, and whether the user acts
   * @return the numbers
   * @throws UserError if one is no sequence, if an item has two categories, or all targets are the
   *     same
   */
  public static BehaviourVocabulary vocabulary(NumberedPairs pairs) {
    Map<String, String> categories = new HashMap<>();
    List<BehaviourSequence> sequences = new ArrayList<>();
    for (int i = 0; i < pairs.pairs().size(); i++) {
      int line = pairs.lines().get(i);
      BehaviourSequence sequence = read(pairs.pairs().get(i), line, pairs.origin());
      requireSame(categories, sequence.candidate(), sequence.category(), line, pairs.origin());
      for (Behaviour behaviour : sequence.behaviours()) {
        requireSame(categories, behaviour.item(), behaviour.category(), line, pairs.origin());
      }
      sequences.add(sequence);
    }
    if (pairs.pairs().stream().map(Pair::target).distinct().count() < 2) {
      throw new UserError(
          "%s has only lines of %s, from which nothing can be learned: give some of both"
              .formatted(pairs.origin(), pairs.pairs().get(0).target()));
    }
    try {
      return BehaviourVocabulary.of(sequences);
    } catch (IllegalArgumentException e) {
      throw new UserError("%s has %s".formatted(pairs.origin(), e.getMessage()), e);
    }
  }

  private static void requireSame(
      Map<String, String> categories, String item, String category, int line, String origin) {
    String before = categories.putIfAbsent(item, category);
    if (before != null && !before.equals(category)) {
      throw new UserError(
          "%s line %d: item %s is of category %s, and was of %s: an item has one category"
              .formatted(origin, line, item, category, before));
    }
  }

  /**
   * Encodes sequences.
   *
   * @param pairs sequences, and whether the user acts
   * @param vocabulary the numbers
   * @param maxLength the latest behaviours that count
   * @return as many
   * @throws UserError if one is no sequence, or knows an item by another category
   */
  public static EncodedPairs encode(
      NumberedPairs pairs, BehaviourVocabulary vocabulary, int maxLength) {
    return EncodedPairs.encode(
        pairs,
        (pair, line) -> {
          BehaviourSequence sequence = read(pair, line, pairs.origin());
          try {
            return new EncodedPair(
                numbers(sequence.latest(maxLength), vocabulary),
                new int[] {pair.target().equals(ACTS) ? 1 : 0});
          } catch (IllegalArgumentException e) {
            throw new UserError(
                "%s line %d: %s".formatted(pairs.origin(), line, e.getMessage()), e);
          }
        },
        maxLength);
  }

  private static BehaviourSequence read(Pair pair, int line, String origin) {
    if (!pair.target().equals(ACTS) && !pair.target().equals(DOES_NOT)) {
      throw new UserError(
          "%s line %d begins with neither %s nor %s: write %s TAB candidate behaviours"
              .formatted(origin, line, DOES_NOT, ACTS, ACTS));
    }
    try {
      return BehaviourSequence.parse(pair.source());
    } catch (BehaviourSequence.UnreadableException e) {
      throw new UserError("%s line %d %s".formatted(origin, line, e.getMessage()), e);
    }
  }

  /** The numbers of the behaviours, the oldest first, and of the candidate. */
  static int[] numbers(BehaviourSequence sequence, BehaviourVocabulary vocabulary) {
    List<Behaviour> behaviours = sequence.behaviours();
    int[] numbers = new int[behaviours.size() + 1];
    for (int i = 0; i < behaviours.size(); i++) {
      Behaviour behaviour = behaviours.get(i);
      numbers[i] =
          number(
              vocabulary.item(behaviour.item(), behaviour.category()),
              vocabulary.action(behaviour.action()),
              AtRank.bucket(behaviour.age()));
    }
    numbers[behaviours.size()] =
        number(vocabulary.item(sequence.candidate(), sequence.category()), 0, 0);
    return numbers;
  }

  private static int number(int item, int action, int bucket) {
    return (item * ACTIONS + action) * AtRank.AGE_BUCKETS + bucket;
  }

  /** The item of a number. */
  static int item(int number) {
    return number / (ACTIONS * AtRank.AGE_BUCKETS);
  }

  /** The type of action of a number. */
  static int action(int number) {
    return number / AtRank.AGE_BUCKETS % ACTIONS;
  }

  /** The bucket of age of a number. */
  static int bucket(int number) {
    return number % AtRank.AGE_BUCKETS;
  }

  /** The same number with another item. */
  static int withItem(int number, int item) {
    return number(item, action(number), bucket(number));
  }
}

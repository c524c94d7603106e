package io.github.dl4jattention.zoo.reverse;

import io.github.dl4jattention.zoo.data.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The task of reversing a sequence, as JoeyNMT (Kreutzer et al. 2019) has it: random numbers from 0
 * to 49 as words, to be written from the last to the first. Sequences to train on have 1 to 25
 * numbers, those to test with up to 30, so that some are longer than any that was seen.
 *
 * <pre>{@code
 * List<Pair> pairs = ReversedNumbers.generate(ReversedNumbers.Part.TRAINING, 1);
 * }</pre>
 */
public final class ReversedNumbers {
  private static final int NUMBERS = 50;

  private ReversedNumbers() {}

  /** What pairs are for. */
  public enum Part {
    /** 50,000 pairs of up to 25 numbers. */
    TRAINING(0, 50_000, 25),
    /** 1,000 pairs of up to 25 numbers. */
    HELD_OUT(1, 1_000, 25),
    /** 1,000 pairs of up to 30 numbers. */
    TEST(2, 1_000, 30);

    /** So that parts of the same seed differ. */
    private final int number;

    private final int pairs;
    private final int longest;

    Part(int number, int pairs, int longest) {
      this.number = number;
      this.pairs = pairs;
      this.longest = longest;
    }
  }

  /**
   * Generates pairs.
   *
   * @param part what they are for
   * @param seed the same seed gives the same pairs
   * @return pairs; short ones may be there more than once, and in other parts
   */
  public static List<Pair> generate(Part part, long seed) {
    SplittableRandom random = new SplittableRandom(seed * Part.values().length + part.number);
    List<Pair> pairs = new ArrayList<>();
    while (pairs.size() < part.pairs) {
      List<String> numbers = new ArrayList<>();
      int length = 1 + random.nextInt(part.longest);
      for (int i = 0; i < length; i++) {
        numbers.add(String.valueOf(random.nextInt(NUMBERS)));
      }
      String source = String.join(" ", numbers);
      Collections.reverse(numbers);
      pairs.add(new Pair(source, String.join(" ", numbers)));
    }
    return pairs;
  }
}

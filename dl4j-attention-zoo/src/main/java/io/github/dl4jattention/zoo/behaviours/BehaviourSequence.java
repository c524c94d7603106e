package io.github.dl4jattention.zoo.behaviours;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A user's behaviours, and an item of which it is asked whether they act on it next.
 *
 * <p>As a text: the candidate, {@code item:category}, and the behaviours, {@code
 * action:item:category:age}, spaces between, in any order. Names have no spaces and no colons.
 *
 * <pre>{@code
 * kettle:kitchen browse:pan:kitchen:7200 buy:lamp:lights:60
 * }</pre>
 *
 * @param candidate the item
 * @param category its category
 * @param behaviours at least one, the oldest first
 */
public record BehaviourSequence(String candidate, String category, List<Behaviour> behaviours) {
  private static final int MOST_BEHAVIOURS = 10_000;
  private static final int LONGEST_NAME = 100;
  private static final int MOST_DIGITS = 18;
  private static final String BEHAVIOUR = "action:item:category:age";
  private static final String CANDIDATE = "item:category";

  /** What a text has that is no sequence of behaviours; the message says the mend. */
  public static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String what) {
      super(what);
    }
  }

  /**
   * Puts the behaviours into their order.
   *
   * @param candidate the item
   * @param category its category
   * @param behaviours at least one, in any order
   */
  public BehaviourSequence {
    behaviours =
        behaviours.stream()
            .sorted(Comparator.comparingLong(Behaviour::age).reversed()) // keeps the order of ties
            .toList();
  }

  /**
   * Reads a text that nobody vouches for.
   *
   * @param text the candidate and the behaviours
   * @return the same as a sequence
   * @throws UnreadableException if it is none
   */
  public static BehaviourSequence parse(String text) throws UnreadableException {
    String[] words = text.strip().split("\\s+", -1);
    if (words.length < 2) {
      throw new UnreadableException(
          "has no behaviours: write %s %s ...".formatted(CANDIDATE, BEHAVIOUR));
    }
    if (words.length - 1 > MOST_BEHAVIOURS) {
      throw new UnreadableException(
          "has %,d behaviours, over the limit of %,d: keep the latest"
              .formatted(words.length - 1, MOST_BEHAVIOURS));
    }
    String[] candidate = parts(words[0], CANDIDATE);
    List<Behaviour> behaviours = new ArrayList<>();
    for (int i = 1; i < words.length; i++) {
      String[] parts = parts(words[i], BEHAVIOUR);
      behaviours.add(new Behaviour(parts[0], parts[1], parts[2], age(words[i], parts[3])));
    }
    return new BehaviourSequence(candidate[0], candidate[1], behaviours);
  }

  private static String[] parts(String word, String form) throws UnreadableException {
    String[] parts = word.split(":", -1);
    if (parts.length != form.split(":", -1).length
        || Stream.of(parts).anyMatch(part -> part.isEmpty() || part.length() > LONGEST_NAME)) {
      throw new UnreadableException(
          "has \"%s\", which is not %s, with names of 1 to %d characters: write it so"
              .formatted(shown(word), form, LONGEST_NAME));
    }
    return parts;
  }

  private static long age(String word, String digits) throws UnreadableException {
    if (digits.length() > MOST_DIGITS || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new UnreadableException(
          "has \"%s\", whose age is no whole number of at most %d digits: write how long ago it was"
              .formatted(shown(word), MOST_DIGITS));
    }
    return Long.parseLong(digits);
  }

  private static String shown(String word) {
    return word.length() > 80 ? word.substring(0, 80) + "..." : word;
  }

  /**
   * The sequence as a text.
   *
   * @return what {@link #parse} reads
   */
  public String text() {
    return Stream.concat(
            Stream.of(candidate + ":" + category), behaviours.stream().map(Behaviour::toString))
        .collect(Collectors.joining(" "));
  }

  /**
   * The latest behaviours.
   *
   * @param most how many at most
   * @return the same sequence without older ones
   */
  public BehaviourSequence latest(int most) {
    int size = behaviours.size();
    return size <= most
        ? this
        : new BehaviourSequence(candidate, category, behaviours.subList(size - most, size));
  }
}

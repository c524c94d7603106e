package io.github.dl4jattention.zoo.dates;

import io.github.dl4jattention.zoo.data.Pair;
import java.time.LocalDate;
import java.time.Year;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Generates dates as people write them, each with its ISO form, for a model that reads characters
 * and writes characters.
 *
 * <p>The same seed gives the same pairs for ever, on every machine: all chance comes from {@link
 * Random}, whose algorithm is part of its specification, and all names of months and weekdays are
 * this package's own. The training pairs are drawn first and the held-out pairs after them, from
 * one sequence; a longer training set therefore begins with the pairs of a shorter one. For each
 * pair the generator draws, in this order:
 *
 * <ol>
 *   <li>the {@linkplain DateForm form}, from a deck that holds every form once and is shuffled anew
 *       (from the last card down, each with one at or before its place) when it is used up and when
 *       a list begins. A list of at least as many pairs as there are forms therefore has all forms;
 *   <li>the date: with a probability of 2 % a 29 February, for leap days are rare and easily got
 *       wrong, of a leap year that the form can write, all equally likely; else any day of the
 *       years that the form can write, all equally likely;
 *   <li>the variation: whether the form's optional comma is dropped or added (25 %); whether
 *       abbreviations lose their period (25 %); whether the true weekday stands in front, where the
 *       form allows it (25 %), in full, in three letters or abbreviated with a period (a third
 *       each), with a comma or not (50 %); whether all is in lower case (20 %), in upper case (10
 *       %) or as it is (70 %); and whether one space, any, is doubled (10 %).
 * </ol>
 *
 * <p>Where the text was drawn before, date and variation are drawn again for the same form. Dates
 * are of the proleptic ISO (Gregorian) calendar, and so are weekdays. Two-digit years are 1970 to
 * 2069.
 */
public final class DateGenerator {
  /** The seed that the model is trained with. */
  public static final long DEFAULT_SEED = 1;

  /** How many pairs the model is trained with. */
  public static final int DEFAULT_TRAINING = 50_000;

  /** How many pairs are held out from the model's training. */
  public static final int DEFAULT_HELD_OUT = 5_000;

  /**
   * The most pairs that one set may have. Each form then has to give some 8,000 texts, less than a
   * quarter of what the poorest can give, so that new texts are always found soon.
   */
  public static final int MAX_PAIRS = 500_000;

  /** The most characters that a written date has. */
  public static final int MAX_LENGTH = 40;

  /** Every character that a written date can have, in the order of their code points. */
  public static final String ALPHABET =
      " ',-./0123456789ABCDEFGHIJLMNOPRSTUVWXYabcdefghijlmnoprstuvwxy";

  static final int LEAP_DAY_PERCENT = 2;

  private final long seed;

  /**
   * Makes a generator.
   *
   * @param seed where chance begins, not negative; seeds that agree in their lowest 48 bits, which
   *     are all that {@link Random} takes, give the same pairs
   * @throws IllegalArgumentException if the seed is negative
   */
  public DateGenerator(long seed) {
    if (seed < 0) {
      throw new IllegalArgumentException(
          "The seed is " + seed + ": pass 0 or more, such as " + DEFAULT_SEED);
    }
    this.seed = seed;
  }

  /**
   * Generates the pairs that the model is trained and measured with: {@link #DEFAULT_TRAINING} and
   * {@link #DEFAULT_HELD_OUT} of them.
   *
   * @return the pairs, the same in every call
   */
  public DateSet generate() {
    return generate(DEFAULT_TRAINING, DEFAULT_HELD_OUT);
  }

  /**
   * Generates pairs.
   *
   * @param training how many pairs to train on, at least 1
   * @param heldOut how many pairs to hold out, at least 1
   * @return the pairs, the same in every call with the same sizes
   * @throws IllegalArgumentException if a size is not positive, or if both together are more than
   *     {@link #MAX_PAIRS}
   */
  public DateSet generate(int training, int heldOut) {
    requirePositive("training", training);
    requirePositive("heldOut", heldOut);
    long sum = (long) training + heldOut;
    if (sum > MAX_PAIRS) {
      throw new IllegalArgumentException(
          "training and heldOut are %d pairs together, more than can be found with distinct texts: "
                  .formatted(sum)
              + "ask for at most "
              + MAX_PAIRS);
    }
    Random random = new Random(seed);
    Set<String> seen = new HashSet<>();
    return new DateSet(draw(training, random, seen), draw(heldOut, random, seen));
  }

  private static void requirePositive(String name, int size) {
    if (size < 1) {
      throw new IllegalArgumentException(name + " is " + size + ": ask for at least 1 pair");
    }
  }

  private static List<Pair> draw(int size, Random random, Set<String> seen) {
    List<Pair> pairs = new ArrayList<>(size);
    DateForm[] deck = DateForm.values();
    for (int i = 0; i < size; i++) {
      int card = i % deck.length;
      if (card == 0) {
        shuffle(deck, random);
      }
      pairs.add(drawNew(deck[card], random, seen));
    }
    return pairs;
  }

  /** Shuffles by hand, for the library's way to shuffle is not part of its specification. */
  private static void shuffle(DateForm[] deck, Random random) {
    for (int i = deck.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      DateForm card = deck[i];
      deck[i] = deck[j];
      deck[j] = card;
    }
  }

  /** Draws until the text is new; {@link #MAX_PAIRS} sees to it that this ends. */
  private static Pair drawNew(DateForm form, Random random, Set<String> seen) {
    LocalDate date;
    String text;
    do {
      date = drawDate(form, random);
      text = Variation.draw(random).write(form, date);
    } while (!seen.add(text));
    return new Pair(text, date.toString());
  }

  private static LocalDate drawDate(DateForm form, Random random) {
    int years = form.lastYear() - form.firstYear() + 1;
    if (random.nextInt(100) < LEAP_DAY_PERCENT) {
      int year;
      do {
        year = form.firstYear() + random.nextInt(years);
      } while (!Year.isLeap(year));
      return LocalDate.of(year, 2, 29);
    }
    LocalDate first = LocalDate.of(form.firstYear(), 1, 1);
    int days = (int) (LocalDate.of(form.lastYear() + 1, 1, 1).toEpochDay() - first.toEpochDay());
    return first.plusDays(random.nextInt(days));
  }
}

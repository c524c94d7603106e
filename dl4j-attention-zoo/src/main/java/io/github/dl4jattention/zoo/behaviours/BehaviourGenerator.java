package io.github.dl4jattention.zoo.behaviours;

import io.github.dl4jattention.zoo.data.Pair;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Generates users of a shop, whose interests come and go.
 *
 * <p>There are {@value #CATEGORIES} categories of {@value #ITEMS} items each. Of a category the
 * item of rank r is drawn with a probability proportional to 1 / r. Ages are in minutes. For each
 * user are drawn, in this order:
 *
 * <ol>
 *   <li>whether they act on the candidate, a half each;
 *   <li>how many interests they had: 3 to 6, all equally likely;
 *   <li>for each of them its category: with a probability of 0.3 one that they were interested in
 *       before, else any; and when it began, up to {@value #DAYS} days ago;
 *   <li>what they did about it: 1 to 4 times {@code browse}, then with a probability of 0.4 {@code
 *       cart}, then with one of 0.5 {@code buy}; an item each time, and up to a day between two.
 *       What would lie in the future has not happened;
 *   <li>the candidate. One to act on is of an <em>open</em> category: their latest behaviour in it
 *       is not a purchase, and at most {@value #FRESH_DAYS} days old. Another one is of a category
 *       where that was a purchase, of one where it is too long ago, or of one that they were never
 *       interested in: of those there are, all three equally likely. If there is none, interests
 *       are drawn again;
 *   <li>a surprise: with a probability of {@value #SURPRISE} the answer is the other one.
 * </ol>
 *
 * <p>So an item says nothing beyond its category; type, time and order of the behaviours in it are
 * all that matters, and a purchase ends what came before it, but not what comes after. Who knows
 * the rule has an area under the curve of 0.95.
 *
 * <p>The same seed gives the same users for ever: all chance comes from {@link SplittableRandom}.
 *
 * <pre>{@code
 * List<Pair> pairs = BehaviourGenerator.generate(BehaviourGenerator.Part.TRAINING, 1);
 * }</pre>
 */
public final class BehaviourGenerator {
  static final int CATEGORIES = 20;
  static final int ITEMS = 30;
  static final int DAYS = 40;
  static final int FRESH_DAYS = 10;
  static final double SURPRISE = 0.05;

  private static final int DAY = 24 * 60;
  private static final double BEFORE = 0.3;
  private static final double CART = 0.4;
  private static final double BUY = 0.5;

  private final SplittableRandom random;

  private BehaviourGenerator(SplittableRandom random) {
    this.random = random;
  }

  /** What users are for. */
  public enum Part {
    /** 20,000 users. */
    TRAINING(0, 20_000),
    /** 2,000 users. */
    HELD_OUT(1, 2_000),
    /** 5,000 users. */
    TEST(2, 5_000);

    /** So that parts of the same seed differ. */
    private final int number;

    private final int users;

    Part(int number, int users) {
      this.number = number;
      this.users = users;
    }
  }

  /**
   * Generates users.
   *
   * @param part what they are for
   * @param seed the same seed gives the same users
   * @return a {@link BehaviourSequence} each, as a text, and whether the user acts, {@value
   *     BehaviourNumbers#ACTS} or {@value BehaviourNumbers#DOES_NOT}
   */
  public static List<Pair> generate(Part part, long seed) {
    return generate(seed * Part.values().length + part.number, part.users);
  }

  /** As many users as wanted. */
  static List<Pair> generate(long seed, int users) {
    BehaviourGenerator generator = new BehaviourGenerator(new SplittableRandom(seed));
    List<Pair> pairs = new ArrayList<>();
    while (pairs.size() < users) {
      pairs.add(generator.user());
    }
    return pairs;
  }

  private Pair user() {
    boolean acts = random.nextBoolean();
    List<Behaviour> behaviours;
    String category;
    do {
      behaviours = behaviours();
      category = candidateCategory(behaviours, acts);
    } while (category == null);
    String text = new BehaviourSequence(item(category), category, behaviours).text();
    boolean told = acts ^ random.nextDouble() < SURPRISE;
    return new Pair(text, told ? BehaviourNumbers.ACTS : BehaviourNumbers.DOES_NOT);
  }

  private List<Behaviour> behaviours() {
    List<Behaviour> behaviours = new ArrayList<>();
    List<String> before = new ArrayList<>();
    int interests = random.nextInt(3, 7);
    for (int i = 0; i < interests; i++) {
      boolean again = random.nextDouble() < BEFORE && !before.isEmpty();
      String category =
          again ? before.get(random.nextInt(before.size())) : "c" + random.nextInt(CATEGORIES);
      before.add(category);
      addInterest(category, random.nextInt(1, DAYS * DAY), behaviours);
    }
    return behaviours;
  }

  private void addInterest(String category, int began, List<Behaviour> behaviours) {
    List<String> actions = new ArrayList<>();
    int browsed = random.nextInt(1, 5);
    for (int i = 0; i < browsed; i++) {
      actions.add("browse");
    }
    if (random.nextDouble() < CART) {
      actions.add("cart");
    }
    if (random.nextDouble() < BUY) {
      actions.add("buy");
    }
    int age = began;
    for (String action : actions) {
      if (age >= 0) {
        behaviours.add(new Behaviour(action, item(category), category, age));
      }
      age -= random.nextInt(1, DAY);
    }
  }

  private String item(String category) {
    double sum = 0;
    for (int rank = 1; rank <= ITEMS; rank++) {
      sum += 1.0 / rank;
    }
    double left = random.nextDouble() * sum;
    int rank = 0;
    while (left >= 0 && rank < ITEMS) {
      rank++;
      left -= 1.0 / rank;
    }
    return "%s-%d".formatted(category, rank);
  }

  /** What became of a user's interest in a category. */
  enum Standing {
    OPEN,
    BOUGHT,
    LONG_AGO,
    NEVER
  }

  /**
   * What became of an interest: the rule that the answers follow.
   *
   * @param behaviours of a user, in any order
   * @param category any
   */
  static Standing standing(List<Behaviour> behaviours, String category) {
    return behaviours.stream()
        .filter(behaviour -> behaviour.category().equals(category))
        .min(
            Comparator.comparingLong(Behaviour::age)
                .thenComparing(behaviour -> !behaviour.action().equals("buy")))
        .map(
            latest -> {
              if (latest.action().equals("buy")) {
                return Standing.BOUGHT;
              }
              return latest.age() <= (long) FRESH_DAYS * DAY ? Standing.OPEN : Standing.LONG_AGO;
            })
        .orElse(Standing.NEVER);
  }

  /** Null if the user has none such. */
  private String candidateCategory(List<Behaviour> behaviours, boolean acts) {
    Map<Standing, List<String>> byStanding = new EnumMap<>(Standing.class);
    for (int i = 0; i < CATEGORIES; i++) {
      Standing standing = standing(behaviours, "c" + i);
      if (acts == (standing == Standing.OPEN)) {
        byStanding.computeIfAbsent(standing, unused -> new ArrayList<>()).add("c" + i);
      }
    }
    if (byStanding.isEmpty()) {
      return null;
    }
    List<List<String>> kinds = List.copyOf(byStanding.values());
    List<String> categories = kinds.get(random.nextInt(kinds.size()));
    return categories.get(random.nextInt(categories.size()));
  }
}

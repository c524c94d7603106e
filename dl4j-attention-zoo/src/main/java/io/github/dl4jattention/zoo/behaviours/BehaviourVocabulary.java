package io.github.dl4jattention.zoo.behaviours;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * The numbers of items, categories and types of action.
 *
 * <pre>
 *   actions      0 is one that is not known, 1 .. those that are
 *   categories   0 is one that is not known, 1 .. C
 *   items        0 .. C are items that are not known, by their category; above them those that are
 * </pre>
 *
 * <p>So of an item that was never seen its category is known. An item has one category.
 */
public final class BehaviourVocabulary {
  /** Most types of action. */
  public static final int MOST_ACTIONS = 31;

  /** Most items and categories together. */
  public static final int MOST_ITEMS = 1_000_000;

  private static final int LONGEST_NAME = 100;

  private final List<String> actions;
  private final List<String> categories;
  private final SortedMap<String, String> categoryOfItem;
  private final Map<String, Integer> actionNumbers;
  private final Map<String, Integer> categoryNumbers;
  private final Map<String, Integer> itemNumbers;
  private final int[] categoryOfNumber;

  private BehaviourVocabulary(
      List<String> actions, List<String> categories, SortedMap<String, String> categoryOfItem) {
    this.actions = actions;
    this.categories = categories;
    this.categoryOfItem = categoryOfItem;
    actionNumbers = numbered(actions, 1);
    categoryNumbers = numbered(categories, 1);
    itemNumbers = numbered(List.copyOf(categoryOfItem.keySet()), categories.size() + 1);
    categoryOfNumber = new int[itemRows()];
    for (int i = 0; i <= categories.size(); i++) {
      categoryOfNumber[i] = i;
    }
    itemNumbers.forEach(
        (item, number) -> categoryOfNumber[number] = categoryNumbers.get(categoryOfItem.get(item)));
  }

  private static Map<String, Integer> numbered(List<String> names, int first) {
    Map<String, Integer> numbers = new HashMap<>();
    for (String name : names) {
      numbers.put(name, first + numbers.size());
    }
    return numbers;
  }

  /**
   * Numbers all that some sequences have.
   *
   * @param sequences in which each item has one category
   * @return the numbers, by the order of the names
   * @throws IllegalArgumentException if there are too many; the message says the mend
   */
  public static BehaviourVocabulary of(List<BehaviourSequence> sequences) {
    TreeSet<String> actions = new TreeSet<>();
    TreeMap<String, String> items = new TreeMap<>();
    for (BehaviourSequence sequence : sequences) {
      items.put(sequence.candidate(), sequence.category());
      for (Behaviour behaviour : sequence.behaviours()) {
        actions.add(behaviour.action());
        items.put(behaviour.item(), behaviour.category());
      }
    }
    List<String> categories = List.copyOf(new TreeSet<>(items.values()));
    if (actions.size() > MOST_ACTIONS || items.size() + categories.size() > MOST_ITEMS) {
      throw new IllegalArgumentException(
          "%,d types of action and %,d items and categories, of which there may be %d and %,d: leave"
                  .formatted(
                      actions.size(), items.size() + categories.size(), MOST_ACTIONS, MOST_ITEMS)
              + " rare ones out");
    }
    return new BehaviourVocabulary(List.copyOf(actions), categories, items);
  }

  /**
   * Numbers of items, known and not.
   *
   * @return one more than the highest
   */
  public int itemRows() {
    return categories.size() + 1 + categoryOfItem.size();
  }

  /**
   * Numbers of categories.
   *
   * @return one more than the highest
   */
  public int categoryRows() {
    return categories.size() + 1;
  }

  /**
   * Numbers of types of action.
   *
   * @return one more than the highest
   */
  public int actionRows() {
    return actions.size() + 1;
  }

  /**
   * The number of an item.
   *
   * @param item its name
   * @param category its category's name
   * @return its own, or that of items of its category that are not known
   * @throws IllegalArgumentException if it is known to be of another category
   */
  public int item(String item, String category) {
    Integer number = itemNumbers.get(item);
    if (number == null) {
      return categoryNumbers.getOrDefault(category, 0);
    }
    if (!categoryOfItem.get(item).equals(category)) {
      throw new IllegalArgumentException(
          "item %s is of category %s, and was of %s: an item has one category"
              .formatted(item, category, categoryOfItem.get(item)));
    }
    return number;
  }

  /**
   * The number of a type of action.
   *
   * @param action its name
   * @return 0 if it is not known
   */
  public int action(String action) {
    return actionNumbers.getOrDefault(action, 0);
  }

  /**
   * The category of an item, which is also the number of an item of it that is not known.
   *
   * @param item its number
   * @return the number of its category
   */
  public int categoryOf(int item) {
    return categoryOfNumber[item];
  }

  /** As JSON. */
  ObjectNode toJson() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    actions.forEach(json.putArray("actions")::add);
    ObjectNode byCategory = json.putObject("items");
    categories.forEach(byCategory::putArray);
    categoryOfItem.forEach((item, category) -> ((ArrayNode) byCategory.get(category)).add(item));
    return json;
  }

  /** Reads what {@link #toJson} wrote; nothing in it is believed. */
  static BehaviourVocabulary parse(JsonNode json) throws IOException {
    TreeSet<String> actions = new TreeSet<>();
    for (JsonNode action : json.path("actions")) {
      actions.add(name(action));
    }
    TreeSet<String> categories = new TreeSet<>();
    TreeMap<String, String> items = new TreeMap<>();
    List<String> fields = new ArrayList<>();
    json.path("items").fieldNames().forEachRemaining(fields::add);
    for (String category : fields) {
      categories.add(shortEnough(category));
      for (JsonNode item : json.path("items").path(category)) {
        if (items.put(name(item), category) != null) {
          throw new IOException("an item has two categories");
        }
      }
    }
    if (actions.isEmpty()
        || actions.size() > MOST_ACTIONS
        || items.isEmpty()
        || items.size() + categories.size() > MOST_ITEMS) {
      throw new IOException("its actions or items are missing or too many");
    }
    return new BehaviourVocabulary(List.copyOf(actions), List.copyOf(categories), items);
  }

  private static String name(JsonNode name) throws IOException {
    if (!name.isTextual()) {
      throw new IOException("its names are damaged");
    }
    return shortEnough(name.asText());
  }

  private static String shortEnough(String name) throws IOException {
    if (name.length() > LONGEST_NAME) {
      throw new IOException("its names are damaged");
    }
    return name;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BehaviourVocabulary that
        && actions.equals(that.actions)
        && categories.equals(that.categories)
        && categoryOfItem.equals(that.categoryOfItem);
  }

  @Override
  public int hashCode() {
    return Objects.hash(actions, categories, categoryOfItem);
  }
}

package io.github.dl4jattention.zoo.search.space;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A name with the values it may have, and when it matters.
 *
 * @param name of the option, without dashes
 * @param range its values
 * @param when for each hyperparameter named, the values of it with which this one is used; empty if
 *     it always is
 */
public record Hyperparameter(String name, Range range, Map<String, Set<String>> when) {
  /**
   * Copies the conditions.
   *
   * @param name of the option, without dashes
   * @param range its values
   * @param when name of an earlier hyperparameter to the values with which this one is used
   */
  public Hyperparameter {
    // Sorted: a ledger tells searches from each other by the text of this, in any process.
    Map<String, Set<String>> sorted = new TreeMap<>();
    when.forEach(
        (condition, values) ->
            sorted.put(condition, Collections.unmodifiableSet(new TreeSet<>(values))));
    when = Collections.unmodifiableMap(sorted);
  }

  /**
   * One that is always used.
   *
   * @param name of the option, without dashes
   * @param range its values
   */
  public Hyperparameter(String name, Range range) {
    this(name, range, Map.of());
  }

  /** Whether it is used in a trial with these values of those before it. */
  boolean isUsed(Map<String, String> earlier) {
    return when.entrySet().stream()
        .allMatch(
            condition ->
                earlier.containsKey(condition.getKey())
                    && condition.getValue().contains(earlier.get(condition.getKey())));
  }
}

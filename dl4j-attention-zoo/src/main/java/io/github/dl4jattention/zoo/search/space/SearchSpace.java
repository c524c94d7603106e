package io.github.dl4jattention.zoo.search.space;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;

/**
 * Hyperparameters of a model, as a space of Arbiter's.
 *
 * <pre>{@code
 * SearchSpace space =
 *     new SearchSpace(
 *         List.of(
 *             new Hyperparameter("units", new Range.Whole(32, 256, 32, false)),
 *             new Hyperparameter("learning-rate", new Range.Real(1e-4, 1e-2, true)),
 *             new Hyperparameter("window", new Range.Choice(List.of("global", "local-p"))),
 *             new Hyperparameter(
 *                 "window-half-width",
 *                 new Range.Whole(2, 10, 1, false),
 *                 Map.of("window", Set.of("local-p")))));
 * CandidateGenerator random = new RandomSearchGenerator(space);
 * }</pre>
 *
 * <p>A hyperparameter with a condition has a dimension in every candidate, and an effect in those
 * alone that fulfil it.
 */
@SuppressWarnings("rawtypes") // Arbiter's interface has them.
public final class SearchSpace implements ParameterSpace<Settings>, ConditionalSpace {
  private final List<Hyperparameter> hyperparameters;
  private final Map<String, ParameterSpace<?>> leaves = new LinkedHashMap<>();

  /**
   * A space.
   *
   * @param hyperparameters in an order in which conditions name earlier ones
   * @throws IllegalArgumentException if two have one name, or a condition names none before it
   */
  public SearchSpace(List<Hyperparameter> hyperparameters) {
    this.hyperparameters = List.copyOf(hyperparameters);
    Set<String> earlier = new HashSet<>();
    int index = 0;
    for (Hyperparameter one : hyperparameters) {
      if (!earlier.containsAll(one.when().keySet()) || !earlier.add(one.name())) {
        throw new IllegalArgumentException(
            "%s is there twice, or its condition %s names no hyperparameter before it"
                .formatted(one.name(), one.when()));
      }
      ParameterSpace<?> leaf = one.range().leaf();
      if (leaf.numParameters() == 1) {
        leaf.setIndices(index++);
      }
      leaves.put(one.name(), leaf);
    }
  }

  /**
   * The hyperparameters.
   *
   * @return in their order
   */
  public List<Hyperparameter> hyperparameters() {
    return hyperparameters;
  }

  /**
   * Names of the dimensions: hyperparameters with more than one value.
   *
   * @return in the order of a candidate's coordinates
   */
  public List<String> dimensions() {
    return leaves.entrySet().stream()
        .filter(entry -> entry.getValue().numParameters() == 1)
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public Settings getValue(double[] coordinates) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Hyperparameter one : hyperparameters) {
      if (one.isUsed(values)) {
        Object drawn = leaves.get(one.name()).getValue(coordinates);
        values.put(one.name(), one.range().text(drawn));
      }
    }
    return new Settings(values);
  }

  @Override
  public boolean[] used(double[] coordinates) {
    Set<String> used = getValue(coordinates).values().keySet();
    List<String> names = dimensions();
    boolean[] result = new boolean[names.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = used.contains(names.get(i));
    }
    return result;
  }

  @Override
  public int numParameters() {
    return dimensions().size();
  }

  @Override
  public List<ParameterSpace> collectLeaves() {
    List<ParameterSpace> all = new ArrayList<>();
    leaves.values().forEach(leaf -> all.addAll(leaf.collectLeaves()));
    return all;
  }

  @Override
  public Map<String, ParameterSpace> getNestedSpaces() {
    return new LinkedHashMap<>(leaves);
  }

  @Override
  public boolean isLeaf() {
    return false;
  }

  @Override
  public void setIndices(int... indices) {
    throw new UnsupportedOperationException("a space of spaces has no index of its own");
  }

  /** The hyperparameters in words, the same in each process. */
  @Override
  public String toString() {
    return hyperparameters.toString();
  }
}

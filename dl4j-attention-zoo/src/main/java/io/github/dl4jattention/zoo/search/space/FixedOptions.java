package io.github.dl4jattention.zoo.search.space;

import io.github.dl4jattention.zoo.UserError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Options of a training that the user gave to a search: those of hyperparameters fix them, all
 * others go to every trial as they are.
 *
 * @param space the space, with the given hyperparameters fixed
 * @param others what no hyperparameter is
 */
public record FixedOptions(SearchSpace space, List<String> others) {
  /**
   * Parts them.
   *
   * @param given such as {@code --data}, {@code pairs.tsv}, {@code --dropout=0.2}
   * @param space what is searched
   * @param tunables what may be searched
   * @return the space that is left, and the other options
   * @throws UserError if a value does not fit
   */
  public static FixedOptions of(List<String> given, SearchSpace space, List<Tunable> tunables) {
    Map<String, String> fixed = new LinkedHashMap<>();
    List<String> others = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      String option = given.get(i);
      Hyperparameter searched = searched(option, space);
      if (searched == null) {
        others.add(option);
      } else if (option.contains("=")) {
        fixed.put(searched.name(), option.substring(option.indexOf('=') + 1));
      } else if (i + 1 < given.size() && !given.get(i + 1).startsWith("--")) {
        i++;
        fixed.put(searched.name(), given.get(i));
      } else {
        fixed.put(searched.name(), "true");
      }
    }
    fixed.forEach((name, value) -> check(name, value, tunables));
    return new FixedOptions(
        new SearchSpace(
            space.hyperparameters().stream()
                .map(
                    one ->
                        fixed.containsKey(one.name())
                            ? new Hyperparameter(
                                one.name(), new Range.Choice(List.of(fixed.get(one.name()))))
                            : one)
                .toList()),
        others);
  }

  private static Hyperparameter searched(String option, SearchSpace space) {
    return space.hyperparameters().stream()
        .filter(
            one -> option.equals("--" + one.name()) || option.startsWith("--" + one.name() + "="))
        .findFirst()
        .orElse(null);
  }

  private static void check(String name, String value, List<Tunable> tunables) {
    for (Tunable tunable : tunables) {
      String problem = tunable.name().equals(name) ? tunable.problemOf(value) : null;
      if (problem != null) {
        throw new UserError("--%s is %s: %s".formatted(name, value, problem));
      }
    }
  }
}

package io.github.dl4jattention.zoo.encoders;

import io.github.dl4jattention.zoo.encoders.Step.Convolution;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A convolutional network as a table of its steps: what graphs, weights and their checks are made
 * from. Its output is that of its last step.
 *
 * @param name a short name, as users write it
 * @param input size of what it gets
 * @param steps its steps, each after those it follows
 */
public record Architecture(String name, FeatureMap input, List<Step> steps) {
  /** Name of the input, which no step may have. */
  public static final String INPUT = "photo";

  /**
   * A network.
   *
   * @param name a short name
   * @param input size of what it gets
   * @param steps at least one
   * @throws IllegalArgumentException if a step's inputs are missing or do not fit it
   */
  public Architecture {
    steps = List.copyOf(steps);
    sizes(input, steps);
  }

  /**
   * Size of what each step gives.
   *
   * @return by name, in the order of the steps
   */
  public Map<String, FeatureMap> sizes() {
    return sizes(input, steps);
  }

  /**
   * Size of what the network gives.
   *
   * @return that of its last step
   */
  public FeatureMap output() {
    return sizes().get(outputName());
  }

  /**
   * Name of its last step.
   *
   * @return the name
   */
  public String outputName() {
    return steps.get(steps.size() - 1).name();
  }

  /**
   * The steps with weights.
   *
   * @return in their order
   */
  public List<Convolution> convolutions() {
    return steps.stream()
        .filter(Convolution.class::isInstance)
        .map(Convolution.class::cast)
        .toList();
  }

  /**
   * How many weights and biases it has.
   *
   * @return their number
   */
  public int parameters() {
    return convolutions().stream().mapToInt(step -> step.kernelLength() + step.out()).sum();
  }

  /**
   * Its first steps, as a network of their own.
   *
   * @param last name of the last of them
   * @return the lower network, whose name, of letters, digits and hyphens, says where it ends
   * @throws IllegalArgumentException if there is no such step
   */
  public Architecture upTo(String last) {
    String end = last.replaceAll("[^A-Za-z0-9]", "-");
    return new Architecture(name + "-" + end, input, steps.subList(0, after(last)));
  }

  /**
   * The steps after one, as a network of their own, whose input is what that one gives.
   *
   * @param last name of the last step left out
   * @return the upper network
   * @throws IllegalArgumentException if there is no such step, it is the last, or a step after it
   *     needs one before it
   */
  public Architecture from(String last) {
    int first = after(last);
    List<Step> upper =
        steps.subList(first, steps.size()).stream().map(step -> renamed(step, last)).toList();
    return new Architecture(name + "-after-" + last, sizes().get(last), upper);
  }

  private int after(String last) {
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).name().equals(last)) {
        return i + 1;
      }
    }
    throw new IllegalArgumentException("%s has no step %s".formatted(name, last));
  }

  /** What follows the step now follows the input. */
  private static Step renamed(Step step, String last) {
    if (step instanceof Convolution c && c.input().equals(last)) {
      return new Convolution(c.name(), INPUT, c.in(), c.out(), c.kernel(), c.stride(), c.padded());
    } else if (step instanceof Step.MaxPooling p && p.input().equals(last)) {
      return new Step.MaxPooling(p.name(), INPUT, p.size(), p.stride());
    }
    return step; // One that concatenates it with another is refused: that one's input is missing.
  }

  private static Map<String, FeatureMap> sizes(FeatureMap input, List<Step> steps) {
    Map<String, FeatureMap> sizes = new LinkedHashMap<>();
    sizes.put(INPUT, input);
    for (Step step : steps) {
      for (String before : step.inputs()) {
        if (!sizes.containsKey(before)) {
          throw new IllegalArgumentException(
              "%s follows %s, which is not before it".formatted(step.name(), before));
        }
      }
      FeatureMap size = step.output(step.inputs().stream().map(sizes::get).toList());
      if (sizes.put(step.name(), size) != null) {
        throw new IllegalArgumentException("two steps are named " + step.name());
      }
    }
    sizes.remove(INPUT);
    return sizes;
  }
}

package io.github.dl4jattention.zoo.search.space;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values of the hyperparameters of one trial, by the names of the command line's options.
 *
 * @param values name to value, in the order of the space; what a trial does not use is not in it
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // It is for Javadoc.
public record Settings(Map<String, String> values) implements Serializable {
  /** Arbiter copies its candidates so, in memory. */
  private static final long serialVersionUID = 1L;

  /**
   * Copies the values.
   *
   * @param values name, without dashes, to value
   */
  public Settings {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * As options of the command that trains with them.
   *
   * @return such as {@code --units=64}
   */
  public List<String> arguments() {
    return values.entrySet().stream().map(e -> "--" + e.getKey() + "=" + e.getValue()).toList();
  }

  /**
   * The same in one line.
   *
   * @return such as {@code units=64 cell=gru}
   */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder();
    values.forEach((name, value) -> line.append(name).append('=').append(value).append(' '));
    return line.toString().trim();
  }
}

package io.github.dl4jattention.zoo.search.layers;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values of the settings of a {@link BuiltSpace}, as they were drawn. */
public final class Values {
  private final Map<String, Object> values;

  Values(Map<String, Object> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * The value of a setting.
   *
   * @param name of the setting
   * @return what its space drew
   * @throws IllegalArgumentException if there is no such setting
   */
  public Object get(String name) {
    if (!values.containsKey(name)) {
      throw new IllegalArgumentException(
          "there is no setting %s: there are %s".formatted(name, values.keySet()));
    }
    return values.get(name);
  }

  /**
   * The value of a setting of a known class, such as a layer or a vertex that a nested space built.
   *
   * @param name of the setting
   * @param kind what it is
   * @param <V> what it is
   * @return what its space drew
   * @throws IllegalArgumentException if there is no such setting, or it is something else
   */
  public <V> V get(String name, Class<V> kind) {
    Object value = get(name);
    if (!kind.isInstance(value)) {
      throw new IllegalArgumentException(
          "the setting %s is no %s: it is %s".formatted(name, kind.getSimpleName(), value));
    }
    return kind.cast(value);
  }

  /**
   * The value of a setting that is a whole number.
   *
   * @param name of the setting
   * @return the number
   */
  public int whole(String name) {
    return get(name, Number.class).intValue();
  }

  /**
   * The value of a setting that is a number.
   *
   * @param name of the setting
   * @return the number
   */
  public double real(String name) {
    return get(name, Number.class).doubleValue();
  }

  /**
   * The value of a setting that is yes or no.
   *
   * @param name of the setting
   * @return whether it is yes
   */
  public boolean flag(String name) {
    return get(name, Boolean.class);
  }
}

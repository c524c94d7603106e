package io.github.dl4jattention.layers.kernel;

/** Names of what belongs to a part of a formula, such as the parameters of its second attention. */
public final class PartName {
  private PartName() {}

  /**
   * The name that something of a part has in the whole.
   *
   * @param part such as {@code self}; empty for the whole
   * @param name such as {@code Wq}
   * @return such as {@code selfWq}; of {@code norm} and {@code gain} it is {@code normGain}
   */
  public static String of(String part, String name) {
    return part.isEmpty() || name.isEmpty()
        ? part + name
        : part + Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}

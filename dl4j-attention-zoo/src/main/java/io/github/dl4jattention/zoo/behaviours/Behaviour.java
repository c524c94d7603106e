package io.github.dl4jattention.zoo.behaviours;

/**
 * What a user did.
 *
 * @param action its type, such as {@code browse} or {@code buy}
 * @param item with what
 * @param category what kind of item that is
 * @param age how long ago, at least 0, in any unit that all behaviours have
 */
public record Behaviour(String action, String item, String category, long age) {
  @Override
  public String toString() {
    return "%s:%s:%s:%d".formatted(action, item, category, age);
  }
}

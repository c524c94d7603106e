package io.github.dl4jattention.zoo.scenes;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a model looks at a shape when it names it: at a word such as {@code circle}, whether the
 * centre of the place with the most attention is in that shape's bounding box, and how much of the
 * attention is on places whose centres are.
 *
 * <p>The first such word of a caption is of the shape that is named first, the second of the other.
 * Words beyond those that a right caption has count nothing.
 */
public final class SceneGaze {
  private static final Set<String> NAMES =
      Stream.of(SceneShape.Kind.values()).map(SceneShape.Kind::word).collect(Collectors.toSet());

  private int words;
  private int inside;
  private double mass;

  /** Nothing looked at yet. */
  public SceneGaze() {}

  /**
   * Adds a caption.
   *
   * @param scene what it is about
   * @param caption its words
   * @param attention {@code [word][row * columns + column]}
   * @param rows places from top to bottom
   * @param columns places from left to right
   */
  public void add(Scene scene, List<String> caption, float[][] attention, int rows, int columns) {
    int named = 0;
    for (int i = 0; i < caption.size() && named < scene.shapes().size(); i++) {
      if (NAMES.contains(caption.get(i))) {
        if (attention[i].length == rows * columns) {
          add(scene.shapes().get(named), attention[i], rows, columns);
        }
        named++;
      }
    }
  }

  private void add(SceneShape shape, float[] attention, int rows, int columns) {
    double width = (double) Scene.SIDE / columns;
    double height = (double) Scene.SIDE / rows;
    int most = 0;
    boolean isInside = false;
    for (int place = 0; place < attention.length; place++) {
      int row = place / columns;
      int column = place % columns;
      boolean covered = shape.covers((column + 0.5) * width, (row + 0.5) * height);
      mass += covered ? attention[place] : 0;
      if (place == 0 || attention[place] > attention[most]) {
        most = place;
        isInside = covered;
      }
    }
    words++;
    inside += isInside ? 1 : 0;
  }

  /**
   * How many words named a shape.
   *
   * @return words
   */
  public int words() {
    return words;
  }

  /**
   * Share of them at which the model looked most at that shape.
   *
   * @return from 0 to 1
   */
  public double share() {
    return (double) inside / words;
  }

  /**
   * Share of the attention that was on the shape, at these words.
   *
   * @return from 0 to 1
   */
  public double mass() {
    return mass / words;
  }
}

package io.github.dl4jattention.zoo.scenes;

import java.util.List;

/**
 * A small picture of one or two shapes, and what there is to say about it.
 *
 * <p>Of two shapes the smaller is named first, and by where it is to the larger: {@code a red
 * circle above a blue square}. So each scene has one right caption.
 *
 * @param shapes one or two, the first named first
 */
public record Scene(List<SceneShape> shapes) {
  /** Sides of the picture, in pixels. */
  public static final int SIDE = 48;

  /**
   * The caption.
   *
   * @return one sentence, in small letters
   */
  public String caption() {
    SceneShape first = shapes.get(0);
    if (shapes.size() == 1) {
      return first.phrase();
    }
    SceneShape second = shapes.get(1);
    return first.phrase() + " " + relation(first, second) + " " + second.phrase();
  }

  private static String relation(SceneShape first, SceneShape second) {
    int right = first.x() - second.x();
    int below = first.y() - second.y();
    if (Math.abs(right) > Math.abs(below)) {
      return right > 0 ? "right of" : "left of";
    }
    return below > 0 ? "below" : "above";
  }
}

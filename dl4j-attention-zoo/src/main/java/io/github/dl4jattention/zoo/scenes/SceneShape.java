package io.github.dl4jattention.zoo.scenes;

import java.awt.Color;

/**
 * A coloured shape of a scene.
 *
 * @param kind its form
 * @param paint its colour
 * @param x its centre, in pixels from the left
 * @param y its centre, in pixels from the top
 * @param radius half the side of its bounding box, in pixels
 */
public record SceneShape(Kind kind, Paint paint, int x, int y, int radius) {
  /** A form. */
  public enum Kind {
    /** A circle. */
    CIRCLE("circle"),
    /** A square. */
    SQUARE("square"),
    /** A triangle that stands on its base. */
    TRIANGLE("triangle"),
    /** A plus. */
    CROSS("cross");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /**
     * How a caption names it.
     *
     * @return a word
     */
    public String word() {
      return word;
    }
  }

  /** A colour. */
  public enum Paint {
    /** Red. */
    RED("red", new Color(220, 40, 40)),
    /** Green. */
    GREEN("green", new Color(40, 170, 60)),
    /** Blue. */
    BLUE("blue", new Color(50, 80, 220)),
    /** Yellow. */
    YELLOW("yellow", new Color(240, 210, 40)),
    /** Purple. */
    PURPLE("purple", new Color(150, 50, 180)),
    /** White. */
    WHITE("white", new Color(250, 250, 250));

    private final String word;
    private final Color color;

    Paint(String word, Color color) {
      this.word = word;
      this.color = color;
    }

    /**
     * How a caption names it.
     *
     * @return a word
     */
    public String word() {
      return word;
    }

    Color color() {
      return color;
    }
  }

  /**
   * Its name.
   *
   * @return such as {@code a red circle}
   */
  public String phrase() {
    return "a " + paint.word() + " " + kind.word();
  }

  /**
   * Whether a point is in its bounding box.
   *
   * @param pointX in pixels from the left
   * @param pointY in pixels from the top
   * @return true if it is
   */
  public boolean covers(double pointX, double pointY) {
    return Math.abs(pointX - x) <= radius && Math.abs(pointY - y) <= radius;
  }
}

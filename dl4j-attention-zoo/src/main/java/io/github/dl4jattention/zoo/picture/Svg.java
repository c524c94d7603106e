package io.github.dl4jattention.zoo.picture;

import java.util.Locale;

/**
 * A picture of lines and words, as SVG: a white page that grows by what is drawn. Places are in
 * pixels from the upper left corner.
 *
 * <pre>{@code
 * String picture = new Svg(640, 420).line(0, 0, 640, 420, "#ddd", 1).text(320, 24, "middle", "A & B").end();
 * }</pre>
 */
public final class Svg {
  private final StringBuilder elements = new StringBuilder();

  /**
   * An empty page.
   *
   * @param width in pixels
   * @param height in pixels
   */
  public Svg(int width, int height) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
            + " font-family=\"sans-serif\" font-size=\"13\">",
        width, height);
    add("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
  }

  /**
   * A straight line.
   *
   * @param x1 from
   * @param y1 from
   * @param x2 to
   * @param y2 to
   * @param colour as SVG names it, such as {@code #ddd}
   * @param width of the line
   * @return this page
   */
  public Svg line(double x1, double y1, double x2, double y2, String colour, int width) {
    return add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%d\"/>",
        x1, y1, x2, y2, colour, width);
  }

  /**
   * A curve: dots, and lines between them. A dot that has no number stays away, and the line with
   * it.
   *
   * @param xs places of the dots
   * @param ys as many; NaN where there is none
   * @param colour as SVG names it
   * @return this page
   */
  public Svg curve(double[] xs, double[] ys, String colour) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < xs.length; i++) {
      if (Double.isNaN(ys[i])) {
        join(path, colour);
      } else {
        path.append(String.format(Locale.ROOT, " %.1f,%.1f", xs[i], ys[i]));
        add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>", xs[i], ys[i], colour);
      }
    }
    join(path, colour);
    return this;
  }

  /** Draws what there is of a path, and starts another. */
  private void join(StringBuilder path, String colour) {
    if (!path.isEmpty()) {
      add(
          "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
          path.toString().strip(), colour);
      path.setLength(0);
    }
  }

  /**
   * Words. Whatever they are, they stay words.
   *
   * @param x where they are anchored
   * @param y of their base line
   * @param anchor {@code start}, {@code middle} or {@code end}
   * @param words any text
   * @return this page
   */
  public Svg text(double x, double y, String anchor, String words) {
    return add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, escaped(words));
  }

  /**
   * The whole picture.
   *
   * @return SVG, with a line break at its end
   */
  public String end() {
    return elements + "</svg>\n";
  }

  private Svg add(String form, Object... values) {
    elements.append(String.format(Locale.ROOT, form, values)).append('\n');
    return this;
  }

  /** What XML allows, without a meaning for XML. */
  private static String escaped(String words) {
    StringBuilder escaped = new StringBuilder();
    words
        .codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                default -> escaped.appendCodePoint(allowed(point) ? point : '\uFFFD');
              }
            });
    return escaped.toString();
  }

  private static boolean allowed(int point) {
    return point >= ' '
        && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
        && point != 0xFFFE
        && point != 0xFFFF;
  }
}

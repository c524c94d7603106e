package io.github.dl4jattention.zoo.picture;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A score against the length of sources, a curve a model, as an SVG picture: Bahdanau et al. 2014,
 * figure 2. A model that loses its way in a long sentence falls to the right.
 *
 * <pre>{@code
 * new LengthChart("BLEU", List.of("<= 8", ">= 9"), Map.of("with attention", new double[] {64, 57})).svg();
 * }</pre>
 *
 * @param score its name, on the vertical axis, which starts from 0
 * @param lengths the groups of lengths, the shortest first
 * @param curves by a model's name, in order, a score a group; NaN where a group is empty
 */
@SuppressWarnings("ArrayRecordComponent") // Points; compared nowhere.
public record LengthChart(String score, List<String> lengths, Map<String, double[]> curves) {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 420;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 40;
  private static final int BOTTOM = 60;
  private static final int ROW = 20;
  private static final String GRID = "#ddd";

  /** Marks of the vertical axis are so far apart. */
  private static final int STEP = 10;

  /** Told apart by those who see no colours, too: Okabe and Ito's. */
  private static final List<String> COLOURS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000");

  /**
   * Draws it.
   *
   * @return SVG
   * @throws IllegalArgumentException if a curve has another number of scores than there are groups
   */
  public String svg() {
    curves.forEach(
        (name, scores) -> {
          if (scores.length != lengths.size()) {
            throw new IllegalArgumentException(
                "%s has %d scores for %d lengths".formatted(name, scores.length, lengths.size()));
          }
        });
    Svg svg = new Svg(WIDTH, HEIGHT);
    svg.text(8, TOP - 10, "start", score);
    svg.text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 14, "middle", "tokens of the source");
    int top = top();
    for (int mark = 0; mark <= top; mark += STEP) {
      svg.line(LEFT, y(mark, top), WIDTH - RIGHT, y(mark, top), GRID, 1);
      svg.text(LEFT - 8, y(mark, top) + 4, "end", Integer.toString(mark));
    }
    double[] xs = new double[lengths.size()];
    for (int i = 0; i < xs.length; i++) {
      xs[i] = LEFT + (i + 0.5) * (WIDTH - RIGHT - LEFT) / xs.length;
      svg.text(xs[i], HEIGHT - BOTTOM + 18, "middle", lengths.get(i));
    }
    addCurves(svg, xs, top);
    return svg.end();
  }

  private void addCurves(Svg svg, double[] xs, int top) {
    int index = 0;
    for (Map.Entry<String, double[]> curve : curves.entrySet()) {
      String colour = COLOURS.get(index % COLOURS.size());
      svg.curve(xs, Arrays.stream(curve.getValue()).map(value -> y(value, top)).toArray(), colour);
      // The legend stands at the bottom on the left, where the first scores leave room.
      double row = HEIGHT - BOTTOM - 12 - (double) ROW * (curves.size() - 1 - index);
      svg.line(LEFT + 12, row - 4, LEFT + 36, row - 4, colour, 3);
      svg.text(LEFT + 44, row, "start", curve.getKey());
      index++;
    }
  }

  /** The highest mark: the first that no score is above. */
  private int top() {
    double highest =
        curves.values().stream()
            .flatMapToDouble(Arrays::stream)
            .filter(value -> !Double.isNaN(value))
            .max()
            .orElse(0);
    return Math.max(1, (int) Math.ceil(highest / STEP)) * STEP;
  }

  private static double y(double value, int top) {
    return HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - TOP);
  }
}

package io.github.dl4jattention.zoo.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.List;

/** Lays one picture out and draws it. */
final class HeatmapPainter {

  static final int CELL = 26;

  private static final int MARGIN = 16;
  private static final int GAP = 7;
  private static final int MAX_LABEL = 160;
  private static final int MIN_TITLE = 900;
  private static final int LEGEND_GAP = 26;
  private static final int LEGEND_WIDTH = 14;
  private static final int MIN_LEGEND = 96;
  private static final int MAX_LEGEND = 260;
  private static final int GREYS = 256;
  private static final Color PAPER = grey(255);
  private static final Color INK = grey(0);

  /** Seen between two black cells as well as between two white ones. */
  private static final Color LINES = grey(80);

  private final HeatmapFonts fonts;
  private final List<String> columnLabels;
  private final List<String> rowLabels;
  private final float[][] weights;
  private final String title;
  private final Rectangle grid;
  private final Rectangle legend;
  private final int width;
  private final int height;

  HeatmapPainter(
      HeatmapFonts fonts,
      List<String> source,
      List<String> target,
      float[][] weights,
      String title) {
    this.fonts = fonts;
    this.weights = weights;
    columnLabels = labels(source);
    rowLabels = labels(target);
    Font titleFont = fonts.titleFont();
    int titleHeight = title.isEmpty() ? 0 : fonts.height(titleFont) + 2 * GAP;
    // One more than the cells, because a line stands on either side of each.
    grid =
        new Rectangle(
            MARGIN + rowLabelWidth() + GAP,
            MARGIN + titleHeight + columnLabelHeight() + GAP,
            source.size() * CELL + 1,
            target.size() * CELL + 1);
    int legendHeight = Math.min(MAX_LEGEND, Math.max(MIN_LEGEND, grid.height));
    legend = new Rectangle(grid.x + grid.width + LEGEND_GAP, grid.y, LEGEND_WIDTH, legendHeight);
    int drawn = legend.x + legend.width + GAP + fonts.width("0.5", fonts.legendFont()) + MARGIN;
    this.title = fonts.fit(title, titleFont, Math.max(drawn - 2 * MARGIN, MIN_TITLE));
    width = Math.max(drawn, fonts.width(this.title, titleFont) + 2 * MARGIN);
    height = grid.y + Math.max(grid.height, legend.height) + MARGIN;
  }

  /** The pixels of one weight, without the lines around it. */
  Rectangle cell(int row, int column) {
    return new Rectangle(grid.x + column * CELL + 1, grid.y + row * CELL + 1, CELL - 1, CELL - 1);
  }

  BufferedImage paint() {
    BufferedImage image =
        new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, greys());
    Graphics2D g = image.createGraphics();
    try {
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setRenderingHint(
          RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
      g.setColor(PAPER);
      g.fillRect(0, 0, width, height);
      paintTitle(g);
      paintCells(g);
      paintColumnLabels(g);
      paintRowLabels(g);
      paintLegend(g);
    } finally {
      g.dispose();
    }
    return image;
  }

  private List<String> labels(List<String> symbols) {
    Font font = fonts.symbolFont();
    return symbols.stream()
        .map(symbol -> fonts.fit(fonts.symbol(symbol), font, MAX_LABEL))
        .toList();
  }

  private int rowLabelWidth() {
    Font font = fonts.symbolFont();
    return rowLabels.stream().mapToInt(label -> fonts.width(label, font)).max().orElse(0);
  }

  private int columnLabelHeight() {
    Font font = fonts.symbolFont();
    int upright = fonts.height(font);
    return columnLabels.stream()
        .mapToInt(label -> isTooWide(label) ? fonts.width(label, font) : upright)
        .max()
        .orElse(upright);
  }

  private boolean isTooWide(String columnLabel) {
    return fonts.width(columnLabel, fonts.symbolFont()) > CELL - 2;
  }

  private void paintTitle(Graphics2D g) {
    Font font = fonts.titleFont();
    g.setColor(INK);
    g.setFont(font);
    g.drawString(title, MARGIN, MARGIN + fonts.height(font) - fonts.descent(font));
  }

  private void paintCells(Graphics2D g) {
    g.setColor(LINES);
    g.fillRect(grid.x, grid.y, grid.width, grid.height);
    for (int row = 0; row < weights.length; row++) {
      for (int column = 0; column < weights[row].length; column++) {
        Rectangle cell = cell(row, column);
        float weight = Math.min(1, Math.max(0, weights[row][column]));
        g.setColor(grey(Math.round(weight * (GREYS - 1))));
        g.fillRect(cell.x, cell.y, cell.width, cell.height);
      }
    }
  }

  private void paintColumnLabels(Graphics2D g) {
    Font font = fonts.symbolFont();
    g.setColor(INK);
    g.setFont(font);
    float shift = fonts.baselineShift(font);
    for (int column = 0; column < columnLabels.size(); column++) {
      String label = columnLabels.get(column);
      float middle = grid.x + column * CELL + CELL / 2f + 0.5f;
      if (isTooWide(label)) {
        // Upwards from the cell, so that a whole word fits over its column.
        AffineTransform before = g.getTransform();
        g.translate(middle + shift, grid.y - GAP);
        g.rotate(-Math.PI / 2);
        g.drawString(label, 0, 0);
        g.setTransform(before);
      } else {
        float left = middle - fonts.width(label, font) / 2f;
        g.drawString(label, left, grid.y - GAP - fonts.descent(font) + 1f);
      }
    }
  }

  private void paintRowLabels(Graphics2D g) {
    Font font = fonts.symbolFont();
    g.setColor(INK);
    g.setFont(font);
    float shift = fonts.baselineShift(font);
    for (int row = 0; row < rowLabels.size(); row++) {
      String label = rowLabels.get(row);
      float middle = grid.y + row * CELL + CELL / 2f + 0.5f;
      g.drawString(label, (float) grid.x - GAP - fonts.width(label, font), middle + shift);
    }
  }

  private void paintLegend(Graphics2D g) {
    int last = legend.height - 1;
    for (int y = 0; y <= last; y++) {
      g.setColor(grey(Math.round((last - y) * (GREYS - 1f) / last)));
      g.fillRect(legend.x, legend.y + y, legend.width, 1);
    }
    g.setColor(LINES);
    g.drawRect(legend.x, legend.y, legend.width - 1, last);
    Font font = fonts.legendFont();
    g.setColor(INK);
    g.setFont(font);
    float x = (float) legend.x + legend.width + GAP;
    float shift = fonts.baselineShift(font);
    g.drawString("1", x, legend.y + shift);
    g.drawString("0.5", x, legend.y + last / 2f + shift);
    g.drawString("0", x, legend.y + last + shift);
  }

  private static Color grey(int level) {
    return new Color(level, level, level);
  }

  /**
   * The greys as a palette: a byte per pixel, like {@link BufferedImage#TYPE_BYTE_GRAY}, whose
   * greys Java takes for linear light and returns too bright.
   */
  private static IndexColorModel greys() {
    byte[] levels = new byte[GREYS];
    for (int level = 0; level < GREYS; level++) {
      levels[level] = (byte) level;
    }
    return new IndexColorModel(Byte.SIZE, GREYS, levels, levels, levels);
  }
}

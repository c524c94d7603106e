package io.github.dl4jattention.zoo.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * The picture of Xu et al. (2015, figures 2 to 5): a photo, and the same photo once a word, white
 * where the model looked for that word and dark elsewhere.
 *
 * <p>Weights of a coarse grid are spread over the photo by a bell curve around each place's centre,
 * and scaled so that the place that was looked at most is white: what a word's picture shows is
 * where, not how much.
 *
 * <pre>{@code
 * BufferedImage picture = AttentionOverlay.render(photo, words, weights, 14, 14);
 * }</pre>
 */
public final class AttentionOverlay {
  /** Most words of a picture; those beyond are not shown. */
  public static final int MAX_WORDS = 60;

  private static final int SIDE = 224;
  private static final int GAP = 8;
  private static final int ACROSS = 6;

  /** The bell curve's standard deviation, in places. */
  private static final double SPREAD = 0.7;

  /** How much of what is seen is the photo. */
  private static final double PHOTO = 0.45;

  private AttentionOverlay() {}

  /**
   * Draws the picture.
   *
   * @param photo what the grid lies over
   * @param words the words, at least one
   * @param weights {@code [word][row * columns + column]}: none negative
   * @param rows places from top to bottom
   * @param columns places from left to right
   * @return a new image
   * @throws IllegalArgumentException if there are no words, or the weights do not fit them or the
   *     grid
   * @throws IllegalStateException if Java finds no fonts; the message says what to install
   */
  public static BufferedImage render(
      BufferedImage photo, List<String> words, float[][] weights, int rows, int columns) {
    check(words, weights, rows * columns);
    int count = 1 + Math.min(MAX_WORDS, words.size());
    HeatmapFonts fonts = HeatmapFonts.open();
    int label = fonts.height(fonts.titleFont()) + GAP;
    int across = Math.min(ACROSS, count);
    int down = (count + across - 1) / across;
    BufferedImage picture =
        new BufferedImage(
            GAP + across * (SIDE + GAP), GAP + down * (SIDE + label), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
      BufferedImage base = scaled(photo);
      for (int i = 0; i < count; i++) {
        int x = GAP + i % across * (SIDE + GAP);
        int y = GAP + i / across * (SIDE + label);
        if (i == 0) {
          graphics.drawImage(base, x, y, null);
        } else {
          float[] seen = weights[i - 1];
          graphics.drawImage(overlaid(base, seen, rows, columns), x, y, null);
          write(graphics, fonts, words.get(i - 1), x, y + SIDE + label - GAP);
        }
      }
      return picture;
    } finally {
      graphics.dispose();
    }
  }

  private static void check(List<String> words, float[][] weights, int places) {
    if (words.isEmpty() || weights.length != words.size()) {
      throw new IllegalArgumentException(
          "there are %d words and %d rows of weights: give at least one, and one each"
              .formatted(words.size(), weights.length));
    }
    for (float[] row : weights) {
      if (row.length != places) {
        throw new IllegalArgumentException(
            "a word has %d weights, but the grid %d places".formatted(row.length, places));
      }
      for (float weight : row) {
        if (!(weight >= 0)) {
          throw new IllegalArgumentException("a weight is %s, not 0 or more".formatted(weight));
        }
      }
    }
  }

  private static void write(Graphics2D graphics, HeatmapFonts fonts, String word, int x, int y) {
    Font font = fonts.titleFont();
    graphics.setFont(font);
    graphics.setColor(Color.BLACK);
    String shown = fonts.fit(VisibleText.line(word, font::canDisplay), font, SIDE);
    graphics.drawString(shown, x + (SIDE - fonts.width(shown, font)) / 2, y - fonts.descent(font));
  }

  private static BufferedImage scaled(BufferedImage photo) {
    BufferedImage base = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = base.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      graphics.drawImage(photo, 0, 0, SIDE, SIDE, null);
      return base;
    } finally {
      graphics.dispose();
    }
  }

  private static BufferedImage overlaid(
      BufferedImage base, float[] weights, int rows, int columns) {
    double[][] white = spread(weights, rows, columns);
    BufferedImage result = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int rgb = base.getRGB(x, y);
        double added = (1 - PHOTO) * 255 * white[y][x];
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
          int level = (int) Math.round(PHOTO * ((rgb >> shift) & 0xFF) + added);
          mixed |= Math.min(255, level) << shift;
        }
        result.setRGB(x, y, mixed);
      }
    }
    return result;
  }

  /** {@code [y][x]}, from 0 to 1. */
  static double[][] spread(float[] weights, int rows, int columns) {
    double[][] down = bells(rows);
    double[][] across = bells(columns);
    double[][] values = new double[SIDE][SIDE];
    double most = 0;
    for (int y = 0; y < SIDE; y++) {
      double[] line = new double[columns];
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          line[column] += down[y][row] * weights[row * columns + column];
        }
      }
      for (int x = 0; x < SIDE; x++) {
        for (int column = 0; column < columns; column++) {
          values[y][x] += across[x][column] * line[column];
        }
        most = Math.max(most, values[y][x]);
      }
    }
    for (double[] line : values) {
      for (int x = 0; x < SIDE && most > 0; x++) {
        line[x] /= most;
      }
    }
    return values;
  }

  /** {@code [pixel][place]}: what each place is to each pixel, along one side. */
  private static double[][] bells(int places) {
    double[][] bells = new double[SIDE][places];
    for (int pixel = 0; pixel < SIDE; pixel++) {
      for (int place = 0; place < places; place++) {
        double distance = ((pixel + 0.5) * places / SIDE - (place + 0.5)) / SPREAD;
        bells[pixel][place] = Math.exp(-distance * distance / 2);
      }
    }
    return bells;
  }
}

package io.github.dl4jattention.zoo.picture;

import java.awt.AWTError;
import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.awt.font.FontRenderContext;
import java.awt.font.LineMetrics;

/** The two fonts of a picture: logical ones, which every Java with fonts has. */
final class HeatmapFonts {

  /** Monospaced, because it tells l, I and 1, or O and 0, apart. */
  private static final Font SYMBOL_FONT = new Font(Font.MONOSPACED, Font.PLAIN, 16);

  private static final Font TITLE_FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 15);
  private static final Font LEGEND_FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

  private HeatmapFonts() {}

  /**
   * Finds the fonts.
   *
   * @throws IllegalStateException if there are none, or the graphics do not start
   */
  static HeatmapFonts open() {
    // Apart from the fonts, because a second failure no longer tells what the first one was.
    try {
      GraphicsEnvironment.getLocalGraphicsEnvironment();
    } catch (AWTError | LinkageError e) {
      throw new IllegalStateException(
          "Java cannot start its graphics; start it with -Djava.awt.headless=true, pictures need no"
              + " display ("
              + e
              + ")",
          e);
    }
    // A Java without fontconfig or without any font fails at the first text measured, on Linux with
    // InternalError or a link error, on some versions with NullPointerException.
    try {
      SYMBOL_FONT.getStringBounds("0", CONTEXT);
    } catch (InternalError | LinkageError | RuntimeException e) {
      throw new IllegalStateException(
          "Java finds no fonts to write the picture's labels with; install fontconfig and a font"
              + " package, such as fontconfig and fonts-dejavu-core on Debian and Ubuntu,"
              + " fontconfig and ttf-dejavu on Alpine, or fontconfig and dejavu-sans-fonts on"
              + " Fedora ("
              + e
              + ")",
          e);
    }
    return new HeatmapFonts();
  }

  Font symbolFont() {
    return SYMBOL_FONT;
  }

  Font titleFont() {
    return TITLE_FONT;
  }

  Font legendFont() {
    return LEGEND_FONT;
  }

  String symbol(String symbol) {
    return VisibleText.symbol(symbol, SYMBOL_FONT::canDisplay);
  }

  /** The title's text; empty if both parts are. */
  String title(String sourceText, String prediction) {
    if (sourceText.isEmpty() && prediction.isEmpty()) {
      return "";
    }
    return VisibleText.title(sourceText, prediction, TITLE_FONT::canDisplay);
  }

  int width(String text, Font font) {
    return (int) Math.ceil(font.getStringBounds(text, CONTEXT).getWidth());
  }

  int height(Font font) {
    return (int) Math.ceil(metrics(font).getHeight());
  }

  int descent(Font font) {
    return (int) Math.ceil(metrics(font).getDescent());
  }

  /** How far below a middle line the baseline stands, for letters and digits to look centred. */
  float baselineShift(Font font) {
    return (float) -font.createGlyphVector(CONTEXT, "0").getVisualBounds().getCenterY();
  }

  /** The text, cut to the width, with an ellipsis where something was cut. */
  String fit(String text, Font font, int width) {
    if (width(text, font) <= width) {
      return text;
    }
    String ellipsis = VisibleText.ellipsis(font::canDisplay);
    int kept = 0;
    int tooMany = text.codePointCount(0, text.length());
    while (tooMany - kept > 1) {
      int middle = (kept + tooMany) >>> 1;
      String cut = text.substring(0, text.offsetByCodePoints(0, middle)) + ellipsis;
      if (width(cut, font) <= width) {
        kept = middle;
      } else {
        tooMany = middle;
      }
    }
    return text.substring(0, text.offsetByCodePoints(0, kept)) + ellipsis;
  }

  private static LineMetrics metrics(Font font) {
    return font.getLineMetrics("0g", CONTEXT);
  }
}

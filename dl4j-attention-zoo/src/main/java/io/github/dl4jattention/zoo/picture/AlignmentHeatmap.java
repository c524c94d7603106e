package io.github.dl4jattention.zoo.picture;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * The alignment picture of Bahdanau, Cho and Bengio (2014, figure 3): which source symbols the
 * model looked at while it wrote each target symbol.
 *
 * <p>Source symbols stand across the top, target symbols down the left. Each cell shows one
 * attention weight in grey, from black for 0 to white for 1. Grey, as in the paper, because it
 * compares with the published figure, prints unchanged, reads the same for colour-blind readers,
 * and in sRGB equal steps of grey look about equal.
 *
 * <pre>{@code
 * AlignmentHeatmap.of(source, target, weights)
 *     .withTitle("July 20th 1969", "1969-07-20")
 *     .write(folder.resolve(AlignmentHeatmap.fileNameFor(1, "July 20th 1969")));
 * }</pre>
 *
 * <p>Instances never change and may be shared between threads. No display is needed, but fonts are.
 */
public final class AlignmentHeatmap {

  /** The most symbols a picture has on either side. */
  public static final int MAX_SYMBOLS = 400;

  private static final int MAX_FILE_NAME = 60;
  private static final String SUFFIX = ".png";

  /** Wide enough for weights that went through 16-bit floats, far too narrow for raw scores. */
  private static final float TOLERANCE = 0.01f;

  private final List<String> source;
  private final List<String> target;
  private final float[][] weights;
  private final String sourceText;
  private final String prediction;

  private AlignmentHeatmap(
      List<String> source,
      List<String> target,
      float[][] weights,
      String sourceText,
      String prediction) {
    this.source = source;
    this.target = target;
    this.weights = weights;
    this.sourceText = sourceText;
    this.prediction = prediction;
  }

  /**
   * A picture without a title. The arguments are copied.
   *
   * @param source the source symbols, 1 to {@value #MAX_SYMBOLS}; for the end of the sequence give
   *     {@code "⏎"} or {@code "</s>"}
   * @param target the target symbols, 1 to {@value #MAX_SYMBOLS}
   * @param weights the attention weights as {@code weights[target][source]}; each row sums to 1, or
   *     to 0 where nothing was attended to
   * @return the picture, not yet drawn
   * @throws IllegalArgumentException if there are no or too many symbols, or the weights do not fit
   *     them or are no attention weights
   * @throws NullPointerException if an argument, a symbol or a row is null
   */
  public static AlignmentHeatmap of(List<String> source, List<String> target, float[][] weights) {
    List<String> sourceCopy = checkedSymbols("source", source);
    List<String> targetCopy = checkedSymbols("target", target);
    float[][] weightsCopy = checkedWeights(weights, targetCopy.size(), sourceCopy.size());
    return new AlignmentHeatmap(sourceCopy, targetCopy, weightsCopy, "", "");
  }

  /**
   * The same picture with one line above it: the source text, an arrow, and the prediction. A line
   * much wider than the picture is cut.
   *
   * @param sourceText what the model read
   * @param prediction what the model wrote
   * @return a new picture with the title
   * @throws NullPointerException if an argument is null
   */
  public AlignmentHeatmap withTitle(String sourceText, String prediction) {
    Objects.requireNonNull(sourceText, "sourceText");
    Objects.requireNonNull(prediction, "prediction");
    return new AlignmentHeatmap(source, target, weights, sourceText, prediction);
  }

  /**
   * Draws the picture. It has one byte per pixel, so the largest takes about 110 MB.
   *
   * @return a new image
   * @throws IllegalStateException if Java finds no fonts or cannot start its graphics; the message
   *     says what to install or set
   */
  public BufferedImage render() {
    return painter().paint();
  }

  /**
   * Draws the picture and writes it as PNG. The file appears complete or not at all, and replaces
   * one that is there: the bytes go to another name in the same folder, which is then renamed.
   *
   * @param file where to write; its folder must exist
   * @throws IOException if the file cannot be written; the message names it, and nothing is left
   *     behind
   * @throws IllegalArgumentException if {@code file} is the root of a file system
   * @throws IllegalStateException if Java finds no fonts or cannot start its graphics
   */
  public void write(Path file) throws IOException {
    Path goal = file.toAbsolutePath();
    Path folder = goal.getParent();
    if (folder == null) {
      throw new IllegalArgumentException(file + " is no name for a picture; add a file name");
    }
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          "cannot write the picture " + goal + ": " + folder + " is no folder; create it first");
    }
    BufferedImage picture = render();
    // Not derived from the goal's name, which may already be as long as the file system allows.
    Path unfinished = folder.resolve(".heatmap-" + UUID.randomUUID() + ".tmp");
    try {
      encode(picture, unfinished);
      Files.move(unfinished, goal, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      IOException named = new IOException("cannot write the picture " + goal + ": " + e, e);
      discard(unfinished, named);
      throw named;
    } catch (RuntimeException | Error e) {
      discard(unfinished, e);
      throw e;
    }
  }

  /**
   * A file name for the picture of a source text, such as {@code 001-july-20th-1969.png}. It has
   * only lower-case ASCII letters, digits, '-' and one '.', and at most 60 characters, whatever the
   * text; different indexes give different names.
   *
   * @param index the number of the picture, from 0
   * @param source the source text; anything, also empty
   * @return the name, without a folder
   * @throws IllegalArgumentException if the index is negative
   * @throws NullPointerException if the text is null
   */
  public static String fileNameFor(int index, String source) {
    if (index < 0) {
      throw new IllegalArgumentException("index is " + index + ", must be 0 or more");
    }
    StringBuilder name = new StringBuilder(String.format(Locale.ROOT, "%03d", index));
    boolean gap = true;
    for (int i = 0; i < source.length(); i++) {
      char c = asciiLower(source.charAt(i));
      boolean kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (!kept) {
        gap = true;
        continue;
      }
      // A dash is written only before a character that follows it, so none ends the name.
      if (name.length() + (gap ? 2 : 1) + SUFFIX.length() > MAX_FILE_NAME) {
        break;
      }
      name.append(gap ? "-" : "").append(c);
      gap = false;
    }
    return name.append(SUFFIX).toString();
  }

  /** Where everything stands; tests ask it for the cells. */
  HeatmapPainter painter() {
    HeatmapFonts fonts = HeatmapFonts.open();
    String title = fonts.title(sourceText, prediction);
    return new HeatmapPainter(fonts, source, target, weights, title);
  }

  /** {@link String#toLowerCase()} would turn some other letters into ASCII ones. */
  private static char asciiLower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
  }

  private static List<String> checkedSymbols(String side, List<String> symbols) {
    if (symbols.isEmpty()) {
      throw new IllegalArgumentException("there are no " + side + " symbols; give at least one");
    }
    if (symbols.size() > MAX_SYMBOLS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "there are %d %s symbols and a picture has at most %d; draw a part of them, with the"
                  + " same part of the weights",
              symbols.size(),
              side,
              MAX_SYMBOLS));
    }
    List<String> copy = new ArrayList<>(symbols);
    for (int i = 0; i < copy.size(); i++) {
      Objects.requireNonNull(copy.get(i), side + " symbol " + i);
    }
    return copy;
  }

  private static float[][] checkedWeights(float[][] weights, int rows, int columns) {
    if (weights.length != rows) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "weights have %d rows, must have one for each of the %d target symbols",
              weights.length,
              rows));
    }
    float[][] copy = new float[rows][];
    for (int row = 0; row < rows; row++) {
      copy[row] = Objects.requireNonNull(weights[row], "weights row " + row).clone();
      if (copy[row].length != columns) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "weights row %d has %d values, must have one for each of the %d source symbols",
                row,
                copy[row].length,
                columns));
      }
      checkRow(copy[row], row);
    }
    return copy;
  }

  private static void checkRow(float[] values, int row) {
    double sum = 0;
    for (int column = 0; column < values.length; column++) {
      float value = values[column];
      // Written so that NaN, which compares as false, is refused too.
      if (!(value >= -TOLERANCE && value <= 1 + TOLERANCE)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "weights row %d column %d is %s, must be between 0 and 1",
                row,
                column,
                value));
      }
      sum += value;
    }
    if (Math.abs(sum - 1) > TOLERANCE && Math.abs(sum) > TOLERANCE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "weights row %d sums to %.4f, must sum to 1 or 0; give weights[target][source] from"
                  + " after the softmax",
              row,
              sum));
    }
  }

  private static void encode(BufferedImage picture, Path file) throws IOException {
    // ImageIO would otherwise put the bytes into the system's temporary folder first. The stream is
    // closed by try only after the PNG is flushed into it.
    try (var bytes = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
        ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(picture, "png", out)) {
        throw new IOException("this Java has no PNG writer");
      }
    }
  }

  private static void discard(Path unfinished, Throwable failure) {
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}

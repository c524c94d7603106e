package io.github.dl4jattention.zoo.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlignmentHeatmapTests {

  @TempDir Path folder;

  @Test
  void anIdentityAlignmentIsABrightDiagonal() {
    AlignmentHeatmap heatmap = identity(5);
    HeatmapPainter painter = heatmap.painter();
    BufferedImage image = heatmap.render();

    for (int row = 0; row < 5; row++) {
      for (int column = 0; column < 5; column++) {
        assertThat(greysIn(image, painter.cell(row, column)))
            .as("row %d column %d", row, column)
            .containsOnly(row == column ? 255 : 0);
      }
    }
  }

  @Test
  void greysFollowTheWeights() {
    float[][] weights = {{0.1f, 0.2f, 0.7f}, {0, 0, 0}};
    AlignmentHeatmap heatmap =
        AlignmentHeatmap.of(List.of("a", "b", "c"), List.of("x", "y"), weights);
    HeatmapPainter painter = heatmap.painter();
    weights[0][0] = 1;
    BufferedImage image = heatmap.render();

    assertThat(greysIn(image, painter.cell(0, 0))).containsOnly(26);
    assertThat(greysIn(image, painter.cell(0, 1))).containsOnly(51);
    assertThat(greysIn(image, painter.cell(0, 2))).containsOnly(179);
    assertThat(greysIn(image, painter.cell(1, 2))).containsOnly(0);
  }

  @Test
  void everySymbolAddsACell() {
    BufferedImage small = uniform(10, 10).render();

    assertThat(uniform(11, 10).render().getWidth())
        .isEqualTo(small.getWidth() + HeatmapPainter.CELL);
    assertThat(uniform(11, 10).render().getHeight()).isEqualTo(small.getHeight());
    assertThat(uniform(10, 12).render().getHeight())
        .isEqualTo(small.getHeight() + 2 * HeatmapPainter.CELL);
    assertThat(uniform(10, 12).render().getWidth()).isEqualTo(small.getWidth());
  }

  @Test
  void labelsStandInTheirRowsAndColumns() {
    AlignmentHeatmap heatmap =
        AlignmentHeatmap.of(
            List.of("M", " ", "</s>"), List.of("M", "a longer word"), new float[2][3]);
    HeatmapPainter painter = heatmap.painter();
    BufferedImage image = heatmap.render();
    Rectangle first = painter.cell(0, 0);

    for (int column = 0; column < 3; column++) {
      Rectangle cell = painter.cell(0, column);
      assertThat(greysIn(image, new Rectangle(cell.x, 0, cell.width, first.y - 2)))
          .as("above column %d", column)
          .anyMatch(grey -> grey < 100);
      assertThat(greysIn(image, new Rectangle(cell.x - 1, 0, 1, first.y - 2)))
          .as("between columns")
          .containsOnly(255);
    }
    for (int row = 0; row < 2; row++) {
      Rectangle cell = painter.cell(row, 0);
      assertThat(greysIn(image, new Rectangle(0, cell.y, first.x - 2, cell.height)))
          .as("left of row %d", row)
          .anyMatch(grey -> grey < 100);
    }
  }

  @Test
  void nothingTouchesTheEdge() {
    String word = "W".repeat(5000);
    BufferedImage image =
        AlignmentHeatmap.of(List.of(word), List.of(word), new float[1][1])
            .withTitle(word, word)
            .render();

    int right = image.getWidth() - 1;
    int bottom = image.getHeight() - 1;
    assertThat(right).isLessThan(1000);
    assertThat(bottom).isLessThan(500);
    assertThat(greysIn(image, new Rectangle(0, 0, right + 1, 4))).containsOnly(255);
    assertThat(greysIn(image, new Rectangle(0, bottom - 3, right + 1, 4))).containsOnly(255);
    assertThat(greysIn(image, new Rectangle(0, 0, 4, bottom + 1))).containsOnly(255);
    assertThat(greysIn(image, new Rectangle(right - 3, 0, 4, bottom + 1))).containsOnly(255);
  }

  @Test
  void aTitleAddsALineAboveThePicture() {
    BufferedImage plain = uniform(10, 3).render();
    BufferedImage titled = uniform(10, 3).withTitle("20 July", "1969").render();

    assertThat(titled.getHeight()).isBetween(plain.getHeight() + 15, plain.getHeight() + 60);
    assertThat(uniform(10, 3).withTitle("", "").render().getHeight()).isEqualTo(plain.getHeight());
  }

  @Test
  void theLegendRunsFromWhiteToBlack() {
    AlignmentHeatmap heatmap = uniform(4, 4);
    Rectangle corner = heatmap.painter().cell(0, 3);
    BufferedImage image = heatmap.render();
    int x = corner.x + corner.width + 1 + 26 + 7;

    assertThat(greyAt(image, x, corner.y + 2)).isGreaterThan(240);
    assertThat(greyAt(image, x, corner.y + 51)).isBetween(110, 145);
    assertThat(greyAt(image, x, corner.y + 101)).isLessThan(15);
  }

  @Test
  void whiteSpaceIsVisible() {
    assertThat(VisibleText.symbol(" ", c -> true)).isEqualTo("\u2423");
    assertThat(VisibleText.symbol(" ", c -> c < 128)).isEqualTo("_");
    assertThat(VisibleText.symbol("\n", c -> true)).isEqualTo("\\n");
    assertThat(VisibleText.symbol("\t\r", c -> true)).isEqualTo("\\t\\r");
    assertThat(VisibleText.symbol("\u00a0", c -> true)).isEqualTo("U+00A0");
    assertThat(VisibleText.symbol("\u202e", c -> true)).isEqualTo("U+202E");
    assertThat(VisibleText.symbol("", c -> true)).isEqualTo("\"\"");
    assertThat(VisibleText.line("a b\nc", c -> true)).isEqualTo("a b\\nc");
  }

  @Test
  void charactersWithoutAGlyphFallBackToAscii() {
    assertThat(VisibleText.symbol("\u23ce", c -> true)).isEqualTo("\u23ce");
    assertThat(VisibleText.symbol("\u23ce", c -> c < 128)).isEqualTo("</s>");
    assertThat(VisibleText.symbol("</s>", c -> c < 128)).isEqualTo("</s>");
    assertThat(VisibleText.symbol("\u65e5", c -> c < 128)).isEqualTo("U+65E5");
    assertThat(VisibleText.symbol("\ud83d\ude00", c -> c < 128)).isEqualTo("U+1F600");
    assertThat(VisibleText.symbol("\ud83d", c -> true)).isEqualTo("U+D83D");
    assertThat(VisibleText.arrow(c -> c < 128)).isEqualTo("->");
    assertThat(VisibleText.ellipsis(c -> c < 128)).isEqualTo("...");
  }

  @Test
  void writesAReadablePngAndNothingElse() throws IOException {
    AlignmentHeatmap heatmap = identity(4).withTitle("July", "1969");
    Path file = folder.resolve("picture.png");
    heatmap.write(file);

    BufferedImage drawn = heatmap.render();
    BufferedImage read = ImageIO.read(file.toFile());
    Rectangle all = new Rectangle(0, 0, drawn.getWidth(), drawn.getHeight());
    assertThat(read.getWidth()).isEqualTo(all.width);
    assertThat(read.getHeight()).isEqualTo(all.height);
    assertThat(greysIn(read, all)).isEqualTo(greysIn(drawn, all));
    assertThat(filesIn(folder)).containsExactly("picture.png");
  }

  @Test
  void replacesAnEarlierPicture() throws IOException {
    Path file = Files.writeString(folder.resolve("picture.png"), "old");
    identity(3).write(file);

    assertThat(ImageIO.read(file.toFile())).isNotNull();
    assertThat(filesIn(folder)).containsExactly("picture.png");
  }

  @Test
  void writesUnderTheLongestName() throws IOException {
    String name = "n".repeat(251) + ".png";
    identity(2).write(folder.resolve(name));

    assertThat(filesIn(folder)).containsExactly(name);
  }

  @Test
  void aMissingFolderIsNamedAndNotMade() throws IOException {
    Path file = folder.resolve("missing").resolve("picture.png");

    assertThatIOException()
        .isThrownBy(() -> identity(2).write(file))
        .withMessageContaining(file.toString())
        .withMessageContaining("create it first");
    assertThat(filesIn(folder)).isEmpty();
  }

  @Test
  void aFileInPlaceOfTheFolderIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("plain"), "text").resolve("picture.png");

    assertThatIOException()
        .isThrownBy(() -> identity(2).write(file))
        .withMessageContaining(file.toString());
    assertThat(filesIn(folder)).containsExactly("plain");
  }

  @Test
  void aReadOnlyFolderIsNamed() throws IOException {
    Path sealed = Files.createDirectory(folder.resolve("sealed"));
    assumeThat(sealed.toFile().setWritable(false)).isTrue();
    // The superuser may write there all the same.
    assumeThat(Files.isWritable(sealed)).isFalse();
    Path file = sealed.resolve("picture.png");

    assertThatIOException()
        .isThrownBy(() -> identity(2).write(file))
        .withMessageContaining(file.toString());
    assertThat(filesIn(sealed)).isEmpty();
  }

  @Test
  void leavesNoTemporaryFileWhereTheNameIsTaken() throws IOException {
    Path taken =
        Files.createDirectories(folder.resolve("picture.png").resolve("inner")).getParent();

    assertThatIOException()
        .isThrownBy(() -> identity(2).write(taken))
        .withMessageContaining(taken.toString());
    assertThat(filesIn(folder)).containsExactly("picture.png");
    assertThat(filesIn(taken)).containsExactly("inner");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFolderThatTakesNoFilesIsNamed() {
    // Refuses the superuser too.
    Path file = Path.of("/proc/picture.png");

    assertThatIOException()
        .isThrownBy(() -> identity(2).write(file))
        .withMessageContaining(file.toString());
  }

  @Test
  void aRootIsNoFile() {
    Path root = folder.getRoot();

    assertThatIllegalArgumentException().isThrownBy(() -> identity(2).write(root));
  }

  @Test
  void refusesTooManyOrNoSymbols() {
    List<String> one = List.of("a");
    List<String> many = Collections.nCopies(AlignmentHeatmap.MAX_SYMBOLS + 1, "a");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> AlignmentHeatmap.of(many, one, new float[1][many.size()]))
        .withMessageContaining("401 source symbols")
        .withMessageContaining("draw a part");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AlignmentHeatmap.of(one, many, new float[many.size()][1]))
        .withMessageContaining("401 target symbols");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AlignmentHeatmap.of(List.of(), one, new float[1][0]))
        .withMessageContaining("no source symbols");
    assertThatExceptionOfType(NullPointerException.class)
        .isThrownBy(() -> AlignmentHeatmap.of(Arrays.asList("a", null), one, new float[1][2]))
        .withMessage("source symbol 1");
  }

  @Test
  void drawsAsManySymbolsAsItTakes() {
    BufferedImage image = uniform(AlignmentHeatmap.MAX_SYMBOLS, 1).render();

    assertThat(image.getWidth()).isGreaterThan(400 * HeatmapPainter.CELL);
  }

  @Test
  void refusesWeightsOfTheWrongSize() {
    List<String> two = List.of("a", "b");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> AlignmentHeatmap.of(two, two, new float[3][2]))
        .withMessageContaining("3 rows")
        .withMessageContaining("2 target symbols");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AlignmentHeatmap.of(two, two, new float[][] {{1, 0}, {1}}))
        .withMessageContaining("row 1 has 1 values")
        .withMessageContaining("2 source symbols");
    assertThatExceptionOfType(NullPointerException.class)
        .isThrownBy(() -> AlignmentHeatmap.of(two, two, new float[][] {{1, 0}, null}))
        .withMessage("weights row 1");
  }

  @ParameterizedTest
  @ValueSource(
      floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0.5f, 1.5f, 0.4f})
  void refusesWhatAreNoWeights(float bad) {
    List<String> two = List.of("a", "b");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> AlignmentHeatmap.of(two, two, new float[][] {{1, 0}, {0, bad}}))
        .withMessageContaining("weights row 1")
        .withMessageContaining("must");
  }

  @Test
  void fileNamesTellTheSource() {
    assertThat(AlignmentHeatmap.fileNameFor(1, "July 20th 1969"))
        .isEqualTo("001-july-20th-1969.png");
    assertThat(AlignmentHeatmap.fileNameFor(12345, "--a  &  B--")).isEqualTo("12345-a-b.png");
    assertThat(AlignmentHeatmap.fileNameFor(0, "../../etc/passwd")).isEqualTo("000-etc-passwd.png");
    assertThat(AlignmentHeatmap.fileNameFor(7, "")).isEqualTo("007.png");
    assertThat(AlignmentHeatmap.fileNameFor(7, "\u65e5\u672c")).isEqualTo("007.png");
    assertThat(AlignmentHeatmap.fileNameFor(7, "\u0130\u212a")).isEqualTo("007.png");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AlignmentHeatmap.fileNameFor(-1, "a"))
        .withMessageContaining("-1");
  }

  @Test
  void fileNamesAreSafeForAnySource() {
    List<String> hostile =
        new ArrayList<>(List.of("..", "/", "C:\\con", "\0", "a\nb", "-rf *", "$(id)", "\ud83d"));
    hostile.add("x".repeat(300));
    hostile.add("x ".repeat(300));
    for (String source : hostile) {
      for (int index : new int[] {0, 999, 1000, Integer.MAX_VALUE}) {
        assertThat(AlignmentHeatmap.fileNameFor(index, source))
            .matches("[0-9]{3,10}(-[a-z0-9]+)*\\.png")
            .hasSizeLessThanOrEqualTo(60);
      }
    }
    assertThat(AlignmentHeatmap.fileNameFor(1, "x".repeat(300))).hasSize(60);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void saysWhatToInstallWhereThereAreNoFonts() throws Exception {
    Path noFonts =
        Files.writeString(
            folder.resolve("fonts.conf"), "<?xml version=\"1.0\"?><fontconfig></fontconfig>");

    String output =
        drawInAnotherJava(
            Map.of("FONTCONFIG_FILE", noFonts.toString()),
            // Java keeps what it found out about the fonts there.
            "-Duser.home=" + folder,
            "-Djava.awt.headless=true");

    // A Java that brings its own fonts does not look for the system's.
    assumeThat(output).doesNotContain("drawn");
    assertThat(
            output.lines().filter(line -> line.contains("install fontconfig and a font package")))
        .as("both attempts: %s", output)
        .hasSize(2);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void saysHowToDoWithoutADisplay() throws Exception {
    String output = drawInAnotherJava(Map.of("DISPLAY", ":4711"));

    assertThat(output).containsAnyOf("drawn", "-Djava.awt.headless=true");
  }

  /** Draws twice and prints what came of it: a second failure in AWT differs from the first. */
  static final class Draw {
    private Draw() {}

    public static void main(String[] args) {
      for (int attempt = 0; attempt < 2; attempt++) {
        try {
          identity(2).render();
          System.out.println("drawn");
        } catch (IllegalStateException e) {
          System.out.println(e.getMessage());
        }
      }
    }
  }

  private String drawInAnotherJava(Map<String, String> environment, String... options)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(home(AlignmentHeatmap.class) + File.pathSeparator + home(Draw.class));
    command.add(Draw.class.getName());
    Path output = folder.resolve("output");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(output.toFile()).environment().putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }

  private static Path home(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static AlignmentHeatmap identity(int size) {
    float[][] weights = new float[size][size];
    for (int i = 0; i < size; i++) {
      weights[i][i] = 1;
    }
    List<String> symbols = Collections.nCopies(size, "a");
    return AlignmentHeatmap.of(symbols, symbols, weights);
  }

  private static AlignmentHeatmap uniform(int columns, int rows) {
    float[][] weights = new float[rows][columns];
    for (float[] row : weights) {
      Arrays.fill(row, 1f / columns);
    }
    return AlignmentHeatmap.of(
        Collections.nCopies(columns, "a"), Collections.nCopies(rows, "b"), weights);
  }

  private static List<Integer> greysIn(BufferedImage image, Rectangle area) {
    int[] samples =
        image.getRaster().getSamples(area.x, area.y, area.width, area.height, 0, (int[]) null);
    return Arrays.stream(samples).boxed().toList();
  }

  private static int greyAt(BufferedImage image, int x, int y) {
    return image.getRGB(x, y) & 0xFF;
  }

  private static List<String> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}

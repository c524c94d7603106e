package io.github.dl4jattention.zoo.picture;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Pictures as files: written whole or not at all, under safe names, and without a display. */
class AlignmentHeatmapFileTests {
  @TempDir Path folder;

  @Test
  void writesAReadablePngAndNothingElse() throws IOException {
    AlignmentHeatmap heatmap = Alignments.identity(4).withTitle("July", "1969");
    Path file = folder.resolve("picture.png");
    heatmap.write(file);

    BufferedImage drawn = heatmap.render();
    BufferedImage read = ImageIO.read(file.toFile());
    Rectangle all = new Rectangle(0, 0, drawn.getWidth(), drawn.getHeight());
    assertThat(read.getWidth()).isEqualTo(all.width);
    assertThat(read.getHeight()).isEqualTo(all.height);
    assertThat(Alignments.greysIn(read, all)).isEqualTo(Alignments.greysIn(drawn, all));
    assertThat(filesIn(folder)).containsExactly("picture.png");
  }

  @Test
  void replacesAnEarlierPicture() throws IOException {
    Path file = Files.writeString(folder.resolve("picture.png"), "old");
    Alignments.identity(3).write(file);

    assertThat(ImageIO.read(file.toFile())).isNotNull();
    assertThat(filesIn(folder)).containsExactly("picture.png");
  }

  @Test
  void writesUnderTheLongestName() throws IOException {
    String name = "n".repeat(251) + ".png";
    Alignments.identity(2).write(folder.resolve(name));

    assertThat(filesIn(folder)).containsExactly(name);
  }

  @Test
  void aMissingFolderIsNamedAndNotMade() throws IOException {
    Path file = folder.resolve("missing").resolve("picture.png");

    assertThatIOException()
        .isThrownBy(() -> Alignments.identity(2).write(file))
        .withMessageContaining(file.toString())
        .withMessageContaining("create it first");
    assertThat(filesIn(folder)).isEmpty();
  }

  @Test
  void aFileInPlaceOfTheFolderIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("plain"), "text").resolve("picture.png");

    assertThatIOException()
        .isThrownBy(() -> Alignments.identity(2).write(file))
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
        .isThrownBy(() -> Alignments.identity(2).write(file))
        .withMessageContaining(file.toString());
    assertThat(filesIn(sealed)).isEmpty();
  }

  @Test
  void leavesNoTemporaryFileWhereTheNameIsTaken() throws IOException {
    Path taken =
        Files.createDirectories(folder.resolve("picture.png").resolve("inner")).getParent();

    assertThatIOException()
        .isThrownBy(() -> Alignments.identity(2).write(taken))
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
        .isThrownBy(() -> Alignments.identity(2).write(file))
        .withMessageContaining(file.toString());
  }

  @Test
  void aRootIsNoFile() {
    Path root = folder.getRoot();

    assertThatIllegalArgumentException().isThrownBy(() -> Alignments.identity(2).write(root));
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
          Alignments.identity(2).render();
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

  private static List<String> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}

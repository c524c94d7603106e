package io.github.dl4jattention.zoo.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.text.Bidi;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a picture shows, and what cannot be drawn. */
class AlignmentHeatmapTests {
  @Test
  void anIdentityAlignmentIsABrightDiagonal() {
    AlignmentHeatmap heatmap = Alignments.identity(5);
    HeatmapPainter painter = heatmap.painter();
    BufferedImage image = heatmap.render();

    for (int row = 0; row < 5; row++) {
      for (int column = 0; column < 5; column++) {
        assertThat(Alignments.greysIn(image, painter.cell(row, column)))
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

    assertThat(Alignments.greysIn(image, painter.cell(0, 0))).containsOnly(26);
    assertThat(Alignments.greysIn(image, painter.cell(0, 1))).containsOnly(51);
    assertThat(Alignments.greysIn(image, painter.cell(0, 2))).containsOnly(179);
    assertThat(Alignments.greysIn(image, painter.cell(1, 2))).containsOnly(0);
  }

  @Test
  void everySymbolAddsACell() {
    BufferedImage small = Alignments.uniform(10, 10).render();

    assertThat(Alignments.uniform(11, 10).render().getWidth())
        .isEqualTo(small.getWidth() + HeatmapPainter.CELL);
    assertThat(Alignments.uniform(11, 10).render().getHeight()).isEqualTo(small.getHeight());
    assertThat(Alignments.uniform(10, 12).render().getHeight())
        .isEqualTo(small.getHeight() + 2 * HeatmapPainter.CELL);
    assertThat(Alignments.uniform(10, 12).render().getWidth()).isEqualTo(small.getWidth());
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
      assertThat(Alignments.greysIn(image, new Rectangle(cell.x, 0, cell.width, first.y - 2)))
          .as("above column %d", column)
          .anyMatch(grey -> grey < 100);
      assertThat(Alignments.greysIn(image, new Rectangle(cell.x - 1, 0, 1, first.y - 2)))
          .as("between columns")
          .containsOnly(255);
    }
    for (int row = 0; row < 2; row++) {
      Rectangle cell = painter.cell(row, 0);
      assertThat(Alignments.greysIn(image, new Rectangle(0, cell.y, first.x - 2, cell.height)))
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
    assertThat(Alignments.greysIn(image, new Rectangle(0, 0, right + 1, 4))).containsOnly(255);
    assertThat(Alignments.greysIn(image, new Rectangle(0, bottom - 3, right + 1, 4)))
        .containsOnly(255);
    assertThat(Alignments.greysIn(image, new Rectangle(0, 0, 4, bottom + 1))).containsOnly(255);
    assertThat(Alignments.greysIn(image, new Rectangle(right - 3, 0, 4, bottom + 1)))
        .containsOnly(255);
  }

  @Test
  void aTitleAddsALineAboveThePicture() {
    BufferedImage plain = Alignments.uniform(10, 3).render();
    BufferedImage titled = Alignments.uniform(10, 3).withTitle("20 July", "1969").render();

    assertThat(titled.getHeight()).isBetween(plain.getHeight() + 15, plain.getHeight() + 60);
    assertThat(Alignments.uniform(10, 3).withTitle("", "").render().getHeight())
        .isEqualTo(plain.getHeight());
  }

  @Test
  void aTitleReadsFromTheSourceToThePredictionWhicheverWayTheyRun() {
    String hebrew = "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd 3";
    assertThat(seen(VisibleText.title(hebrew, "abc 4", c -> true)))
        .isEqualTo("3 \u05dd\u05dc\u05d5\u05e2 \u05dd\u05d5\u05dc\u05e9  \u2192  abc 4");
    assertThat(seen(VisibleText.title(hebrew, hebrew, c -> true)))
        .matches("3 [^0-9]+  \u2192  3 [^0-9]+");
    assertThat(seen(VisibleText.title("abc 4", hebrew, c -> true)))
        .matches("abc 4  \u2192  3 [^0-9]+");
    assertThat(VisibleText.title("July", "7", c -> true)).isEqualTo("July  \u2192  7");
  }

  /** As it stands on the paper, from left to right. */
  private static String seen(String text) {
    Bidi bidi = new Bidi(text, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT);
    byte[] levels = new byte[text.length()];
    Object[] characters = new Object[text.length()];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) bidi.getLevelAt(i);
      characters[i] = text.charAt(i);
    }
    Bidi.reorderVisually(levels, 0, characters, 0, characters.length);
    StringBuilder seen = new StringBuilder();
    for (Object character : characters) {
      if (Character.getType((char) character) != Character.FORMAT) {
        seen.append(character);
      }
    }
    return seen.toString();
  }

  @Test
  void theLegendRunsFromWhiteToBlack() {
    AlignmentHeatmap heatmap = Alignments.uniform(4, 4);
    Rectangle corner = heatmap.painter().cell(0, 3);
    BufferedImage image = heatmap.render();
    int x = corner.x + corner.width + 1 + 26 + 7;

    assertThat(Alignments.greyAt(image, x, corner.y + 2)).isGreaterThan(240);
    assertThat(Alignments.greyAt(image, x, corner.y + 51)).isBetween(110, 145);
    assertThat(Alignments.greyAt(image, x, corner.y + 101)).isLessThan(15);
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
    BufferedImage image = Alignments.uniform(AlignmentHeatmap.MAX_SYMBOLS, 1).render();

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
}

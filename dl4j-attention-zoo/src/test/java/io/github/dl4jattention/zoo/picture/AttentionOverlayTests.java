package io.github.dl4jattention.zoo.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttentionOverlayTests {
  private static final int SIDE = 224;
  private static final BufferedImage BLACK = new BufferedImage(30, 60, BufferedImage.TYPE_INT_RGB);

  /** A picture for the photo, and one a word. */
  private static BufferedImage render(List<String> words, float[]... weights) {
    return AttentionOverlay.render(BLACK, words, weights, 2, 2);
  }

  @Test
  void itIsWhitestWhereTheModelLooked() {
    BufferedImage picture =
        render(List.of("dog", "runs"), new float[] {0, 0, 1, 0}, new float[] {0, 0.9f, 0.1f, 0});
    int left = 8 + SIDE + 8;
    assertThat(level(picture, left + SIDE / 4, 8 + 3 * SIDE / 4))
        .isGreaterThan(level(picture, left + SIDE / 4, 8 + SIDE / 4))
        .isGreaterThan(level(picture, left + 3 * SIDE / 4, 8 + 3 * SIDE / 4))
        .isGreaterThan(130);
    int next = left + SIDE + 8;
    assertThat(level(picture, next + 3 * SIDE / 4, 8 + SIDE / 4))
        .isGreaterThan(level(picture, next + SIDE / 4, 8 + 3 * SIDE / 4));
    assertThat(level(picture, 8 + SIDE / 2, 8 + SIDE / 2)).isZero(); // the photo itself
  }

  private static int level(BufferedImage picture, int x, int y) {
    return picture.getRGB(x, y) & 0xFF;
  }

  @Test
  void aPlaceIsSpreadAroundItsCentreAndScaled() {
    double[][] spread = AttentionOverlay.spread(new float[] {0.2f, 0, 0, 0, 0, 0}, 2, 3);
    double most = 0;
    int mostX = 0;
    int mostY = 0;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        assertThat(spread[y][x]).isBetween(0.0, 1.0);
        if (spread[y][x] > most) {
          most = spread[y][x];
          mostX = x;
          mostY = y;
        }
      }
    }
    assertThat(most).isEqualTo(1);
    assertThat(mostX).isBetween(SIDE / 6 - 2, SIDE / 6 + 1);
    assertThat(mostY).isBetween(SIDE / 4 - 2, SIDE / 4 + 1);
  }

  @Test
  void manyWordsGoOntoSeveralRows() {
    List<String> words = Collections.nCopies(100, "word");
    float[][] weights = new float[100][4];
    BufferedImage picture = AttentionOverlay.render(BLACK, words, weights, 2, 2);
    assertThat(picture.getWidth()).isEqualTo(8 + 6 * (SIDE + 8));
    assertThat(picture.getHeight()).isBetween(11 * SIDE, 11 * (SIDE + 48));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> render(List.of())).hasMessageContaining("0 words");
    assertThatThrownBy(() -> render(List.of("a"), new float[] {1, 0}))
        .hasMessageContaining("a word has 2 weights, but the grid 4 places");
    assertThatThrownBy(() -> render(List.of("a"), new float[] {1, 0, Float.NaN, 0}))
        .hasMessageContaining("a weight is NaN");
  }
}

package io.github.dl4jattention.zoo.photos;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ResamplingTests {
  /** Pillow 9.4, {@code resize((6, 6), BILINEAR)} of a picture of 15 x 15. */
  private static final int[][] SMALLER = {
    {113, 139, 136, 119, 125, 148},
    {125, 146, 132, 135, 119, 157},
    {122, 152, 146, 149, 129, 165},
    {151, 125, 129, 125, 148, 108},
    {125, 104, 118, 115, 131, 93},
    {137, 111, 114, 131, 125, 102}
  };

  /** Pillow 9.4, {@code resize((8, 8), BILINEAR)} of its first 5 x 5 pixels. */
  private static final int[][] LARGER = {
    {0, 16, 39, 62, 86, 109, 132, 148},
    {40, 58, 85, 111, 139, 165, 129, 99},
    {97, 119, 150, 171, 199, 230, 127, 44},
    {154, 180, 205, 132, 114, 151, 142, 133},
    {130, 160, 191, 122, 110, 151, 148, 143},
    {27, 60, 106, 143, 185, 232, 144, 72},
    {68, 105, 148, 110, 117, 169, 158, 145},
    {108, 147, 187, 82, 58, 113, 169, 208}
  };

  @Test
  void smallerPicturesAreThoseOfPillow() {
    requireEqual(Resampling.middle(pattern(15), 6, 6), SMALLER, 0);
  }

  @Test
  void largerPicturesAreThoseOfPillow() {
    requireEqual(Resampling.middle(pattern(5), 8, 8), LARGER, 0);
  }

  @Test
  void theMiddleIsThatOfTheScaledPicture() {
    requireEqual(Resampling.middle(pattern(15), 6, 4), SMALLER, 1);
    requireEqual(Resampling.middle(pattern(5), 8, 2), LARGER, 3);
  }

  /** Halved, a new pixel is (1, 3, 3, 1) / 8 of four old ones; at the border (3, 3, 1) / 7. */
  @Test
  void weightsFallWithTheDistance() {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 4; y++) {
      image.setRGB(3, y, 0xd20000); // the last column: 210 of red
    }
    BufferedImage half = Resampling.middle(image, 2, 2);
    assertThat(half.getRGB(0, 0) & 0xffffff).isZero(); // its reach ends before the last column
    assertThat(half.getRGB(1, 1) & 0xffffff).isEqualTo(90 << 16);
  }

  private static BufferedImage pattern(int side) {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        image.setRGB(x, y, (x * 37 + y * 91 + x * y * 13) % 256 * 0x010101);
      }
    }
    return image;
  }

  /** Pillow rounds once more, between rows and columns. */
  private static void requireEqual(BufferedImage image, int[][] expected, int offset) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y) & 0xffffff;
        assertThat(rgb % 0x010101).isZero();
        assertThat(rgb / 0x010101)
            .as("row %d, column %d", y, x)
            .isCloseTo(expected[offset + y][offset + x], Offset.offset(1));
      }
    }
  }
}

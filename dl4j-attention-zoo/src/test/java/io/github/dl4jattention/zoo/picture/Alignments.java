package io.github.dl4jattention.zoo.picture;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Alignments for tests, and the greys of their pictures. */
final class Alignments {
  private Alignments() {}

  static AlignmentHeatmap identity(int size) {
    float[][] weights = new float[size][size];
    for (int i = 0; i < size; i++) {
      weights[i][i] = 1;
    }
    List<String> symbols = Collections.nCopies(size, "a");
    return AlignmentHeatmap.of(symbols, symbols, weights);
  }

  static AlignmentHeatmap uniform(int columns, int rows) {
    float[][] weights = new float[rows][columns];
    for (float[] row : weights) {
      Arrays.fill(row, 1f / columns);
    }
    return AlignmentHeatmap.of(
        Collections.nCopies(columns, "a"), Collections.nCopies(rows, "b"), weights);
  }

  static List<Integer> greysIn(BufferedImage image, Rectangle area) {
    int[] samples =
        image.getRaster().getSamples(area.x, area.y, area.width, area.height, 0, (int[]) null);
    return Arrays.stream(samples).boxed().toList();
  }

  static int greyAt(BufferedImage image, int x, int y) {
    return image.getRGB(x, y) & 0xFF;
  }
}

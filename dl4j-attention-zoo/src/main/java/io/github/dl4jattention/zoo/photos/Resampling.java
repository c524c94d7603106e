package io.github.dl4jattention.zoo.photos;

import java.awt.image.BufferedImage;

/**
 * Scales pictures: each new pixel is a mean of the old ones around its place, with weights that
 * fall linearly with the distance, over as many as the scale asks for. So small pictures show no
 * false patterns. Java's own scaling looks at four pixels only, or is not specified.
 */
final class Resampling {
  private Resampling() {}

  /**
   * Scales a square picture, and takes the middle of it.
   *
   * @param image the picture
   * @param scaled the side it is scaled to
   * @param size the side of the middle that is taken, at most that
   * @return the middle, of type {@link BufferedImage#TYPE_INT_RGB}
   */
  static BufferedImage middle(BufferedImage image, int scaled, int size) {
    int side = image.getWidth();
    Weights weights = Weights.of(side, scaled, (scaled - size) / 2, size);
    int[] pixels = image.getRGB(0, 0, side, side, null, 0, side);
    int[] result = new int[size * size];
    float[] narrow = new float[side * size];
    for (int shift = 0; shift < 24; shift += 8) {
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < size; x++) {
          float sum = 0;
          for (int i = 0; i < weights.of[x].length; i++) {
            int pixel = pixels[y * side + weights.first[x] + i];
            sum += weights.of[x][i] * (pixel >> shift & 0xff);
          }
          narrow[y * size + x] = sum;
        }
      }
      for (int y = 0; y < size; y++) {
        for (int x = 0; x < size; x++) {
          float sum = 0;
          for (int i = 0; i < weights.of[y].length; i++) {
            sum += weights.of[y][i] * narrow[(weights.first[y] + i) * size + x];
          }
          result[y * size + x] |= Math.round(sum) << shift;
        }
      }
    }
    BufferedImage middle = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    middle.setRGB(0, 0, size, size, result, 0, size);
    return middle;
  }

  /** For each new place along an axis, the first old one that it takes from, and the weights. */
  private static final class Weights {
    private final int[] first;
    private final float[][] of;

    private Weights(int places) {
      first = new int[places];
      of = new float[places][];
    }

    static Weights of(int side, int scaled, int offset, int places) {
      Weights weights = new Weights(places);
      double scale = (double) side / scaled;
      double reach = Math.max(1, scale);
      for (int place = 0; place < places; place++) {
        double centre = (offset + place + 0.5) * scale;
        int first = Math.max(0, (int) (centre - reach + 0.5));
        int end = Math.min(side, (int) (centre + reach + 0.5));
        float[] around = new float[end - first];
        double sum = 0;
        for (int i = 0; i < around.length; i++) {
          double weight = Math.max(0, 1 - Math.abs(first + i + 0.5 - centre) / reach);
          around[i] = (float) weight;
          sum += weight;
        }
        for (int i = 0; i < around.length; i++) {
          around[i] /= (float) sum;
        }
        weights.first[place] = first;
        weights.of[place] = around;
      }
      return weights;
    }
  }
}

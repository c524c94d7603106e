package io.github.dl4jattention.zoo.photos;

import java.awt.image.BufferedImage;

/**
 * Pixels as the networks that were trained in Caffe see them: {@code [3, rows, columns]}, blue,
 * green, red, each from 0 to 255 less its mean over ImageNet. Keras calls this the mode {@code
 * caffe}.
 */
public final class ImageNetPixels {
  /** Number of this form: raised when the same photo would give other numbers. */
  public static final int VERSION = 1;

  private static final float[] MEANS = {103.939f, 116.779f, 123.68f};

  private ImageNetPixels() {}

  /**
   * Takes the pixels of an image.
   *
   * @param image without transparency
   * @return {@code [3, rows, columns]} in row-major order
   */
  public static float[] of(BufferedImage image) {
    int columns = image.getWidth();
    int area = columns * image.getHeight();
    int[] pixels = image.getRGB(0, 0, columns, image.getHeight(), null, 0, columns);
    float[] values = new float[3 * area];
    for (int channel = 0; channel < 3; channel++) {
      for (int i = 0; i < area; i++) {
        values[channel * area + i] = (pixels[i] >> (8 * channel) & 0xff) - MEANS[channel];
      }
    }
    return values;
  }
}

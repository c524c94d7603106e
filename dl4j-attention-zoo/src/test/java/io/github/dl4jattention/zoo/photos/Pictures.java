package io.github.dl4jattention.zoo.photos;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Pictures drawn for tests. */
final class Pictures {
  /** Upper left, upper right, lower left, lower right. */
  static final int[] QUARTERS = {0xff0000, 0x00ff00, 0x0000ff, 0xffff00};

  private Pictures() {}

  /** A picture with its quarters in four colours. */
  static BufferedImage quarters(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    Graphics2D graphics = image.createGraphics();
    for (int i = 0; i < QUARTERS.length; i++) {
      graphics.setColor(new Color(QUARTERS[i]));
      graphics.fillRect(i % 2 * width / 2, i / 2 * height / 2, (width + 1) / 2, (height + 1) / 2);
    }
    graphics.dispose();
    return image;
  }

  static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, out)) {
      throw new IOException("no writer of " + format);
    }
    return out.toByteArray();
  }

  /** Colours in the middle of the quarters, in the order of {@link #QUARTERS}. */
  static int[] colours(BufferedImage image) {
    int low = image.getWidth() / 4;
    int high = image.getWidth() * 3 / 4;
    return new int[] {
      image.getRGB(low, low) & 0xffffff,
      image.getRGB(high, low) & 0xffffff,
      image.getRGB(low, high) & 0xffffff,
      image.getRGB(high, high) & 0xffffff
    };
  }

  /** Largest difference of one colour's channel. */
  static int difference(int first, int second) {
    int largest = 0;
    for (int shift = 0; shift < 24; shift += 8) {
      largest = Math.max(largest, Math.abs((first >> shift & 255) - (second >> shift & 255)));
    }
    return largest;
  }
}

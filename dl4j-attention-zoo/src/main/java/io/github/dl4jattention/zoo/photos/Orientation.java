package io.github.dl4jattention.zoo.photos;

import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEG;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegment;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegmentUtil;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * How a camera was held, as EXIF tells it in a JPEG file: 1 upright, 3 upside down, 6 and 8 on
 * their side; 2, 4, 5 and 7 mirrored as well.
 */
final class Orientation {
  private static final int UPRIGHT = 1;
  private static final int LAST = 8;

  private Orientation() {}

  /**
   * Reads it.
   *
   * @param bytes a file's content
   * @return from 1 to 8; 1 if the file does not say, or what it says is damaged
   */
  static int of(byte[] bytes) {
    if (bytes.length < 2 || bytes[0] != (byte) 0xFF || bytes[1] != (byte) 0xD8) {
      return UPRIGHT;
    }
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      List<JPEGSegment> exif = JPEGSegmentUtil.readSegments(in, JPEG.APP1, "Exif");
      return exif.isEmpty() ? UPRIGHT : of(exif.get(0));
    } catch (IOException | RuntimeException e) {
      return UPRIGHT; // The picture may be whole, though its description is not.
    }
  }

  private static int of(JPEGSegment exif) throws IOException {
    try (InputStream data = exif.data()) {
      data.skipNBytes(1); // padding, after the name
      Entry entry;
      try (ImageInputStream in = new MemoryCacheImageInputStream(data)) {
        entry = new TIFFReader().read(in).getEntryById(TIFF.TAG_ORIENTATION);
      }
      int value = entry != null && entry.getValue() instanceof Number n ? n.intValue() : UPRIGHT;
      return value < UPRIGHT || value > LAST ? UPRIGHT : value;
    }
  }

  /**
   * Turns a square picture upright.
   *
   * @param image as the file has it
   * @param orientation from 1 to 8
   * @return the same picture if it is upright already
   */
  static BufferedImage upright(BufferedImage image, int orientation) {
    if (orientation == UPRIGHT) {
      return image;
    }
    int last = image.getWidth() - 1;
    BufferedImage result = new BufferedImage(last + 1, last + 1, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y <= last; y++) {
      for (int x = 0; x <= last; x++) {
        // Where the file has what belongs to (x, y).
        int storedX =
            switch (orientation) {
              case 2, 3 -> last - x;
              case 5, 6 -> y;
              case 7, 8 -> last - y;
              default -> x;
            };
        int storedY =
            switch (orientation) {
              case 3, 4 -> last - y;
              case 5, 8 -> x;
              case 6, 7 -> last - x;
              default -> y;
            };
        result.setRGB(x, y, image.getRGB(storedX, storedY));
      }
    }
    return result;
  }
}

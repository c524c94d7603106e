package io.github.dl4jattention.zoo.photos;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes the centre square of a picture that is not trusted. */
final class ImageDecoder {
  /** Most pixels that a header may promise: those of the largest cameras. */
  static final long MAX_PIXELS = 120_000_000;

  /** Decoders keep a whole picture of this size or larger: one at a time. */
  private static final long LARGE_PIXELS = 25_000_000;

  private static final Lock LARGE = new ReentrantLock();

  /** How files begin, as characters of one byte, and what they are. */
  private static final Map<String, String> READ =
      Map.of("\u00FF\u00D8\u00FF", "jpeg", "\u0089PNG\r\n", "png", "GIF8", "gif", "BM", "bmp");

  private final Path file;
  private final byte[] bytes;

  /** Whether the decoder met the end of the file too early, and went on. */
  private boolean cut;

  ImageDecoder(Path file, byte[] bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  /**
   * Decodes the centre square.
   *
   * @param enough a larger one may be given smaller, but not smaller than this
   * @return a picture of type {@link BufferedImage#TYPE_INT_RGB}
   * @throws UnusablePhotoException if there is none
   */
  BufferedImage centre(int enough) throws UnusablePhotoException {
    ImageReader reader = reader(format());
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(in, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      long pixels = (long) width * height;
      if (width < 1 || height < 1 || pixels > MAX_PIXELS) {
        throw refused(
            "%d x %d pixels, more than %d million or none"
                .formatted(width, height, MAX_PIXELS / 1_000_000),
            null);
      }
      reader.addIIOReadWarningListener((source, warning) -> cut |= tellsOfTheEnd(warning));
      BufferedImage image =
          pixels < LARGE_PIXELS
              ? read(reader, width, height, enough)
              : alone(reader, width, height, enough);
      if (cut) {
        throw refused("it is cut short", null);
      }
      return opaque(image);
    } catch (EOFException e) {
      throw refused("it is cut short", e);
    } catch (IOException | RuntimeException e) {
      // Decoders answer a damaged file with whatever they stumble over.
      throw refused(e.getCause() instanceof EOFException ? "it is cut short" : "it is damaged", e);
    } catch (OutOfMemoryError e) {
      throw refused("it needs more memory than there is", e);
    } finally {
      reader.dispose();
    }
  }

  private static BufferedImage alone(ImageReader reader, int width, int height, int enough)
      throws IOException {
    LARGE.lock();
    try {
      return read(reader, width, height, enough);
    } finally {
      LARGE.unlock();
    }
  }

  private static BufferedImage read(ImageReader reader, int width, int height, int enough)
      throws IOException {
    int side = Math.min(width, height);
    ImageReadParam part = reader.getDefaultReadParam();
    part.setSourceRegion(new Rectangle((width - side) / 2, (height - side) / 2, side, side));
    int step = Math.max(1, side / enough);
    part.setSourceSubsampling(step, step, 0, 0);
    return reader.read(0, part);
  }

  /** The JPEG decoder fills the rest with grey and warns. */
  private static boolean tellsOfTheEnd(String warning) {
    String text = warning == null ? "" : warning.toLowerCase(Locale.ROOT);
    return text.contains("eoi") || text.contains("premature") || text.contains("truncated");
  }

  private String format() throws UnusablePhotoException {
    String start = new String(bytes, 0, Math.min(bytes.length, 12), StandardCharsets.ISO_8859_1);
    for (Map.Entry<String, String> known : READ.entrySet()) {
      if (start.startsWith(known.getKey())) {
        return known.getValue();
      }
    }
    throw refused("it is not JPEG, PNG, GIF or BMP", null);
  }

  private ImageReader reader(String format) throws UnusablePhotoException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    if (!readers.hasNext()) {
      throw refused("this Java cannot read " + format, null);
    }
    return readers.next();
  }

  private UnusablePhotoException refused(String reason, Throwable cause) {
    return new UnusablePhotoException(file, reason, cause);
  }

  private static BufferedImage opaque(BufferedImage image) {
    BufferedImage result =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    ColorModel colours = image.getColorModel();
    if (!(colours instanceof IndexColorModel)
        && colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY) {
      copyGrey(image.getRaster(), colours.getComponentSize(0), result);
      return result;
    }
    Graphics2D graphics = result.createGraphics();
    graphics.drawImage(image, 0, 0, Color.WHITE, null);
    graphics.dispose();
    return result;
  }

  /** Java takes grey for linear light and would brighten it, where other programs copy it. */
  private static void copyGrey(Raster grey, int bits, BufferedImage result) {
    int largest = (1 << bits) - 1;
    int[] samples = new int[grey.getNumBands()];
    for (int y = 0; y < result.getHeight(); y++) {
      for (int x = 0; x < result.getWidth(); x++) {
        grey.getPixel(grey.getMinX() + x, grey.getMinY() + y, samples);
        int value = Math.round(samples[0] * 255f / largest);
        if (samples.length > 1) {
          float opacity = (float) samples[1] / largest;
          value = Math.round(value * opacity + 255 * (1 - opacity));
        }
        result.setRGB(x, y, value * 0x010101);
      }
    }
  }
}

package io.github.dl4jattention.zoo.photos;

import io.github.dl4jattention.zoo.files.AtomicFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A photo's file, read but not decoded yet.
 *
 * <pre>{@code
 * BufferedImage seen = PhotoFile.read(path).square(224);
 * float[] pixels = ImageNetPixels.of(seen);
 * }</pre>
 *
 * <p>Files are JPEG, PNG, GIF (its first picture) or BMP. They are not trusted: the size of the
 * file, and of the picture that its header promises, are bounded before anything is decoded, and
 * only the part that is needed is kept.
 */
public final class PhotoFile {
  /** Most bytes of a file. */
  public static final long MAX_BYTES = 64L << 20;

  private final Path file;
  private final byte[] bytes;

  private PhotoFile(Path file, byte[] bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  /**
   * Reads a file.
   *
   * @param file the file
   * @return its content, not looked at yet
   * @throws UnusablePhotoException if it cannot be read, is empty or too large
   */
  public static PhotoFile read(Path file) throws UnusablePhotoException {
    try {
      if (!Files.isRegularFile(file)) {
        throw new UnusablePhotoException(
            file, Files.exists(file) ? "it is not a file" : "it is not there", null);
      }
      long size = Files.size(file);
      if (size == 0 || size > MAX_BYTES) {
        throw new UnusablePhotoException(
            file,
            size == 0 ? "it is empty" : "%d bytes, more than %d".formatted(size, MAX_BYTES),
            null);
      }
      return new PhotoFile(file, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UnusablePhotoException(file, AtomicFiles.reason(e), e);
    }
  }

  /**
   * What tells its content from others.
   *
   * @return the SHA-256, 64 hexadecimal digits
   */
  public String sha256() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Decodes what a network sees of the photo: upright, its centre square, scaled so that its side
   * is 8/7 of what is wanted (256 for 224), and of that the middle. A photo of just the size that
   * is wanted is taken as it is. What is transparent becomes white.
   *
   * @param size rows and columns wanted
   * @return a picture of type {@link BufferedImage#TYPE_INT_RGB}
   * @throws UnusablePhotoException if it is no picture, is damaged, or promises to be larger than
   *     120 million pixels
   */
  public BufferedImage square(int size) throws UnusablePhotoException {
    int turns = Orientation.of(bytes);
    BufferedImage centre = new ImageDecoder(file, bytes).centre(4 * size);
    BufferedImage scaled =
        centre.getWidth() == size ? centre : Resampling.middle(centre, size * 8 / 7, size);
    return Orientation.upright(scaled, turns);
  }
}

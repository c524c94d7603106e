package io.github.dl4jattention.zoo.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What a file's content must sum up to.
 *
 * @param algorithm how it is summed
 * @param hex the sum, in hexadecimal digits of either case
 */
public record Checksum(Algorithm algorithm, String hex) {
  /** How content is summed. */
  public enum Algorithm {
    /** For files whose makers publish nothing better: finds damage, not forgery. */
    MD5("MD5", 32),
    /** Finds forgery too. */
    SHA_256("SHA-256", 64);

    private final String javaName;
    private final int digits;

    Algorithm(String javaName, int digits) {
      this.javaName = javaName;
      this.digits = digits;
    }
  }

  /**
   * A checksum.
   *
   * @param algorithm how content is summed
   * @param hex as many digits as it gives
   * @throws IllegalArgumentException if it has not the algorithm's number of digits
   */
  public Checksum {
    if (!hex.matches("[0-9a-fA-F]{%d}".formatted(algorithm.digits))) {
      throw new IllegalArgumentException(
          "%s has %d hexadecimal digits, got \"%s\""
              .formatted(algorithm.javaName, algorithm.digits, hex));
    }
    hex = hex.toLowerCase(Locale.ROOT);
  }

  /**
   * Sums up a file.
   *
   * @param algorithm how
   * @param file the file
   * @return its checksum
   * @throws IOException if it cannot be read
   */
  public static Checksum of(Algorithm algorithm, Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance(algorithm.javaName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm.javaName, e);
    }
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return new Checksum(algorithm, HexFormat.of().formatHex(digest.digest()));
  }

  @Override
  public String toString() {
    return algorithm.javaName + " " + hex;
  }
}

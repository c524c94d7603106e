package io.github.dl4jattention.zoo.files;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * A file that may have to be fetched.
 *
 * @param what what it is, in a few words, for messages: "the weights of VGG16"
 * @param file where it shall be
 * @param addresses where it can be had, the first ones first: {@code https}, {@code http} or {@code
 *     file}
 * @param checksum what its content must sum up to
 * @param maxBytes most bytes that it may have
 */
public record Download(
    String what, Path file, List<URI> addresses, Checksum checksum, long maxBytes) {
  /**
   * A file.
   *
   * @param what a few words
   * @param file where it shall be
   * @param addresses at least one
   * @param checksum of its content
   * @param maxBytes its most bytes
   * @throws IllegalArgumentException if it has no address
   */
  public Download {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException(what + " has no address");
    }
  }
}

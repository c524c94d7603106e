package io.github.dl4jattention.zoo.photos;

import java.nio.file.Path;

/**
 * A file that cannot be used as a photo: callers name it, pass over it and go on with the others.
 */
public final class UnusablePhotoException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why, in a few words. */
  private final String reason;

  /**
   * A refusal.
   *
   * @param file the file
   * @param reason what is wrong with it, in a few words
   * @param cause what happened; null if nothing did
   */
  public UnusablePhotoException(Path file, String reason, Throwable cause) {
    super(file + " is no photo that can be used: " + reason, cause);
    this.reason = reason;
  }

  /**
   * What is wrong with it.
   *
   * @return a few words, without the file's name
   */
  public String reason() {
    return reason;
  }
}

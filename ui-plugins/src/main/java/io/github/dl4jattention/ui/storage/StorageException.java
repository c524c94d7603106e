package io.github.dl4jattention.ui.storage;

/** A file is no storage, a damaged one, or one of a later version; the message says the mend. */
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StorageException(String message) {
    super(message);
  }

  StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}

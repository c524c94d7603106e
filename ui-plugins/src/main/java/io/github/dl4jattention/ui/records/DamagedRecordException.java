package io.github.dl4jattention.ui.records;

/** Bytes that are no record, or one of a later version. */
public final class DamagedRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * An exception.
   *
   * @param message what was wrong with the bytes
   */
  public DamagedRecordException(String message) {
    super(message);
  }

  DamagedRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}

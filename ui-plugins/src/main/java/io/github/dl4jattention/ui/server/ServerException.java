package io.github.dl4jattention.ui.server;

/** The dashboard cannot start, for a reason that its user can mend; the message says how. */
public final class ServerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ServerException(String message) {
    super(message);
  }

  ServerException(String message, Throwable cause) {
    super(message, cause);
  }
}

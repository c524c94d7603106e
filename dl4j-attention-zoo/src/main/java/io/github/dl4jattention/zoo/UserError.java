package io.github.dl4jattention.zoo;

/**
 * Something the user can mend: a file, a line, an option.
 *
 * <p>The message is one line that names what was wrong, where, and the mend. The command line
 * prints it without a stack trace and exits with code 2.
 */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * An error without a cause worth showing.
   *
   * @param message what was wrong, where, and the mend
   */
  public UserError(String message) {
    super(message);
  }

  /**
   * An error with a cause, shown with {@code --debug}.
   *
   * @param message what was wrong, where, and the mend
   * @param cause what happened
   */
  public UserError(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.github.dl4jattention.ui.records;

/**
 * How much the dashboard keeps and reads: each number bounds what is written, and again what is
 * believed of bytes that are read.
 *
 * <p>A session's attention takes at most {@link #EXAMPLES} times {@link #ITERATIONS} records, of
 * {@link #WEIGHTS} bytes of weights each and their tokens. A sentence of thirty tokens with one
 * head needs 900 bytes a record, 3 MB for sixteen such sentences.
 */
public final class Limits {
  /** The longest session id, in characters. */
  public static final int SESSION = 200;

  /** Examples that are looked at in a session. */
  public static final int EXAMPLES = 16;

  /** Iterations at which a session's attention is kept; beyond them it is thinned out. */
  public static final int ITERATIONS = 200;

  /** Evaluations that are kept of a session; beyond them they are thinned out. */
  public static final int EVALUATIONS = 500;

  /** Trials that are kept of a search. */
  public static final int TRIALS = 10_000;

  /** Tokens of a source, and of a target. */
  public static final int TOKENS = 256;

  /** Cells of the grid that an image is divided into. */
  public static final int CELLS = 1_024;

  /** Attention layers of an example. */
  public static final int LAYERS = 64;

  /** Heads of a layer. */
  public static final int HEADS = 64;

  /** Weights of one record, all layers and heads together; a byte each. */
  public static final int WEIGHTS = 512 * 1_024;

  /** Bytes of an image. */
  public static final int IMAGE = 512 * 1_024;

  /** Metrics of one evaluation. */
  public static final int METRICS = 32;

  /** Sample predictions of one evaluation. */
  public static final int SAMPLES = 16;

  /** Hyperparameters of a search. */
  public static final int PARAMETERS = 64;

  /** Characters of a token or a name. */
  public static final int NAME = 100;

  /** Characters of a text, such as a sentence. */
  public static final int TEXT = 2_000;

  /** Bytes of one record, whatever is in it. */
  public static final int RECORD = 1_024 * 1_024;

  private Limits() {}

  /**
   * Cuts a text to a length.
   *
   * @param text the text
   * @param longest how many characters may stay
   * @return the text, or its beginning and an ellipsis; never half of a surrogate pair
   */
  public static String shortened(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = longest - 1;
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + "…";
  }

  static String text(String text, int longest, String what) {
    if (text.length() > longest) {
      throw new IllegalArgumentException(
          "%s has %d characters: shorten it to %d (Limits.shortened)"
              .formatted(what, text.length(), longest));
    }
    return text;
  }

  static int number(int number, int least, int most, String what) {
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          "%s is %d: choose %d to %d".formatted(what, number, least, most));
    }
    return number;
  }
}

package io.github.dl4jattention.ui.records;

import java.util.Locale;

/** Which direction of a figure is good. */
public enum Better {
  /** The more, the better. */
  HIGHER,
  /** The less, the better. */
  LOWER;

  /**
   * The direction as pages know it.
   *
   * @return the name in small letters
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Better read(RecordInput in) {
    return in.flag() ? in.constant(Better.class, "direction") : null;
  }

  static void write(Better better, RecordOutput out) {
    out.flag(better != null);
    if (better != null) {
      out.constant(better);
    }
  }
}

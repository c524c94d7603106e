package io.github.dl4jattention.ui.records;

import java.util.function.LongSupplier;

/**
 * Bounds what looking at a training costs it: work is allowed while the time it has taken is below
 * a share of all that has gone by, and a tenth of a second. That tenth is for the start, when most
 * is to be seen and little time has gone by; the first work is always allowed.
 */
public final class TimeShare {
  /** One per cent. */
  public static final double DEFAULT = 0.01;

  private static final long AT_FIRST = 100_000_000;

  private final double share;
  private final long atFirst;
  private final LongSupplier clock;
  private final long started;
  private long spent;

  /**
   * A share of time from now on.
   *
   * @param share between 0 and 1
   * @throws IllegalArgumentException if it is not
   */
  public TimeShare(double share) {
    this(share, AT_FIRST, System::nanoTime);
  }

  TimeShare(double share, long atFirst, LongSupplier clock) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "the share of time is %s: choose one above 0, at most 1, such as 0.01".formatted(share));
    }
    this.share = share;
    this.atFirst = atFirst;
    this.clock = clock;
    this.started = clock.getAsLong();
  }

  /**
   * Whether work is allowed now.
   *
   * @return true if it is
   */
  public boolean allows() {
    return spent <= atFirst + share * (clock.getAsLong() - started);
  }

  /**
   * Does work, and counts its time.
   *
   * @param work what to do
   */
  public void spend(Runnable work) {
    long begun = clock.getAsLong();
    try {
      work.run();
    } finally {
      spent += clock.getAsLong() - begun;
    }
  }
}

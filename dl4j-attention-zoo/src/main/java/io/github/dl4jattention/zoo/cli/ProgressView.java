package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.evaluation.Evaluation;
import io.github.dl4jattention.zoo.training.TrainingProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A training on the terminal: a bar that moves while an epoch runs, one line that stays after it.
 * Where there is no terminal, a plain line now and then in the bar's place.
 */
final class ProgressView implements TrainingProgress {
  private static final long PLAIN_LINE_NANOS = Duration.ofSeconds(15).toNanos();

  private final PrintWriter err;
  private final boolean terminal;
  private ProgressBar bar;

  private int epoch;
  private int epochs;
  private int pairs;
  private int done;
  private long seen;
  private final long started = System.nanoTime();
  private long lastLine = started;

  ProgressView(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  @Override
  public void epochStarted(int epoch, int epochs, int pairs, int donePairs) {
    this.epoch = epoch;
    this.epochs = epochs;
    this.pairs = pairs;
    this.done = donePairs;
    if (terminal) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("epoch %d/%d".formatted(epoch + 1, epochs))
              .setInitialMax(pairs)
              .setStyle(ProgressBarStyle.ASCII)
              .setUnit(" examples", 1)
              .showSpeed()
              .setUpdateIntervalMillis(500)
              .startsFrom(donePairs, Duration.ZERO)
              .build();
    }
  }

  @Override
  public void batchDone(int batchPairs, double loss) {
    done += batchPairs;
    seen += batchPairs;
    String message = String.format(Locale.ROOT, "loss %.4f, %s left in all", loss, left());
    if (bar != null) {
      bar.stepBy(batchPairs);
      bar.setExtraMessage(" | " + message);
    } else if (System.nanoTime() - lastLine > PLAIN_LINE_NANOS) {
      lastLine = System.nanoTime();
      err.printf(
          Locale.ROOT,
          "epoch %d/%d  %d/%d  %.0f examples/s  %s%n",
          epoch + 1,
          epochs,
          done,
          pairs,
          speed(),
          message);
      err.flush();
    }
  }

  @Override
  public void epochDone(int epoch, double loss, Evaluation heldOut, double seconds) {
    closeBar();
    err.printf(
        Locale.ROOT,
        "epoch %d/%d  loss %.4f  held out: exact match %.2f%% of %d, characters %.2f%%, loss %.4f"
            + "  (%s)%n",
        epoch + 1,
        epochs,
        loss,
        100 * heldOut.exactMatch(),
        heldOut.examples(),
        100 * heldOut.characterAccuracy(),
        heldOut.loss(),
        clock((long) seconds));
    err.flush();
  }

  @Override
  public void stopped() {
    closeBar();
  }

  private void closeBar() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  private double speed() {
    return seen / ((System.nanoTime() - started) / 1e9);
  }

  /** Time to the end of the last epoch, at the speed so far. */
  private String left() {
    long pairsLeft = (long) (epochs - epoch) * pairs - done;
    return clock((long) (pairsLeft / speed()));
  }

  private static String clock(long seconds) {
    return seconds < 3600
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}

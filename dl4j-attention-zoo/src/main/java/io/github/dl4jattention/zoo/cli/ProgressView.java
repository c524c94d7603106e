package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.training.EpochFigures;
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

  private static final String HEADER =
      "epoch     loss  held: loss perplexity   BLEU   chrF  seconds  tokens/s";

  private final PrintWriter err;
  private final boolean terminal;
  private ProgressBar bar;
  private boolean hasHeader;
  private EpochFigures.Kind kind = EpochFigures.Kind.TEXTS;

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
  public void epochDone(EpochFigures figures) {
    closeBar();
    kind = figures.kind();
    if (kind == EpochFigures.Kind.SYMBOLS) {
      err.println(line(figures));
    } else {
      if (!hasHeader) {
        if (kind == EpochFigures.Kind.TEXTS) {
          err.println(HEADER);
        } else {
          err.printf("epoch     loss  held: loss %10s  seconds%n", kind.measure());
        }
        hasHeader = true;
      }
      err.println(kind == EpochFigures.Kind.TEXTS ? row(figures) : rowOfClasses(figures));
      for (EpochFigures.Sample sample : figures.samples()) {
        err.printf(
            "         %s%n       = %s%n       > %s%n",
            sample.source(), sample.reference(), sample.output());
      }
    }
    err.flush();
  }

  /** Of a training that compares no texts. */
  private static String line(EpochFigures figures) {
    return String.format(
        Locale.ROOT,
        "epoch %d/%d  loss %.4f  held out: exact match %.2f%% of %d, characters %.2f%%, loss %.4f"
            + "  (%s)",
        figures.epoch() + 1,
        figures.epochs(),
        figures.loss(),
        100 * figures.heldOut().exactMatch(),
        figures.heldOut().examples(),
        100 * figures.heldOut().characterAccuracy(),
        figures.heldOut().loss(),
        clock((long) figures.seconds()));
  }

  private static String row(EpochFigures figures) {
    return String.format(
        Locale.ROOT,
        "%5d %8.4f %10.4f %10.2f %6.2f %6.2f %8.0f %9.0f%s",
        figures.epoch() + 1,
        figures.loss(),
        figures.heldOut().loss(),
        figures.heldOut().perplexity(),
        figures.scores().bleu().score(),
        figures.scores().chrf(),
        figures.trainingSeconds(),
        figures.symbolsPerSecond(),
        figures.best() ? "  best" : "");
  }

  private static String rowOfClasses(EpochFigures figures) {
    return String.format(
        Locale.ROOT,
        "%5d %8.4f %11.4f %10.2f %8.0f%s",
        figures.epoch() + 1,
        figures.loss(),
        figures.heldOut().loss(),
        figures.quality(),
        figures.trainingSeconds(),
        figures.best() ? "  best" : "");
  }

  @Override
  public void endedEarly(int bestEpoch) {
    closeBar();
    err.printf("ended: %s has not risen since epoch %d%n", kind.measure(), bestEpoch + 1);
    err.flush();
  }

  @Override
  public void averaged(int models, double quality, boolean best) {
    err.printf(
        Locale.ROOT,
        "mean of the last %d models: %s %.2f%s%n",
        models,
        kind.measure(),
        quality,
        best ? ", the best" : ", not the best");
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

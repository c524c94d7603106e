package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.files.Downloader;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A download on the terminal: a bar; where there is none, a plain line now and then. */
final class DownloadView implements Downloader.Progress, AutoCloseable {
  private static final long PLAIN_LINE_NANOS = Duration.ofSeconds(15).toNanos();
  private static final double MEGABYTE = 1e6;

  private final PrintWriter err;
  private final boolean terminal;
  private ProgressBar bar;
  private long lastLine = System.nanoTime();

  DownloadView(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  @Override
  public void received(long bytes, long of) {
    if (terminal) {
      move(bytes, of);
    } else if (System.nanoTime() - lastLine > PLAIN_LINE_NANOS) {
      lastLine = System.nanoTime();
      err.printf(Locale.ROOT, "%.1f MB%s%n", bytes / MEGABYTE, of < 0 ? "" : of(of));
      err.flush();
    }
  }

  private static String of(long bytes) {
    return String.format(Locale.ROOT, " of %.1f MB", bytes / MEGABYTE);
  }

  private void move(long bytes, long of) {
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("download")
              .setStyle(ProgressBarStyle.ASCII)
              .setUnit(" MB", (long) MEGABYTE)
              .showSpeed()
              .setInitialMax(of)
              .startsFrom(bytes, Duration.ZERO)
              .build();
    }
    bar.stepTo(bytes);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}

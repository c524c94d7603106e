package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.dashboard.StoredDashboard;
import io.github.dl4jattention.zoo.dashboard.Where;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code zoo ui}. */
@Command(
    name = "ui",
    description = "Show a training in the browser, after it has ended or while it runs.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {
      "",
      "Examples:",
      "  zoo ui --storage runs/dates/dashboard.db",
      "  zoo ui --storage stats.bin              a file of DL4J's FileStatsStorage"
    })
final class UiCommand implements Callable<Integer> {
  static final int DEFAULT_PORT = 9_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--storage",
      required = true,
      paramLabel = "FILE",
      description = "What a training with --ui wrote: dashboard.db in its run's folder.")
  private Path storage;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The port; if it is taken, the next free one.")
  private int port = DEFAULT_PORT;

  @Option(
      names = "--address",
      paramLabel = "A",
      description =
          "Listen there and not on 127.0.0.1; whoever looks needs the token that is printed.")
  private String address;

  @Override
  public Integer call() {
    checkPort("--port", port);
    PrintWriter err = spec.commandLine().getErr();
    try (StoredDashboard dashboard = StoredDashboard.start(storage, new Where(port, address))) {
      err.printf("the dashboard is %s (Ctrl-C ends it)%n", dashboard.url());
      err.flush();
      new CountDownLatch(1).await(); // Until Ctrl-C.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  static void checkPort(String option, int port) {
    if (port < 0 || port > 0xffff) {
      throw new UserError("%s is %d: choose 0 to 65535".formatted(option, port));
    }
  }
}

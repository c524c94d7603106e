package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.dashboard.Where;
import picocli.CommandLine.Option;

/** Whether something is shown in the browser while it runs, and where. */
final class DashboardOptions {
  @Option(names = "--ui", description = "Show it in the browser while it runs.")
  private boolean ui;

  @Option(
      names = "--ui-port",
      paramLabel = "N",
      description = "The dashboard's port; if it is taken, the next free one.")
  private int uiPort = UiCommand.DEFAULT_PORT;

  @Option(
      names = "--ui-address",
      paramLabel = "A",
      description =
          "Where the dashboard listens, if not on 127.0.0.1; whoever looks needs the token that is"
              + " printed.")
  private String uiAddress;

  void check() {
    UiCommand.checkPort("--ui-port", uiPort);
  }

  /** Where the dashboard listens; null if there shall be none. */
  Where where() {
    return ui ? new Where(uiPort, uiAddress) : null;
  }
}

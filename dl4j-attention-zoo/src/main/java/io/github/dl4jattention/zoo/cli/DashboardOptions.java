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
      description = "The dashboard's port; if it is taken, the next free one (default: 9000).")
  private Integer uiPort;

  @Option(
      names = "--ui-address",
      paramLabel = "A",
      description =
          "Where the dashboard listens, if not on 127.0.0.1; whoever looks needs the token that is"
              + " printed.")
  private String uiAddress;

  void check() {
    if (uiPort != null) {
      UiCommand.checkPort("--ui-port", uiPort);
    }
    Limits.needs("--ui-port", uiPort != null, "--ui", ui);
    Limits.needs("--ui-address", uiAddress != null, "--ui", ui);
  }

  /** Where the dashboard listens; null if there shall be none. */
  Where where() {
    return ui ? new Where(uiPort == null ? UiCommand.DEFAULT_PORT : uiPort, uiAddress) : null;
  }
}

package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.model.ModelKind;
import io.github.dl4jattention.zoo.pretrained.ModelEntry;
import io.github.dl4jattention.zoo.pretrained.ModelStore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zoo pull MODEL}. */
@Command(
    name = "pull",
    description = {
      "Fetch a trained model, and print where it is.",
      "Afterwards its name is a MODEL for the other commands. It is kept below ~/.deeplearning4j, or"
          + " what the system property org.deeplearning4j.resources.directory says. A download that"
          + " broke off goes on where it ended."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  zoo pull en-fr --from https://example.org/zoo",
      "  zoo pull en-fr --from /mnt/zoo --offline",
      "  zoo translate en-fr \"Come here.\""
    })
final class PullCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions options;

  @Parameters(paramLabel = "MODEL", description = "A model of the zoo: zoo list tells which.")
  private String model;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try (DownloadView view = new DownloadView(err, Terminal.isInteractive())) {
      ModelStore store = options.store(err, view);
      Path file = store.pull(model);
      view.close();
      store.entry(model).ifPresent(known -> tell(err, known.entry()));
      spec.commandLine().getOut().println(file);
    }
    return 0;
  }

  private static void tell(PrintWriter err, ModelEntry entry) {
    err.printf(
        "%s, version %d: %s; licence %s%s%n",
        entry.name(),
        entry.version(),
        entry.task(),
        entry.licence(),
        entry.attribution().isEmpty() ? "" : "; " + entry.attribution());
    ModelKind.of(entry.kind())
        .ifPresent(kind -> err.printf("use it: zoo %s %s%n", kind.command(), entry.name()));
    err.flush();
  }
}

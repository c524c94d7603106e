package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.pretrained.ListedModel;
import io.github.dl4jattention.zoo.pretrained.ModelStore;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code zoo list}. */
@Command(
    name = "list",
    description = {
      "Print all models that are known: your runs, fetched and bundled ones, and those of the zoo.",
      "Each name is a MODEL for the other commands, but of those that are to be downloaded: zoo pull"
          + " fetches them. Of two with one name a run is meant first, then what was fetched, then"
          + " what is bundled."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  zoo list",
      "  zoo list --from https://example.org/zoo",
      "  zoo list --offline --json"
    })
final class ListCommand implements Callable<Integer> {
  private static final int MENDABLE = 2;

  @Spec private CommandSpec spec;
  @Mixin private RunsOption runs;
  @Mixin private StoreOptions options;

  @Option(names = "--json", description = "A line of JSON a model.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    ModelStore store = options.store(err, (bytes, of) -> {});
    List<ModelRow> rows = new ArrayList<>(new TrainedRuns(runs.folder()).rows(err));
    UserError problem = null;
    List<ListedModel> models;
    try {
      models = store.list();
    } catch (UserError e) {
      problem = e;
      models = store.present(); // What is here can be told all the same.
    }
    models.forEach(model -> rows.add(new ModelRow(model)));
    print(spec.commandLine().getOut(), rows);
    if (problem != null) {
      err.println("zoo: " + problem.getMessage());
      err.flush();
    }
    return problem == null ? 0 : MENDABLE;
  }

  private void print(PrintWriter out, List<ModelRow> rows) {
    if (json) {
      rows.forEach(row -> out.println(row.toJson()));
    } else if (rows.isEmpty()) {
      out.println("none: train one, e.g. zoo train dates, or tell of a zoo with --from ADDRESS");
    } else {
      List<List<String>> table = new ArrayList<>(List.of(ModelRow.HEADER));
      rows.forEach(row -> table.add(row.cells()));
      int[] widths =
          IntStream.range(0, ModelRow.HEADER.size())
              .map(i -> table.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
              .toArray();
      table.forEach(row -> out.println(line(row, widths)));
    }
    out.flush();
  }

  private static String line(List<String> row, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(i -> row.get(i) + " ".repeat(widths[i] - row.get(i).length()))
        .collect(Collectors.joining("  "))
        .stripTrailing();
  }
}

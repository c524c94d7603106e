package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.model.ModelPackage;
import io.github.dl4jattention.zoo.pretrained.ListedModel;
import io.github.dl4jattention.zoo.pretrained.ModelDescription;
import io.github.dl4jattention.zoo.pretrained.ModelEntry;
import io.github.dl4jattention.zoo.pretrained.ModelStore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zoo info MODEL}. */
@Command(
    name = "info",
    description = {
      "Print all that is known of a model: a run, a file, a fetched or bundled one, one of the zoo.",
      "Of a published model that is here, its model card follows."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  zoo info dates",
      "  zoo info en-fr --from https://example.org/zoo --json"
    })
final class InfoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RunsOption runs;
  @Mixin private StoreOptions options;

  @Parameters(paramLabel = "MODEL", description = "A run's name, a model file, or a zoo's model.")
  private String model;

  @Option(names = "--json", description = "One line of JSON.")
  private boolean json;

  @Override
  public Integer call() {
    ModelStore store = options.store(spec.commandLine().getErr(), (bytes, of) -> {});
    Optional<Path> own = runs.ownFile(model);
    Optional<Path> file = own.isPresent() ? own : named(store);
    Optional<ModelPackage.Contents> contents = file.map(ModelPackage::read);
    ModelRow row =
        own.map(path -> own(path, contents.orElseThrow()))
            .orElseGet(() -> new ModelRow(listed(store)));
    if (json) {
      printJson(row, file, contents);
    } else {
      print(row, file);
      contents
          .map(ModelPackage.Contents::page)
          .filter(page -> !page.isBlank())
          .ifPresent(this::print);
    }
    spec.commandLine().getOut().flush();
    return 0;
  }

  private Optional<Path> named(ModelStore store) {
    return ModelEntry.isName(model) ? store.find(model) : Optional.empty();
  }

  private static ModelRow own(Path file, ModelPackage.Contents contents) {
    return new ModelRow(ModelDescription.of(contents).entry(file), "own");
  }

  private ListedModel listed(ModelStore store) {
    return store
        .entry(model)
        .orElseThrow(
            () ->
                new UserError(
                    "there is no model %s: check the name (zoo list), or tell of a zoo with --from"
                        .formatted(model.replaceAll("\\p{Cntrl}", "?"))));
  }

  private void printJson(
      ModelRow row, Optional<Path> file, Optional<ModelPackage.Contents> contents) {
    ObjectNode node = row.toJson();
    file.ifPresent(path -> node.put("path", path.toString()));
    contents.ifPresent(
        known -> node.put("modelCard", known.page()).set("provenance", known.provenance()));
    spec.commandLine().getOut().println(node);
  }

  private void print(ModelRow row, Optional<Path> file) {
    ModelEntry entry = row.entry();
    line("name", "%s, version %d".formatted(entry.name(), entry.version()));
    line("where", row.where() + file.map(path -> ", " + path).orElse(""));
    line("task", entry.task());
    line("description", entry.description());
    line("kind", "%s, form %d".formatted(entry.kind(), entry.modelFormat()));
    line("size", "%,d bytes".formatted(entry.bytes()));
    line("SHA-256", entry.checksum().hex());
    line("data", entry.data());
    line("licence", entry.licence());
    line("attribution", entry.attribution());
    line(
        "figures",
        entry.figures().entrySet().stream()
            .map(ModelRow::figure)
            .collect(Collectors.joining(", ")));
    line("trained by", entry.command());
  }

  private void line(String name, String value) {
    if (!value.isBlank()) {
      spec.commandLine().getOut().printf("%-12s %s%n", name, value);
    }
  }

  /** A terminal must not obey what somebody else wrote. */
  private void print(String page) {
    PrintWriter out = spec.commandLine().getOut();
    out.println();
    page.lines().forEach(line -> out.println(line.replaceAll(ModelEntry.UNSEEN.pattern(), "?")));
  }
}

package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import io.github.dl4jattention.zoo.model.ModelPackage;
import io.github.dl4jattention.zoo.pretrained.ModelDescription;
import io.github.dl4jattention.zoo.training.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The user's own models. */
final class TrainedRuns {
  private final Path folder;

  TrainedRuns(Path folder) {
    this.folder = folder;
  }

  /** Every run that has a model; those that cannot be read are named and passed over. */
  List<ModelRow> rows(PrintWriter err) {
    List<ModelRow> rows = new ArrayList<>();
    for (Path run : folders()) {
      Path model = new RunFolder(run).model();
      if (Files.isRegularFile(model)) {
        try {
          rows.add(row(model, run.getFileName().toString()));
        } catch (UserError e) {
          err.println("zoo: " + e.getMessage());
        }
      }
    }
    err.flush();
    return rows;
  }

  private List<Path> folders() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    } catch (IOException e) {
      throw new UserError(
          "cannot read %s (%s): check its permissions".formatted(folder, AtomicFiles.reason(e)), e);
    }
  }

  private static ModelRow row(Path model, String name) {
    ModelDescription told = ModelDescription.of(ModelPackage.read(model)).optName(name);
    return new ModelRow(told.entry(model), "run");
  }
}

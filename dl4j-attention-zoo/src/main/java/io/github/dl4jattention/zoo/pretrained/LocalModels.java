package io.github.dl4jattention.zoo.pretrained;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import io.github.dl4jattention.zoo.files.Checksum;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Models that were fetched: a folder of each, with its file and an index of that one model, which
 * is written when the file is there.
 */
final class LocalModels {
  private final Path folder;

  LocalModels(Path folder) {
    this.folder = folder;
  }

  Path file(ModelEntry entry) {
    return folder.resolve(entry.name()).resolve(entry.file());
  }

  /** Every model that has been fetched, and whose file is there with the right size. */
  List<ModelEntry> list() {
    List<ModelEntry> entries = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return entries;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder)) {
      for (Path path : folders) {
        entry(path.getFileName().toString())
            .filter(entry -> hasSize(entry, file(entry)))
            .ifPresent(entries::add);
      }
    } catch (IOException e) {
      throw new UserError(
          "cannot read %s (%s): check its permissions".formatted(folder, AtomicFiles.reason(e)), e);
    }
    entries.sort(Comparator.comparing(ModelEntry::name));
    return entries;
  }

  /** What is known of a model that was fetched; its file may be damaged since. */
  Optional<ModelEntry> entry(String name) {
    if (!ModelEntry.isName(name)) {
      return Optional.empty();
    }
    Path index = folder.resolve(name).resolve(ModelIndex.FILE);
    try {
      if (!Files.isRegularFile(index) || Files.size(index) > ModelIndex.MAX_BYTES) {
        return Optional.empty();
      }
      return ModelIndex.parse(Files.readString(index, StandardCharsets.UTF_8)).find(name);
    } catch (IOException e) {
      return Optional.empty(); // It is written anew when the model is fetched again.
    }
  }

  /** Writes down what its file is, and deletes that of another version. */
  void add(ModelEntry entry) {
    Optional<Path> old = entry(entry.name()).map(this::file);
    AtomicFiles.writeText(
        folder.resolve(entry.name()).resolve(ModelIndex.FILE),
        new ModelIndex(List.of(entry)).toJson());
    old.filter(file -> !file.equals(file(entry))).ifPresent(AtomicFiles::deleteQuietly);
  }

  private static boolean hasSize(ModelEntry entry, Path file) {
    try {
      return Files.isRegularFile(file) && Files.size(file) == entry.bytes();
    } catch (IOException e) {
      return false;
    }
  }

  static boolean isRight(ModelEntry entry, Path file) {
    try {
      return hasSize(entry, file)
          && Checksum.of(Checksum.Algorithm.SHA_256, file).equals(entry.checksum());
    } catch (IOException e) {
      return false;
    }
  }
}

package io.github.dl4jattention.zoo.pretrained;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import io.github.dl4jattention.zoo.files.Checksum;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Models that jars on the class path bring: each jar has an index and files at {@value #FOLDER}.
 */
final class BundledModels {
  static final String FOLDER = "io/github/dl4jattention/zoo/bundled/";

  private final ClassLoader loader;

  /** A model, and the index of its jar. */
  private record Bundled(ModelEntry entry, URL index) {}

  BundledModels(ClassLoader loader) {
    this.loader = loader;
  }

  List<ModelEntry> list() {
    return all().stream().map(Bundled::entry).toList();
  }

  /**
   * A model as a file.
   *
   * @param name its name
   * @param folder where it may be unpacked
   */
  Optional<Path> find(String name, Path folder) {
    return all().stream()
        .filter(model -> model.entry.name().equals(name))
        .findFirst()
        .map(model -> unpacked(model, folder));
  }

  /** Whether a model that a zoo has is the same. */
  boolean has(ModelEntry entry) {
    return all().stream()
        .map(Bundled::entry)
        .filter(model -> model.name().equals(entry.name()))
        .findFirst()
        .filter(model -> model.checksum().equals(entry.checksum()))
        .isPresent();
  }

  private List<Bundled> all() {
    List<Bundled> models = new ArrayList<>();
    try {
      for (URL url : Collections.list(loader.getResources(FOLDER + ModelIndex.FILE))) {
        for (ModelEntry entry : read(url).models()) {
          models.add(new Bundled(entry, url));
        }
      }
    } catch (IOException e) {
      throw new UserError("the class path cannot be searched for models: " + e.getMessage(), e);
    }
    return models;
  }

  private static ModelIndex read(URL url) {
    try (InputStream in = url.openStream()) {
      byte[] bytes = in.readNBytes(ModelIndex.MAX_BYTES + 1);
      if (bytes.length > ModelIndex.MAX_BYTES) {
        throw new IOException("it is too large");
      }
      return ModelIndex.parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UserError(
          "the models of %s cannot be read (%s): take another version of that jar"
              .formatted(url, e.getMessage()),
          e);
    }
  }

  /** A zip is read as a file: what is in a jar is copied out of it, once. */
  private static Path unpacked(Bundled model, Path folder) {
    ModelEntry entry = model.entry;
    Path file = folder.resolve(entry.name()).resolve(entry.file());
    if (!LocalModels.isRight(entry, file)) {
      AtomicFiles.write(
          file,
          temporary -> {
            try (InputStream in = new URL(model.index, entry.file()).openStream()) {
              Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
            }
            if (!Checksum.of(Checksum.Algorithm.SHA_256, temporary).equals(entry.checksum())) {
              throw new IOException("the jar that brings it is damaged");
            }
          });
    }
    return file;
  }
}

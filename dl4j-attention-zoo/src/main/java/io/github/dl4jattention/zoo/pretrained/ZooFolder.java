package io.github.dl4jattention.zoo.pretrained;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import io.github.dl4jattention.zoo.files.Checksum;
import io.github.dl4jattention.zoo.files.FileGuard;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.ModelPackage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A folder that is a zoo: an index, and the files and pages of its models. Any web server can serve
 * it as it is, and {@link ModelStore} reads it with one or without.
 *
 * <pre>{@code
 * ModelDescription told = ModelDescription.of(ModelPackage.read(file)).optLicence("Apache-2.0");
 * new ZooFolder(folder).publish(file, told);
 * }</pre>
 *
 * <p>A file's name has the first digits of its checksum: a file that was published never changes,
 * and whoever fetches while another version is published gets the one that he asked for.
 */
public final class ZooFolder {
  private static final String LOCK = ".index.lock";
  private static final int DIGITS = 12;

  private final Path folder;

  /**
   * A folder.
   *
   * @param folder which need not be there
   */
  public ZooFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Packs a model into the folder, and writes it into the index, last of all and at once. What is
   * there under its name already is replaced by it, as its next version; the file of the old one
   * stays.
   *
   * @param model a model file or a checkpoint
   * @param told what is told of it
   * @return what the index says
   * @throws UserError if it is no model, something that was told cannot be in an index, or the
   *     folder cannot be written or has a later form
   */
  public ModelEntry publish(Path model, ModelDescription told) {
    ModelFile.open(model, json -> json, (graph, card) -> {}); // Nothing that does not load.
    AtomicFiles.requireWritable(folder);
    Path packed = folder.resolve("." + UUID.randomUUID() + ".tmp");
    try {
      String page = told.page();
      ModelPackage.write(model, packed, page);
      ModelEntry entry = entry(packed, told);
      ModelEntry[] published = new ModelEntry[1];
      FileGuard.holding(folder.resolve(LOCK), () -> published[0] = publish(entry, packed, page));
      return published[0];
    } catch (IOException e) {
      throw new UserError(
          "cannot write to %s (%s): choose a folder you may write to, with room left"
              .formatted(folder, AtomicFiles.reason(e)),
          e);
    } finally {
      AtomicFiles.deleteQuietly(packed);
    }
  }

  private static ModelEntry entry(Path packed, ModelDescription told) throws IOException {
    Checksum sum = Checksum.of(Checksum.Algorithm.SHA_256, packed);
    try {
      // The name is checked before it is part of another.
      ModelEntry entry = told.entry("any.zip", Files.size(packed), sum);
      String file = "%s-%s.zip".formatted(entry.name(), sum.hex().substring(0, DIGITS));
      return told.entry(file, entry.bytes(), sum);
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "this cannot be published (%s): change what you tell of it".formatted(e.getMessage()), e);
    }
  }

  private ModelEntry publish(ModelEntry entry, Path packed, String page) throws IOException {
    ModelIndex index = read();
    Optional<ModelEntry> old = index.find(entry.name());
    int version =
        old.map(ModelEntry::version).orElse(0)
            + (old.isPresent() && old.get().checksum().equals(entry.checksum()) ? 0 : 1);
    ModelEntry published = entry.withVersion(version);
    List<ModelEntry> models = new ArrayList<>(index.models());
    old.ifPresent(models::remove);
    models.add(published);
    models.sort(java.util.Comparator.comparing(ModelEntry::name));
    String json = toJson(models);
    AtomicFiles.move(packed, folder.resolve(entry.file()));
    AtomicFiles.writeText(folder.resolve(entry.name() + ".md"), page);
    AtomicFiles.writeText(folder.resolve(ModelIndex.FILE), json);
    return published;
  }

  private static String toJson(List<ModelEntry> models) {
    try {
      return new ModelIndex(models).toJson();
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "the zoo has a model of another spelling (%s): choose another --name"
              .formatted(e.getMessage()),
          e);
    }
  }

  private ModelIndex read() throws IOException {
    Path file = folder.resolve(ModelIndex.FILE);
    if (!Files.exists(file)) {
      return new ModelIndex(List.of());
    }
    try {
      if (Files.size(file) > ModelIndex.MAX_BYTES) {
        throw new IOException("it is too large");
      }
      return ModelIndex.parse(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UserError(
          "%s cannot be read (%s): mend it, or publish to another folder"
              .formatted(file, AtomicFiles.reason(e)),
          e);
    }
  }
}

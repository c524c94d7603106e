package io.github.dl4jattention.zoo.pretrained;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import io.github.dl4jattention.zoo.files.CacheFolders;
import io.github.dl4jattention.zoo.files.Download;
import io.github.dl4jattention.zoo.files.Downloader;
import io.github.dl4jattention.zoo.model.ModelKind;
import io.github.dl4jattention.zoo.model.ModelPackage;
import io.github.dl4jattention.zoo.pretrained.ListedModel.Place;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trained models by name: those that were fetched, those that jars bring, and those of a zoo at an
 * address.
 *
 * <pre>{@code
 * Path file = new ModelStore().fetch("dates");
 * TranslationModel model = ModelFile.load(file).model();
 * }</pre>
 *
 * <p>The file that it gives is the right one, by its checksum. Fetched models are kept in {@link
 * CacheFolders#models()}.
 */
public final class ModelStore {
  private Path folder = CacheFolders.models();
  private ZooAddress from;
  private boolean offline;
  private Downloader downloader = new Downloader();
  private ClassLoader loader = ModelStore.class.getClassLoader();

  /** A store that knows of the address that {@link ZooAddress#configured()} tells. */
  public ModelStore() {}

  /**
   * Where fetched models are kept.
   *
   * @param folder a folder, which need not be there
   * @return this
   */
  public ModelStore optFolder(Path folder) {
    this.folder = folder;
    return this;
  }

  /**
   * The zoo that is asked for models.
   *
   * @param from its address; by default {@link ZooAddress#configured()}
   * @return this
   */
  public ModelStore optFrom(ZooAddress from) {
    this.from = from;
    return this;
  }

  /**
   * Never asks the network.
   *
   * @param offline whether; false by default
   * @return this
   */
  public ModelStore optOffline(boolean offline) {
    this.offline = offline;
    return this;
  }

  /**
   * What fetches files.
   *
   * @param downloader by default one that tells nobody
   * @return this
   */
  public ModelStore optDownloader(Downloader downloader) {
    this.downloader = downloader;
    return this;
  }

  /**
   * Whose class path is searched for models.
   *
   * @param loader by default this class's
   * @return this
   */
  public ModelStore optLoader(ClassLoader loader) {
    this.loader = loader;
    return this;
  }

  /**
   * Looks for a model without asking the network: first among those that were fetched, then among
   * those that jars bring.
   *
   * @param name its name
   * @return its file; nothing if it is neither
   * @throws UserError if it was fetched and is damaged, or is in a jar and cannot be copied out
   */
  public Optional<Path> find(String name) {
    Optional<Path> present = present(name);
    LocalModels local = new LocalModels(folder);
    Optional<Path> damaged = local.entry(name).map(local::file).filter(Files::exists);
    if (present.isEmpty() && damaged.isPresent()) {
      throw new UserError(
          "the model %s (%s) is damaged: fetch it again with zoo pull %s"
              .formatted(name, damaged.get(), name));
    }
    return present;
  }

  /** That was fetched and is right, or that a jar brings. */
  private Optional<Path> present(String name) {
    LocalModels local = new LocalModels(folder);
    Optional<Path> here =
        local
            .entry(name)
            .filter(entry -> LocalModels.isRight(entry, local.file(entry)))
            .map(local::file);
    return here.isPresent() ? here : new BundledModels(loader).find(name, folder);
  }

  /**
   * A model's file: one that was fetched, or that a jar brings; or else it is fetched.
   *
   * @param name its name
   * @return its file
   * @throws UserError if it is not there and cannot be fetched
   */
  public Path fetch(String name) {
    return present(name).orElseGet(() -> pull(name));
  }

  /**
   * Where a model's file is, or would be fetched from.
   *
   * @param name its name
   * @return the address of the file that is here, or of that in the zoo; nothing if there is no
   *     model of that name
   * @throws UserError if it is not here, and the zoo does not answer
   */
  public Optional<URI> address(String name) {
    Optional<URI> here = present(name).map(Path::toUri);
    return here.isPresent()
        ? here
        : reachable().flatMap(zoo -> index(zoo).find(name).map(entry -> zoo.file(entry.file())));
  }

  /**
   * Asks the zoo for a model, and fetches it if what is here is not the same. What is here and
   * damaged is set aside.
   *
   * @param name its name
   * @return its file
   * @throws UserError if there is none of that name, it is of a later version than this program, or
   *     it cannot be fetched
   */
  public Path pull(String name) {
    Optional<ZooAddress> reachable = reachable();
    if (reachable.isEmpty()) {
      return present(name).orElseThrow(() -> missing(name));
    }
    ZooAddress zoo = reachable.get();
    ModelEntry entry =
        index(zoo)
            .find(name)
            .orElseThrow(
                () ->
                    new UserError(
                        "there is no model %s in %s: check the name, zoo list --from %s has all"
                            .formatted(name, zoo, zoo)));
    requireKnown(entry);
    BundledModels bundled = new BundledModels(loader);
    if (bundled.has(entry)) {
      return bundled.find(name, folder).orElseThrow();
    }
    LocalModels local = new LocalModels(folder);
    Path file = downloader.fetch(download(entry, zoo, local.file(entry)));
    requireAsTold(entry, zoo, file);
    local.add(entry);
    return file;
  }

  private static Download download(ModelEntry entry, ZooAddress zoo, Path file) {
    return new Download(
        "the model " + entry.name(),
        file,
        List.of(zoo.file(entry.file())),
        entry.checksum(),
        entry.bytes());
  }

  /** Before it is fetched. */
  private static void requireKnown(ModelEntry entry) {
    Optional<ModelKind> kind = ModelKind.of(entry.kind());
    if (kind.isEmpty() || entry.modelFormat() > kind.get().latest()) {
      throw new UserError(
          "the model %s is of a later version (%s, form %d) than this program: update it"
              .formatted(entry.name(), entry.kind(), entry.modelFormat()));
    }
  }

  /** A zoo may tell of one thing and have another, with the right checksum. */
  private static void requireAsTold(ModelEntry entry, ZooAddress zoo, Path file) {
    try {
      ModelPackage.Contents contents = ModelPackage.read(file);
      if (Files.size(file) == entry.bytes()
          && contents.kind().equals(entry.kind())
          && contents.formatVersion() == entry.modelFormat()) {
        return;
      }
      throw new IOException("it is not of the size and kind that the index says");
    } catch (IOException | UserError e) {
      AtomicFiles.deleteQuietly(file);
      throw new UserError(
          "what %s has as the model %s cannot be used (%s): tell its owner"
              .formatted(zoo, entry.name(), e.getMessage()),
          e);
    }
  }

  /** The zoo, unless there is none or it must not be asked. */
  private Optional<ZooAddress> reachable() {
    return zoo().filter(zoo -> !offline || zoo.isLocal());
  }

  private Optional<ZooAddress> zoo() {
    return from == null ? ZooAddress.configured() : Optional.of(from);
  }

  private UserError missing(String name) {
    return new UserError(
        zoo().isEmpty()
            ? "the model %s is not here, and no zoo is known that may have it: tell of one with"
                    .formatted(name)
                + " --from, or by the system property "
                + ZooAddress.PROPERTY
            : "the model %s is not here, and this program was told not to use the network: leave"
                    .formatted(name)
                + " --offline out, or give a folder with --from");
  }

  private ModelIndex index(ZooAddress zoo) {
    URI address = zoo.file(ModelIndex.FILE);
    byte[] text = downloader.read("the index of the zoo", address, ModelIndex.MAX_BYTES);
    try {
      return ModelIndex.parse(new String(text, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UserError(
          "the index of the zoo, %s, cannot be read (%s): check the address, or tell its owner"
              .formatted(address, e.getMessage()),
          e);
    }
  }

  /**
   * The models that can be used without the network.
   *
   * @return those that were fetched, then those that jars bring, each name once
   */
  public List<ListedModel> present() {
    LocalModels local = new LocalModels(folder);
    Map<String, ListedModel> models = new LinkedHashMap<>();
    for (ModelEntry entry : local.list()) {
      models.put(entry.name(), new ListedModel(entry, Place.HERE));
    }
    for (ModelEntry entry : new BundledModels(loader).list()) {
      models.putIfAbsent(entry.name(), new ListedModel(entry, Place.BUNDLED));
    }
    return List.copyOf(models.values());
  }

  /**
   * Every model that is known, each name once.
   *
   * @return those of {@link #present()}, then what else the zoo has, if there is one and it may be
   *     asked
   * @throws UserError if the zoo cannot be asked
   */
  public List<ListedModel> list() {
    Map<String, ListedModel> models = new LinkedHashMap<>();
    present().forEach(model -> models.put(model.entry().name(), model));
    for (ModelEntry entry : reachable().map(zoo -> index(zoo).models()).orElse(List.of())) {
      models.merge(entry.name(), new ListedModel(entry, Place.TO_DOWNLOAD), ModelStore::compared);
    }
    return List.copyOf(models.values());
  }

  private static ListedModel compared(ListedModel here, ListedModel there) {
    return here.place() != Place.HERE || here.entry().checksum().equals(there.entry().checksum())
        ? here
        : new ListedModel(here.entry(), Place.OUTDATED);
  }

  /**
   * What is known of a model; the zoo is asked only about what is not here.
   *
   * @param name its name
   * @return nothing if it is not known
   * @throws UserError if the zoo cannot be asked
   */
  public Optional<ListedModel> entry(String name) {
    Optional<ListedModel> here = named(name, present());
    return here.isPresent() ? here : named(name, list());
  }

  private static Optional<ListedModel> named(String name, List<ListedModel> models) {
    return models.stream().filter(model -> model.entry().name().equals(name)).findFirst();
  }
}

package io.github.dl4jattention.zoo.pretrained;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.CacheFolders;
import io.github.dl4jattention.zoo.files.Download;
import io.github.dl4jattention.zoo.files.Downloader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
   * @throws UserError if it is in a jar, and cannot be copied out of it
   */
  public Optional<Path> find(String name) {
    LocalModels local = new LocalModels(folder);
    Optional<Path> here =
        local
            .entry(name)
            .filter(entry -> LocalModels.isRight(entry, local.file(entry)))
            .map(local::file);
    return here.isPresent() ? here : new BundledModels(loader).find(name, folder);
  }

  /**
   * A model's file: that of {@link #find}, or fetched.
   *
   * @param name its name
   * @return its file
   * @throws UserError if it is not there and cannot be fetched
   */
  public Path fetch(String name) {
    return find(name).orElseGet(() -> pull(name));
  }

  /**
   * Asks the zoo for a model, and fetches it if what is here is another.
   *
   * @param name its name
   * @return its file
   * @throws UserError if there is none of that name, or it cannot be fetched
   */
  public Path pull(String name) {
    ZooAddress zoo = zoo(name);
    ModelEntry entry =
        index(zoo)
            .find(name)
            .orElseThrow(
                () ->
                    new UserError(
                        "there is no model %s in %s: check the name".formatted(name, zoo)));
    LocalModels local = new LocalModels(folder);
    Path file =
        downloader.fetch(
            new Download(
                "the model " + name,
                local.file(entry),
                List.of(zoo.file(entry.file())),
                entry.checksum(),
                entry.bytes()));
    local.add(entry);
    return file;
  }

  private ZooAddress zoo(String name) {
    Optional<ZooAddress> zoo = from == null ? ZooAddress.configured() : Optional.of(from);
    if (zoo.isEmpty()) {
      throw new UserError(
          "the model %s is not here, and no zoo is known that may have it: tell of one with --from"
                  .formatted(name)
              + " or the system property "
              + ZooAddress.PROPERTY);
    }
    if (offline && !zoo.get().isLocal()) {
      throw new UserError(
          "the model %s is not here, and this program was told not to use the network: allow it"
              .formatted(name));
    }
    return zoo.get();
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
   * Every model that is known, each name once: where it is found first.
   *
   * @return those that were fetched, those that jars bring, those of the zoo
   * @throws UserError if the zoo cannot be asked
   */
  public List<ListedModel> list() {
    Map<String, ListedModel> models = new LinkedHashMap<>();
    for (ModelEntry entry : new LocalModels(folder).list()) {
      models.putIfAbsent(entry.name(), new ListedModel(entry, ListedModel.Place.HERE));
    }
    for (ModelEntry entry : new BundledModels(loader).list()) {
      models.putIfAbsent(entry.name(), new ListedModel(entry, ListedModel.Place.BUNDLED));
    }
    Optional<ZooAddress> zoo = from == null ? ZooAddress.configured() : Optional.of(from);
    zoo.filter(address -> !offline || address.isLocal())
        .map(this::index)
        .ifPresent(
            index ->
                index
                    .models()
                    .forEach(
                        entry ->
                            models.putIfAbsent(
                                entry.name(),
                                new ListedModel(entry, ListedModel.Place.TO_DOWNLOAD))));
    return List.copyOf(models.values());
  }

  /**
   * What is known of a model.
   *
   * @param name its name
   * @return what the first of {@link #list()} with this name tells
   */
  public Optional<ListedModel> entry(String name) {
    return list().stream().filter(model -> model.entry().name().equals(name)).findFirst();
  }
}

package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.files.Downloader;
import io.github.dl4jattention.zoo.pretrained.ModelStore;
import io.github.dl4jattention.zoo.pretrained.ZooAddress;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where models are fetched from. */
final class StoreOptions {
  @Option(
      names = "--from",
      paramLabel = "ADDRESS",
      description =
          "The zoo: https://..., http://..., or a folder (default: what the system property "
              + ZooAddress.PROPERTY
              + " says).")
  private String from;

  @Option(names = "--offline", description = "Never ask the network; a folder is none.")
  private boolean offline;

  /**
   * What was fetched, what is bundled, and the zoo.
   *
   * @param progress is told how far a download is
   */
  ModelStore store(PrintWriter err, Downloader.Progress progress) {
    ModelStore store =
        new ModelStore().optOffline(offline).optDownloader(new Downloader().optProgress(progress));
    zoo(err).ifPresent(store::optFrom);
    return store;
  }

  private Optional<ZooAddress> zoo(PrintWriter err) {
    Optional<ZooAddress> zoo =
        from == null ? ZooAddress.configured() : Optional.of(ZooAddress.of(from));
    if (!offline && zoo.map(ZooAddress::isOpen).orElse(false)) {
      err.printf("zoo: %s is not https: who is on the way can change what comes%n", zoo.get());
      err.flush();
    }
    return zoo;
  }
}

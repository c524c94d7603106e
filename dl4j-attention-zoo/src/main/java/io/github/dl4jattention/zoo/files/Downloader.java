package io.github.dl4jattention.zoo.files;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.Transfer.RefusedException;
import io.github.dl4jattention.zoo.files.Transfer.TemporaryException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fetches files: the one way in which the zoo does.
 *
 * <pre>{@code
 * new Downloader().optProgress((bytes, of) -> {}).fetch(download);
 * }</pre>
 *
 * <p>Afterwards the right file is there, by its checksum, or none, and a message names the mend.
 *
 * <ul>
 *   <li>What is there already and right is kept; what is there and damaged is set aside, as {@code
 *       NAME.damaged}.
 *   <li>Fetched bytes go to {@code NAME.part} and are gone on with after a break, in the next
 *       process too; the file gets its name when it is whole.
 *   <li>One process fetches a file at a time; others wait ({@code NAME.lock}).
 *   <li>A server that breaks off, stalls or is busy is asked again, after 1, 2, 4, ... seconds or
 *       what it asks for, at most a minute.
 *   <li>A server is not trusted: sizes are bounded, redirects lead only to https.
 * </ul>
 */
public final class Downloader {
  private static final int MAX_FAILURES = 5;

  /** Whatever progress each makes. */
  private static final int MAX_ATTEMPTS = 100;

  private Duration stall = Duration.ofSeconds(30);
  private boolean offline;
  private WebClient web;
  private Progress progress = (bytes, of) -> {};
  private Pause pause = time -> Thread.sleep(time.toMillis());

  /** Is told how far it is. */
  @FunctionalInterface
  public interface Progress {
    /**
     * More has come.
     *
     * @param bytes how many are here
     * @param of how many there will be; -1 if the server does not say
     */
    void received(long bytes, long of);
  }

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    /**
     * Waits.
     *
     * @param time how long
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    void pause(Duration time) throws InterruptedException;
  }

  /** A downloader that asks the network, and tells nobody. */
  public Downloader() {}

  /**
   * Never asks the network.
   *
   * @param offline whether; false by default
   * @return this
   */
  public Downloader optOffline(boolean offline) {
    this.offline = offline;
    return this;
  }

  /**
   * Who is told how far it is.
   *
   * @param progress by default nobody
   * @return this
   */
  public Downloader optProgress(Progress progress) {
    this.progress = progress;
    return this;
  }

  /**
   * How long a server may send nothing, before it is asked again.
   *
   * @param time by default 30 seconds
   * @return this
   */
  public Downloader optStall(Duration time) {
    stall = time;
    web = null;
    return this;
  }

  /**
   * How to wait before a server is asked again.
   *
   * @param pause by default the thread sleeps
   * @return this
   */
  public Downloader optPause(Pause pause) {
    this.pause = pause;
    return this;
  }

  /**
   * Makes sure that a file is there.
   *
   * @param download which, and where it can be had
   * @return where it is
   * @throws UserError if it cannot be had, or not be written
   */
  public Path fetch(Download download) {
    Path file = download.file().toAbsolutePath().normalize();
    if (isRight(download, file)) {
      return file;
    }
    if (offline) {
      throw missing(download, file, "this program was told not to use the network");
    }
    try {
      AtomicFiles.requireWritable(file.getParent());
      FileGuard.holding(
          file.resolveSibling(file.getFileName() + ".lock"), () -> fetchAlone(download, file));
      return file;
    } catch (IOException e) {
      throw new UserError(
          "cannot write %s (%s): choose a folder you may write to, with room left"
              .formatted(file, AtomicFiles.reason(e)),
          e);
    }
  }

  /**
   * Fetches what changes, so that nobody knows its checksum: a list of files, say. Nobody is told
   * how far it is.
   *
   * @param what what it is, in a few words, for messages
   * @param address where it can be had
   * @param maxBytes most bytes that it may have
   * @return its content, which is what the server says that it is and no more
   * @throws UserError if it cannot be had
   */
  public byte[] read(String what, URI address, int maxBytes) {
    if (offline) {
      throw new UserError(
          "%s cannot be fetched (this program was told not to use the network): allow it"
              .formatted(what));
    }
    try {
      Path folder = Files.createTempDirectory("dl4j-attention");
      PartFile part = new PartFile(folder.resolve("fetched"));
      try {
        Transfer transfer = new Transfer(web(), (bytes, of) -> {});
        fetchFrom(address, part, maxBytes, transfer, file -> Optional.empty());
        return Files.readAllBytes(part.path());
      } finally {
        part.delete();
        Files.delete(folder);
      }
    } catch (RefusedException e) {
      throw new UserError(
          "%s cannot be fetched (%s: %s): check the address, or try again later"
              .formatted(what, address, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new UserError(
          "cannot write temporary files (%s): set java.io.tmpdir to a folder you may write to"
              .formatted(AtomicFiles.reason(e)),
          e);
    }
  }

  private void fetchAlone(Download download, Path file) throws IOException {
    if (isRight(download, file)) {
      return; // Another process has fetched it meanwhile.
    }
    if (Files.isDirectory(file)) {
      throw new IOException("a folder is in the way");
    } else if (Files.exists(file)) {
      AtomicFiles.move(file, file.resolveSibling(file.getFileName() + ".damaged"));
    }
    fetchFromAny(download, file);
  }

  private static boolean isRight(Download download, Path file) {
    try {
      return Files.isRegularFile(file)
          && Files.size(file) <= download.maxBytes()
          && Checksum.of(download.checksum().algorithm(), file).equals(download.checksum());
    } catch (IOException e) {
      return false;
    }
  }

  private void fetchFromAny(Download download, Path file) throws IOException {
    List<String> reasons = new ArrayList<>();
    Transfer transfer = new Transfer(web(), progress);
    if (isRight(download, new PartFile(file).path())) {
      new PartFile(file).finish(); // A process ended just before it could.
      return;
    }
    for (URI address : download.addresses()) {
      PartFile part = new PartFile(file);
      try {
        fetchFrom(address, part, download.maxBytes(), transfer, at -> problemOf(at, download));
        part.finish();
        return;
      } catch (RefusedException e) {
        reasons.add("%s: %s".formatted(place(address), e.getMessage()));
      }
    }
    throw missing(download, file, String.join("; ", reasons));
  }

  /** What is wrong with a file that has been fetched; nothing if it is right. */
  @FunctionalInterface
  private interface Check {
    Optional<String> problemOf(Path file) throws IOException;
  }

  private static Optional<String> problemOf(Path file, Download download) throws IOException {
    Checksum sum = Checksum.of(download.checksum().algorithm(), file);
    return sum.equals(download.checksum())
        ? Optional.empty()
        : Optional.of(
            "it has another file, with %s, expected %s".formatted(sum, download.checksum()));
  }

  private void fetchFrom(URI address, PartFile part, long maxBytes, Transfer transfer, Check check)
      throws IOException, RefusedException {
    int failures = 0;
    boolean again = false;
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      long before = part.size();
      try {
        transfer.run(address, part, maxBytes);
        Optional<String> problem = check.problemOf(part.path());
        if (problem.isEmpty()) {
          return;
        }
        part.delete();
        if (again) {
          throw new RefusedException(problem.get());
        }
        again = true; // The part from before may have been of another file.
      } catch (TemporaryException e) {
        failures = part.size() > before ? 1 : failures + 1;
        if (failures > MAX_FAILURES) {
          throw new RefusedException(e.getMessage());
        }
        pause(Backoff.delay(failures, e.waiting()));
      }
    }
    throw new RefusedException("it broke off %d times".formatted(MAX_ATTEMPTS));
  }

  private void pause(Duration time) throws RefusedException {
    try {
      pause.pause(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RefusedException("interrupted");
    }
  }

  /** One for all that it fetches. */
  private synchronized WebClient web() {
    if (web == null) {
      web = new WebClient(stall);
    }
    return web;
  }

  private static String place(URI address) {
    return address.getHost() == null ? address.toString() : address.getHost();
  }

  private static UserError missing(Download download, Path file, String why) {
    return new UserError(
        "%s cannot be fetched (%s): fetch %s, with %s, by other means and put it at %s"
            .formatted(
                download.what(), why, download.addresses().get(0), download.checksum(), file));
  }
}

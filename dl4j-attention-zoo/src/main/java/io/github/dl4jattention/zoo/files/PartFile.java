package io.github.dl4jattention.zoo.files;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * What has been fetched of a file so far, beside the place where it shall be. It outlives the
 * process, and is gone on with by the next.
 */
final class PartFile {
  private final Path file;
  private final Path part;

  /** The address it came from and, in a second line, the server's tag for that version. */
  private final Path origin;

  PartFile(Path file) {
    this.file = file;
    part = file.resolveSibling(file.getFileName() + ".part");
    origin = file.resolveSibling(file.getFileName() + ".part.origin");
  }

  Path path() {
    return part;
  }

  long size() throws IOException {
    return Files.isRegularFile(part) ? Files.size(part) : 0;
  }

  /** The tag that an address gave for what is here already; nothing if it gave none. */
  Optional<String> tag(URI address) {
    try {
      List<String> lines = Files.readAllLines(origin, StandardCharsets.UTF_8);
      // A header's value: nothing else may get into a request.
      return lines.size() == 2
              && lines.get(0).equals(address.toString())
              && lines.get(1).matches("[\\x20-\\x7e]{1,200}")
          ? Optional.of(lines.get(1))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Forgets what is here, and begins anew. */
  void restart(URI address, Optional<String> tag) throws IOException {
    delete();
    if (tag.isPresent()) {
      Files.writeString(origin, address + "\n" + tag.get());
    }
    Files.createFile(part);
  }

  /** To add to what is here. */
  OutputStream append() throws IOException {
    return Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  void delete() throws IOException {
    Files.deleteIfExists(part);
    Files.deleteIfExists(origin);
  }

  /** What is here is whole: it becomes the file. */
  void finish() throws IOException {
    AtomicFiles.flush(part);
    AtomicFiles.move(part, file);
    Files.deleteIfExists(origin);
  }
}

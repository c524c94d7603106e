package io.github.dl4jattention.zoo.files;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens what the user named, a file or a pipe, such as a shell gives for {@code <(command)}.
 *
 * <pre>{@code
 * try (InputStream in = InputFiles.open(Path.of("/dev/fd/63"))) {
 *   in.readAllBytes();
 * }
 * }</pre>
 */
public final class InputFiles {
  private InputFiles() {}

  /**
   * Opens a file or a pipe; the latter can be read once.
   *
   * @param file its path
   * @return its bytes
   * @throws IOException if it cannot be opened
   */
  public static InputStream open(Path file) throws IOException {
    // NIO's stream looks for its place to tell what is available, and a pipe has none.
    return Files.isRegularFile(file)
        ? Files.newInputStream(file)
        : new FileInputStream(file.toFile());
  }
}

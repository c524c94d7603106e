package io.github.dl4jattention.zoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** A named pipe, as {@code <(command)} gives one in a shell. */
public final class Pipe {
  private Pipe() {}

  /** Makes one that gives these bytes once, to whoever opens it. */
  public static Path of(Path file, byte... bytes) throws IOException, InterruptedException {
    assumeThat(Path.of("/usr/bin/mkfifo")).exists();
    Process make = new ProcessBuilder("/usr/bin/mkfifo", file.toString()).start();
    assertThat(make.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(make.exitValue()).isZero();
    Thread writer =
        new Thread(
            () -> {
              try {
                Files.write(file, bytes, StandardOpenOption.WRITE);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    writer.setDaemon(true); // Whoever does not read it leaves it waiting.
    writer.start();
    return file;
  }
}

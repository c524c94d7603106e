package io.github.dl4jattention.zoo.files;

import static io.github.dl4jattention.zoo.files.ServedWeights.CONTENT;
import static io.github.dl4jattention.zoo.files.ServedWeights.GOOD;
import static io.github.dl4jattention.zoo.files.ServedWeights.HALF;
import static io.github.dl4jattention.zoo.files.ServedWeights.LENGTH;
import static io.github.dl4jattention.zoo.files.ServedWeights.STALL_AT_HALF;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.zoo.files.MisbehavingServer.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several fetch the same file at once, and one that is killed. */
class DownloaderProcessesTests {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("below/weights.h5");
  }

  @Test
  void twoAtOnceFetchItOnce() throws IOException {
    try (MisbehavingServer server = new MisbehavingServer(GOOD)) {
      Download download = ServedWeights.download(file, server.address("/a"));
      CompletableFuture<Path> other =
          CompletableFuture.supplyAsync(() -> new Downloader().fetch(download));
      new Downloader().fetch(download);
      other.join();
      assertThat(server.requests()).hasSize(1);
    }
    assertThat(file).hasBinaryContent(CONTENT);
  }

  /** A process that fetches from the address that it is given, and says when bytes have come. */
  static final class Fetching {
    private Fetching() {}

    public static void main(String[] arguments) {
      Download download = ServedWeights.download(Path.of(arguments[1]), URI.create(arguments[0]));
      new Downloader()
          .optProgress(
              (bytes, of) -> {
                if (bytes == HALF) {
                  System.out.println("half");
                }
              })
          .fetch(download);
      System.out.println("fetched");
    }
  }

  @Test
  void aProcessThatIsKilledLeavesNoFileAndTheNextGoesOn() throws Exception {
    try (MisbehavingServer server = new MisbehavingServer(STALL_AT_HALF, GOOD)) {
      Process process = fetching(server);
      try (BufferedReader out = process.inputReader()) {
        assertThat(out.readLine()).isEqualTo("half");
        process.destroyForcibly().waitFor();
      }
      assertThat(file).doesNotExist();
      new Downloader().fetch(ServedWeights.download(file, server.address("/a")));
      assertThat(server.requests().get(1).header("Range")).hasValue("bytes=%d-".formatted(HALF));
    }
    assertThat(file).hasBinaryContent(CONTENT);
  }

  @Test
  void anotherProcessWaitsForTheFirst() throws Exception {
    CompletableFuture<Void> go = new CompletableFuture<>();
    Answer whenTold =
        (request, reply) -> {
          reply.head(200, "Content-Length: " + LENGTH);
          reply.body(CONTENT, 0, HALF);
          go.join();
          reply.body(CONTENT, HALF, LENGTH);
        };
    try (MisbehavingServer server = new MisbehavingServer(whenTold)) {
      Process process = fetching(server);
      try (BufferedReader out = process.inputReader()) {
        assertThat(out.readLine()).isEqualTo("half");
        CompletableFuture<Path> here =
            CompletableFuture.supplyAsync(
                () -> new Downloader().fetch(ServedWeights.download(file, server.address("/a"))));
        go.complete(null);
        assertThat(out.readLine()).isEqualTo("fetched");
        here.join();
      }
      assertThat(process.waitFor()).isZero();
      assertThat(server.requests()).hasSize(1);
    }
    assertThat(file).hasBinaryContent(CONTENT);
  }

  private Process fetching(MisbehavingServer server) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Fetching.class.getName(),
            server.address("/a").toString(),
            file.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}

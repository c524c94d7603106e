package io.github.dl4jattention.zoo.files;

import io.github.dl4jattention.zoo.files.Checksum.Algorithm;
import io.github.dl4jattention.zoo.files.MisbehavingServer.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A file to be fetched, and what servers do in the place of sending it. */
final class ServedWeights {
  static final byte[] CONTENT = content();
  static final int LENGTH = CONTENT.length;
  static final int HALF = LENGTH / 2;
  static final String TAG = "\"v1\"";

  /** Sends what is asked for, as a good server does. */
  static final Answer GOOD =
      (request, reply) -> {
        int from = request.from();
        if (from == 0) {
          reply.head(200, "Content-Length: " + LENGTH, "ETag: " + TAG);
        } else {
          reply.head(
              206,
              "Content-Range: bytes %d-%d/%d".formatted(from, LENGTH - 1, LENGTH),
              "Content-Length: " + (LENGTH - from));
        }
        reply.body(CONTENT, from, LENGTH);
      };

  /** Sends all, whatever range is asked for. */
  static final Answer WITHOUT_RANGES =
      (request, reply) -> {
        reply.head(200, "Content-Length: " + LENGTH);
        reply.body(CONTENT, 0, LENGTH);
      };

  static final Answer CUT_AT_HALF =
      (request, reply) -> {
        reply.head(200, "Content-Length: " + LENGTH, "ETag: " + TAG);
        reply.body(CONTENT, 0, HALF);
      };

  /** By its end the server says how long it was. */
  static final Answer CUT_WITHOUT_LENGTH =
      (request, reply) -> {
        reply.head(200, "ETag: " + TAG);
        reply.body(CONTENT, 0, HALF);
      };

  static final Answer STALL_AT_HALF =
      (request, reply) -> {
        reply.head(200, "Content-Length: " + LENGTH, "ETag: " + TAG);
        reply.body(CONTENT, 0, HALF);
        reply.stall();
      };

  static final Answer HANG_UP = (request, reply) -> {};
  static final Answer NO_ANSWER = (request, reply) -> reply.stall();
  static final Answer NO_HTTP =
      (request, reply) -> reply.body("SSH-2.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII), 0, 11);

  static final Answer ANOTHER_FILE =
      (request, reply) -> {
        byte[] other = CONTENT.clone();
        other[LENGTH - 1] ^= 1;
        reply.head(200, "Content-Length: " + LENGTH);
        reply.body(other, 0, LENGTH);
      };

  static final Answer LONGER_THAN_SAID =
      (request, reply) -> {
        reply.head(206, "Content-Range: bytes %d-9/10".formatted(request.from()));
        reply.body(CONTENT, 0, LENGTH);
      };

  static final Answer ENDLESS =
      (request, reply) -> {
        reply.head(200);
        while (true) {
          reply.body(CONTENT, 0, LENGTH);
        }
      };

  static final Answer OTHER_RANGE =
      (request, reply) -> {
        reply.head(206, "Content-Range: bytes 0-%d/%d".formatted(LENGTH - 1, LENGTH));
        reply.body(CONTENT, 0, LENGTH);
      };

  static final Answer RANGE_WITHOUT_NAME =
      (request, reply) -> {
        reply.head(206);
        reply.body(CONTENT, 0, LENGTH);
      };

  private ServedWeights() {}

  private static byte[] content() {
    byte[] bytes = new byte[300_001];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  static Answer status(int status, String... headers) {
    return (request, reply) -> reply.head(status, headers);
  }

  static Answer redirect(int status, String location) {
    return status(status, "Location: " + location);
  }

  static Checksum sum() {
    try {
      Path temporary = Files.createTempFile("content", ".bin");
      Files.write(temporary, CONTENT);
      Checksum sum = Checksum.of(Algorithm.SHA_256, temporary);
      Files.delete(temporary);
      return sum;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Download download(Path file, URI... addresses) {
    return new Download("the weights", file, List.of(addresses), sum(), 400_000);
  }
}

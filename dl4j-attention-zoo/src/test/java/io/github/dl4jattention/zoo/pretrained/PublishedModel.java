package io.github.dl4jattention.zoo.pretrained;

import io.github.dl4jattention.zoo.files.MisbehavingServer;
import io.github.dl4jattention.zoo.files.MisbehavingServer.Answer;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.ModelPackage;
import io.github.dl4jattention.zoo.model.TinyModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A tiny model in a zoo, and answers of servers that have it. */
final class PublishedModel {
  final Path zoo;
  final ModelEntry entry;
  final String index;
  final byte[] content;

  /** Publishes it to a folder. */
  PublishedModel(Path folder) throws IOException {
    zoo = folder.resolve("zoo");
    Path model = folder.resolve("tiny.zip");
    ModelFile.write(
        model, TinyModels.decided(3).graph(), TinyModels.card(), "{\"not\": \"handed on\"}");
    entry =
        new ZooFolder(zoo)
            .publish(model, ModelDescription.of(ModelPackage.read(model)).optLicence("Apache-2.0"));
    index = Files.readString(zoo.resolve(ModelIndex.FILE));
    content = Files.readAllBytes(zoo.resolve(entry.file()));
  }

  /** One answer to whoever asks for the index, another to whoever asks for anything else. */
  static Answer zoo(Answer index, Answer file) {
    return (request, reply) ->
        (request.path().endsWith("/" + ModelIndex.FILE) ? index : file).write(request, reply);
  }

  /** Sends a text. */
  static Answer text(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends bytes from where they are asked for. */
  static Answer bytes(byte[] content) {
    return (request, reply) -> {
      int from = Math.min(request.from(), content.length);
      reply.head(
          from == 0 ? 200 : 206,
          "Content-Length: " + (content.length - from),
          "Content-Range: bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
      reply.body(content, from, content.length);
    };
  }

  /** Sends all but the last bytes of what it says that it sends. */
  static Answer cut(byte[] content) {
    return (request, reply) -> {
      reply.head(200, "Content-Length: " + content.length);
      reply.body(content, 0, content.length - 10);
    };
  }

  /** One answer first, another ever after. */
  static Answer first(Answer first, Answer then) {
    boolean[] asked = new boolean[1];
    return (request, reply) -> {
      Answer answer = asked[0] ? then : first;
      asked[0] = true;
      answer.write(request, reply);
    };
  }

  /** A zoo on a server. */
  static ZooAddress address(MisbehavingServer server) {
    return ZooAddress.of(server.address("/zoo").toString());
  }
}

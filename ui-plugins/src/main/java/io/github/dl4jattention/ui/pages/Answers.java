package io.github.dl4jattention.ui.pages;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers to polls.
 *
 * <p>Each has a tag of its content's version; who has that version gets 304, without a look at the
 * storage. Content is made on a worker thread, never on the one that serves everybody, and once for
 * all who ask for the same.
 */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
  private static final int KEPT_BYTES = 32 * 1_024 * 1_024;

  /** Tags of another server's life mean nothing. */
  private final String life = UUID.randomUUID().toString().substring(0, 8);

  private final Cache<String, Content> kept =
      CacheBuilder.newBuilder()
          .maximumWeight(KEPT_BYTES)
          .weigher((String key, Content content) -> key.length() + content.bytes().length)
          .build();

  /**
   * What is answered.
   *
   * @param status HTTP's status
   * @param type media type
   * @param bytes the body
   */
  @SuppressWarnings("ArrayRecordComponent") // Written out, never compared.
  record Content(int status, String type, byte[] bytes) {
    static Content json(int status, String text) {
      return new Content(
          status, "application/json; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * Answers a request.
   *
   * @param context the request
   * @param subject what it asks for, its parameters included
   * @param version that of the content
   * @param make makes the content
   */
  void answer(RoutingContext context, String subject, long version, Callable<Content> make) {
    String tag = "\"" + life + "-" + version + "\"";
    HttpServerResponse response = context.response().putHeader("cache-control", "no-cache");
    if (knows(context.request().getHeader("if-none-match"), tag)) {
      response.putHeader("etag", tag).setStatusCode(304).end();
      return;
    }
    String key = version + " " + subject;
    Content ready = kept.getIfPresent(key);
    if (ready != null) {
      send(context, tag, ready);
      return;
    }
    context
        .vertx()
        .<Content>executeBlocking(
            made -> {
              try {
                made.complete(kept.get(key, make));
              } catch (ExecutionException | RuntimeException e) {
                made.fail(e);
              }
            },
            false,
            made -> {
              if (made.succeeded()) {
                send(context, tag, made.result());
              } else {
                LOG.warn("The dashboard cannot answer a request.", made.cause());
                send(context, null, Content.json(500, Json.error("see the log").encode()));
              }
            });
  }

  /** Answers at once, for what needs no storage. */
  static void send(RoutingContext context, Content content) {
    send(context, null, content);
  }

  private static void send(RoutingContext context, String tag, Content content) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (tag != null && content.status() == 200) {
      response.putHeader("etag", tag);
    }
    response
        .setStatusCode(content.status())
        .putHeader("cache-control", "no-cache")
        .putHeader("content-type", content.type())
        .end(Buffer.buffer(content.bytes()));
  }

  private static boolean knows(String header, String tag) {
    return header != null && (header.contains(tag) || header.trim().equals("*"));
  }
}

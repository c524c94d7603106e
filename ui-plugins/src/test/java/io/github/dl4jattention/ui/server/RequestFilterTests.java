package io.github.dl4jattention.ui.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.ui.server.RawClient.Answer;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The filter before a router of which anything may be expected. */
class RequestFilterTests {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close();
  }

  private String serve(Access access, long answerMillis, Handler<HttpServerRequest> router)
      throws Exception {
    CompletableFuture<Integer> port = new CompletableFuture<>();
    HttpServer server = vertx.createHttpServer();
    server
        .requestHandler(
            request ->
                new RequestFilter(
                        vertx,
                        RequestGuard.loopback(server.actualPort()),
                        access,
                        new Assets(),
                        router,
                        answerMillis)
                    .handle(request))
        .listen(0, "127.0.0.1", result -> port.complete(result.result().actualPort()));
    return "http://127.0.0.1:" + port.get(1, TimeUnit.MINUTES);
  }

  @Test
  void whatDoesNotAnswerIsAnswered() throws Exception {
    String url = serve(Access.open(), 50, request -> {});
    Answer answer = RawClient.get(url, "/hanging");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("The page did not answer in time.\n");
  }

  @Test
  void whatStopsInTheMiddleIsCutOff() throws Exception {
    String url =
        serve(
            Access.open(),
            50,
            request -> request.response().putHeader("content-length", "100").write("half"));
    assertThat(RawClient.get(url, "/half").body()).isEqualTo("half");
  }

  @Test
  void theTokenOpensOnce() throws Exception {
    Access access = Access.byToken();
    String url = serve(access, 1_000, request -> request.response().end("secret"));
    assertThat(RawClient.get(url, "/attention").status()).isEqualTo(403);
    assertThat(RawClient.get(url, "/attention?token=").status()).isEqualTo(403);
    assertThat(RawClient.get(url, "/attention?token=" + "0".repeat(64)).status()).isEqualTo(403);
    assertThat(RawClient.get(url, "/assets/css/style.css").status()).isEqualTo(403);

    Answer opened = RawClient.get(url, "/attention?token=" + access.token());
    assertThat(opened.status()).isEqualTo(303);
    assertThat(opened.header("location")).isEqualTo("/attention");
    assertThat(opened.header("cache-control")).isEqualTo("no-store");
    assertThat(opened.header("set-cookie"))
        .endsWith("; Path=/; HttpOnly; SameSite=Strict")
        .doesNotContain(access.token());

    String cookie = opened.header("set-cookie").replaceAll(";.*", "");
    assertThat(RawClient.get(url, "/attention", "Cookie: a=b; " + cookie).body())
        .isEqualTo("secret");
    assertThat(RawClient.get(url, "/attention", "Cookie: " + cookie + "0").status()).isEqualTo(403);
    assertThat(
            RawClient.get(url, "/attention", "Cookie: dl4j-attention=" + access.token()).status())
        .isEqualTo(403);
  }
}

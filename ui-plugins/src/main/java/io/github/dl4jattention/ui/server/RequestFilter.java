package io.github.dl4jattention.ui.server;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Stands before DL4J's router: what does not pass here is not seen there. */
final class RequestFilter implements Handler<HttpServerRequest> {
  /** A handler that has not answered by then never will. */
  static final long ANSWER_MILLIS = 20_000;

  /** A client that is still sending is given so long to read the refusal. */
  private static final long CLOSE_MILLIS = 500;

  /** Reading these changes what other pages show, so no foreign page may have them read. */
  private static final Set<String> CHANGING = Set.of("/train/sessions/set", "/train/workers");

  private final Vertx vertx;
  private final RequestGuard guard;
  private final Access access;
  private final Assets assets;
  private final Handler<HttpServerRequest> next;
  private final long answerMillis;

  RequestFilter(
      Vertx vertx,
      RequestGuard guard,
      Access access,
      Assets assets,
      Handler<HttpServerRequest> next,
      long answerMillis) {
    this.vertx = vertx;
    this.guard = guard;
    this.access = access;
    this.assets = assets;
    this.next = next;
    this.answerMillis = answerMillis;
  }

  @Override
  public void handle(HttpServerRequest request) {
    boolean hasBody = hasBody(request.headers());
    RequestGuard.Verdict verdict =
        guard.check(
            new RequestGuard.Head(request.rawMethod(), hosts(request), request.uri(), hasBody));
    if (!verdict.allowed()) {
      refuse(request, verdict.status(), verdict.reason(), hasBody);
    } else if (!access.isGranted(request.headers().getAll("cookie"))) {
      askForToken(request);
    } else if (isForeign(request)) {
      refuse(request, 403, "This server does not answer to pages of others.", false);
    } else {
      serve(request);
    }
  }

  private void serve(HttpServerRequest request) {
    String path = request.path();
    HttpServerResponse response = request.response();
    SecurityHeaders.set(response, path);
    if (Assets.covers(path)) {
      serveAsset(request, path);
      return;
    }
    long timer =
        vertx.setTimer(
            answerMillis,
            late -> {
              if (response.headWritten()) {
                request.connection().close();
              } else {
                refuse(request, 503, "The page did not answer in time.", false);
              }
            });
    response.endHandler(done -> vertx.cancelTimer(timer));
    response.closeHandler(closed -> vertx.cancelTimer(timer));
    next.handle(ReadRequest.of(request));
  }

  private void serveAsset(HttpServerRequest request, String path) {
    Optional<Assets.Asset> asset = assets.find(path);
    if (asset.isEmpty()) {
      refuse(request, 404, "There is no such file.", false);
      return;
    }
    Buffer content = Buffer.buffer(asset.get().content());
    HttpServerResponse response = request.response();
    response
        .putHeader("content-type", asset.get().type())
        .putHeader("cache-control", "no-cache")
        .putHeader("content-length", Integer.toString(content.length()));
    if (request.method() == HttpMethod.HEAD) {
      response.end();
    } else {
      response.end(content);
    }
  }

  /** Who brings the token gets a cookie, and the page without the token in its address. */
  private void askForToken(HttpServerRequest request) {
    if (access.isToken(request.getParam(Access.PARAMETER))) {
      SecurityHeaders.set(request.response(), "/attention");
      request
          .response()
          .setStatusCode(303)
          .putHeader("set-cookie", access.setCookie())
          .putHeader("cache-control", "no-store")
          .putHeader("location", request.path())
          .end();
    } else {
      refuse(
          request, 403, "Open the address that the start-up line printed, token and all.", false);
    }
  }

  /** Browsers say where a request comes from; a link to a page is all that others may have. */
  private static boolean isForeign(HttpServerRequest request) {
    String site = request.getHeader("sec-fetch-site");
    if (site == null || site.equals("same-origin") || site.equals("none")) {
      return false;
    }
    String path = request.path();
    return !"navigate".equals(request.getHeader("sec-fetch-mode"))
        || CHANGING.stream().anyMatch(path::startsWith);
  }

  /** HTTP/2, to which some clients upgrade, has a pseudo-header in the place of Host. */
  private static List<String> hosts(HttpServerRequest request) {
    List<String> hosts = new ArrayList<>(request.headers().getAll("host"));
    if (request.version() == HttpVersion.HTTP_2 && request.host() != null) {
      hosts.add(request.host());
    }
    return hosts;
  }

  private static boolean hasBody(MultiMap headers) {
    return headers.contains("transfer-encoding")
        || headers.getAll("content-length").stream().anyMatch(length -> !length.equals("0"));
  }

  private void refuse(HttpServerRequest request, int status, String reason, boolean close) {
    HttpServerResponse response = request.response();
    SecurityHeaders.set(response, "/attention");
    response
        .setStatusCode(status)
        .putHeader("content-type", "text/plain; charset=utf-8")
        .putHeader("cache-control", "no-store")
        .putHeader("content-length", Integer.toString(reason.length() + 1));
    if (status == 405) {
      response.putHeader("allow", "GET, HEAD");
    }
    if (close) {
      response.putHeader("connection", "close");
      vertx.setTimer(CLOSE_MILLIS, late -> request.connection().close());
    }
    if (request.method() == HttpMethod.HEAD) {
      response.end();
    } else {
      response.end(reason + "\n");
    }
  }
}

package io.github.dl4jattention.ui.server;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;

/**
 * What browsers are told to refuse.
 *
 * <p>Our pages have no inline script or style, and load from this server alone. DL4J's own have
 * both. There styles are allowed, and of scripts those that stand in the pages as DL4J ships them;
 * all else is refused there as well: other hosts, frames, forms, plug-ins, {@code eval}.
 */
final class SecurityHeaders {
  static final String OURS =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  static final String STOCK =
      "default-src 'none'; script-src 'self' "
          + InlineScripts.sources()
          + "; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'none'";

  private SecurityHeaders() {}

  /** Sets them; DL4J's pages send no media type, so it is added when the head is written. */
  static void set(HttpServerResponse response, String path) {
    boolean stock = !isOurs(path);
    response
        .putHeader("content-security-policy", stock ? STOCK : OURS)
        .putHeader("x-content-type-options", "nosniff")
        .putHeader("x-frame-options", "DENY")
        .putHeader("referrer-policy", "no-referrer")
        .putHeader("cross-origin-opener-policy", "same-origin")
        .putHeader("cross-origin-resource-policy", "same-origin");
    if (stock) {
      response.headersEndHandler(done -> addType(response, path));
    }
  }

  private static boolean isOurs(String path) {
    return path.equals("/attention") || path.startsWith("/attention/") || Assets.covers(path);
  }

  /** Text unless it is surely a page: an answer such as "unknown session" repeats what was sent. */
  private static void addType(HttpServerResponse response, String path) {
    MultiMap headers = response.headers();
    if (!headers.contains("content-type")) {
      boolean page =
          response.getStatusCode() == 200 && path.matches("/train|/train/(overview|model|system)");
      headers.set("content-type", (page ? "text/html" : "text/plain") + "; charset=utf-8");
    }
    if (!headers.contains("cache-control")) {
      headers.set("cache-control", "no-cache");
    }
  }
}

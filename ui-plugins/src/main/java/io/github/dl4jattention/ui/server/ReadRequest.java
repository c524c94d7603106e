package io.github.dl4jattention.ui.server;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/**
 * HEAD as if it were GET: DL4J's routes know GET only, and the connection leaves the body out by
 * itself.
 */
final class ReadRequest {
  private ReadRequest() {}

  static HttpServerRequest of(HttpServerRequest request) {
    return request.method() != HttpMethod.HEAD
        ? request
        : Delegates.of(
            HttpServerRequest.class,
            request,
            (method, arguments, proxy) ->
                method.getName().equals("method") ? HttpMethod.GET : Delegates.PASS);
  }
}

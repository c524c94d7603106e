package io.github.dl4jattention.ui.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.ui.AttentionDashboard;
import io.github.dl4jattention.ui.Samples;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DashboardModuleTests {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static AttentionDashboard dashboard;

  @BeforeAll
  static void start() {
    InMemoryStatsStorage storage = new InMemoryStatsStorage();
    Samples.write(storage, "s 1");
    dashboard = new AttentionDashboard(storage).port(0).start();
  }

  @AfterAll
  static void stop() {
    dashboard.close();
  }

  static HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(dashboard.url()).resolve(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonObject json(String path) throws Exception {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new JsonObject(response.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/attention", "/attention/quality", "/attention/search"})
  void servesPages(String path) throws Exception {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
    assertThat(response.body()).startsWith("<!DOCTYPE html>");
  }

  @Test
  void listsSessions() throws Exception {
    JsonObject session = json("/attention/api/sessions").getJsonArray("sessions").getJsonObject(0);
    assertThat(session.getString("id")).isEqualTo("s 1");
    assertThat(session.getBoolean("attention")).isTrue();
    assertThat(session.getBoolean("quality")).isTrue();
    assertThat(session.getBoolean("search")).isTrue();
    assertThat(session.getLong("updated")).isPositive();
  }

  @Test
  void tellsOfExamplesAndIterations() throws Exception {
    JsonObject json = json("/attention/api/attention?session=s%201");
    assertThat(json.encode())
        .isEqualTo(
            "{\"session\":\"s 1\",\"limits\":{\"examples\":16,\"iterations\":200,\"tokens\":256},"
                + "\"iterations\":[{\"iteration\":10,\"epoch\":0,\"time\":1700000000010},"
                + "{\"iteration\":20,\"epoch\":0,\"time\":1700000000020}],"
                + "\"examples\":[{\"index\":0,\"name\":\"example 0\",\"kind\":\"alignment\","
                + "\"image\":false},{\"index\":1,\"name\":\"example 1\",\"kind\":\"alignment\","
                + "\"image\":false}]}");
  }

  @Test
  void givesWeights() throws Exception {
    JsonObject json = json("/attention/api/weights?session=s%201&example=1&iteration=20");
    assertThat(json.encode())
        .isEqualTo(
            "{\"iteration\":20,\"epoch\":0,\"source\":[\"a\",\"b\"],\"target\":[\"A\"],"
                + "\"reference\":\"AB\",\"grid\":null,\"layers\":[{\"name\":\"decoder\","
                + "\"heads\":1,\"rows\":1,\"columns\":2,\"weights\":\"FOs=\"}]}");
  }

  @Test
  void givesQuality() throws Exception {
    assertThat(json("/attention/api/quality?session=s%201").encode())
        .isEqualTo(
            "{\"metrics\":[{\"name\":\"exact match\",\"percent\":true,\"better\":\"higher\","
                + "\"points\":[{\"epoch\":0,\"iteration\":10,\"value\":0.25}]},"
                + "{\"name\":\"learning rate\",\"percent\":false,\"better\":null,"
                + "\"points\":[{\"epoch\":0,\"iteration\":10,\"value\":0.004}]}],"
                + "\"samples\":[{\"epoch\":0,\"iteration\":10,\"source\":\"3 March\","
                + "\"reference\":\"03-03\",\"prediction\":\"03-08\"}]}");
  }

  @Test
  void givesTrials() throws Exception {
    assertThat(json("/attention/api/search?session=s%201").encode())
        .isEqualTo(
            "{\"objective\":\"bleu\",\"better\":\"higher\",\"parameters\":[{\"name\":"
                + "\"learningRate\",\"kind\":\"number\",\"logarithmic\":true},{\"name\":\"cell\","
                + "\"kind\":\"category\",\"logarithmic\":false}],\"trials\":[{\"number\":1,"
                + "\"status\":\"done\",\"score\":31.2,\"seconds\":120.5,\"parameters\":"
                + "{\"learningRate\":0.001,\"cell\":\"gru\"}},{\"number\":2,\"status\":\"running\","
                + "\"score\":null,\"seconds\":120.5,\"parameters\":{\"learningRate\":0.001,"
                + "\"cell\":\"gru\"}}],\"importance\":[{\"name\":\"learningRate\",\"share\":0.7}]}");
  }

  @ParameterizedTest
  @CsvSource({
    "/attention/api/attention, 400",
    "/attention/api/attention?session=, 400",
    "/attention/api/attention?session=a&session=b, 400",
    "/attention/api/attention?session=a%0ab, 400",
    "/attention/api/attention?session=unknown, 404",
    "/attention/api/quality?session=unknown, 404",
    "/attention/api/search?session=unknown, 404",
    "/attention/api/weights?session=s%201&example=0, 400",
    "/attention/api/weights?session=s%201&example=-1&iteration=10, 400",
    "/attention/api/weights?session=s%201&example=16&iteration=10, 400",
    "/attention/api/weights?session=s%201&example=0&iteration=99999999999, 400",
    "/attention/api/weights?session=s%201&example=0&iteration=11, 404",
    "/attention/api/weights?session=s%201&example=9&iteration=10, 404",
    "/attention/api/image?session=s%201&example=0, 404",
    "/attention/api/image?session=s%201&example=x, 400",
    "/attention/api/nothing, 404",
  })
  void refusesWhatItDoesNotKnow(String path, int status) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(status);
  }

  @Test
  void anUnchangedAnswerIsNotSentAgain() throws Exception {
    String path = "/attention/api/quality?session=s%201";
    String tag = get(path).headers().firstValue("etag").orElseThrow();
    HttpResponse<String> again = get(path, "If-None-Match", tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(get(path, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }
}

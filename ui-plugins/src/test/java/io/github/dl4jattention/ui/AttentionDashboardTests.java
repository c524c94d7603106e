package io.github.dl4jattention.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.ui.records.QualityRecord;
import io.github.dl4jattention.ui.records.RecordQueue;
import io.github.dl4jattention.ui.records.RecordWriter;
import io.github.dl4jattention.ui.server.GuardedServer;
import io.github.dl4jattention.ui.server.ServerException;
import io.github.dl4jattention.ui.storage.StorageFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.VertxUIServer;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttentionDashboardTests {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir private Path folder;
  private final StatsStorage storage = new InMemoryStatsStorage();
  private final AttentionDashboard dashboard = new AttentionDashboard(storage);

  @AfterEach
  void stop() {
    dashboard.close();
  }

  private static HttpRequest request(AttentionDashboard dashboard, String path) {
    return HttpRequest.newBuilder(URI.create(dashboard.url()).resolve(path)).build();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(request(dashboard, path), HttpResponse.BodyHandlers.ofString());
  }

  /** Asks again until the answer has a text; the server tells its pages twice a second. */
  private void await(String path, String text) throws Exception {
    HttpResponse<String> response = get(path);
    while (!response.body().contains(text)) {
      Thread.onSpinWait();
      response = get(path);
    }
  }

  @Test
  void thePortTakenTheNextFreeOneIsUsed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      dashboard.port(taken.getLocalPort()).start();
      assertThat(URI.create(dashboard.url()).getPort())
          .isBetween(
              taken.getLocalPort() + 1, taken.getLocalPort() + GuardedServer.PORTS_TRIED - 1);
    }
  }

  @Test
  void noPortFreeIsSaid() throws IOException {
    try (ServerSocket taken = new ServerSocket(0xffff, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> dashboard.port(taken.getLocalPort()).start())
          .isInstanceOf(ServerException.class)
          .hasMessage(
              "cannot listen on 127.0.0.1, ports 65535 to 65535: choose another port, or an"
                  + " address of this machine");
    }
    dashboard.port(0).start();
    assertThat(dashboard.url()).startsWith("http://127.0.0.1:");
  }

  @Test
  void oneDashboardAProgram() {
    dashboard.port(0).start();
    assertThatThrownBy(() -> new AttentionDashboard(storage).port(0).start())
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("stop it first");
    dashboard.stop();
    dashboard.start();
    assertThat(dashboard.url()).endsWith("/attention");
  }

  @Test
  void addressesThatAreNoneAreSaid() {
    assertThatThrownBy(() -> dashboard.address("not an address"))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("there is no address");
    assertThatThrownBy(() -> dashboard.address("192.0.2.1").port(0).start())
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("choose an address of this machine");
    assertThatThrownBy(() -> dashboard.port(70_000).start())
        .isInstanceOf(ServerException.class)
        .hasMessage("the port is 70000: choose 0 to 65535");
    assertThatThrownBy(dashboard::url).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anotherAddressThanLoopbackNeedsTheToken() throws Exception {
    dashboard.address("0.0.0.0").port(0).start();
    assertThat(dashboard.url()).matches("http://0\\.0\\.0\\.0:\\d+/attention\\?token=[0-9a-f]{64}");
    assertThat(get("/attention/api/sessions").statusCode()).isEqualTo(403);
    HttpResponse<String> opened =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create(dashboard.url())).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(opened.statusCode()).isEqualTo(303);
    String cookie = opened.headers().firstValue("set-cookie").orElseThrow().replaceAll(";.*", "");
    HttpRequest withCookie =
        HttpRequest.newBuilder(URI.create(dashboard.url()).resolve("/attention"))
            .header("Cookie", cookie)
            .build();
    assertThat(CLIENT.send(withCookie, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void theLoopbackByAnyNameNeedsNoToken() {
    assertThat(dashboard.address("localhost").port(0).start().url()).doesNotContain("token");
  }

  @Test
  void theRemoteReceiverStaysOff() {
    dashboard.port(0).start();
    assertThatThrownBy(() -> VertxUIServer.getInstance().enableRemoteListener())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(VertxUIServer.getInstance().isRemoteListenerEnabled()).isFalse();
  }

  /** The test's class path has a module in which everything fails. */
  @Test
  void aModuleThatFailsStopsNeitherTheOthersNorTraining() throws Exception {
    Samples.write(storage, "before");
    dashboard.port(0).start();
    assertThat(get("/broken").statusCode()).isEqualTo(500);
    assertThat(get("/broken").body()).doesNotContain("on purpose");
    Samples.write(storage, "first");
    await("/attention/api/sessions", "\"first\"");
    Samples.write(storage, "second");
    await("/attention/api/sessions", "\"second\"");
    assertThat(get("/attention/api/sessions").body()).contains("\"before\"");
    assertThat(get("/train/overview").statusCode()).isEqualTo(200);
  }

  private void curve(String session) {
    SbeStatsInitializationReport info = new SbeStatsInitializationReport();
    info.reportIDs(session, StatsListener.TYPE_ID, "w", 1_700_000_000_000L);
    info.reportModelInfo("ComputationGraph", "{}", new String[] {"a"}, 1, 1);
    storage.putStaticInfo(info);
    for (int i = 1; i <= 3; i++) {
      SbeStatsReport report = new SbeStatsReport();
      report.reportIDs(session, StatsListener.TYPE_ID, "w", 1_700_000_000_000L + i);
      report.reportScore(0.5 / i);
      report.reportIterationCount(i);
      storage.putUpdate(report);
    }
  }

  @Test
  void stockPagesShowTheCurveAndSeeNoSessionThatMeansSomethingToHtml() throws Exception {
    curve("<img src=x onerror=alert(1)>");
    dashboard.port(0).start();
    curve("<b>later</b>");
    curve("plain");
    await("/train/sessions/info", "plain");
    assertThat(get("/train/sessions/info").body()).doesNotContain("<");
    assertThat(get("/train/overview/data").body()).contains("\"scores\" : [ 0.5, 0.25,");
  }

  @Test
  void aDamagedFileLeavesARunningServerAsItIs() throws Exception {
    dashboard.port(0).start();
    Path file = folder.resolve("damaged");
    Files.writeString(file, "SQLite format 3\0 and nothing more");
    assertThatThrownBy(() -> StorageFile.open(file)).hasMessageContaining("is damaged");
    assertThat(get("/attention/api/sessions").statusCode()).isEqualTo(200);
  }

  /** What is written meanwhile is all there in the end, and every poll is answered. */
  @Test
  void twoHundredBrowsersPollWhileRecordsAreWritten() throws Exception {
    int records = 400;
    StatsStorage file = StorageFile.write(folder.resolve("dashboard.db"));
    Samples.write(file, "s");
    AttentionDashboard polled = new AttentionDashboard(file).port(0).start();
    try (RecordQueue queue = new RecordQueue(file)) {
      RecordWriter writer = new RecordWriter(file, queue, "s");
      List<CompletableFuture<Integer>> answers = poll(polled);
      for (int i = 1; i <= records; i++) {
        writer.putQuality(Samples.quality(100 + i));
      }
      assertThat(answers).extracting(CompletableFuture::join).hasSize(2_000).containsOnly(200);
    }
    assertThat(file.getAllUpdatesAfter("s", QualityRecord.TYPE, -1))
        .extracting(record -> ((QualityRecord) record).progress().iteration())
        .hasSize(records + 1)
        .doesNotHaveDuplicates();
    polled.close();
    file.close();
  }

  /** Two hundred browsers, each asking ten times, one after the other. */
  private static List<CompletableFuture<Integer>> poll(AttentionDashboard polled) {
    List<String> paths =
        List.of(
            "/attention/api/sessions",
            "/attention/api/attention?session=s",
            "/attention/api/weights?session=s&example=0&iteration=10",
            "/attention/api/quality?session=s",
            "/train/overview/data");
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    for (int browser = 0; browser < 200; browser++) {
      CompletableFuture<Integer> last = CompletableFuture.completedFuture(200);
      for (int poll = 0; poll < 10; poll++) {
        HttpRequest request = request(polled, paths.get((browser + poll) % paths.size()));
        last =
            last.thenCompose(
                    status -> CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
                .thenApply(HttpResponse::statusCode);
        answers.add(last);
      }
    }
    return answers;
  }
}

package io.github.dl4jattention.zoo.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.search.pruning.Pruner;
import io.github.dl4jattention.zoo.search.space.Hyperparameter;
import io.github.dl4jattention.zoo.search.space.Range;
import io.github.dl4jattention.zoo.search.space.SearchSpace;
import io.github.dl4jattention.zoo.search.space.Settings;
import io.github.dl4jattention.zoo.search.strategy.Strategy;
import io.github.dl4jattention.zoo.search.trial.Direction;
import io.github.dl4jattention.zoo.search.trial.Ledger;
import io.github.dl4jattention.zoo.search.trial.Objective;
import io.github.dl4jattention.zoo.search.trial.TrialRunner;
import io.github.dl4jattention.zoo.training.RunFolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxCandidatesCondition;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** A search through a real server, on loopback. */
@Timeout(120)
class SearchDashboardTests {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final SearchDashboard.Score LOSS = new SearchDashboard.Score("loss", true);

  @TempDir private Path folder;
  private RunFolder run;

  @BeforeEach
  void folder() throws IOException {
    run = RunFolder.of(folder, "search-mock");
    Files.createDirectories(run.folder());
  }

  private static SearchSpace space() {
    return new SearchSpace(
        List.of(
            new Hyperparameter("rate", new Range.Real(0.001, 0.1, true)),
            new Hyperparameter("units", new Range.Choice(List.of("16", "32", "64"))),
            new Hyperparameter("cell", new Range.Choice(List.of("gru", "lstm"))),
            new Hyperparameter(
                "gates", new Range.Whole(1, 9, 1, false), Map.of("cell", Set.of("lstm"))),
            new Hyperparameter("layers", new Range.Choice(List.of("1")))));
  }

  /** Only the rate matters. */
  private static double loss(Settings settings) {
    return Math.abs(Math.log10(Double.parseDouble(settings.values().get("rate"))) + 2);
  }

  private SearchDashboard dashboard(Ledger ledger) {
    return SearchDashboard.start(space(), LOSS, ledger, run, new Where(0, null));
  }

  private static void search(
      Ledger ledger, SearchDashboard dashboard, int trials, Objective<Settings> objective) {
    Direction less = new Direction(true);
    TrialRunner.<Settings>builder()
        .setConfiguration(
            new OptimizationConfiguration.Builder()
                .candidateGenerator(Strategy.RANDOM.generator(space(), less))
                .scoreFunction(less)
                .terminationConditions(new MaxCandidatesCondition(trials))
                .rngSeed(3)
                .build())
        .setObjective(objective)
        .setLedger(ledger)
        .optPruner(pruner())
        .optListener(dashboard)
        .build()
        .execute();
  }

  /** What tells 9 has no hope. */
  private static Pruner pruner() {
    return (step, scores, others) -> scores.get(step) == 9;
  }

  /** What the page gets, as soon as it fulfils something: records are written on another thread. */
  private static JsonNode seen(SearchDashboard dashboard, Predicate<JsonNode> wanted)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(dashboard.url()).resolve("/attention/api/search?session=search-mock"))
            .build();
    JsonNode search = null;
    while (search == null || !wanted.test(search)) {
      search =
          new ObjectMapper()
              .readTree(CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
    return search;
  }

  private static JsonNode trial(JsonNode search, int number) {
    for (JsonNode trial : search.path("trials")) {
      if (trial.path("number").asInt() == number) {
        return trial;
      }
    }
    return new ObjectMapper().createObjectNode();
  }

  private static Predicate<JsonNode> ended(int trials) {
    return search ->
        search.path("trials").size() == trials
            && !"running".equals(trial(search, trials - 1).path("status").asText());
  }

  @Test
  void trialsAreShownWhileTheyRunAndAsTheyEnd() throws Exception {
    List<JsonNode> onTheWay = new ArrayList<>();
    try (Ledger ledger = Ledger.open(run.folder().resolve("ledger.jsonl"));
        SearchDashboard dashboard = dashboard(ledger)) {
      assertThat(dashboard.url()).matches("http://127\\.0\\.0\\.1:\\d+/attention/search");
      search(
          ledger,
          dashboard,
          14,
          trial -> {
            if (trial.number() == 2) {
              trial.tell(0, 7.5);
              onTheWay.add(seen(dashboard, now -> trial(now, 2).path("score").asDouble() == 7.5));
            }
            if (trial.number() == 3) {
              trial.tell(0, 9);
            }
            if (trial.number() == 4) {
              throw new UserError("it makes no model");
            }
            return loss(trial.candidate());
          });

      JsonNode during = onTheWay.get(0);
      assertThat(during.path("trials")).hasSize(3);
      assertThat(trial(during, 2).path("status").asText()).isEqualTo("running");
      assertThat(trial(during, 2).path("seconds").asDouble()).isPositive();
      assertThat(during.path("importance")).isEmpty(); // Two trials tell nothing.

      JsonNode search = seen(dashboard, ended(14).and(now -> now.path("importance").size() == 4));
      assertThat(search.path("objective").asText()).isEqualTo("loss");
      assertThat(search.path("better").asText()).isEqualTo("lower");
      assertThat(search.path("parameters").toString())
          .isEqualTo(
              "[{\"name\":\"rate\",\"kind\":\"number\",\"logarithmic\":true},"
                  + "{\"name\":\"units\",\"kind\":\"number\",\"logarithmic\":true},"
                  + "{\"name\":\"cell\",\"kind\":\"category\",\"logarithmic\":false},"
                  + "{\"name\":\"gates\",\"kind\":\"number\",\"logarithmic\":false}]");
      assertThat(trial(search, 2).path("status").asText()).isEqualTo("done");
      assertThat(trial(search, 3).path("status").asText()).isEqualTo("pruned");
      assertThat(trial(search, 3).path("score").asDouble()).isEqualTo(9);
      assertThat(trial(search, 4).path("status").asText()).isEqualTo("failed");
      assertThat(trial(search, 4).path("score").isNull()).isTrue();
      double largest = 0;
      for (JsonNode one : search.path("importance")) {
        largest = Math.max(largest, one.path("share").asDouble());
      }
      assertThat(search.path("importance").get(0).path("name").asText()).isEqualTo("rate");
      assertThat(search.path("importance").get(0).path("share").asDouble()).isEqualTo(largest);
      for (JsonNode one : search.path("trials")) {
        boolean lstm = "lstm".equals(one.path("parameters").path("cell").asText());
        assertThat(one.path("parameters").has("gates")).isEqualTo(lstm);
      }
    }
  }

  @Test
  void aSearchThatGoesOnShowsAllItsTrialsAndSoDoesItsFile() throws Exception {
    Path file = run.folder().resolve("ledger.jsonl");
    try (Ledger ledger = Ledger.open(file);
        SearchDashboard dashboard = dashboard(ledger)) {
      search(ledger, dashboard, 3, trial -> loss(trial.candidate()));
    }
    Files.delete(run.storage()); // As if the search had begun without the dashboard.
    try (Ledger ledger = Ledger.open(file);
        SearchDashboard dashboard = dashboard(ledger)) {
      assertThat(seen(dashboard, ended(3)).path("trials")).hasSize(3);
      search(ledger, dashboard, 5, trial -> loss(trial.candidate()));
    }
    JsonNode last;
    try (Ledger ledger = Ledger.open(file);
        SearchDashboard dashboard = dashboard(ledger)) {
      last = seen(dashboard, ended(5));
      for (int i = 0; i < 5; i++) {
        assertThat(trial(last, i).path("score").asDouble())
            .isEqualTo(ledger.trials().get(i).score());
      }
    }
  }
}

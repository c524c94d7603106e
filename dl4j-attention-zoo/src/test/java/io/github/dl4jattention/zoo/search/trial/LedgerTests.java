package io.github.dl4jattention.zoo.search.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.search.strategy.Strategy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTests {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void names() {
    file = folder.resolve("new").resolve("ledger.jsonl");
  }

  @Test
  void whatItHoldsIsThereWhenItIsOpenedAgain() throws IOException {
    List<TrialRecord> before;
    try (Ledger ledger = Ledger.open(file)) {
      ledger.begin(new LedgerHead("Some", 3, true, "space \"of\" mine"));
      ledger.write(new LedgerEvent.Started(0, List.of(0.1, 1.0 / 3), "a=ü b=\"2\""));
      ledger.write(new LedgerEvent.Told(0, 4, Double.NaN));
      ledger.write(new LedgerEvent.Told(0, 5, Double.POSITIVE_INFINITY));
      ledger.write(new LedgerEvent.Ended(0, TrialState.RUNNING, null, "a cause", 1.5));
      ledger.write(new LedgerEvent.Started(0, List.of(0.1, 1.0 / 3), "a=ü b=\"2\""));
      ledger.write(new LedgerEvent.Ended(0, TrialState.FINISHED, -1e-300, null, 2));
      ledger.write(new LedgerEvent.Started(1, List.of(), ""));
      before = ledger.trials();
    }
    assertThat(Files.readAllLines(file)).hasSize(8).allMatch(line -> line.startsWith("{"));
    try (Ledger ledger = Ledger.open(file)) {
      assertThat(ledger.trials()).isEqualTo(before);
      assertThat(before.get(0).seconds()).isEqualTo(3.5);
      assertThat(before.get(0).attempts()).isEqualTo(2);
      assertThat(before.get(1).state()).isEqualTo(TrialState.RUNNING);
    }
  }

  @Test
  void everyTornEndIsToleratedAndNothingElseIsLost() throws IOException {
    try (Ledger ledger = Ledger.open(file)) {
      Mock.runner(Strategy.RANDOM, 3, ledger).build().execute();
    }
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length <= whole.length; length++) {
      byte[] torn = Arrays.copyOf(whole, length);
      Files.write(file, torn);
      long lines = new String(torn, StandardCharsets.UTF_8).chars().filter(c -> c == '\n').count();
      try (Ledger ledger = Ledger.open(file)) {
        assertThat(ledger.earlier()).hasSize((int) lines);
      }
    }
    Files.write(file, Arrays.copyOf(whole, whole.length - 5));
    try (Ledger ledger = Ledger.open(file)) {
      Mock.runner(Strategy.RANDOM, 3, ledger).build().execute();
      assertThat(ledger.trials()).hasSize(3).allMatch(trial -> trial.score() != null);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "[]",
        "{\"event\":\"flew\",\"trial\":0}",
        "{\"event\":\"told\",\"trial\":7,\"step\":1,\"score\":2}",
        "{\"event\":\"started\",\"trial\":9,\"coordinates\":[]}",
        "{\"event\":\"started\",\"trial\":-1,\"coordinates\":[]}",
        "{\"event\":\"started\",\"trial\":0,\"coordinates\":[7]}",
        "{\"event\":\"finished\",\"trial\":0}",
        "{\"event\":\"search\",\"form\":99}",
        ""
      })
  void whatNoSearchWroteIsRefused(String line) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, line + "\n");
    assertThatThrownBy(() -> Ledger.open(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("--overwrite");
  }

  @Test
  void oneSearchAtATimeHoldsIt() {
    try (Ledger first = Ledger.open(file)) {
      assertThatThrownBy(() -> Ledger.open(file))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("in use by another search");
      assertThat(first.trials()).isEmpty();
    }
    Ledger.open(file).close();
  }

  @Test
  void whatBeginsAnewForgetsWhatWasUnlessItIsInUse() {
    try (Ledger first = Ledger.open(file)) {
      first.begin(new LedgerHead("Some", 3, true, "a space"));
      first.write(new LedgerEvent.Started(0, List.of(), ""));
      assertThatThrownBy(() -> Ledger.openNew(file))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("in use by another search");
    }
    try (Ledger again = Ledger.open(file)) {
      assertThat(again.earlier()).hasSize(2);
    }
    try (Ledger anew = Ledger.openNew(file)) {
      assertThat(anew.earlier()).isEmpty();
    }
  }
}

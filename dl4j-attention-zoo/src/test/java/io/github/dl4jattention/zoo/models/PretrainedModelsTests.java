package io.github.dl4jattention.zoo.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.dates.DateGenerator;
import io.github.dl4jattention.zoo.evaluation.measure.Bleu;
import io.github.dl4jattention.zoo.model.Prediction;
import io.github.dl4jattention.zoo.model.Translator;
import io.github.dl4jattention.zoo.pretrained.ListedModel;
import io.github.dl4jattention.zoo.pretrained.ModelEntry;
import io.github.dl4jattention.zoo.pretrained.ModelStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The models of the jar: that they are there, are what their index says, and as good. */
class PretrainedModelsTests {
  private static final long MOST_BYTES = 10_000_000;
  private static final int BATCH = 100;

  @TempDir private static Path folder;
  private static ModelStore store;

  @BeforeAll
  static void look() {
    store = new ModelStore().optFolder(folder).optOffline(true);
  }

  private static ModelEntry entry(String name) {
    return store.entry(name).orElseThrow().entry();
  }

  private static List<String> translated(String name, List<String> texts) {
    Translator translator = Translator.load(store.fetch(name));
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < texts.size(); i += BATCH) {
      translator.translate(texts.subList(i, Math.min(texts.size(), i + BATCH))).stream()
          .map(Prediction::prediction)
          .forEach(answers::add);
    }
    return answers;
  }

  @Test
  void theyAreThereWithoutANetworkAndSmall() {
    assertThat(store.list())
        .extracting(model -> model.entry().name() + " " + model.place())
        .containsExactly("dates BUNDLED", "english-french BUNDLED");
    assertThat(store.list().stream().map(ListedModel::entry).mapToLong(ModelEntry::bytes).sum())
        .isLessThan(MOST_BYTES);
    assertThat(store.list())
        .extracting(ListedModel::entry)
        .allSatisfy(
            model -> {
              assertThat(model.command()).startsWith("zoo train ").contains("--seed 1");
              assertThat(model.licence()).isNotBlank();
              assertThat(model.data()).isNotBlank();
              assertThat(model.figures()).isNotEmpty();
            });
  }

  /** Dates that were drawn from another seed than those of the training. */
  @Test
  void datesAreReadAsTheIndexSays() {
    List<Pair> pairs = new DateGenerator(2).generate(1, 1_000).heldOut();
    List<String> told = translated("dates", pairs.stream().map(Pair::source).toList());
    long right = 0;
    for (int i = 0; i < pairs.size(); i++) {
      right += told.get(i).equals(pairs.get(i).target()) ? 1 : 0;
    }
    assertThat(right).isEqualTo(pairs.size());
    assertThat(entry("dates").figures()).containsEntry("exact match", 1.0);
  }

  /** On the pairs that were held out of its training: see the page of the model. */
  @Test
  void frenchIsWrittenAsTheIndexSays() throws IOException {
    Map<String, String> pairs = new LinkedHashMap<>();
    List<String> sources = new ArrayList<>();
    List<String> references = new ArrayList<>();
    for (String line : lines("english-french-test.tsv")) {
      String[] columns = line.split("\t", -1);
      assertThat(columns[2]).startsWith("CC-BY 2.0 (France) Attribution: tatoeba.org #");
      sources.add(columns[0]);
      references.add(columns[1]);
      pairs.put(columns[0], columns[1]);
    }
    assertThat(pairs).hasSize(200);
    List<String> told = translated("english-french", sources);
    double bleu = Bleu.builder().build().corpus(told, List.of(references)).score();
    assertThat(bleu).isCloseTo(entry("english-french").figures().get("BLEU"), within(0.1));
  }

  @Test
  void everySentenceOfTatoebaIsAttributed() throws IOException {
    List<String> authors;
    try (InputStream in =
            ModelStore.class
                .getClassLoader()
                .getResourceAsStream(
                    "io/github/dl4jattention/zoo/bundled/english-french-attribution.txt.gz");
        GZIPInputStream text = new GZIPInputStream(in)) {
      authors = new String(text.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    assertThat(authors)
        .filteredOn(line -> line.matches("tatoeba\\.org #\\d+ \\(.+\\) & #\\d+ \\(.+\\)"))
        .hasSize(5_000);
  }

  private static List<String> lines(String resource) throws IOException {
    try (InputStream in = PretrainedModelsTests.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}

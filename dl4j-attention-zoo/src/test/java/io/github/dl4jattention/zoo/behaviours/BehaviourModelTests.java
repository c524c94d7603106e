package io.github.dl4jattention.zoo.behaviours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.model.AtRank;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.Pooling;
import io.github.dl4jattention.zoo.model.PositionKind;
import io.github.dl4jattention.zoo.model.TransformerLooks;
import io.github.dl4jattention.zoo.training.ParallelFit;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class BehaviourModelTests {
  private static final List<Pair> PAIRS = TinyShop.pairs(80);
  private static final String USER = "b0:b buy:a1:a:9 browse:b1:b:90 browse:c0:c:150";

  private static BehaviourModel trained;
  @TempDir private Path folder;

  @BeforeAll
  static void train() {
    trained = TinyShop.model(TinyShop.tiny().optItemDropout(0.1).build(), PAIRS);
    List<EncodedPair> encoded = TinyShop.encoded(trained, PAIRS).pairs();
    try (ParallelFit fit = new ParallelFit(trained, 2)) {
      for (int epoch = 0; epoch < 25; epoch++) {
        List<EncodedPair> seen = trained.seen(encoded, epoch);
        for (int i = 0; i < seen.size(); i += 40) {
          fit.fit(seen.subList(i, i + 40), trained.common(seen));
        }
      }
    }
  }

  private static BehaviourSequence user(String text) {
    try {
      return BehaviourSequence.parse(text);
    } catch (BehaviourSequence.UnreadableException e) {
      throw new AssertionError(e);
    }
  }

  private static double probability(BehaviourModel model, String text) {
    return new BehaviourRanker(model).probability(user(text));
  }

  @Test
  void whatWasNotBoughtIsActedOn() {
    List<EncodedPair> encoded = TinyShop.encoded(trained, PAIRS).pairs();
    assertThat(new BehaviourRanker(trained).rank(encoded).areaUnderCurve()).isGreaterThan(0.97);
    assertThat(probability(trained, USER)).isGreaterThan(0.8);
    assertThat(probability(trained, USER.replace("b0:b", "a0:a"))).isLessThan(0.2);
    // Of an item that nobody has seen the category is known.
    assertThat(probability(trained, USER.replace("b0:b", "new:b"))).isGreaterThan(0.6);
    assertThat(probability(trained, USER.replace("b0:b", "new:a"))).isLessThan(0.4);
  }

  @Test
  void whatIsToldOfAUserDoesNotDependOnOthersNorOnTheOrderOfALine() {
    BehaviourRanker ranker = new BehaviourRanker(trained);
    List<EncodedPair> encoded = TinyShop.encoded(trained, PAIRS).pairs();
    double[] together = ranker.probabilities(encoded);
    for (int i = 0; i < 3; i++) {
      assertThat(ranker.probability(user(PAIRS.get(i).source())))
          .isCloseTo(together[i], within(1e-5));
    }
    String shuffled = "b0:b browse:c0:c:150 buy:a1:a:9 browse:b1:b:90";
    assertThat(probability(trained, shuffled)).isEqualTo(probability(trained, USER));
    assertThat(probability(trained, USER.replace(":90", ":3")))
        .isNotEqualTo(probability(trained, USER)); // Time does matter.
  }

  @Test
  void looksAreWeights() {
    List<TransformerLooks.Layer> looks = new BehaviourRanker(trained).looks(user(USER));
    assertThat(looks)
        .extracting(TransformerLooks.Layer::name)
        .containsExactly("encoder1", "context");
    float[][] context = looks.get(1).heads()[1];
    assertThat(context).hasDimensions(1, 3);
    assertThat(context[0][0] + context[0][1] + context[0][2]).isCloseTo(1, within(1e-5f));
    assertThat(looks.get(0).heads()[0]).hasDimensions(3, 3);
  }

  @Test
  void hiddenItemsKeepTheirCategory() {
    AtRank settings = TinyShop.tiny().optItemDropout(0.5).build();
    BehaviourModel model = TinyShop.model(settings, PAIRS);
    List<EncodedPair> whole = TinyShop.encoded(model, PAIRS).pairs();
    List<EncodedPair> seen = model.seen(whole, 3);
    int hidden = 0;
    int all = 0;
    for (int i = 0; i < whole.size(); i++) {
      for (int t = 0; t < whole.get(i).source().length; t++) {
        int before = whole.get(i).source()[t];
        int after = seen.get(i).source()[t];
        int category = model.vocabulary().categoryOf(BehaviourNumbers.item(before));
        assertThat(BehaviourNumbers.item(after)).isIn(BehaviourNumbers.item(before), category);
        assertThat(BehaviourNumbers.withItem(after, 0))
            .isEqualTo(BehaviourNumbers.withItem(before, 0));
        hidden += after == before ? 0 : 1;
        all++;
      }
    }
    assertThat((double) hidden / all).isCloseTo(0.5, within(0.08));
    assertThat(Arrays.equals(model.seen(whole, 3).get(0).source(), seen.get(0).source())).isTrue();
  }

  @Test
  void aFileGivesTheSameModelBack() {
    BehaviourCard card = card(trained);
    Path file = folder.resolve("model.zip");
    ModelFile.write(file, trained.graph(), card, null);
    ModelFile.Opened<BehaviourCard> opened = BehaviourCard.load(file);
    assertThat(opened.card().toJson()).isEqualTo(card.toJson());
    assertThat(opened.card().vocabulary()).isEqualTo(trained.vocabulary());
    assertThat(probability(opened.card().model(opened.graph()), USER))
        .isEqualTo(probability(trained, USER));
  }

  private static BehaviourCard card(BehaviourModel model) {
    return new BehaviourCard(
        "tiny",
        model.vocabulary(),
        model.maxLength(),
        model.settings(),
        new ObjectMapper().createObjectNode());
  }

  @Test
  void aGraphThatIsNotTheCardsIsRefused() {
    Path file = folder.resolve("model.zip");
    BehaviourModel mean =
        TinyShop.model(TinyShop.tiny().optLayers(0).optPooling(Pooling.MEAN).build(), PAIRS);
    ModelFile.write(file, mean.graph(), card(trained), null);
    assertThatThrownBy(() -> BehaviourCard.load(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("its graph does not fit its card");
    BehaviourModel fewer = TinyShop.model(trained.settings(), PAIRS.subList(0, 4));
    ModelFile.write(file, fewer.graph(), card(trained), null);
    assertThatThrownBy(() -> BehaviourCard.load(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("its graph does not fit its card");
    assertThatThrownBy(() -> TinyShop.tiny().optPooling(Pooling.FIRST_TOKEN).build())
        .hasMessageContaining("choose attention or mean");
  }

  /** Through shared embeddings, types, both attentions, or none of them. */
  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    assertGradients(TinyShop.tiny().optSize(4).optFeedForwardSize(6).build());
    assertGradients(
        TinyShop.tiny()
            .optSize(4)
            .optLayers(0)
            .optPooling(Pooling.MEAN)
            .optPosition(PositionKind.SINUSOIDAL)
            .build());
  }

  private static void assertGradients(AtRank settings) {
    BehaviourModel model = TinyShop.model(settings, PAIRS);
    ComputationGraph graph = model.graph().convertDataType(DataType.DOUBLE);
    List<EncodedPair> pairs = TinyShop.encoded(model, PAIRS).pairs().subList(0, 5);
    Batch batch = model.batch(pairs, model.common(pairs));
    MultiDataSet data =
        new MultiDataSet(
            doubles(batch.features()),
            doubles(batch.labels()),
            doubles(batch.featureMasks()),
            doubles(batch.targetMask()));
    graph.setInputs(data.getFeatures());
    graph.setLabels(data.getLabels());
    graph.setLayerMaskArrays(data.getFeaturesMaskArrays(), data.getLabelsMaskArrays());
    graph.computeGradientAndScore();
    graph.clearLayerMaskArrays();
    INDArray gradient = graph.gradient().gradient().dup();
    int checked = 0;
    for (long at = 0; at < gradient.length(); at += 37) {
      double step = 1e-5;
      double numeric = (score(graph, data, at, step) - score(graph, data, at, -step)) / (2 * step);
      double analytic = gradient.getDouble(at) / pairs.size(); // DL4J divides in its updater.
      assertThat(analytic).as("parameter %d", at).isCloseTo(numeric, within(1e-7));
      checked += Math.abs(numeric) > 1e-6 ? 1 : 0;
    }
    assertThat(checked).isGreaterThan(5);
  }

  private static INDArray[] doubles(INDArray... arrays) {
    return Arrays.stream(arrays).map(a -> a.castTo(DataType.DOUBLE)).toArray(INDArray[]::new);
  }

  private static double score(ComputationGraph graph, MultiDataSet data, long at, double by) {
    double before = graph.params().getDouble(at);
    graph.params().putScalar(at, before + by);
    double score = graph.score(data, true);
    graph.params().putScalar(at, before);
    graph.clearLayerMaskArrays();
    return score;
  }
}

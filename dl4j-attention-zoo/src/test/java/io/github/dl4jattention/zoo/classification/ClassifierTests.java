package io.github.dl4jattention.zoo.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.model.EncoderTask;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.ModelKind;
import io.github.dl4jattention.zoo.model.Pooling;
import io.github.dl4jattention.zoo.model.PositionKind;
import io.github.dl4jattention.zoo.model.TransformerEncoder;
import io.github.dl4jattention.zoo.model.TransformerEncoderBuilder;
import io.github.dl4jattention.zoo.model.TransformerLooks;
import io.github.dl4jattention.zoo.training.ParallelFit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

class ClassifierTests {
  private static final int TEXTS = 60;
  private static final double LEARNT = 0.95;

  @TempDir private Path folder;

  private static double accuracyAfterTraining(ClassifierModel model, List<Pair> pairs, int epochs) {
    List<EncodedPair> encoded = TinyTexts.encoded(model, pairs).pairs();
    try (ParallelFit fit = new ParallelFit(model, 2)) {
      for (int epoch = 0; epoch < epochs; epoch++) {
        List<EncodedPair> seen = model.seen(encoded, epoch);
        for (int i = 0; i < seen.size(); i += 20) {
          fit.fit(seen.subList(i, i + 20), model.common(seen));
        }
      }
    }
    return ClassCounts.of(model, encoded).accuracy();
  }

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void whichAnimalComesFirstIsLearntWithEveryPooling(Pooling pooling) {
    List<Pair> pairs = TinyTexts.pairs(EncoderTask.CLASS, TEXTS);
    TransformerEncoder settings =
        TinyTexts.tiny(EncoderTask.CLASS)
            .optPooling(pooling)
            .optPosition(PositionKind.RELATIVE)
            .build();
    ClassifierModel model = TinyTexts.model(settings, pairs);
    assertThat(accuracyAfterTraining(model, pairs, 40)).isGreaterThan(LEARNT);
  }

  /** Without places attention does not know what stands beside what: a convolution does. */
  @Test
  void neighboursAreLearntByAConvolution() {
    List<Pair> pairs = TinyTexts.neighbours(TEXTS);
    TransformerEncoderBuilder settings =
        TinyTexts.tiny(EncoderTask.CLASS).optPosition(PositionKind.NONE);
    ClassifierModel alone = TinyTexts.model(settings.build(), pairs);
    assertThat(accuracyAfterTraining(alone, pairs, 20)).isLessThan(0.7);
    ClassifierModel beside = TinyTexts.model(settings.optConvolution(3).build(), pairs);
    assertThat(accuracyAfterTraining(beside, pairs, 20)).isGreaterThan(LEARNT);
  }

  @Test
  void aFileOfBeforeThereWereConvolutionsHasNone() throws IOException {
    TransformerEncoder settings = TinyTexts.tiny(EncoderTask.CLASS).build();
    ObjectNode older = settings.toJson();
    assertThat(older.remove("convolution").intValue()).isZero();
    assertThat(TransformerEncoder.parse(older).toJson()).isEqualTo(settings.toJson());
    assertThat(older.has("convolution")).isFalse();
    assertThatThrownBy(() -> TransformerEncoder.parse(older.put("convolution", -1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("convolution is -1: choose 0 to 100");
  }

  @Test
  void wordsAreTagged() {
    List<Pair> pairs = TinyTexts.pairs(EncoderTask.TAGS, TEXTS);
    ClassifierModel model = TinyTexts.model(TinyTexts.tiny(EncoderTask.TAGS).build(), pairs);
    assertThat(accuracyAfterTraining(model, pairs, 15)).isGreaterThan(LEARNT);
    Classification told = new Classifier(model).classify("the dog  and a cat");
    assertThat(told.words()).containsExactly("the", "dog", "and", "a", "cat");
    assertThat(told.label()).isEqualTo("word animal word word animal");
  }

  @Test
  void whatATextIsToldToBeDoesNotDependOnTheOthers() {
    List<Pair> pairs = TinyTexts.pairs(EncoderTask.CLASS, TEXTS);
    for (Pooling pooling : Pooling.values()) {
      ClassifierModel model =
          TinyTexts.model(TinyTexts.tiny(EncoderTask.CLASS).optPooling(pooling).build(), pairs);
      Classifier classifier = new Classifier(model);
      List<String> texts = List.of("a dog", pairs.get(0).source(), "the cat runs and a dog sleeps");
      float[] together = classifier.classify(texts).get(0).probabilities()[0];
      float[] alone = classifier.classify("a dog").probabilities()[0];
      assertThat(together[0] + together[1]).isCloseTo(1, within(1e-5f));
      assertThat(together[0]).isCloseTo(alone[0], within(1e-5f));
    }
  }

  @Test
  void aFileGivesTheSameModelBack() {
    List<Pair> pairs = TinyTexts.pairs(EncoderTask.TAGS, TEXTS);
    ClassifierModel model =
        TinyTexts.model(TinyTexts.tiny(EncoderTask.TAGS).optConvolution(2).build(), pairs);
    Path file = write(model, card(model));
    ModelFile.Opened<ClassifierCard> opened = ClassifierCard.load(file);
    Classifier again = Classifier.load(file);
    String text = pairs.get(0).source();
    assertThat(again.classify(text).probabilities())
        .isDeepEqualTo(new Classifier(model).classify(text).probabilities());
    assertThat(opened.card().toJson()).isEqualTo(card(model).toJson());
    assertThat(ModelKind.of(folder.resolve("model.zip"))).contains(ModelKind.ENCODER);
  }

  private static ClassifierCard card(ClassifierModel model) {
    return new ClassifierCard(
        "tiny",
        model.tokens(),
        model.classes(),
        model.maxLength(),
        model.settings(),
        new ObjectMapper().createObjectNode());
  }

  private Path write(ClassifierModel model, ClassifierCard card) {
    Path file = folder.resolve("model.zip");
    ModelFile.write(file, model.graph(), card, null);
    return file;
  }

  @Test
  void aGraphThatIsNotTheCardsIsRefused() {
    List<Pair> pairs = TinyTexts.pairs(EncoderTask.TAGS, TEXTS);
    ClassifierModel tags = TinyTexts.model(TinyTexts.tiny(EncoderTask.TAGS).build(), pairs);
    ClassifierModel hidden =
        TinyTexts.model(TinyTexts.tiny(EncoderTask.HIDDEN_TOKENS).build(), pairs);
    Path file = write(tags, card(hidden));
    assertThatThrownBy(() -> ClassifierCard.load(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("its graph does not fit its card");
  }

  @Test
  void hiddenTokensAreTold() {
    List<Pair> pairs = TinyTexts.pairs(EncoderTask.CLASS, TEXTS);
    TransformerEncoder settings =
        TinyTexts.tiny(EncoderTask.HIDDEN_TOKENS).optTokenDropout(0.3).build();
    ClassifierModel model = TinyTexts.model(settings, pairs);
    List<EncodedPair> heldOut =
        new TokenHiding(model, 7).hidden(TinyTexts.encoded(model, pairs).pairs());
    double before = ClassCounts.of(model, heldOut).loss();
    accuracyAfterTraining(model, pairs, 10);
    assertThat(ClassCounts.of(model, heldOut).loss()).isLessThan(0.8 * before);
  }

  @Test
  void aClassifierStartsAsTheModelOfHiddenTokensLooks() {
    List<Pair> pairs = TinyTexts.pairs(EncoderTask.CLASS, TEXTS);
    TransformerEncoder hidden =
        TinyTexts.tiny(EncoderTask.HIDDEN_TOKENS)
            .optPosition(PositionKind.LEARNED)
            .optConvolution(3)
            .build();
    ClassifierModel from = TinyTexts.model(hidden, pairs);
    TransformerEncoder settings = TransformerEncoder.builder().optLikeEncoder(hidden).build();
    ClassifierModel to = TinyTexts.model(settings, pairs);
    int[] source = TinyTexts.encoded(to, pairs).pairs().get(0).source();
    List<TransformerLooks.Layer> wanted = TransformerLooks.ofEncoder(from.graph(), source);
    assertThat(sameHeads(to, source, wanted)).isFalse();
    PretrainedEncoder.copy(from.graph(), to.graph());
    assertThat(sameHeads(to, source, wanted)).isTrue();
    ClassifierModel larger =
        TinyTexts.model(TransformerEncoder.builder().optSize(32).build(), pairs);
    assertThatThrownBy(() -> PretrainedEncoder.copy(from.graph(), larger.graph()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sourceEmbedding");
  }

  private static boolean sameHeads(
      ClassifierModel model, int[] source, List<TransformerLooks.Layer> wanted) {
    float[][][] last = TransformerLooks.ofEncoder(model.graph(), source).get(1).heads();
    return Arrays.deepEquals(last, wanted.get(1).heads());
  }
}

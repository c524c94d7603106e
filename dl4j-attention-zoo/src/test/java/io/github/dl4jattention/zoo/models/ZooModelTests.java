package io.github.dl4jattention.zoo.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.captions.ShowAttendTell;
import io.github.dl4jattention.zoo.model.AtRank;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.SequenceToSequence;
import io.github.dl4jattention.zoo.model.TransformerEncoder;
import io.github.dl4jattention.zoo.model.TransformerTranslator;
import io.github.dl4jattention.zoo.pretrained.ModelStore;
import io.github.dl4jattention.zoo.pretrained.ZooAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Adler32;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.zoo.PretrainedType;
import org.deeplearning4j.zoo.ZooModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user of DL4J's zoo may expect of a model. */
class ZooModelTests {
  @TempDir private static Path folder;
  private static ModelStore store;

  @BeforeAll
  static void look() {
    store = new ModelStore().optFolder(folder).optOffline(true);
  }

  private static Dates dates() {
    return Dates.builder().optStore(store).build();
  }

  @Test
  void aTrainedGraphIsThatOfItsFile() {
    ComputationGraph trained = dates().initPretrained();
    ComputationGraph fromFile = ModelFile.load(store.fetch("dates")).model().graph();
    assertThat(trained.params()).isEqualTo(fromFile.params());
    ComputationGraph asked = dates().initPretrained(AttentionZooModel.PUBLISHED);
    assertThat(asked.params()).isEqualTo(fromFile.params());
  }

  @Test
  void aNewGraphHasTheSameFormAndChanceOfItsSeed() {
    ComputationGraph trained = dates().initPretrained();
    ComputationGraph fresh = dates().init();
    assertThat(fresh.numParams()).isEqualTo(trained.numParams());
    assertThat(fresh.params()).isNotEqualTo(trained.params());
    ComputationGraph again = Dates.builder().optSeed(1).build().init();
    ComputationGraph other = Dates.builder().optSeed(2).build().init();
    assertThat(again.params()).isEqualTo(fresh.params());
    assertThat(other.params()).isNotEqualTo(fresh.params());
  }

  @Test
  void whatIsAvailableIsTold() throws IOException {
    ZooModel<?> model = dates();
    assertThat(model.pretrainedAvailable(PretrainedType.IMAGENET)).isTrue();
    assertThat(model.pretrainedAvailable(PretrainedType.MNIST)).isFalse();
    assertThat(model.pretrainedUrl(PretrainedType.IMAGENET)).startsWith("file:").endsWith(".zip");
    Adler32 sum = new Adler32();
    sum.update(Files.readAllBytes(store.fetch("dates")));
    assertThat(model.pretrainedChecksum(PretrainedType.IMAGENET)).isEqualTo(sum.getValue());
    assertThat(model.pretrainedChecksum(PretrainedType.MNIST)).isZero();
    assertThat(model.modelName()).isEqualTo("dates");
    assertThat(model.modelType()).isEqualTo(ComputationGraph.class);
    assertThatThrownBy(() -> model.initPretrained(PretrainedType.MNIST))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("type MNIST for Dates")
        .hasMessageContaining("PUBLISHED");
  }

  @Test
  void aModelWithoutANameHasNoTrainedParameters() {
    TransformerTranslation model = TransformerTranslation.builder().optStore(store).build();
    assertThat(model.pretrainedAvailable(AttentionZooModel.PUBLISHED)).isFalse();
    assertThatThrownBy(model::initPretrained)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("optPretrained");
  }

  @Test
  void aModelOfAnotherKindIsRefused() {
    TransformerTranslation model =
        TransformerTranslation.builder().optStore(store).optPretrained("english-french").build();
    assertThatThrownBy(model::initPretrained)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("of kind sequence-to-sequence, this is of kind transformer");
    TextClassification classes =
        TextClassification.builder().optStore(store).optPretrained("dates").build();
    assertThatThrownBy(classes::initPretrained)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is a model of characters: use zoo translate");
  }

  @Test
  void whatIsNotHereComesFromTheZooThatIsNamed() throws IOException {
    Path zoo = Files.createDirectories(folder.resolve("zoo"));
    Path model = store.fetch("dates");
    Files.copy(model, zoo.resolve(model.getFileName()));
    String index =
        new io.github.dl4jattention.zoo.pretrained.ModelIndex(
                java.util.List.of(store.entry("dates").orElseThrow().entry()))
            .toJson()
            .replace("\"name\" : \"dates\"", "\"name\" : \"days\"");
    Files.writeString(zoo.resolve("index.json"), index);
    ModelStore from =
        new ModelStore().optFolder(folder.resolve("cache")).optFrom(ZooAddress.of(zoo.toString()));
    Dates days = Dates.builder().optStore(from).optPretrained("days").build();
    assertThat(days.pretrainedUrl(AttentionZooModel.PUBLISHED)).contains("/zoo/");
    assertThat(days.pretrainedChecksum(AttentionZooModel.PUBLISHED)).isZero();
    assertThat(days.initPretrained().params()).isEqualTo(dates().initPretrained().params());
    assertThat(days.pretrainedUrl(AttentionZooModel.PUBLISHED)).contains("/cache/");
  }

  @Test
  void newGraphsHaveTheInputShapeThatIsSet() {
    RecurrentTranslation texts =
        RecurrentTranslation.builder()
            .optModel(SequenceToSequence.builder().optSizes(4).optEncoderUnits(3).build())
            .build();
    texts.setInputShape(new int[][] {{10, 7}, {12, 9}});
    ComputationGraph graph = texts.init();
    assertThat(graph.getLayer(SequenceToSequence.SOURCE_EMBEDDING).getParam("W").size(0))
        .isEqualTo(7);
    assertThat(graph.getLayer(SequenceToSequence.OUTPUT).getParam("b").length()).isEqualTo(9);

    TransformerTranslation transformer =
        TransformerTranslation.builder()
            .optModel(TransformerTranslator.builder().optSize(4).optHeads(2).optLayers(1).build())
            .build();
    transformer.setInputShape(new int[][] {{10, 7}, {12, 9}});
    assertThat(transformer.<ComputationGraph>init().numParams()).isPositive();

    TextClassification classes =
        TextClassification.builder()
            .optModel(TransformerEncoder.builder().optSize(4).optHeads(2).optLayers(1).build())
            .optClasses(3)
            .build();
    classes.setInputShape(new int[][] {{10, 7}});
    ComputationGraph classifier = classes.init();
    assertThat(classifier.getLayer(SequenceToSequence.OUTPUT).getParam("b").length()).isEqualTo(3);

    BehaviourRanking ranking =
        BehaviourRanking.builder()
            .optModel(AtRank.builder().optSize(4).optHeads(2).optLayers(1).build())
            .build();
    ranking.setInputShape(new int[][] {{10, 7}, {10, 5}, {10, 3}});
    ComputationGraph ranker = ranking.init();
    assertThat(ranker.getLayer(AtRank.embedding(AtRank.ACTIONS)).getParam("W").size(0))
        .isEqualTo(3);

    PhotoCaptioning captions =
        PhotoCaptioning.builder()
            .optModel(
                ShowAttendTell.builder()
                    .setAnnotations(5, 2, 3)
                    .optEmbeddingSize(4)
                    .optUnits(6)
                    .build())
            .optVocabulary(11)
            .build();
    captions.setInputShape(new int[][] {{8, 2, 2}});
    ComputationGraph captioner = captions.init();
    assertThat(captioner.getLayer(SequenceToSequence.OUTPUT).getParam("b").length()).isEqualTo(11);
  }

  @Test
  @SuppressWarnings("deprecation") // DL4J's own users ask it.
  void theInputShapeIsToldBack() {
    PhotoCaptioning captions = PhotoCaptioning.builder().build();
    assertThat(captions.metaData().getInputShape()).isEqualTo(new int[][] {{512, 14, 14}});
    captions.setInputShape(new int[][] {{512, 13, 13}});
    assertThat(captions.metaData().getInputShape()).isEqualTo(new int[][] {{512, 13, 13}});
    assertThat(dates().metaData().useMDS()).isTrue();
    assertThatThrownBy(() -> captions.setInputShape(new int[][] {{512, 0, 13}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the input shape is [[512, 0, 13]]: give as many positive numbers as [[512, 13, 13]]");
    assertThatThrownBy(() -> captions.setInputShape(new int[][] {{512, 13}}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

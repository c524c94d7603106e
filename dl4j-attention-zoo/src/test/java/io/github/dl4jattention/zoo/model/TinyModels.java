package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.zoo.decoding.SearchOptions;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.shade.jackson.databind.node.JsonNodeFactory;

/** Untrained models of a few hundred parameters. */
public final class TinyModels {
  /** Longest source and target. */
  public static final int MAX_LENGTH = 6;

  /** The characters a to d. */
  public static final TextCodec SOURCES = TextCodec.ofCharacters(List.of("a", "b", "c", "d"));

  /** The characters x to z. */
  public static final TextCodec TARGETS = TextCodec.ofCharacters(List.of("x", "y", "z"));

  private static final SequenceToSequence SETTINGS =
      SequenceToSequence.builder()
          .optCells(CellKind.LSTM)
          .optEmbeddingSize(3)
          .optEncoderUnits(4)
          .optDecoderUnits(5)
          .optAttentionUnits(4)
          .optBridge(false)
          .build();

  private TinyModels() {}

  /** A model as it is before training: all symbols are about as likely. */
  public static TranslationModel untrained(long seed) {
    return new TranslationModel(graph(seed), SOURCES, TARGETS, MAX_LENGTH);
  }

  /** A model with large parameters: its predictions differ from source to source. */
  public static TranslationModel decided(long seed) {
    TranslationModel model = untrained(seed);
    model.graph().params().muli(4);
    return model;
  }

  public static ModelCard card() {
    return new ModelCard(
        "tiny", SOURCES, TARGETS, MAX_LENGTH, JsonNodeFactory.instance.objectNode().put("seed", 1));
  }

  /** Writes an untrained model with settings of one's own. */
  public static void write(Path file, SequenceToSequenceBuilder settings) throws IOException {
    SequenceToSequence model = settings.optSizes(5).build();
    ModelCard card =
        new ModelCard(
            "tiny",
            SOURCES,
            TARGETS,
            MAX_LENGTH,
            SearchOptions.UNBOUNDED,
            model,
            JsonNodeFactory.instance.objectNode().put("seed", 1));
    ModelFile.write(
        file,
        model.newGraph(SOURCES.size(), TARGETS.size(), Optimizer.falling(0.01, 10, 1.0), 1),
        card,
        null);
  }

  /** Texts of the source's characters, one to {@value #MAX_LENGTH} long. */
  public static List<String> texts(int count, long seed) {
    Random random = new Random(seed);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder();
      for (int left = 1 + random.nextInt(MAX_LENGTH); left > 0; left--) {
        text.append((char) ('a' + random.nextInt(4)));
      }
      texts.add(text.toString());
    }
    return texts;
  }

  private static ComputationGraph graph(long seed) {
    return SETTINGS.newGraph(
        SOURCES.size(), TARGETS.size(), Optimizer.falling(0.01, 10, 1.0), seed);
  }
}

package io.github.dl4jattention.zoo.model;

import java.io.IOException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * Encoder and decoder as a {@code ComputationGraph}: one family, from the first models without
 * attention to Bahdanau's and Luong's.
 *
 * <pre>
 *   source [b,1,Tx] -> sourceEmbedding [b,E,Tx] -> encoder1 .. n -> annotations [b,A,Tx]
 *   encoder's final states [b,A] -> bridge [b,S], the decoder's first states
 *   target [b,1,Ty] -> targetEmbedding [b,E,Ty] -> decoder1 .. decoder, which looks at the
 *                      annotations [b,S,Ty] -> readout -> output [b,V,Ty]
 * </pre>
 *
 * <p>b pairs, Tx and Ty tokens of source and target, E the embedding's size, A twice the encoder's
 * units if it is bidirectional, S the decoder's units, V the target's vocabulary. It is trained
 * with teacher forcing: the target input is the target one step late, the labels are numbers of
 * tokens, {@code [b,1,Ty]}. Masks are {@code [b,Tx]} and {@code [b,Ty]}, 1 = real.
 *
 * <p>The defaults are Bahdanau's model with GRUs of 256 units. Others, by their papers:
 *
 * <pre>{@code
 * ComputationGraph bahdanau =
 *     SequenceToSequence.builder().optReadout(ReadoutKind.MAXOUT).build()
 *         .newGraph(8000, 8000, Optimizer.falling(1e-3, 10_000, 1.0), 1);
 *
 * SequenceToSequence sutskever =
 *     SequenceToSequence.builder()
 *         .optDecoder(DecoderKind.PLAIN)
 *         .optCells(CellKind.LSTM)
 *         .optBidirectional(false)
 *         .optReversedSource(true)
 *         .optEncoderLayers(4)
 *         .optDecoderLayers(4)
 *         .build();
 *
 * SequenceToSequence luong =
 *     SequenceToSequence.builder()
 *         .optDecoder(DecoderKind.LUONG)
 *         .optCells(CellKind.LSTM)
 *         .optWindow(WindowKind.LOCAL_P)
 *         .build();
 * }</pre>
 *
 * <p>The page docs/translation.md has all settings with their papers. Vertices have the names of
 * the constants below, so that a graph can be taken apart; {@code AttentionWeights.of(graph,
 * SequenceToSequence.DECODER)} shows where it looks.
 */
public final class SequenceToSequence implements ModelFamily {
  /** What a model's file calls the family. */
  public static final String KIND = "sequence-to-sequence";

  /** First input: numbers of the source, {@code [batch, 1, sourceTime]}. */
  public static final String SOURCE = "source";

  /** Second input: numbers of the target one step late, {@code [batch, 1, time]}. */
  public static final String TARGET = "target";

  /** Layer or vertex: the source's embedding. */
  public static final String SOURCE_EMBEDDING = "sourceEmbedding";

  /** Layer or vertex: the target's embedding. */
  public static final String TARGET_EMBEDDING = "targetEmbedding";

  /** The encoder's layers: this and a number from 1. */
  public static final String ENCODER = "encoder";

  /** Vertex: what the encoder makes of each source token, {@code [batch, A, sourceTime]}. */
  public static final String ANNOTATIONS = "annotations";

  /** Vertex: the last layer of the decoder; the others are this and a number from 1. */
  public static final String DECODER = "decoder";

  /** Layer: probabilities, {@code [batch, targetVocabulary, time]}. */
  public static final String OUTPUT = "output";

  private final FamilySettings settings;

  SequenceToSequence(FamilySettings settings) {
    settings.check();
    this.settings = Settings.copy(settings, FamilySettings.class);
  }

  /**
   * Starts a model with the defaults.
   *
   * @return a builder
   */
  public static SequenceToSequenceBuilder builder() {
    return new SequenceToSequenceBuilder();
  }

  /**
   * The model of the zoo's dates: a bidirectional LSTM of 2 x 48 units, a Bahdanau decoder of 96
   * that starts from zeros, embeddings of 32.
   *
   * @return the model
   */
  public static SequenceToSequence dates() {
    return dates(32, 48, 0);
  }

  /**
   * The same in other sizes.
   *
   * @param embeddingSize channels of a character
   * @param units of a direction of the encoder; the decoder has twice as many
   * @param dropout share of numbers dropped
   * @return the model
   */
  public static SequenceToSequence dates(int embeddingSize, int units, double dropout) {
    return builder()
        .optCells(CellKind.LSTM)
        .optEmbeddingSize(embeddingSize)
        .optEncoderUnits(units)
        .optDecoderUnits(2 * units)
        .optAttentionUnits(units)
        .optDropout(dropout)
        .optBridge(false)
        .build();
  }

  /**
   * Reads settings. Nothing in them is believed.
   *
   * @param json what {@link #toJson} wrote
   * @return the model
   * @throws IOException if a setting is missing, unknown, or does not fit
   */
  public static SequenceToSequence parse(JsonNode json) throws IOException {
    return new SequenceToSequence(Settings.parse(json, new FamilySettings(), FamilySettings.class));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public ObjectNode toJson() {
    return settings.toJson();
  }

  @Override
  public ComputationGraphConfiguration configuration(
      int sourceVocabulary, int targetVocabulary, Optimizer optimizer, long seed) {
    return GraphPlan.of(settings, sourceVocabulary, targetVocabulary, optimizer, seed);
  }
}

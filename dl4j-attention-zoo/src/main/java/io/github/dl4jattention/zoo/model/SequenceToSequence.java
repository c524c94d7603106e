package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.layers.BahdanauDecoder;
import io.github.dl4jattention.layers.LSTM;
import io.github.dl4jattention.layers.ReverseSequence;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * Bahdanau's encoder and decoder as a {@link ComputationGraph}.
 *
 * <p>Bahdanau, Cho and Bengio 2014: an embedding, a bidirectional LSTM encoder whose two directions
 * are concatenated to annotations, a {@link BahdanauDecoder}, a softmax over the target's symbols.
 * Trained with teacher forcing.
 *
 * <pre>
 *   source [b,1,Tx] -> sourceEmbedding [b,E,Tx] -> forward, backward LSTM -> annotations [b,2H,Tx]
 *   target [b,1,Ty] -> targetEmbedding [b,E,Ty] -> decoder, which looks at them [b,S,Ty] -> output
 * </pre>
 */
public final class SequenceToSequence {
  /** First input: numbers of the source, {@code [batch, 1, sourceTime]}. */
  public static final String SOURCE = "source";

  /** Second input: numbers of the target one step late, {@code [batch, 1, time]}. */
  public static final String TARGET = "target";

  /** Layer: the source's embedding. */
  public static final String SOURCE_EMBEDDING = "sourceEmbedding";

  /** Layer: the target's embedding. */
  public static final String TARGET_EMBEDDING = "targetEmbedding";

  /** Layer: the encoder's forward direction. */
  public static final String FORWARD_ENCODER = "forwardEncoder";

  /** Layer: the encoder's backward direction; its time runs from the source's end. */
  public static final String BACKWARD_ENCODER = "backwardEncoder";

  /** Vertex: both directions, {@code [batch, 2 encoderUnits, sourceTime]}. */
  public static final String ANNOTATIONS = "annotations";

  /** Vertex: the decoder with its attention. */
  public static final String DECODER = "decoder";

  /** Layer: probabilities, {@code [batch, targetVocabulary, time]}. */
  public static final String OUTPUT = "output";

  /**
   * Larger than Adam's usual 1e-8: where a model makes next to no error, gradients are so small
   * that Adam would take large steps in the direction of rounding errors, and the loss jumps.
   */
  private static final double ADAM_EPSILON = 1e-5;

  private SequenceToSequence() {}

  /**
   * Sizes and optimiser.
   *
   * @param embeddingSize channels of an embedded symbol
   * @param encoderUnits LSTM units of one direction of the encoder
   * @param decoderUnits LSTM units of the decoder
   * @param attentionUnits hidden units of the alignment model
   * @param learningRate of Adam, at the start; it falls to zero in a straight line
   * @param gradientClip largest L2 norm of a layer's gradient
   */
  public record Settings(
      int embeddingSize,
      int encoderUnits,
      int decoderUnits,
      int attentionUnits,
      double learningRate,
      double gradientClip) {}

  /**
   * A new graph with random parameters.
   *
   * @param settings sizes and optimiser
   * @param sourceVocabulary numbers in the source's vocabulary
   * @param targetVocabulary numbers in the target's vocabulary
   * @param iterations how many updates the training will make
   * @param seed of the random parameters
   * @return an initialised graph
   */
  public static ComputationGraph create(
      Settings settings, int sourceVocabulary, int targetVocabulary, int iterations, long seed) {
    ComputationGraph graph =
        new ComputationGraph(
            configuration(settings, sourceVocabulary, targetVocabulary, iterations, seed));
    graph.init();
    return graph;
  }

  private static ComputationGraphConfiguration configuration(
      Settings settings, int sourceVocabulary, int targetVocabulary, int iterations, long seed) {
    PolySchedule learningRate =
        new PolySchedule(ScheduleType.ITERATION, settings.learningRate(), 1.0, iterations);
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(Adam.builder().learningRateSchedule(learningRate).epsilon(ADAM_EPSILON).build())
        .gradientNormalization(GradientNormalization.ClipL2PerLayer)
        .gradientNormalizationThreshold(settings.gradientClip())
        .graphBuilder()
        .addInputs(SOURCE, TARGET)
        .setInputTypes(InputType.recurrent(sourceVocabulary), InputType.recurrent(targetVocabulary))
        .addLayer(SOURCE_EMBEDDING, embedding(sourceVocabulary, settings), SOURCE)
        .addLayer(TARGET_EMBEDDING, embedding(targetVocabulary, settings), TARGET)
        .addLayer(FORWARD_ENCODER, encoder(settings), SOURCE_EMBEDDING)
        .addVertex("reversedSource", new ReverseSequence(), SOURCE_EMBEDDING)
        .addLayer(BACKWARD_ENCODER, encoder(settings), "reversedSource")
        .addVertex("backwardAnnotations", new ReverseSequence(), BACKWARD_ENCODER)
        .addVertex(ANNOTATIONS, new MergeVertex(), FORWARD_ENCODER, "backwardAnnotations")
        .addVertex(
            DECODER,
            BahdanauDecoder.builder()
                .setStateSize(settings.decoderUnits())
                .optAttentionSize(settings.attentionUnits())
                .build(),
            TARGET_EMBEDDING,
            ANNOTATIONS)
        .addLayer(
            OUTPUT,
            new RnnOutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .nIn(settings.decoderUnits())
                .nOut(targetVocabulary)
                .activation(Activation.SOFTMAX)
                .build(),
            DECODER)
        .setOutputs(OUTPUT)
        .build();
  }

  private static LSTM encoder(Settings settings) {
    return new LSTM.Builder().nIn(settings.embeddingSize()).nOut(settings.encoderUnits()).build();
  }

  private static EmbeddingSequenceLayer embedding(int vocabulary, Settings settings) {
    return new EmbeddingSequenceLayer.Builder()
        .nIn(vocabulary)
        .nOut(settings.embeddingSize())
        .inferInputLength(true)
        .build();
  }
}

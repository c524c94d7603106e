package io.github.dl4jattention.zoo.captions;

import io.github.dl4jattention.zoo.model.Optimizer;
import io.github.dl4jattention.zoo.model.SequenceToSequence;
import java.io.IOException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * Writes a sentence about a photo, and looks at another part of it for each word: Xu et al. 2015,
 * "Show, Attend and Tell: Neural Image Caption Generation with Visual Attention".
 *
 * <pre>
 *   photo [b,C,L] -> annotations a_i [b,D,L]: the photo's own grid, or that of a network trained along
 *   mean annotation [b,D] -> h_0, c_0 [b,S], each by a dense layer of its own      section 3.1.2
 *   alpha_t  = softmax(v . tanh(h_(t-1) Wq + a_i Wk))                              (4), (5)
 *   beta_t   = sigmoid(h_(t-1) . w + b)                                            section 4.2.1
 *   z_t      = beta_t sum_i alpha_ti a_i                                           (13)
 *   h_t, c_t = LSTM([E y_(t-1) ; z_t], h_(t-1), c_(t-1))                           (1) to (3)
 *   p(y_t)   = softmax(Lo tanh(Lh h_t + Lz z_t + Ly E y_(t-1)))                    (7)
 * </pre>
 *
 * <p>b photos, L places of a grid, D channels of an annotation, S units. Equation (7) has the tanh
 * of its authors' program, and a matrix before the embedding, so that sizes may differ. Training
 * minimises, for each caption,
 *
 * <pre>
 *   -log p(y|x) + lambda sum_i (1 - sum_t alpha_ti)^2                              (14)
 * </pre>
 *
 * <p>With {@link AttentionKind#HARD} a place is drawn from alpha_t and trained by reinforcement
 * (equations (11) and (12)); for half of the captions, alpha_t itself is taken. With {@link
 * AttentionKind#NONE} there are no places: the mean annotation, projected, is what the LSTM reads
 * first, and it starts from zeros (Vinyals et al. 2015, "Show and Tell").
 *
 * <pre>{@code
 * ShowAttendTell model = ShowAttendTell.builder().setAnnotations(512, 14, 14).build();
 * ComputationGraph graph = model.newGraph(vocabulary, Optimizer.falling(1e-3, 10_000, 1.0), 1);
 * }</pre>
 *
 * <p>Vertices have the names of {@link SequenceToSequence}'s constants, so that the same classes
 * step and train both; {@code AttentionWeights.of(graph, SequenceToSequence.DECODER)} shows where
 * it looks.
 */
public final class ShowAttendTell {
  /** First input: what is known of the photo, {@code [batch, channels, rows * columns]}. */
  public static final String PHOTO = "photo";

  /** Vertex: the mean annotation, {@code [batch, annotationSize]}. */
  public static final String MEAN = "meanAnnotation";

  private final CaptionSettings settings;

  ShowAttendTell(CaptionSettings settings) {
    settings.check();
    this.settings = settings.copy();
  }

  /**
   * Starts a model with the defaults.
   *
   * @return a builder
   */
  public static ShowAttendTellBuilder builder() {
    return new ShowAttendTellBuilder();
  }

  /**
   * Reads settings. Nothing in them is believed.
   *
   * @param json what {@link #toJson} wrote
   * @return the model
   * @throws IOException if a setting is missing, unknown, or does not fit
   */
  public static ShowAttendTell parse(JsonNode json) throws IOException {
    return new ShowAttendTell(CaptionSettings.parse(json));
  }

  /**
   * All settings by name.
   *
   * @return a JSON object
   */
  public ObjectNode toJson() {
    return settings.toJson();
  }

  /**
   * How it looks.
   *
   * @return the kind
   */
  public AttentionKind attention() {
    return settings.attention;
  }

  /**
   * Whether the last block of an encoder is part of the graph.
   *
   * @return if so, it reads what is below that block
   */
  public boolean tunesEncoder() {
    return settings.tunes();
  }

  /**
   * Channels of what is known of a photo.
   *
   * @return of each place
   */
  public int channels() {
    return settings.channels;
  }

  /**
   * Places that it looks at, from top to bottom.
   *
   * @return the number
   */
  public int rows() {
    return settings.rows;
  }

  /**
   * Places that it looks at, from left to right.
   *
   * @return the number
   */
  public int columns() {
    return settings.columns;
  }

  /**
   * The graph's configuration.
   *
   * @param vocabulary numbers in the captions' vocabulary
   * @param optimizer how parameters are updated
   * @param seed of the random parameters and of dropout
   * @return DL4J's configuration
   */
  public ComputationGraphConfiguration configuration(
      int vocabulary, Optimizer optimizer, long seed) {
    return new CaptionPlan(settings, optimizer, seed).graph(vocabulary);
  }

  /**
   * A new graph with random parameters.
   *
   * @param vocabulary numbers in the captions' vocabulary
   * @param optimizer how parameters are updated
   * @param seed of the random parameters and of dropout
   * @return an initialised graph
   */
  public ComputationGraph newGraph(int vocabulary, Optimizer optimizer, long seed) {
    ComputationGraph graph = new ComputationGraph(configuration(vocabulary, optimizer, seed));
    graph.init();
    return graph;
  }
}

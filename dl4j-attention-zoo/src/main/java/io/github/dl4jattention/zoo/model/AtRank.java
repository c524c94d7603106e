package io.github.dl4jattention.zoo.model;

import java.io.IOException;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * ATRank, which tells from a user's behaviours whether a candidate is what they act on next, as a
 * {@code ComputationGraph}: Zhou et al. 2018, "ATRank: An Attention-Based User Behavior Modeling
 * Framework for Recommendation".
 *
 * <pre>
 *   source, categories, actions, ages [b,1,T] -> an embedding each [b,D,T], their sum
 *       -> times the types [b,A D,T] -> projected [b,D,T]: tanh(u W_type + b), the latent space
 *       -> encoder1 .. N -> encoder [b,D,T]: self-attention and feed-forward sub-layers
 *   candidate, candidateCategory [b,1,1] -> the same embeddings -> candidateProjected [b,D,1]
 *   context [b,D,1]: attention of the candidate over the encoder's steps
 *   [context ; candidate ; context * candidate] -> hidden [b,D,1] -> output [b,2,1]
 * </pre>
 *
 * <p>b users, T behaviours, D the model's size, A types of action. {@link #TYPES} has ones in the
 * channels of a behaviour's type and zeros elsewhere: a matrix for each type is one over all of
 * them. Ages are in buckets, of twice the width of those before: [0, 1), [1, 2), [2, 4), ... as in
 * the paper. Masks are {@code [b,T]}, 1 = real; the output's second class is that the user acts.
 *
 * <p>What differs from the paper: the layers are this library's, with scaled dot products in place
 * of bilinear energies and, unless told otherwise, norms before the sub-layers; the groups of
 * behaviours are their types of action; the answer is told by a hidden layer over context,
 * candidate and their product.
 *
 * <pre>{@code
 * AtRank model = AtRank.builder().optSize(64).optHeads(4).build();
 * ComputationGraph graph = model.newGraph(10_000, 50, 4, Optimizer.falling(1e-3, 10_000, 1.0), 1);
 * }</pre>
 *
 * <p>The page docs/behaviours.md has all settings.
 */
public final class AtRank {
  /** What a model's file calls the family. */
  public static final String KIND = "atrank";

  /** Input: numbers of the behaviours' categories, {@code [b,1,T]}. */
  public static final String CATEGORIES = "categories";

  /** Input: numbers of their types of action, {@code [b,1,T]}. */
  public static final String ACTIONS = "actions";

  /** Input: buckets of their ages, {@code [b,1,T]}. */
  public static final String AGES = "ages";

  /** Input: their types of action, {@code [b,A D,T]}: ones from channel {@code type D} on. */
  public static final String TYPES = "types";

  /** Input: the candidate's number, {@code [b,1,1]}. */
  public static final String CANDIDATE = "candidate";

  /** Input: the number of its category, {@code [b,1,1]}. */
  public static final String CANDIDATE_CATEGORY = "candidateCategory";

  /** All inputs, in their order. */
  public static final List<String> INPUTS =
      List.of(
          SequenceToSequence.SOURCE,
          CATEGORIES,
          ACTIONS,
          AGES,
          TYPES,
          CANDIDATE,
          CANDIDATE_CATEGORY);

  /** What the candidate sees of the behaviours; its attention weights are {@code [b,heads,1,T]}. */
  public static final String CONTEXT = "context";

  /** How many buckets ages are told apart by. */
  public static final int AGE_BUCKETS = 32;

  private final AtRankSettings settings;

  AtRank(AtRankSettings settings) {
    settings.check();
    this.settings = Settings.copy(settings, AtRankSettings.class);
  }

  /**
   * Starts a model with the defaults.
   *
   * @return a builder
   */
  public static AtRankBuilder builder() {
    return new AtRankBuilder();
  }

  /**
   * Reads settings. Nothing in them is believed.
   *
   * @param json what {@link #toJson} wrote
   * @return the model
   * @throws IOException if a setting is missing, unknown, or does not fit
   */
  public static AtRank parse(JsonNode json) throws IOException {
    return new AtRank(Settings.parse(json, new AtRankSettings(), AtRankSettings.class));
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
   * Channels of a behaviour.
   *
   * @return at least 1
   */
  public int size() {
    return settings.size;
  }

  /**
   * Whether the candidate looks at the behaviours, and not at their mean.
   *
   * @return true by default
   */
  public boolean looks() {
    return settings.pooling == Pooling.ATTENTION;
  }

  /**
   * Probability that an item is hidden in training.
   *
   * @return 0 to below 1
   */
  public double itemDropout() {
    return settings.itemDropout;
  }

  /**
   * A new graph with random parameters.
   *
   * @param items numbers of items
   * @param categories numbers of categories
   * @param actions numbers of types of action
   * @param optimizer how parameters are updated
   * @param seed of the random parameters and of dropout
   * @return an initialised graph
   */
  public ComputationGraph newGraph(
      int items, int categories, int actions, Optimizer optimizer, long seed) {
    ComputationGraph graph =
        new ComputationGraph(
            new AtRankPlan(settings, actions, GraphPlan.begin(optimizer, seed))
                .build(items, categories));
    graph.init();
    return graph;
  }

  /**
   * The embedding of an input.
   *
   * @param input an input of numbers
   * @return the layer's name, or the vertex'
   */
  public static String embedding(String input) {
    return input + "Embedding";
  }

  /**
   * The bucket of an age, as in the paper: 0 for [0, 1), 1 for [1, 2), 2 for [2, 4), 3 for [4, 8)
   * and so on.
   *
   * @param age at least 0, in any unit
   * @return from 0 to below {@link #AGE_BUCKETS}; the last has all that is older
   */
  public static int bucket(long age) {
    return Math.min(AGE_BUCKETS - 1, Long.SIZE - Long.numberOfLeadingZeros(age));
  }
}

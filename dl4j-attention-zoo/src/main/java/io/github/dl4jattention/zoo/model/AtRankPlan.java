package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.layers.MultiHeadAttention;
import io.github.dl4jattention.layers.Readout;
import io.github.dl4jattention.layers.SequenceDropout;
import io.github.dl4jattention.layers.TiedEmbedding;
import io.github.dl4jattention.layers.TransformerStack;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;

/** Lays out the graph of an {@link AtRank}. */
final class AtRankPlan {
  private static final String PROJECTED = "projected";
  private static final String CANDIDATE_PROJECTED = "candidateProjected";

  /** Acts, or does not. */
  private static final int ANSWERS = 2;

  private final AtRankSettings settings;
  private final int actions;
  private final GraphBuilder graph;
  private final TransformerParts parts;

  /**
   * A graph.
   *
   * @param actions numbers of types of action
   * @param graph without inputs
   */
  AtRankPlan(AtRankSettings settings, int actions, GraphBuilder graph) {
    this.settings = settings;
    this.actions = actions;
    this.graph = graph;
    parts = new TransformerParts(settings, graph);
  }

  ComputationGraphConfiguration build(int items, int categories) {
    InputType number = InputType.recurrent(1);
    graph
        .addInputs(AtRank.INPUTS)
        .setInputTypes(
            number,
            number,
            number,
            number,
            InputType.recurrent((long) actions * settings.size),
            number,
            number);
    embed(items, categories);
    project(parts.placed(SequenceToSequence.SOURCE, "behaviours"));
    String encoded = PROJECTED;
    if (settings.layers > 0) {
      encoded = SequenceToSequence.ENCODER;
      TransformerStack.encoder(settings.layers, parts.encoderLayer())
          .addTo(graph, encoded, PROJECTED);
    }
    String hidden = compare(pool(encoded));
    return graph
        .addLayer(
            SequenceToSequence.OUTPUT,
            WordLayers.softmax(settings.size, ANSWERS, settings.labelSmoothing),
            dropped("output", hidden))
        .setOutputs(SequenceToSequence.OUTPUT)
        .build();
  }

  /** The sums of embeddings: of the behaviours, and of the candidate. */
  private void embed(int items, int categories) {
    addEmbedding(SequenceToSequence.SOURCE, items);
    addEmbedding(AtRank.CATEGORIES, categories);
    addEmbedding(AtRank.ACTIONS, actions);
    addEmbedding(AtRank.AGES, AtRank.AGE_BUCKETS);
    graph
        .addVertex(
            "behaviours",
            new ElementWiseVertex(ElementWiseVertex.Op.Add),
            SequenceToSequence.SOURCE_EMBEDDING,
            AtRank.embedding(AtRank.CATEGORIES),
            AtRank.embedding(AtRank.ACTIONS),
            AtRank.embedding(AtRank.AGES))
        .addVertex(
            AtRank.embedding(AtRank.CANDIDATE),
            new TiedEmbedding(SequenceToSequence.SOURCE_EMBEDDING, settings.size),
            AtRank.CANDIDATE)
        .addVertex(
            AtRank.embedding(AtRank.CANDIDATE_CATEGORY),
            new TiedEmbedding(AtRank.embedding(AtRank.CATEGORIES), settings.size),
            AtRank.CANDIDATE_CATEGORY)
        .addVertex(
            "candidateSum",
            new ElementWiseVertex(ElementWiseVertex.Op.Add),
            AtRank.embedding(AtRank.CANDIDATE),
            AtRank.embedding(AtRank.CANDIDATE_CATEGORY))
        .addVertex("candidateScaled", new ScaleVertex(Math.sqrt(settings.size)), "candidateSum")
        .addLayer(
            CANDIDATE_PROJECTED, Readout.builder().nOut(settings.size).build(), "candidateScaled");
  }

  private void addEmbedding(String input, int rows) {
    graph.addLayer(
        AtRank.embedding(input),
        WordLayers.embedding(rows, settings.size, parts.deviation()),
        input);
  }

  /** Into the latent space: a copy of a behaviour for each type, of which its own is not zero. */
  private void project(String behaviours) {
    String[] copies = new String[actions];
    for (int type = 0; type < actions; type++) {
      copies[type] = "behavioursForType" + type;
      // A vertex cannot be the input of another twice.
      graph.addVertex(copies[type], new ScaleVertex(1), behaviours);
    }
    graph
        .addVertex("behavioursForAll", new MergeVertex(), copies)
        .addVertex(
            "behavioursByType",
            new ElementWiseVertex(ElementWiseVertex.Op.Product),
            "behavioursForAll",
            AtRank.TYPES)
        .addLayer(PROJECTED, Readout.builder().nOut(settings.size).build(), "behavioursByType");
  }

  private String pool(String encoded) {
    if (settings.pooling == Pooling.ATTENTION) {
      graph.addVertex(
          AtRank.CONTEXT,
          MultiHeadAttention.builder()
              .setHeads(settings.heads)
              .optAttentionDropout(settings.attentionDropout)
              .build(),
          CANDIDATE_PROJECTED,
          encoded);
      return AtRank.CONTEXT;
    }
    graph
        .addLayer("mean", new GlobalPoolingLayer(PoolingType.AVG), encoded)
        .addVertex(AtRank.CONTEXT, new ReshapeVertex(-1, settings.size, 1), "mean");
    return AtRank.CONTEXT;
  }

  private String compare(String context) {
    graph
        .addVertex(
            "product",
            new ElementWiseVertex(ElementWiseVertex.Op.Product),
            context,
            CANDIDATE_PROJECTED)
        .addVertex("compared", new MergeVertex(), context, CANDIDATE_PROJECTED, "product")
        .addLayer("hidden", Readout.builder().nOut(settings.size).build(), "compared");
    return "hidden";
  }

  private String dropped(String name, String input) {
    if (settings.outputDropout == 0) {
      return input;
    }
    graph.addVertex(name + "Dropout", new SequenceDropout(settings.outputDropout), input);
    return name + "Dropout";
  }
}

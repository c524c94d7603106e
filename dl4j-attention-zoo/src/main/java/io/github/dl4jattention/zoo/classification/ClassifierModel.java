package io.github.dl4jattention.zoo.classification;

import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.model.EncoderTask;
import io.github.dl4jattention.zoo.model.Learner;
import io.github.dl4jattention.zoo.model.TransformerEncoder;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * An encoder with what it takes to use it on texts.
 *
 * @param graph made by {@link TransformerEncoder}
 * @param settings of what kind it is
 * @param tokens numbers of the texts
 * @param classes what it tells apart, without a number for others; empty, if that is the tokens
 * @param maxLength longest text, in tokens
 */
public record ClassifierModel(
    ComputationGraph graph,
    TransformerEncoder settings,
    TextCodec tokens,
    Vocabulary classes,
    int maxLength)
    implements Learner {
  /** The number of a token that is hidden: no token of a text has it. */
  static final int HIDDEN = Vocabulary.PADDING;

  /**
   * The same model with a replica of its graph.
   *
   * @param replica a graph with the same parameters
   * @return a model for another thread
   */
  public ClassifierModel withGraph(ComputationGraph replica) {
    return new ClassifierModel(replica, settings, tokens, classes, maxLength);
  }

  /**
   * How many classes the output tells apart.
   *
   * @return the classes, or all numbers of the tokens
   */
  public int outputs() {
    return outputs(settings, tokens, classes);
  }

  static int outputs(TransformerEncoder settings, TextCodec tokens, Vocabulary classes) {
    return settings.task() == EncoderTask.HIDDEN_TOKENS ? tokens.size() : classes.pieces().size();
  }

  /** Whether something is told of each token, and not of the text. */
  boolean tellsTokens() {
    return settings.task() != EncoderTask.CLASS;
  }

  @Override
  public Batch.Targets common(List<EncodedPair> pairs) {
    return new Batch.Targets(outputs(), 1);
  }

  @Override
  public Batch batch(List<EncodedPair> pairs, Batch.Targets common) {
    return Batch.ofClasses(pairs, tellsTokens());
  }

  @Override
  public List<EncodedPair> seen(List<EncodedPair> pairs, long seed) {
    return settings.tokenDropout() == 0 ? pairs : new TokenHiding(this, seed).hidden(pairs);
  }

  @Override
  public String describe(EncodedPair pair) {
    return tokens.decode(pair.source());
  }
}

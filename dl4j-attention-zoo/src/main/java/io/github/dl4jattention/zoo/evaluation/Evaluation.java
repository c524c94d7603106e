package io.github.dl4jattention.zoo.evaluation;

import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.decoding.Hypothesis;
import io.github.dl4jattention.zoo.model.Learner;
import io.github.dl4jattention.zoo.model.TranslationModel;
import io.github.dl4jattention.zoo.model.Translator;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * Sums over examples from which a model's figures are computed; sums of parts add up.
 *
 * @param examples how many pairs
 * @param exact how many were predicted to the character
 * @param characters characters of the references, or of the predictions where those are longer
 * @param correctCharacters how many of them agree, position by position
 * @param symbols target symbols scored for the loss, end symbols included
 * @param negativeLogLikelihood their summed negative log likelihood under teacher forcing, in nats
 */
public record Evaluation(
    int examples,
    int exact,
    long characters,
    long correctCharacters,
    long symbols,
    double negativeLogLikelihood) {
  /** Nothing evaluated yet. */
  public static final Evaluation NOTHING = new Evaluation(0, 0, 0, 0, 0, 0);

  /**
   * Evaluates a model.
   *
   * @param model the model
   * @param pairs what it shall predict
   * @param beam hypotheses kept a source; 1 is greedy search
   * @return the sums
   */
  public static Evaluation of(TranslationModel model, List<EncodedPair> pairs, int beam) {
    return Outputs.of(model, new Translator(model, beam), pairs, List.of()).figures();
  }

  /**
   * Adds another part.
   *
   * @param other sums over other examples
   * @return sums over both
   */
  public Evaluation plus(Evaluation other) {
    return new Evaluation(
        examples + other.examples,
        exact + other.exact,
        characters + other.characters,
        correctCharacters + other.correctCharacters,
        symbols + other.symbols,
        negativeLogLikelihood + other.negativeLogLikelihood);
  }

  /**
   * Share of pairs predicted to the character.
   *
   * @return between 0 and 1
   */
  public double exactMatch() {
    return (double) exact / examples;
  }

  /**
   * Share of characters predicted right, position by position.
   *
   * @return between 0 and 1
   */
  public double characterAccuracy() {
    return (double) correctCharacters / characters;
  }

  /**
   * Mean negative log likelihood a target symbol under teacher forcing.
   *
   * @return nats a symbol
   */
  public double loss() {
    return negativeLogLikelihood / symbols;
  }

  /**
   * How many symbols the model hesitates between on average: {@code exp(loss)}. Of use only to
   * compare models with the same tokens.
   *
   * @return at least 1
   */
  public double perplexity() {
    return Math.exp(loss());
  }

  /** Of what was predicted, without the loss. */
  static Evaluation ofPredictions(List<Hypothesis> hypotheses, List<EncodedPair> batch) {
    Evaluation sum = NOTHING;
    for (int i = 0; i < batch.size(); i++) {
      int[] predicted = withoutEnd(hypotheses.get(i).tokens());
      int[] reference = withoutEnd(batch.get(i).target());
      int common = Math.min(predicted.length, reference.length);
      int correct = 0;
      for (int t = 0; t < common; t++) {
        correct += predicted[t] == reference[t] ? 1 : 0;
      }
      int exact = Arrays.equals(predicted, reference) ? 1 : 0;
      int longer = Math.max(predicted.length, reference.length);
      sum = sum.plus(new Evaluation(1, exact, longer, correct, 0, 0));
    }
    return sum;
  }

  /**
   * The loss alone.
   *
   * @param model what reads the pairs
   * @param graph its graph, or a replica
   * @param pairs at least one
   * @param targets what the targets have in common
   * @return sums whose examples and characters are none
   */
  public static Evaluation ofLoss(
      Learner model, ComputationGraph graph, List<EncodedPair> pairs, Batch.Targets targets) {
    Batch batch = model.batch(pairs, targets);
    double mean =
        graph.score(
            new MultiDataSet(
                batch.features(),
                new INDArray[] {batch.labelsFor(graph)},
                batch.featureMasks(),
                new INDArray[] {batch.targetMask()}),
            false);
    graph.clearLayerMaskArrays();
    double sum = mean * pairs.size(); // DL4J's score is a mean over examples.
    return new Evaluation(0, 0, 0, 0, batch.symbols(), sum);
  }

  private static int[] withoutEnd(int[] tokens) {
    boolean ended = tokens.length > 0 && tokens[tokens.length - 1] == Vocabulary.END;
    return ended ? Arrays.copyOf(tokens, tokens.length - 1) : tokens;
  }
}

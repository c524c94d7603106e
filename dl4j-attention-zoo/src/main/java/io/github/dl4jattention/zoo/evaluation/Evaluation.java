package io.github.dl4jattention.zoo.evaluation;

import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.decoding.Hypothesis;
import io.github.dl4jattention.zoo.model.TranslationModel;
import io.github.dl4jattention.zoo.model.Translator;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

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
  private static final int BATCH = 128;

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
    Translator translator = new Translator(model, beam);
    // Sorted by length: less padding, and few lengths a graph must be built for.
    List<EncodedPair> sorted =
        pairs.stream()
            .sorted(
                Comparator.<EncodedPair>comparingInt(pair -> pair.target().length)
                    .thenComparingInt(pair -> pair.source().length))
            .toList();
    Batch.Targets targets = Batch.Targets.of(pairs, model.targets());
    Evaluation total = NOTHING;
    for (int start = 0; start < sorted.size(); start += BATCH) {
      List<EncodedPair> batch = sorted.subList(start, Math.min(sorted.size(), start + BATCH));
      total = total.plus(ofPredictions(translator, batch)).plus(ofLoss(model, batch, targets));
    }
    return total;
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

  private static Evaluation ofPredictions(Translator translator, List<EncodedPair> batch) {
    List<Hypothesis> hypotheses =
        translator.decode(batch.stream().map(EncodedPair::source).toList());
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

  private static Evaluation ofLoss(
      TranslationModel model, List<EncodedPair> pairs, Batch.Targets targets) {
    Batch batch = Batch.of(pairs, targets);
    INDArray probabilities = model.graph().output(false, batch.features(), batch.featureMasks())[0];
    double sum = 0;
    for (int row = 0; row < pairs.size(); row++) {
      int[] target = pairs.get(row).target();
      for (int t = 0; t < target.length; t++) {
        sum -= Math.log(Math.max(probabilities.getDouble(row, target[t], t), Double.MIN_NORMAL));
      }
    }
    return new Evaluation(0, 0, 0, 0, batch.symbols(), sum);
  }

  private static int[] withoutEnd(int[] tokens) {
    boolean ended = tokens.length > 0 && tokens[tokens.length - 1] == Vocabulary.END;
    return ended ? Arrays.copyOf(tokens, tokens.length - 1) : tokens;
  }
}

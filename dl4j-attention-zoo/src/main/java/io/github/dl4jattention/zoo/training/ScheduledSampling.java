package io.github.dl4jattention.zoo.training;

import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.decoding.StepModel;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Scheduled sampling: in training the decoder reads, now and then, what the model itself would have
 * written instead of the true symbol, as it will have to in use (Bengio, Vinyals, Jaitly and
 * Shazeer, "Scheduled Sampling for Sequence Prediction with Recurrent Neural Networks", 2015).
 *
 * <p>The true symbol is read with probability e, decided anew for each; the model's is drawn from
 * its probabilities after what was read so far. No gradient goes through the draw, as in the paper.
 * e falls with the share x of the training that is done, to the least value l:
 *
 * <pre>
 *   linear           1 - x (1 - l)
 *   exponential      l^x                                 the paper's k^i, k such that it ends at l
 *   inverse-sigmoid  l + (1 - l) / (1 + exp(12 (x - 1/2)))
 * </pre>
 *
 * @param decay how e falls
 * @param least the value e falls to, above 0 and at most 1; 1 is teacher forcing
 */
public record ScheduledSampling(Decay decay, double least) {
  /** How the probability of the true symbol falls. */
  public enum Decay {
    /** In a straight line. */
    LINEAR,
    /** By the same factor an update. */
    EXPONENTIAL,
    /** Slowly, then fast, then slowly. */
    INVERSE_SIGMOID;

    /** As it is written on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The true symbols always: teacher forcing. */
  public static final ScheduledSampling NONE = new ScheduledSampling(Decay.LINEAR, 1);

  private static final double SIGMOID = 12;

  /**
   * Checks the settings.
   *
   * @param decay how e falls
   * @param least above 0 and at most 1
   * @throws IllegalArgumentException if it is out of its range
   */
  public ScheduledSampling {
    if (!(least > 0 && least <= 1)) {
      throw new IllegalArgumentException(
          "the least share of true symbols must be above 0 and at most 1, got " + least);
    }
  }

  /** The probability of the true symbol. */
  double trueShare(double share) {
    return switch (decay) {
      case LINEAR -> 1 - share * (1 - least);
      case EXPONENTIAL -> Math.pow(least, share);
      case INVERSE_SIGMOID -> least + (1 - least) / (1 + Math.exp(SIGMOID * (share - 0.5)));
    };
  }

  /**
   * What the decoder reads.
   *
   * @param pairs the batch
   * @param model started on its sources
   * @param trueShare probability of a true symbol
   * @param seed of the draws
   * @return for each pair, {@link Vocabulary#START} and one symbol a step but the last
   */
  static <S> int[][] inputs(
      List<EncodedPair> pairs, StepModel<S> model, double trueShare, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int steps = pairs.stream().mapToInt(pair -> pair.target().length).max().orElse(0);
    int[][] inputs = new int[pairs.size()][];
    for (int row = 0; row < inputs.length; row++) {
      inputs[row] = new int[pairs.get(row).target().length];
      inputs[row][0] = Vocabulary.START;
    }
    S state = model.start();
    for (int t = 1; t < steps; t++) {
      int[] read = new int[inputs.length];
      for (int row = 0; row < read.length; row++) {
        read[row] = t <= inputs[row].length ? inputs[row][t - 1] : Vocabulary.END;
      }
      StepModel.Step<S> step = model.step(read, state);
      state = step.state();
      for (int row = 0; row < read.length; row++) {
        boolean isTrue = random.nextDouble() < trueShare;
        double point = random.nextDouble();
        if (t < inputs[row].length) {
          int truth = pairs.get(row).target()[t - 1];
          inputs[row][t] = isTrue ? truth : drawn(step.logProbabilities()[row], point);
        }
      }
    }
    return inputs;
  }

  private static int drawn(float[] logProbabilities, double point) {
    double sum = 0;
    for (int token = 0; token < logProbabilities.length; token++) {
      sum += Math.exp(logProbabilities[token]);
      if (point < sum) {
        return token;
      }
    }
    return logProbabilities.length - 1; // the probabilities sum to 1 but for rounding
  }
}

package io.github.dl4jattention.zoo.classification;

import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.evaluation.Evaluation;
import java.util.Arrays;
import java.util.List;

/**
 * How often which class was taken for which, and how probable the right ones were held to be; those
 * of parts add up.
 *
 * @param taken {@code [right][told]}: the confusion matrix; empty, if the classes are tokens
 * @param asked how often a class was asked for
 * @param right how often the right one was told
 * @param negativeLogLikelihood of the right classes, summed, in nats
 */
@SuppressWarnings("ArrayRecordComponent") // Summed up and read, never compared.
public record ClassCounts(int[][] taken, int asked, int right, double negativeLogLikelihood) {
  /** What is less probable counts as this, so that one text does not make the loss infinite. */
  private static final double LEAST = 1e-12;

  /**
   * Counts what a model makes of texts.
   *
   * @param model the model
   * @param pairs texts with their classes
   * @return the counts
   */
  public static ClassCounts of(ClassifierModel model, List<EncodedPair> pairs) {
    int classes = model.classes().pieces().size();
    int[][] taken = new int[classes][classes];
    int asked = 0;
    int right = 0;
    double sum = 0;
    List<float[][]> told = ClassProbabilities.of(model, pairs);
    for (int i = 0; i < pairs.size(); i++) {
      int[] wanted =
          Arrays.stream(pairs.get(i).target()).filter(t -> t != EncodedPair.NOT_ASKED).toArray();
      for (int j = 0; j < wanted.length; j++) {
        float[] probabilities = told.get(i)[j];
        int best = ClassProbabilities.best(probabilities);
        asked++;
        right += best == wanted[j] ? 1 : 0;
        sum -= Math.log(Math.max(LEAST, probabilities[wanted[j]]));
        if (classes > 0) {
          taken[wanted[j]][best]++;
        }
      }
    }
    return new ClassCounts(taken, asked, right, sum);
  }

  /**
   * Adds another part.
   *
   * @param other counts of other texts
   * @return counts of both
   */
  public ClassCounts plus(ClassCounts other) {
    int[][] sum = new int[taken.length][];
    for (int k = 0; k < sum.length; k++) {
      sum[k] = taken[k].clone();
      for (int j = 0; j < sum[k].length; j++) {
        sum[k][j] += other.taken[k][j];
      }
    }
    return new ClassCounts(
        sum,
        asked + other.asked,
        right + other.right,
        negativeLogLikelihood + other.negativeLogLikelihood);
  }

  /**
   * Share of right classes.
   *
   * @return between 0 and 1
   */
  public double accuracy() {
    return (double) right / asked;
  }

  /**
   * Mean negative log likelihood of the right classes.
   *
   * @return nats a class
   */
  public double loss() {
    return negativeLogLikelihood / asked;
  }

  /**
   * How often a class was the right one.
   *
   * @param number the class's
   * @return the sum of its row
   */
  public int support(int number) {
    return Arrays.stream(taken[number]).sum();
  }

  /**
   * Of what was told to be of a class, the share that is.
   *
   * @param number the class's
   * @return 0 if it was never told
   */
  public double precision(int number) {
    int told = 0;
    for (int[] row : taken) {
      told += row[number];
    }
    return told == 0 ? 0 : (double) taken[number][number] / told;
  }

  /**
   * Of what is of a class, the share that was told to be.
   *
   * @param number the class's
   * @return 0 if there is none
   */
  public double recall(int number) {
    int support = support(number);
    return support == 0 ? 0 : (double) taken[number][number] / support;
  }

  /**
   * The harmonic mean of precision and recall.
   *
   * @param number the class's
   * @return 0 if both are
   */
  public double f1(int number) {
    double sum = precision(number) + recall(number);
    return sum == 0 ? 0 : 2 * precision(number) * recall(number) / sum;
  }

  /**
   * The mean of all classes' F1.
   *
   * @return between 0 and 1
   */
  public double macroF1() {
    double sum = 0;
    for (int k = 0; k < taken.length; k++) {
      sum += f1(k);
    }
    return sum / taken.length;
  }

  /** As the sums that trainings know. */
  Evaluation figures() {
    return new Evaluation(asked, right, 0, 0, asked, negativeLogLikelihood);
  }
}

package io.github.dl4jattention.zoo.training;

import java.util.Locale;

/**
 * What the learning rate is multiplied by as a training goes on.
 *
 * <pre>
 *   constant             1
 *   linear               1 - share of the training that is done
 *   inverse-square-root  sqrt(warmUp / s)           Vaswani et al. 2017, equation 3
 *   plateau              factor^d                   d: how often the held-out figures stood still
 * </pre>
 *
 * <p>In the first {@code warmUp} updates all rise in a straight line: they are multiplied by s /
 * warmUp, where s is the number of the update, from 1. Of Vaswani's schedule, {@code d_model^-0.5
 * min(s^-0.5, s warmUp^-1.5)}, this is the form whose largest factor is 1, so that the learning
 * rate is the one at its peak.
 *
 * @param kind which formula
 * @param warmUp updates of the rise; 0 is none
 * @param factor of {@link Kind#PLATEAU}: what the rate is multiplied by where figures stand still
 * @param patience of {@link Kind#PLATEAU}: epochs in which neither BLEU rises nor the loss falls
 *     before the rate does
 */
public record Schedule(Kind kind, int warmUp, double factor, int patience) {
  /** The formulas. */
  public enum Kind {
    /** The rate stays. */
    CONSTANT,
    /** It falls to zero in a straight line. */
    LINEAR,
    /** It falls as the square root of the updates. */
    INVERSE_SQUARE_ROOT,
    /** It falls when the held-out figures stand still. */
    PLATEAU;

    /** As it is written on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The rate stays as it is. */
  public static final Schedule CONSTANT = new Schedule(Kind.CONSTANT, 0, 0.5, 1);

  /**
   * Checks the settings.
   *
   * @param kind which formula
   * @param warmUp at least 0, of {@link Kind#INVERSE_SQUARE_ROOT} at least 1
   * @param factor above 0 and below 1
   * @param patience at least 1
   * @throws IllegalArgumentException if one is out of its range
   */
  public Schedule {
    int least = kind == Kind.INVERSE_SQUARE_ROOT ? 1 : 0;
    if (warmUp < least) {
      throw new IllegalArgumentException(
          "the warm-up of %s must have at least %d updates, got %d".formatted(kind, least, warmUp));
    }
    if (!(factor > 0 && factor < 1) || patience < 1) {
      throw new IllegalArgumentException(
          "a plateau needs a factor above 0 and below 1 and a patience of at least 1, got %s and %d"
              .formatted(factor, patience));
    }
  }

  /**
   * The factor of an update.
   *
   * @param update from 0
   * @param share of the training that is done, from 0 to 1
   * @param drops how often the held-out figures stood still
   * @return from 0 to 1
   */
  double factor(int update, double share, int drops) {
    double number = update + 1.0;
    double rise = number < warmUp ? number / warmUp : 1;
    return switch (kind) {
      case CONSTANT -> rise;
      case LINEAR -> rise * (1 - share);
      case INVERSE_SQUARE_ROOT -> number < warmUp ? rise : Math.sqrt(warmUp / number);
      case PLATEAU -> rise * Math.pow(factor, drops);
    };
  }
}

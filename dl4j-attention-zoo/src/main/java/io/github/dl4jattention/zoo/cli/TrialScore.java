package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.search.space.ModelSpaces;
import io.github.dl4jattention.zoo.training.EpochFigures;
import java.util.Locale;

/** What trials are compared by, on held-out pairs. */
enum TrialScore {
  /** Nats a symbol; less is better. */
  LOSS(true) {
    @Override
    double of(EpochFigures figures) {
      return figures.heldOut().loss();
    }
  },
  /** Share of outputs that are right to the last character, or of classes that are right. */
  EXACT_MATCH(false) {
    @Override
    double of(EpochFigures figures) {
      return figures.heldOut().exactMatch();
    }
  },
  /** BLEU, where texts are compared. */
  BLEU(false) {
    @Override
    double of(EpochFigures figures) {
      if (figures.scores() == null) {
        throw new UserError("this model has no BLEU: choose --by loss or --by exact-match");
      }
      return figures.scores().bleu().score();
    }
  },
  /** Area under the curve, where probabilities rank. */
  AUC(false) {
    @Override
    double of(EpochFigures figures) {
      if (figures.areaUnderCurve() == null) {
        throw new UserError("this model has no AUC: choose --by loss or --by exact-match");
      }
      return figures.areaUnderCurve();
    }
  };

  private final boolean minimize;

  TrialScore(boolean minimize) {
    this.minimize = minimize;
  }

  boolean minimize() {
    return minimize;
  }

  /** As people write it. */
  String label() {
    return this == BLEU || this == AUC ? name() : name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** What a model's trials are compared by unless the user says otherwise. */
  static TrialScore of(ModelSpaces spaces) {
    return switch (spaces) {
      case DATES -> LOSS;
      case CLASSIFIER, MASKED_LANGUAGE_MODEL -> EXACT_MATCH;
      case BEHAVIOURS -> AUC;
      case TRANSLATION, TRANSFORMER, CAPTIONER -> BLEU;
    };
  }

  abstract double of(EpochFigures figures);
}

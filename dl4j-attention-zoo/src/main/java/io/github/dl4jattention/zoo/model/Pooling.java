package io.github.dl4jattention.zoo.model;

import java.util.Locale;

/** How a {@link TransformerEncoder} makes one vector of all steps. */
public enum Pooling {
  /** Their mean, padding left out. */
  MEAN,
  /** Of each channel the largest of all steps (Collobert et al. 2011, 3.3.2), padding left out. */
  MAX,
  /** The step of the start symbol, which comes first (Devlin et al. 2019). */
  FIRST_TOKEN,
  /** A mean with weights that are learned: additive attention (Yang et al. 2016). */
  ATTENTION;

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

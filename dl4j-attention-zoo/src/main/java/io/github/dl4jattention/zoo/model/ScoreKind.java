package io.github.dl4jattention.zoo.model;

/** How a decoder's state is compared with what the encoder has made of a source word. */
public enum ScoreKind {
  /** {@code v . tanh(s Wq + a Wk)} (Bahdanau et al. 2014). */
  ADDITIVE,
  /** {@code s . a}, which must have the same size (Luong et al. 2015). */
  DOT,
  /** {@code s W . a} (Luong et al. 2015). */
  GENERAL,
  /** {@code v . tanh([s ; a] W)} (Luong et al. 2015). */
  CONCAT,
  /** {@code (s W)_j}, whatever word j is (Luong et al. 2015, equation 8). */
  LOCATION
}

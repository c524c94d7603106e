package io.github.dl4jattention.zoo.model;

/** How a decoder sees the source. */
public enum DecoderKind {
  /**
   * It does not look: it starts from the encoder's final state and knows no more (Cho et al. 2014,
   * Sutskever et al. 2014).
   */
  PLAIN,
  /** It looks before each step, with the state of the step before (Bahdanau et al. 2014). */
  BAHDANAU,
  /** It looks after each step, with the state of that step (Luong et al. 2015). */
  LUONG
}

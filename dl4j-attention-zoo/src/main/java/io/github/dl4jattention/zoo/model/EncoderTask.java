package io.github.dl4jattention.zoo.model;

/** What a {@link TransformerEncoder} says of a text. */
public enum EncoderTask {
  /** One class for the text. */
  CLASS,
  /** A class for each word. */
  TAGS,
  /** What the hidden tokens were: masked language modelling (Devlin et al. 2019). */
  HIDDEN_TOKENS
}

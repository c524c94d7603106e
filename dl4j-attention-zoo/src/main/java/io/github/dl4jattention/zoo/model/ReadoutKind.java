package io.github.dl4jattention.zoo.model;

/** What the softmax sees. */
public enum ReadoutKind {
  /** The decoder's output alone: its state, or Luong's attentional state. */
  STATE,
  /** {@code tanh([s ; y ; c] W + b)}: state, last word and context. */
  TANH,
  /** A maxout of two pieces of the same (Bahdanau et al. 2014, A.2.2; Cho et al. 2014). */
  MAXOUT
}

package io.github.dl4jattention.zoo.captions;

/** How a captioner looks at a photo. */
public enum AttentionKind {
  /** At all places at once, each with its weight: Xu et al. 2015, section 4.2. */
  SOFT,
  /** At one place a word, drawn in training: Xu et al. 2015, section 4.1. */
  HARD,
  /** Not at all: the photo is what it reads first (Vinyals et al. 2015, Show and Tell). */
  NONE
}

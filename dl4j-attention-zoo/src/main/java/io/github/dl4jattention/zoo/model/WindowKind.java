package io.github.dl4jattention.zoo.model;

/** Which source words a step may look at (Luong et al. 2015, section 3.2). */
public enum WindowKind {
  /** All of them. */
  GLOBAL,
  /** Those around the word of the step's own index. */
  LOCAL_M,
  /** Those around a position that the state predicts. */
  LOCAL_P
}

package io.github.dl4jattention.layers.decode;

/** How a step is computed. */
interface Stepping {
  /**
   * What a source gives to every step.
   *
   * @param annotations {@code [rows, sourceTime, annotationSize]}
   * @param mask {@code [rows, sourceTime]}, 1 = real; null where all steps are real
   * @return the memory
   */
  SourceMemory memory(Rows annotations, Rows mask);

  /**
   * Takes one step.
   *
   * @param inputs {@code [rows, inputSize]}
   * @param state the state before it
   * @param memory the sources; null for a decoder that does not look
   * @return the state after it, what the decoder gives, and where it looked
   */
  DecoderStepper.Step step(Rows inputs, DecoderState state, SourceMemory memory);
}

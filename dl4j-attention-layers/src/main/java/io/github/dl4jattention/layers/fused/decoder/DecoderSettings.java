package io.github.dl4jattention.layers.fused.decoder;

/**
 * What a decoder's kernel has to know of it.
 *
 * @param inputs name of the input that it reads
 * @param annotations name of the input that it looks at; null for none
 * @param initialHidden name of the input with the first hidden state; null for zeros
 * @param initialMemory name of the input with the first memory; null for zeros
 * @param inputSize channels of what it reads
 * @param annotationSize channels of what it looks at
 * @param stateSize units
 */
public record DecoderSettings(
    String inputs,
    String annotations,
    String initialHidden,
    String initialMemory,
    int inputSize,
    int annotationSize,
    int stateSize) {}

package io.github.dl4jattention.zoo.model;

import java.util.List;

/**
 * What a model makes of a source.
 *
 * @param source the source as given
 * @param prediction the target predicted
 * @param logProbability natural logarithm of its probability, the end symbol included
 * @param sourceSymbols the source's symbols, {@value Translator#END_SYMBOL} last: the columns
 * @param targetSymbols the prediction's symbols, {@value Translator#END_SYMBOL} last where it was
 *     reached: the rows
 * @param attention {@code [target symbol][source symbol]}: where each target symbol looked
 */
@SuppressWarnings("ArrayRecordComponent") // A result to read, never compared.
public record Prediction(
    String source,
    String prediction,
    double logProbability,
    List<String> sourceSymbols,
    List<String> targetSymbols,
    float[][] attention) {}

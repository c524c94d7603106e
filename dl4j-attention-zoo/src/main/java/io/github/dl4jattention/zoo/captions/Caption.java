package io.github.dl4jattention.zoo.captions;

import java.util.List;

/**
 * What a model writes about a photo.
 *
 * @param text the sentence
 * @param logProbability natural logarithm of its probability, its end included
 * @param words its words, one a row of the attention
 * @param rows places of the grid from top to bottom
 * @param columns places of the grid from left to right
 * @param attention {@code [word][row * columns + column]}: where the model looked for each word; no
 *     columns of a model that does not look
 */
@SuppressWarnings("ArrayRecordComponent") // A result to read, never compared.
public record Caption(
    String text,
    double logProbability,
    List<String> words,
    int rows,
    int columns,
    float[][] attention) {}

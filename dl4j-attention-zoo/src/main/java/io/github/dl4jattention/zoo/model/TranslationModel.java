package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.zoo.tokens.TextCodec;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A graph with what it takes to use it on texts.
 *
 * @param graph made by {@link SequenceToSequence}
 * @param sources numbers of the sources' texts
 * @param targets numbers of the targets' texts
 * @param maxLength longest source and longest target, in tokens
 */
public record TranslationModel(
    ComputationGraph graph, TextCodec sources, TextCodec targets, int maxLength) {}

package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.zoo.data.Vocabulary;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A graph with what it takes to use it on texts.
 *
 * @param graph made by {@link SequenceToSequence}
 * @param sources vocabulary of the sources
 * @param targets vocabulary of the targets
 * @param maxLength longest source and longest target, in characters
 */
public record TranslationModel(
    ComputationGraph graph, Vocabulary sources, Vocabulary targets, int maxLength) {}

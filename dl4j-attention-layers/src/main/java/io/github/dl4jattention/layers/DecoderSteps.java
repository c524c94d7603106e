package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.align.AttentionInTurn;
import io.github.dl4jattention.layers.cell.CellSteps;
import io.github.dl4jattention.layers.formula.RealSteps;

/**
 * A decoder on its way through a sequence.
 *
 * @param cell takes the cell's steps
 * @param attention looks at the annotations
 * @param real which steps are real
 */
public record DecoderSteps(CellSteps cell, AttentionInTurn attention, RealSteps real) {}

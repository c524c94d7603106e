package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.cell.CellState;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A decoder after a step.
 *
 * @param state the cell's state
 * @param carried what else goes to the next step, {@code [batch, carriedSize]}; null for nothing
 * @param output what the step gives, {@code [batch, outputSize]}; null before the first step
 */
public record DecoderStep(CellState state, SDVariable carried, SDVariable output) {}

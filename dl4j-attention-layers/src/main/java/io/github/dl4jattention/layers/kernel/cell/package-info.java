/**
 * Recurrent cells by hand, for whatever steps along a sequence: encoders, decoders.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.kernel.cell.CellKernel}: a cell's steps forward and
 *       backward; {@link io.github.dl4jattention.layers.kernel.cell.LstmCellKernel}, {@link
 *       io.github.dl4jattention.layers.kernel.cell.GruCellKernel}, {@link
 *       io.github.dl4jattention.layers.kernel.cell.RnnCellKernel}
 *   <li>{@link io.github.dl4jattention.layers.kernel.cell.CellSequence}: cells along whole
 *       sequences, a recurrent layer; {@link
 *       io.github.dl4jattention.layers.kernel.cell.CellDirection}: one of its directions
 *   <li>{@link io.github.dl4jattention.layers.kernel.cell.CellRows}: the states that one worker
 *       carries from step to step
 * </ul>
 */
package io.github.dl4jattention.layers.kernel.cell;

/**
 * Recurrent cells, one step at a time inside a formula: what a decoder's state is made of.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.cell.LstmCell}: long short-term memory
 *   <li>{@link io.github.dl4jattention.layers.cell.GruCell}: the gated recurrent unit, in two forms
 *   <li>{@link io.github.dl4jattention.layers.cell.RnnCell}: the simple one
 *   <li>{@link io.github.dl4jattention.layers.cell.RecurrentCell}: what they have in common; the
 *       parent of a new one
 *   <li>{@link io.github.dl4jattention.layers.cell.CellState}, {@link
 *       io.github.dl4jattention.layers.cell.CellSteps}: a cell on its way through a sequence
 *   <li>{@code Gates}: their linear part, one product a step
 * </ul>
 */
package io.github.dl4jattention.layers.cell;

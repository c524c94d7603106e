/**
 * Attention with several heads: the formula, and the settings that its layers and vertices share.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.multihead.MultiHead}: the formula, Vaswani 2017
 *   <li>{@link io.github.dl4jattention.layers.multihead.HeadProjections}: into the heads and out of
 *       them, its weights and biases
 *   <li>{@link io.github.dl4jattention.layers.multihead.HeadHook}: acts on each head's output
 *   <li>{@link io.github.dl4jattention.layers.multihead.HeadGate}: a hook, a learned gate for each
 *       head
 * </ul>
 *
 * <p>Positions and biases of energies are in {@code position}.
 */
package io.github.dl4jattention.layers.multihead;

/**
 * What a Transformer's layers have around their attention: the formulas, and their settings.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.transformer.FeedForward}: two layers of units for
 *       each step, Vaswani 2017, or three with a gate, Shazeer 2020
 *   <li>{@link io.github.dl4jattention.layers.transformer.Residual}: the connection around each
 *       sub-layer, with dropout and a normalisation before or after
 * </ul>
 */
package io.github.dl4jattention.layers.transformer;

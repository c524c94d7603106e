/**
 * Kernels of a Transformer's layers: norms, residual connections and the feed-forward sub-layer
 * around the kernels of attention.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.fused.transformer.TransformerKernels}: finds the
 *       kernel of a layer's settings
 *   <li>{@code TransformerKernel}: the passes; {@code Attending}: one of its attentions; {@code
 *       Connection}: what is around a sub-layer; {@code FeedForwardRows}: the last of them, whose
 *       {@code Units} are of one kind; {@code ConvolutionKernel}: a convolution as a sub-layer
 *   <li>{@link io.github.dl4jattention.layers.fused.transformer.DecoderSteps}: a decoder layer,
 *       step by step
 * </ul>
 */
package io.github.dl4jattention.layers.fused.transformer;

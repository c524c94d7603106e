/**
 * Recurrent decoders by hand, forward and backward.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.fused.decoder.DecoderKernels}: finds the kernel of a
 *       decoder's settings
 *   <li>{@code DecoderKernel}: what decoders have in common; {@code BahdanauKernel}, {@code
 *       LuongKernel}: when they look; {@code PlainKernel}: one that does not
 *   <li>{@code StepAttention}: one query after the other, each a {@code Look}; {@code StepWeights}:
 *       what it gives to the keys, {@code HardChoice} if it is one of them alone
 *   <li>{@link io.github.dl4jattention.layers.fused.decoder.ContextGate}: what a context is
 *       multiplied by, for a decoder that is stepped alone, too
 *   <li>{@code Energies}: scores by hand, {@code AdditiveEnergies}, {@code CoverageEnergies},
 *       {@code DotEnergies}, {@code LocationEnergies}
 *   <li>{@link io.github.dl4jattention.layers.fused.decoder.KeySoftmax}: what a query looks at, for
 *       a decoder that is stepped alone, too
 *   <li>{@link io.github.dl4jattention.layers.fused.decoder.DecoderSettings}: what a kernel has to
 *       know of its decoder
 * </ul>
 */
package io.github.dl4jattention.layers.fused.decoder;

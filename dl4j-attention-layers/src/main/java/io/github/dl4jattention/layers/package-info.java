/**
 * Attention for Deeplearning4j's networks, as one names it in a configuration.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.Attention}: queries over keys, any score; {@link
 *       io.github.dl4jattention.layers.AdditiveAttention}: with Bahdanau's; {@link
 *       io.github.dl4jattention.layers.SelfAttention}: a sequence over itself; {@link
 *       io.github.dl4jattention.layers.AttentionPooling}: a sequence to one vector or a few
 *   <li>{@link io.github.dl4jattention.layers.MultiHeadAttention}, {@link
 *       io.github.dl4jattention.layers.MultiHeadSelfAttention}, {@link
 *       io.github.dl4jattention.layers.MultiHeadAttentionPooling}: the same with several heads,
 *       Vaswani 2017
 *   <li>{@link io.github.dl4jattention.layers.TransformerEncoderLayer}, {@link
 *       io.github.dl4jattention.layers.TransformerDecoderLayer}: with feed-forward sub-layers,
 *       residual connections and norms, Vaswani 2017; {@link
 *       io.github.dl4jattention.layers.TransformerStack}: several of them in one line
 *   <li>{@link io.github.dl4jattention.layers.BahdanauDecoder}: a recurrent cell that looks at the
 *       encoder before each step; {@link io.github.dl4jattention.layers.LuongDecoder}: one that
 *       looks after it; {@link io.github.dl4jattention.layers.LuongOutput}: its last equation alone
 *   <li>{@link io.github.dl4jattention.layers.RecurrentVertex}: a recurrent cell with a first
 *       state, a decoder that does not look; {@link io.github.dl4jattention.layers.FinalState}:
 *       what an encoder hands it; {@link io.github.dl4jattention.layers.FirstStep}: a vector to
 *       read in the place of the first step
 *   <li>{@link io.github.dl4jattention.layers.TokenEmbedding}, {@link
 *       io.github.dl4jattention.layers.SoftmaxOutput}: tokens by their numbers in and out, for
 *       large vocabularies; {@link io.github.dl4jattention.layers.TiedEmbedding}: shares their
 *       weights, Press and Wolf 2017; {@link io.github.dl4jattention.layers.Readout}: what a
 *       softmax sees
 *   <li>{@link io.github.dl4jattention.layers.SequenceDropout}: between layers, under a mask
 *   <li>{@link io.github.dl4jattention.layers.IntraAttention}: an LSTM that looks at its own past,
 *       Cheng 2016
 *   <li>{@link io.github.dl4jattention.layers.LSTM}, {@link io.github.dl4jattention.layers.GRU}:
 *       recurrent layers, Hochreiter and Schmidhuber 1997 and Cho et al. 2014; {@link
 *       io.github.dl4jattention.layers.Bidirectional}: in both directions; {@link
 *       io.github.dl4jattention.layers.LstmSwap}: in the place of DL4J's own in a trained network
 *   <li>{@link io.github.dl4jattention.layers.LayerNormalization}, {@link
 *       io.github.dl4jattention.layers.RmsNormalization}: each step by itself, Ba 2016 and Zhang
 *       2019
 *   <li>{@link io.github.dl4jattention.layers.SinusoidalPosition}, {@link
 *       io.github.dl4jattention.layers.LearnedPosition}: where each step stands, Vaswani 2017 and
 *       Gehring 2017
 *   <li>{@link io.github.dl4jattention.layers.TemporalConvolution}: what stands beside each step,
 *       Collobert 2011 and Kim 2014
 *   <li>{@link io.github.dl4jattention.layers.ReverseSequence}: for a backward encoder that padding
 *       does not reach
 * </ul>
 *
 * <p>What their configurations share:
 *
 * <ul>
 *   <li>{@code PlainVertex}: the parent of vertices without parameters
 *   <li>{@link io.github.dl4jattention.layers.AttentionLayer}, {@link
 *       io.github.dl4jattention.layers.AttentionVertex}: the parents of new ones; {@link
 *       io.github.dl4jattention.layers.VertexBuilder}: settings of all vertices
 *   <li>{@link io.github.dl4jattention.layers.CrossAttention}, {@link
 *       io.github.dl4jattention.layers.ScoredAttention}: vertices of queries over keys; with a
 *       score
 *   <li>{@link io.github.dl4jattention.layers.RecurrentDecoder}, {@link
 *       io.github.dl4jattention.layers.DecoderBuilder}: the two decoders; {@link
 *       io.github.dl4jattention.layers.DecoderSteps}, {@link
 *       io.github.dl4jattention.layers.DecoderStep}: one on its way, and after a step; {@code
 *       AttentionalState}: Luong's equation (5)
 *   <li>{@link io.github.dl4jattention.layers.Normalization}: the two normalisations
 *   <li>{@link io.github.dl4jattention.layers.WeightSettings}, {@link
 *       io.github.dl4jattention.layers.AlignmentOptions}, {@link
 *       io.github.dl4jattention.layers.AlignmentSettings}, {@link
 *       io.github.dl4jattention.layers.MultiHeadSettings}, {@link
 *       io.github.dl4jattention.layers.TransformerSettings}: methods of builders
 *   <li>{@code GatedSettings}: the two recurrent layers
 *   <li>{@code Inputs}, {@code Sizes}, {@code Causality}: checks of inputs, sizes and settings, and
 *       their messages
 *   <li>{@link io.github.dl4jattention.layers.OpenBlasCoreType}: which processor OpenBLAS runs on
 *   <li>{@link io.github.dl4jattention.layers.ConfigurationGuard}: which classes a configuration of
 *       somebody else's may name
 * </ul>
 *
 * <p>Sequences are in DL4J's layout {@code [batch, size, time]}, masks are {@code [batch, time]}
 * with 1 = real. Below: {@code formula} is what all are made of, {@code score}, {@code align},
 * {@code multihead}, {@code transformer}, {@code position} and {@code cell} hold the mathematics,
 * {@code runtime} what DL4J runs, {@code decode} a trained decoder's single step.
 */
package io.github.dl4jattention.layers;

/**
 * Attention for Deeplearning4j's networks, as one names it in a configuration.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.AdditiveAttention}: queries over keys, Bahdanau 2014
 *   <li>{@link io.github.dl4jattention.layers.BahdanauDecoder}: a recurrent cell that looks at the
 *       encoder before each step
 *   <li>{@link io.github.dl4jattention.layers.LuongDecoder}: one that looks after each step, Luong
 *       2015; {@link io.github.dl4jattention.layers.LuongOutput}: its last equation alone
 *   <li>{@link io.github.dl4jattention.layers.IntraAttention}: an LSTM that looks at its own past,
 *       Cheng 2016
 *   <li>{@link io.github.dl4jattention.layers.LayerNormalization}, {@link
 *       io.github.dl4jattention.layers.RmsNormalization}: each step by itself, Ba 2016 and Zhang
 *       2019
 *   <li>{@link io.github.dl4jattention.layers.SinusoidalPosition}, {@link
 *       io.github.dl4jattention.layers.LearnedPosition}: where each step stands, Vaswani 2017 and
 *       Gehring 2017
 *   <li>{@link io.github.dl4jattention.layers.GRU}: a recurrent layer, Cho et al. 2014
 *   <li>{@link io.github.dl4jattention.layers.MultiHeadAttention}, {@link
 *       io.github.dl4jattention.layers.MultiHeadSelfAttention}, {@link
 *       io.github.dl4jattention.layers.MultiHeadAttentionPooling}: several heads, Vaswani 2017;
 *       their settings are in {@link io.github.dl4jattention.layers.MultiHeadSettings}
 *   <li>{@link io.github.dl4jattention.layers.ReverseSequence}: for a backward encoder that padding
 *       does not reach
 *   <li>{@link io.github.dl4jattention.layers.AttentionVertex}: what their configurations share;
 *       the parent of a new one
 *   <li>{@link io.github.dl4jattention.layers.RecurrentDecoder}: what the two decoders share
 *   <li>{@code Sizes}: the builders' check
 * </ul>
 *
 * <p>Sequences are in DL4J's layout {@code [batch, size, time]}, masks are {@code [batch, time]}
 * with 1 = real. Below: {@code score} holds the formulas, {@code multihead} that of several heads,
 * {@code position} what it knows of order, {@code runtime} what DL4J runs, {@code decode} a trained
 * decoder's single step.
 */
package io.github.dl4jattention.layers;

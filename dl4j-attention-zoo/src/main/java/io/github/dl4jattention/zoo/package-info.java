/**
 * The model zoo: models on the attention layers, trained and used from one command.
 *
 * <ul>
 *   <li>{@code cli}: the commands; the only package that knows all the others
 *   <li>{@code dates}: the generator of written dates
 *   <li>{@code reverse}: the generator of numbers to be reversed
 *   <li>{@code data}: pairs of texts, and batches of them
 *   <li>{@code tokens}: texts to numbers and back: characters, words, byte pairs, vocabularies
 *   <li>{@code model}: the graphs, sequence-to-sequence and Transformer, their file, their use on
 *       texts
 *   <li>{@code classification}: classes of texts and words, and hidden tokens
 *   <li>{@code behaviours}: what users did and do next, with a generator of them
 *   <li>{@code training}: the loop, on several threads, with checkpoints
 *   <li>{@code decoding}: greedy and beam search, sampling
 *   <li>{@code dashboard}: a training in the browser
 *   <li>{@code evaluation}: exact match, character accuracy, loss; {@code evaluation.measure}:
 *       BLEU, chrF
 *   <li>{@code picture}: alignments as pictures
 *   <li>{@code photos}: photos, read and made of one size; {@code encoders}: pretrained networks
 *       that see them; {@code annotations}: what these see, computed once
 *   <li>{@code files}: files that are written whole or not at all; the downloader
 * </ul>
 *
 * <p>Here: {@link io.github.dl4jattention.zoo.UserError}, the one exception whose message is shown
 * to users.
 */
package io.github.dl4jattention.zoo;

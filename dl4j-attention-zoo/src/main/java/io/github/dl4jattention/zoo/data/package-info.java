/**
 * Pairs of texts on their way to arrays.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.data.Pair}: a source and its target
 *   <li>{@link io.github.dl4jattention.zoo.data.PairFile}: reads them from a file of lines, or from
 *       two; {@code TextLines} (internal) reads the lines and trusts none; {@link
 *       io.github.dl4jattention.zoo.data.ControlCharacters}: what no line has
 *   <li>{@link io.github.dl4jattention.zoo.data.NumberedPairs}: pairs that know their lines
 *   <li>{@link io.github.dl4jattention.zoo.data.EncodedPair}: a pair as numbers; {@link
 *       io.github.dl4jattention.zoo.data.EncodedPairs}: many, without those too long
 *   <li>{@link io.github.dl4jattention.zoo.data.Batch}: padded arrays with masks
 *   <li>{@link io.github.dl4jattention.zoo.data.EpochPlan}: which pairs form which batch
 *   <li>{@link io.github.dl4jattention.zoo.data.CaptionFile}: reads photos' captions, {@link
 *       io.github.dl4jattention.zoo.data.PhotoCaptions}
 *   <li>{@link io.github.dl4jattention.zoo.data.WordVectors}: pretrained vectors of words
 *   <li>{@link io.github.dl4jattention.zoo.data.Prefetch}: prepares batches on another thread
 * </ul>
 */
package io.github.dl4jattention.zoo.data;

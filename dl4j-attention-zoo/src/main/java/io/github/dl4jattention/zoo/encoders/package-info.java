/**
 * Pretrained convolutional networks, which turn photos into grids of annotation vectors.
 *
 * <p>A network is a table of its steps; graphs, weights and checks are made from it.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.encoders.Architecture}: the table; {@link
 *       io.github.dl4jattention.zoo.encoders.Step}: one step; {@link
 *       io.github.dl4jattention.zoo.encoders.FeatureMap}: size of what it gives
 *   <li>{@link io.github.dl4jattention.zoo.encoders.Architectures}: VGG16 and SqueezeNet
 *   <li>{@link io.github.dl4jattention.zoo.encoders.EncoderWeights}: weights of a network; {@link
 *       io.github.dl4jattention.zoo.encoders.EncoderFile}: files with them, {@code KerasWeights}
 *       and {@code Dl4jWeights}
 *   <li>{@link io.github.dl4jattention.zoo.encoders.PretrainedEncoder}: those that can be fetched
 *   <li>{@link io.github.dl4jattention.zoo.encoders.Encoder}: a network with its weights; {@code
 *       CnnGraph}: as DL4J's graph; {@link io.github.dl4jattention.zoo.encoders.Forward}: as a
 *       faster forward pass, with {@code PackedWeights}
 *   <li>{@link io.github.dl4jattention.zoo.encoders.LastBlock}: the block of an encoder that is
 *       trained with the captions
 * </ul>
 */
package io.github.dl4jattention.zoo.encoders;

/**
 * Photos: read, checked, made upright and of one size.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.photos.ImageNetPixels}: pixels as pretrained networks
 *       see them
 * </ul>
 */
package io.github.dl4jattention.zoo.photos;

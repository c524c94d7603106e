/**
 * Photos: read, checked, made upright and of one size.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.photos.PhotoFile}: a photo's file, and what a network
 *       sees of it; by {@code ImageDecoder} (formats, bounds, colours), {@code Orientation} (EXIF)
 *       and {@code Resampling}
 *   <li>{@link io.github.dl4jattention.zoo.photos.ImageNetPixels}: its pixels as numbers
 *   <li>{@link io.github.dl4jattention.zoo.photos.UnusablePhotoException}: why a file is none
 * </ul>
 */
package io.github.dl4jattention.zoo.photos;

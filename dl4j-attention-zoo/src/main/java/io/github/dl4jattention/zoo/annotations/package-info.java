/**
 * Annotation vectors of photos, as captions attend to them.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.annotations.AnnotationSource}: those of some photos, by
 *       number
 *   <li>{@link io.github.dl4jattention.zoo.annotations.AnnotatedPhotos}: those of files, computed
 *       by an encoder
 *   <li>{@link io.github.dl4jattention.zoo.annotations.AnnotationCache}: keeps them on disk, as
 *       {@code SparseFloats}
 * </ul>
 */
package io.github.dl4jattention.zoo.annotations;

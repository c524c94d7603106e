/**
 * Annotation vectors of photos, as captions attend to them.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.annotations.AnnotationSource}: those of some photos, by
 *       number
 * </ul>
 */
package io.github.dl4jattention.zoo.annotations;

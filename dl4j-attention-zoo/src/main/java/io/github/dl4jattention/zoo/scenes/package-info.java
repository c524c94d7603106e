/**
 * Small pictures of coloured shapes with one right caption each, for tests and for users without
 * photos.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.scenes.Scene}, of {@link
 *       io.github.dl4jattention.zoo.scenes.SceneShape}s: what there is to see, and to say
 *   <li>{@link io.github.dl4jattention.zoo.scenes.SceneGenerator}: makes them of a seed
 *   <li>{@link io.github.dl4jattention.zoo.scenes.ScenePainter}: draws them
 *   <li>{@link io.github.dl4jattention.zoo.scenes.ScenePatches}: what a model reads of them
 *   <li>{@link io.github.dl4jattention.zoo.scenes.SceneGaze}: whether a model looks at what it
 *       names
 * </ul>
 */
package io.github.dl4jattention.zoo.scenes;

/**
 * The kernels' arithmetic on {@code jdk.incubator.vector}: loaded by name, and only where the JVM
 * has that module.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.kernel.vector.VectorLanes}: rows, by {@code
 *       VectorRows}; {@code VectorOperand}: products, by {@code VectorTiles} of a {@code LeftBlock}
 * </ul>
 */
package io.github.dl4jattention.layers.kernel.vector;

/**
 * What kernels are made of: float arrays and their sizes, nothing of DL4J.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.kernel.Kernel}: a formula's passes by hand; {@link
 *       io.github.dl4jattention.layers.kernel.HasKernel}: a configuration that may have one; {@link
 *       io.github.dl4jattention.layers.kernel.Pass}: what a pass reads and gives; {@link
 *       io.github.dl4jattention.layers.kernel.Tensor}, {@link
 *       io.github.dl4jattention.layers.kernel.Padding}: sequences, and which steps are real
 *   <li>{@link io.github.dl4jattention.layers.kernel.Lanes}: arithmetic on rows, and {@link
 *       io.github.dl4jattention.layers.kernel.Operand}, products; {@link
 *       io.github.dl4jattention.layers.kernel.LanesProvider}: which there is in this JVM; {@link
 *       io.github.dl4jattention.layers.kernel.PlainLanes}, {@code BlasOperand}: in plain Java
 *   <li>{@link io.github.dl4jattention.layers.kernel.Projection}: rows times a weight matrix, and
 *       its gradients, for which there is {@link
 *       io.github.dl4jattention.layers.kernel.WeightGradient}
 *   <li>{@link io.github.dl4jattention.layers.kernel.ClassScores}: a softmax over many classes, and
 *       its gradients
 *   <li>{@link io.github.dl4jattention.layers.kernel.Workers}: divides work among threads
 *   <li>{@link io.github.dl4jattention.layers.kernel.Matrices}: copies of matrices, in any order
 *   <li>{@link io.github.dl4jattention.layers.kernel.Buffers}: memory kept from pass to pass;
 *       {@link io.github.dl4jattention.layers.kernel.Uniform}: random numbers by their index;
 *       {@link io.github.dl4jattention.layers.kernel.Dropper}: which numbers are dropped
 *   <li>{@link io.github.dl4jattention.layers.kernel.SingleThreadedBlas}: one thread of BLAS inside
 *       each of our workers; {@code BlasThreads}: how, for each BLAS
 *   <li>{@link io.github.dl4jattention.layers.kernel.PartName}: names of what belongs to a part of
 *       a formula
 *   <li>{@link io.github.dl4jattention.layers.kernel.RowOperand}: products of few rows, read in
 *       place
 * </ul>
 */
package io.github.dl4jattention.layers.kernel;

/**
 * PyTorch, driven from Java: libtorch through DJL.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.benchmarks.torch.Torch}: the engine, and arrays in and out
 *   <li>{@link io.github.dl4jattention.benchmarks.torch.TorchModule}: a TorchScript module
 * </ul>
 */
package io.github.dl4jattention.benchmarks.torch;

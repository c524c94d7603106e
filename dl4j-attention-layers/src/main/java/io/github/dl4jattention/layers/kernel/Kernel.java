package io.github.dl4jattention.layers.kernel;

/**
 * A formula's forward and backward pass, written out by hand for float arrays.
 *
 * <p>It keeps what the backward pass needs from the forward pass before it. One instance serves one
 * thread at a time, and divides its work among {@link Workers} itself. Inputs arrive with zeros
 * under their masks; where the output's mask has padding, what the kernel gives is overwritten with
 * zeros, and the gradient that it gets is zero.
 */
public interface Kernel {
  /**
   * Runs forward.
   *
   * @param pass inputs, masks, parameters
   * @param output takes the output; to be reshaped by the kernel, to sequences or to vectors
   */
  void forward(Pass pass, Tensor output);

  /**
   * Runs backward from the last forward pass: adds to the gradients of the pass's inputs and
   * parameters.
   *
   * @param pass the same as forward
   * @param gradient gradient of the loss by the output
   */
  void backward(Pass pass, Tensor gradient);
}

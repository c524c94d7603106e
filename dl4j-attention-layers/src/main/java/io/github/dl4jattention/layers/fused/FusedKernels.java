package io.github.dl4jattention.layers.fused;

import io.github.dl4jattention.layers.formula.StepNorm;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/** Makes the kernels of layers that treat each step alone. */
public final class FusedKernels {
  private FusedKernels() {}

  /**
   * Layer or root mean square normalisation.
   *
   * @param input name of the input
   * @param norm its settings
   * @param lanes what it computes with
   * @return a kernel
   */
  public static Kernel normalization(String input, StepNorm norm, Lanes lanes) {
    return new NormalizationKernel(input, norm, lanes);
  }

  /**
   * Fixed vectors of places, added to the steps.
   *
   * @param input name of the input
   * @param vectors gives those of the first places, {@code [places, size]}
   * @param scale what the input is multiplied by before
   * @param dropProbability probability that a number of the sum is dropped in training
   * @param lanes what it computes with
   * @return a kernel
   */
  public static Kernel fixedPlaces(
      String input,
      IntFunction<float[]> vectors,
      double scale,
      double dropProbability,
      Lanes lanes) {
    return new PlacesKernel(
        input, new PlacesKernel.Fixed(vectors), (float) scale, dropProbability, lanes);
  }

  /**
   * Learned vectors of places, added to the steps.
   *
   * @param input name of the input
   * @param parameter name of the vectors, {@code [places, size]}
   * @param requireLength refuses sequences with more steps than there are places
   * @param dropProbability probability that a number of the sum is dropped in training
   * @param lanes what it computes with
   * @return a kernel
   */
  public static Kernel learnedPlaces(
      String input,
      String parameter,
      IntConsumer requireLength,
      double dropProbability,
      Lanes lanes) {
    return new PlacesKernel(
        input, new PlacesKernel.Learned(parameter, requireLength), 1, dropProbability, lanes);
  }

  /**
   * Luong's attentional hidden state of every step: {@code tanh([c_t ; h_t] Wc)}.
   *
   * @param state what the kernel has to know
   * @param lanes what it computes with
   * @return a kernel
   */
  public static Kernel attentional(Attentional state, Lanes lanes) {
    return new AttentionalKernel(state, lanes);
  }

  /**
   * An attentional hidden state.
   *
   * @param contextInput name of the input with the contexts
   * @param hiddenInput name of the input with the hidden states
   * @param weight name of Wc, {@code [contextSize + hiddenSize, outputSize]}
   * @param bias name of a bias; null for none
   * @param contextSize channels of a context
   * @param hiddenSize channels of a hidden state
   * @param outputSize channels of the output
   * @param requireTimes refuses other numbers of contexts than of hidden states
   */
  public record Attentional(
      String contextInput,
      String hiddenInput,
      String weight,
      String bias,
      long contextSize,
      long hiddenSize,
      long outputSize,
      BiConsumer<Integer, Integer> requireTimes) {}

  /**
   * A dense layer of each step: a hyperbolic tangent, or a maxout.
   *
   * @param readout what the kernel has to know
   * @param lanes what it computes with
   * @return a kernel
   */
  public static Kernel readout(Readout readout, Lanes lanes) {
    return new ReadoutKernel(readout, lanes);
  }

  /**
   * A dense layer of each step.
   *
   * @param input name of the input
   * @param weight name of its weight, {@code [inputSize, pieces * outputSize]}
   * @param bias name of its bias
   * @param inputSize channels of the input
   * @param outputSize channels of the output
   * @param pieces of which the largest is given; 1 for a hyperbolic tangent
   */
  public record Readout(
      String input, String weight, String bias, long inputSize, long outputSize, long pieces) {}

  /**
   * Names of inputs.
   *
   * @param queries with the queries
   * @param keys with the keys
   * @param values with the values
   */
  public record Inputs(String queries, String keys, String values) {}
}

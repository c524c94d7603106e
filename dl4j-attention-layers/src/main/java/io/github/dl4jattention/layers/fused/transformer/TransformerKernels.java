package io.github.dl4jattention.layers.fused.transformer;

import io.github.dl4jattention.layers.fused.FusedKernels;
import io.github.dl4jattention.layers.fused.multihead.MultiHeadKernels;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.multihead.MultiHead;
import io.github.dl4jattention.layers.transformer.FeedForward;
import io.github.dl4jattention.layers.transformer.Residual;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the kernel of a Transformer layer's settings; nothing where none covers them. */
public final class TransformerKernels {
  private TransformerKernels() {}

  /**
   * One attention of a layer.
   *
   * @param multiHead its settings
   * @param name the sub-layer's, after which its norm's parameters are named
   * @param part what the names of its own parameters begin with; may be empty
   * @param memory name of the layer's input with the keys; null if the keys are the queries
   * @param keySize channels of a key
   */
  public record Attention(
      MultiHead multiHead, String name, String part, String memory, long keySize) {}

  /**
   * A layer.
   *
   * @param input name of the input that goes through it
   * @param size channels of a step
   * @param attentions its attentions, the lowest first
   * @param feedForward its last sub-layer
   * @param feedForwardName the name of that
   * @param residual what is around each
   */
  public record Layer(
      String input,
      long size,
      List<Attention> attentions,
      FeedForward feedForward,
      String feedForwardName,
      Residual residual) {}

  /**
   * A convolution over time as a sub-layer.
   *
   * @param input name of the input
   * @param name the sub-layer's, after which its norm's parameters are named
   * @param weight name of its weight, {@code [width * size, size]}
   * @param bias name of its bias
   * @param size channels of a step
   * @param width steps that are seen together
   * @param residual what is around it
   */
  public record Convolution(
      String input,
      String name,
      String weight,
      String bias,
      long size,
      long width,
      Residual residual) {}

  /**
   * A convolution's kernel.
   *
   * @param convolution its settings
   * @param lanes what it computes with
   * @return a kernel
   */
  public static Kernel of(Convolution convolution, Lanes lanes) {
    return new ConvolutionKernel(convolution, lanes);
  }

  /**
   * A layer's kernel.
   *
   * @param layer its settings
   * @param lanes what it computes with
   * @return a kernel, if there is one of each attention
   */
  public static Optional<Kernel> of(Layer layer, Lanes lanes) {
    Workers workers = Workers.shared();
    List<Attending> attentions = new ArrayList<>();
    for (Attention attention : layer.attentions()) {
      kernel(layer, attention, lanes)
          .map(
              kernel ->
                  new Attending(
                      kernel,
                      attention.part(),
                      attention.memory(),
                      new Connection(layer.residual(), attention.name(), lanes, workers)))
          .ifPresent(attentions::add);
    }
    if (attentions.size() < layer.attentions().size()) {
      return Optional.empty();
    }
    return Optional.of(
        new TransformerKernel(
            layer.input(),
            (int) layer.size(),
            attentions,
            layer.feedForward(),
            new Connection(layer.residual(), layer.feedForwardName(), lanes, workers),
            lanes,
            workers));
  }

  private static Optional<Kernel> kernel(Layer layer, Attention attention, Lanes lanes) {
    String keys = attention.memory() == null ? Attending.STEPS : attention.memory();
    FusedKernels.Inputs inputs = new FusedKernels.Inputs(Attending.STEPS, keys, keys);
    long keySize = attention.keySize();
    return MultiHeadKernels.attention(
        attention.multiHead(), inputs, layer.size(), keySize, keySize, lanes);
  }
}

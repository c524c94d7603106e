package io.github.dl4jattention.layers.fused.decoder;

import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import java.util.Arrays;

/**
 * What a decoder multiplies its context by: {@code beta_t = sigmoid(h_(t-1) . w + b)}, one number
 * for all channels (Xu et al. 2015, section 4.2.1).
 *
 * <p>A row is a step of an example. Several threads may work at a time, each on rows of its own.
 */
public final class ContextGate {
  private final String weightName;
  private final String biasName;
  private final int stateSize;
  private final int contextSize;
  private final Lanes lanes;
  private Pass.Parameter weight;
  private Pass.Parameter bias;
  private int rows;
  private float[] betas = new float[0];

  /** Gradients by the sums before the sigmoid. */
  private float[] dSums = new float[0];

  /** Contexts after the gate, {@code [rows, contextSize]}. */
  private float[] gated = new float[0];

  ContextGate(String weightName, String biasName, int stateSize, int contextSize, Lanes lanes) {
    this.weightName = weightName;
    this.biasName = biasName;
    this.stateSize = stateSize;
    this.contextSize = contextSize;
    this.lanes = lanes;
  }

  /**
   * The gate of a state.
   *
   * @param lanes what computes
   * @param weight w
   * @param bias b
   * @param hidden holds the state
   * @param at where it begins
   * @param size units of the state
   * @return from 0 to 1
   */
  public static float of(
      Lanes lanes, float[] weight, float bias, float[] hidden, int at, int size) {
    float sum = lanes.dot(weight, 0, hidden, at, size) + bias;
    return (float) (1 / (1 + Math.exp(-sum)));
  }

  /** Begins a pass. */
  void begin(Pass pass, int count) {
    rows = count;
    weight = pass.parameter(weightName);
    bias = pass.parameter(biasName);
    betas = Buffers.atLeast(betas, count);
    dSums = Buffers.atLeast(dSums, count);
    gated = Buffers.atLeast(gated, (long) count * contextSize);
  }

  /** Contexts after the gate, {@code [rows, contextSize]}. */
  float[] gated() {
    return gated;
  }

  /** Gates a row, from the state before its step. */
  void forward(float[] hidden, int at, float[] contexts, int row) {
    betas[row] = of(lanes, weight.values(), bias.values()[0], hidden, at, stateSize);
    System.arraycopy(contexts, row * contextSize, gated, row * contextSize, contextSize);
    lanes.scale(gated, row * contextSize, betas[row], contextSize);
  }

  /** A row that is padding. */
  void skip(int row) {
    Arrays.fill(gated, row * contextSize, (row + 1) * contextSize, 0);
  }

  /**
   * Goes back through a row.
   *
   * @param contexts before the gate
   * @param gradients by the gated contexts; takes those by the contexts
   * @param row which row
   * @param dHidden takes the gradient by the state before the step, added to what it holds
   * @param at where that begins
   */
  void backward(float[] contexts, float[] gradients, int row, float[] dHidden, int at) {
    int from = row * contextSize;
    float beta = betas[row];
    float dBeta = lanes.dot(gradients, from, contexts, from, contextSize);
    lanes.scale(gradients, from, beta, contextSize);
    dSums[row] = dBeta * beta * (1 - beta);
    lanes.addScaled(dHidden, at, dSums[row], weight.values(), 0, stateSize);
  }

  /** A row that is padding, on the way back. */
  void skipBack(int row) {
    dSums[row] = 0;
  }

  /** Adds to the gradients by w and b, from the states before all steps. */
  void finish(float[] before) {
    for (int row = 0; row < rows; row++) {
      lanes.addScaled(weight.gradient(), 0, dSums[row], before, row * stateSize, stateSize);
      bias.gradient()[0] += dSums[row];
    }
  }
}

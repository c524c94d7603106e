package io.github.dl4jattention.layers.fused.multihead;

import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.PlainLanes;
import io.github.dl4jattention.layers.multihead.HeadGate;
import io.github.dl4jattention.layers.multihead.HeadProjections;

/**
 * {@link HeadGate}, moved from the heads' outputs to the projection of them: {@code (g_h z_h) Wo_h
 * = z_h (g_h Wo_h)}, so that there are {@code headSize outputSize} products a head and not one for
 * each step.
 */
final class GatedOutput {
  private final boolean sigmoid;
  private final MultiHeadSizes sizes;
  private final Lanes lanes;

  /** The gated weights, {@code [heads headSize, outputSize]}. */
  private final Pass.Parameter gated = new Pass.Parameter();

  GatedOutput(HeadGate gate, MultiHeadSizes sizes, Lanes lanes) {
    sigmoid = gate.isSigmoid();
    this.sizes = sizes;
    this.lanes = lanes;
  }

  /** The output's weights, gated. */
  Pass.Parameter forward(Pass pass) {
    Pass.Parameter weights = pass.parameter(HeadProjections.OUTPUT_WEIGHT);
    gated.resize(weights.size());
    System.arraycopy(weights.values(), 0, gated.values(), 0, weights.size());
    for (int head = 0; head < sizes.heads(); head++) {
      lanes.scale(gated.values(), head * ofHead(), gate(pass, head), ofHead());
    }
    return gated;
  }

  /** Makes the gated weights' gradient zero. */
  void beginBackward() {
    gated.clearGradient();
  }

  /** Takes the gradient by the gated weights back to the weights and the gates. */
  void endBackward(Pass pass) {
    Pass.Parameter weights = pass.parameter(HeadProjections.OUTPUT_WEIGHT);
    float[] gates = pass.parameter(HeadGate.GATE).gradient();
    for (int head = 0; head < sizes.heads(); head++) {
      int at = head * ofHead();
      float gate = gate(pass, head);
      float gradient = lanes.dot(gated.gradient(), at, weights.values(), at, ofHead());
      gates[head] += sigmoid ? gradient * gate * (1 - gate) : gradient;
      lanes.addScaled(weights.gradient(), at, gate, gated.gradient(), at, ofHead());
    }
  }

  private float gate(Pass pass, int head) {
    float parameter = pass.parameter(HeadGate.GATE).values()[head];
    return sigmoid ? PlainLanes.sigmoid(parameter) : parameter;
  }

  private int ofHead() {
    return sizes.headSize() * sizes.outputSize();
  }
}

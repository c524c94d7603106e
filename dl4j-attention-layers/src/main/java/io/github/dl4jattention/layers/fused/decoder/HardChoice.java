package io.github.dl4jattention.layers.fused.decoder;

import io.github.dl4jattention.layers.align.HardAttention;
import io.github.dl4jattention.layers.fused.Extent;
import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Uniform;
import java.util.Arrays;

/**
 * Hard attention's part in the weights of a decoder's steps: in training one key drawn from the
 * softmax p, or p itself for an example that sees the expectation; at inference the likeliest key.
 *
 * <p>On the way back the energies e of a draw s learn by REINFORCE, from the advantage A, and all
 * of them from the entropy H = -sum_j p_j log p_j:
 *
 * <pre>
 *   dL/de_j = -lambda_r A (s_j - p_j) + lambda_e p_j (log p_j + H)
 * </pre>
 */
final class HardChoice {
  private final HardAttention settings;
  private final Lanes lanes;

  private Pass pass;
  private Extent extent;
  private int stride;
  private boolean training;
  private float[] chosen = new float[0];
  private float[] advantages;

  /** Noise of each array of the formula's. */
  private Uniform[] noises;

  /** Null if all examples see their draws. */
  private Uniform coin;

  HardChoice(HardAttention settings, Lanes lanes) {
    this.settings = settings;
    this.lanes = lanes;
  }

  /**
   * Begins a pass.
   *
   * @param arrays how many arrays of noise the formula draws
   * @return takes what is chosen, {@code [batch * time, stride]}
   */
  float[] begin(Pass pass, Extent extent, int stride, int arrays) {
    this.pass = pass;
    this.extent = extent;
    this.stride = stride;
    training = pass.training();
    noises = new Uniform[arrays];
    coin = null;
    chosen = Buffers.atLeast(chosen, (long) extent.batch() * extent.queryTime() * stride);
    return chosen;
  }

  /** Draws an array of noise, and after the first the coins: the formula's order. */
  void draw(int array) {
    if (!training) {
      return;
    }
    noises[array] = new Uniform(pass.nextSeed());
    if (array == 0 && settings.expectation() > 0) {
      coin = new Uniform(pass.nextSeed());
    }
  }

  private boolean isDrawn(int example) {
    return coin == null || HardAttention.isDrawn(coin, example, settings.expectation());
  }

  /** Chooses a key of a query: from row {@code example * time + t} of the softmax. */
  void choose(float[] soft, int example, int t) {
    int time = extent.queryTime();
    int at = (example * time + t) * stride;
    if (training && !isDrawn(example)) {
      System.arraycopy(soft, at, chosen, at, stride);
      return;
    }
    boolean eachStep = noises.length == time;
    long index = (eachStep ? example : (long) example * time + t) * extent.keyTime();
    int key = key(soft, at, training ? noises[eachStep ? t : 0] : null, index);
    Arrays.fill(chosen, at, at + stride, 0);
    if (key >= 0) {
      chosen[at + key] = 1;
    }
  }

  /** The first key of the largest log p, with noise or without; -1 if there is no key. */
  private int key(float[] soft, int at, Uniform noise, long index) {
    int key = -1;
    double largest = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < extent.keyTime(); j++) {
      float p = soft[at + j];
      if (p > 0) {
        double value = noise == null ? p : Math.log(p) + noise.gumbel(index + j);
        if (value > largest) {
          largest = value;
          key = j;
        }
      }
    }
    return key;
  }

  /** Begins the way back. */
  void beginBackward() {
    advantages = pass.advantages();
  }

  /**
   * Goes back through a query's choice and softmax.
   *
   * @param gradient by what was chosen; becomes that by the energies, {@code [stride]}
   * @param soft row {@code example * time + t} is the softmax
   */
  void back(float[] gradient, float[] soft, int example, int t) {
    int at = (example * extent.queryTime() + t) * stride;
    if (isDrawn(example)) {
      float factor = (float) (-settings.rewardWeight() * advantages[example]);
      Arrays.fill(gradient, 0, stride, 0);
      lanes.addScaled(gradient, 0, factor, chosen, at, stride);
      lanes.addScaled(gradient, 0, -factor, soft, at, stride);
    } else {
      float mean = lanes.dot(gradient, 0, soft, at, stride);
      lanes.softmaxGradient(gradient, 0, soft, at, mean, stride);
    }
    if (settings.entropyWeight() > 0) {
      addEntropy(gradient, soft, at);
    }
  }

  private void addEntropy(float[] gradient, float[] soft, int at) {
    double entropy = 0;
    for (int j = 0; j < extent.keyTime(); j++) {
      float p = soft[at + j];
      if (p > 0) {
        entropy -= p * Math.log(p);
      }
    }
    for (int j = 0; j < extent.keyTime(); j++) {
      float p = soft[at + j];
      if (p > 0) {
        gradient[j] += (float) (settings.entropyWeight() * p * (Math.log(p) + entropy));
      }
    }
  }
}

package io.github.dl4jattention.layers.fused.decoder;

import io.github.dl4jattention.layers.align.Alignment;
import io.github.dl4jattention.layers.cell.RecurrentCell;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.score.AdditiveScore;
import io.github.dl4jattention.layers.score.ConcatScore;
import io.github.dl4jattention.layers.score.DotScore;
import io.github.dl4jattention.layers.score.GeneralScore;
import io.github.dl4jattention.layers.score.LocationScore;
import io.github.dl4jattention.layers.score.ScaledDotScore;
import io.github.dl4jattention.layers.score.Score;
import java.util.Optional;
import org.nd4j.linalg.activations.Activation;

/** Finds the kernel of a decoder's settings; nothing where none covers them. */
public final class DecoderKernels {
  private DecoderKernels() {}

  /**
   * Bahdanau's decoder.
   *
   * @param settings its names and sizes
   * @param cell its cell
   * @param alignment how it looks
   * @param lanes what it computes with
   * @return a kernel, if the cell has one, and the weights are a softmax's of a plain score
   */
  public static Optional<Kernel> bahdanau(
      DecoderSettings settings, RecurrentCell cell, Alignment alignment, Lanes lanes) {
    return cell.kernel(lanes, settings.stateSize())
        .flatMap(
            kernel ->
                attention(settings, alignment, true, lanes)
                    .map(attention -> new BahdanauKernel(settings, kernel, attention, lanes)));
  }

  /**
   * Luong's decoder.
   *
   * @param settings its names and sizes
   * @param cell its cell
   * @param alignment how it looks
   * @param attentionalWeight name of the weight of htilde
   * @param outputSize channels of htilde
   * @param inputFeeding whether the cell is fed the htilde of the step before
   * @param lanes what it computes with
   * @return a kernel, if the cell has one, and the weights are a softmax's of a plain score
   */
  public static Optional<Kernel> luong(
      DecoderSettings settings,
      RecurrentCell cell,
      Alignment alignment,
      String attentionalWeight,
      long outputSize,
      boolean inputFeeding,
      Lanes lanes) {
    LuongKernel.Attentional names =
        new LuongKernel.Attentional(attentionalWeight, (int) outputSize, inputFeeding);
    return cell.kernel(lanes, settings.stateSize())
        .flatMap(
            kernel ->
                attention(settings, alignment, inputFeeding, lanes)
                    .map(attention -> new LuongKernel(settings, kernel, attention, names, lanes)));
  }

  private static Optional<StepAttention> attention(
      DecoderSettings settings, Alignment alignment, boolean drawsEachStep, Lanes lanes) {
    if (!alignment.isGlobalSoftmax()) {
      return Optional.empty();
    }
    return energies(settings, alignment.score(), lanes)
        .map(
            energies ->
                new StepAttention(
                    settings.annotations(),
                    energies,
                    settings.stateSize(),
                    alignment.dropProbability(),
                    drawsEachStep,
                    lanes,
                    Workers.shared()));
  }

  private static Optional<Energies> energies(DecoderSettings settings, Score score, Lanes lanes) {
    Workers workers = Workers.shared();
    int query = settings.stateSize();
    int key = settings.annotationSize();
    if (score instanceof AdditiveScore additive && additive.isPlain()) {
      AdditiveEnergies.Parameters names =
          new AdditiveEnergies.Parameters(
              AdditiveScore.QUERY_WEIGHT, AdditiveScore.KEY_WEIGHT, 0, AdditiveScore.ENERGY_WEIGHT);
      int size = (int) additive.attentionSize();
      return Optional.of(new AdditiveEnergies(names, query, key, size, lanes, workers));
    } else if (score instanceof ConcatScore concat && concat.activation() == Activation.TANH) {
      AdditiveEnergies.Parameters names =
          new AdditiveEnergies.Parameters(
              ConcatScore.WEIGHT, ConcatScore.WEIGHT, query, ConcatScore.ENERGY_WEIGHT);
      int size = (int) concat.attentionSize();
      return Optional.of(new AdditiveEnergies(names, query, key, size, lanes, workers));
    } else if (score instanceof GeneralScore) {
      return Optional.of(DotEnergies.general(GeneralScore.WEIGHT, query, key, lanes, workers));
    } else if (score instanceof DotScore) {
      return Optional.of(DotEnergies.plain(query, 1, lanes));
    } else if (score instanceof ScaledDotScore) {
      return Optional.of(DotEnergies.plain(query, (float) (1 / Math.sqrt(query)), lanes));
    } else if (score instanceof LocationScore location) {
      return Optional.of(new LocationEnergies(location, query, lanes, workers));
    }
    return Optional.empty();
  }
}

package io.github.dl4jattention.layers.fused.decoder;

import io.github.dl4jattention.layers.align.Alignment;
import io.github.dl4jattention.layers.align.HardAttention;
import io.github.dl4jattention.layers.align.MonotonicWindow;
import io.github.dl4jattention.layers.align.PredictiveWindow;
import io.github.dl4jattention.layers.align.Softmax;
import io.github.dl4jattention.layers.align.Window;
import io.github.dl4jattention.layers.cell.RecurrentCell;
import io.github.dl4jattention.layers.fused.StepSight;
import io.github.dl4jattention.layers.fused.scored.MonotonicSight;
import io.github.dl4jattention.layers.fused.scored.PredictiveSight;
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
   * Settings of Bahdanau's decoder alone.
   *
   * @param contextOutput whether what it has seen is given behind its state
   * @param gateWeight name of the weights of the context's gate; null for no gate
   * @param gateBias name of its bias; null for no gate
   * @param doublyStochastic lambda of the regularisation; 0 for none
   */
  public record Bahdanau(
      boolean contextOutput, String gateWeight, String gateBias, double doublyStochastic) {}

  /**
   * Bahdanau's decoder.
   *
   * @param settings its names and sizes
   * @param cell its cell
   * @param alignment how it looks
   * @param own what it alone has
   * @param lanes what it computes with
   * @return a kernel, if the cell has one, the weights are a softmax's or hard, score and window
   *     are this library's, and the score has no other activation than tanh
   */
  public static Optional<Kernel> bahdanau(
      DecoderSettings settings,
      RecurrentCell cell,
      Alignment alignment,
      Bahdanau own,
      Lanes lanes) {
    return cell.kernel(lanes, settings.stateSize())
        .flatMap(
            kernel ->
                attention(settings, alignment, true, own.doublyStochastic(), lanes)
                    .map(attention -> new BahdanauKernel(settings, kernel, attention, own, lanes)));
  }

  /**
   * A cell that looks at nothing.
   *
   * @param settings names and sizes
   * @param cell the cell
   * @param lanes what it computes with
   * @return a kernel, if the cell has one
   */
  public static Optional<Kernel> plain(DecoderSettings settings, RecurrentCell cell, Lanes lanes) {
    return cell.kernel(lanes, settings.stateSize())
        .map(kernel -> new PlainKernel(settings, kernel, lanes));
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
   * @return a kernel, if the cell has one, the weights are a softmax's or hard, score and window
   *     are this library's, and the score has no other activation than tanh
   */
  public static Optional<Kernel> luong(
      DecoderSettings settings,
      RecurrentCell cell,
      Alignment alignment,
      String attentionalWeight,
      long outputSize,
      boolean inputFeeding,
      Lanes lanes) {
    boolean inTurn = inputFeeding || alignment.score().hasCoverage();
    LuongKernel.Attentional names =
        new LuongKernel.Attentional(attentionalWeight, (int) outputSize, inputFeeding);
    return cell.kernel(lanes, settings.stateSize())
        .flatMap(
            kernel ->
                attention(settings, alignment, inTurn, 0, lanes)
                    .map(attention -> new LuongKernel(settings, kernel, attention, names, lanes)));
  }

  private static Optional<StepAttention> attention(
      DecoderSettings settings,
      Alignment alignment,
      boolean drawsEachStep,
      double doublyStochastic,
      Lanes lanes) {
    Optional<StepSight> sight = sight(settings, alignment, lanes);
    Optional<Energies> energies = energies(settings, alignment.score(), lanes);
    if (!(alignment.distribution() instanceof Softmax
            || alignment.distribution() instanceof HardAttention)
        || alignment.causal()
        || sight.isEmpty()
        || energies.isEmpty()) {
      return Optional.empty();
    }
    Workers workers = Workers.shared();
    StepWeights weights =
        new StepWeights(
            energies.get(),
            sight.get(),
            alignment.dropProbability(),
            drawsEachStep,
            doublyStochastic,
            alignment.distribution() instanceof HardAttention hard
                ? new HardChoice(hard, lanes)
                : null,
            lanes,
            workers);
    return Optional.of(
        new StepAttention(
            settings.annotations(),
            settings.stateSize(),
            energies.get(),
            sight.get(),
            weights,
            lanes,
            workers));
  }

  private static Optional<StepSight> sight(
      DecoderSettings settings, Alignment alignment, Lanes lanes) {
    Window window = alignment.window().orElse(null);
    if (window == null) {
      return Optional.of(StepSight.ALL);
    } else if (window instanceof MonotonicWindow monotonic) {
      return Optional.of(new MonotonicSight(monotonic, false));
    } else if (window instanceof PredictiveWindow predictive) {
      int query = settings.stateSize();
      return Optional.of(new PredictiveSight(predictive, false, query, lanes, Workers.shared()));
    }
    return Optional.empty();
  }

  private static Optional<Energies> energies(DecoderSettings settings, Score score, Lanes lanes) {
    Workers workers = Workers.shared();
    int query = settings.stateSize();
    int key = settings.annotationSize();
    if (score instanceof AdditiveScore additive && additive.activation() == Activation.TANH) {
      return Optional.of(
          additive.hasCoverage()
              ? new CoverageEnergies(additive, query, key, lanes, workers)
              : AdditiveEnergies.of(additive, query, key, lanes, workers));
    } else if (score instanceof ConcatScore concat && concat.activation() == Activation.TANH) {
      return Optional.of(AdditiveEnergies.of(concat, query, key, lanes, workers));
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

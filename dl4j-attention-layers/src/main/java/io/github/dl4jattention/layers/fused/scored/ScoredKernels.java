package io.github.dl4jattention.layers.fused.scored;

import io.github.dl4jattention.layers.align.Alignment;
import io.github.dl4jattention.layers.align.MonotonicWindow;
import io.github.dl4jattention.layers.align.PredictiveWindow;
import io.github.dl4jattention.layers.align.Softmax;
import io.github.dl4jattention.layers.align.Window;
import io.github.dl4jattention.layers.formula.LearnedQueries;
import io.github.dl4jattention.layers.fused.DotEnergies;
import io.github.dl4jattention.layers.fused.FusedKernels;
import io.github.dl4jattention.layers.fused.HeadAttention;
import io.github.dl4jattention.layers.fused.HeadSizes;
import io.github.dl4jattention.layers.fused.Sight;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.score.AdditiveScore;
import io.github.dl4jattention.layers.score.ConcatScore;
import io.github.dl4jattention.layers.score.DotScore;
import io.github.dl4jattention.layers.score.GeneralScore;
import io.github.dl4jattention.layers.score.LocationScore;
import io.github.dl4jattention.layers.score.ScaledDotScore;
import io.github.dl4jattention.layers.score.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.activations.Activation;

/** Finds the kernel of a single-headed attention's settings; nothing where none covers them. */
public final class ScoredKernels {
  private final int querySize;
  private final int keySize;
  private final Lanes lanes;
  private final Workers workers = Workers.shared();

  private ScoredKernels(long querySize, long keySize, Lanes lanes) {
    this.querySize = (int) querySize;
    this.keySize = (int) keySize;
    this.lanes = lanes;
  }

  /**
   * Attention of a sequence of queries.
   *
   * @param alignment its settings
   * @param inputs names of the inputs with the queries, the keys and the values
   * @param querySize channels of a query
   * @param keySize channels of a key
   * @param valueSize channels of a value
   * @param lanes what it computes with
   * @return a kernel, if the weights are a softmax's, score and window are this library's, and the
   *     score has neither coverage nor another activation than tanh
   */
  public static Optional<Kernel> attention(
      Alignment alignment,
      FusedKernels.Inputs inputs,
      long querySize,
      long keySize,
      long valueSize,
      Lanes lanes) {
    return new ScoredKernels(querySize, keySize, lanes)
        .kernel(alignment, inputs, (int) valueSize, false);
  }

  /**
   * Attention of learned queries.
   *
   * @param alignment its settings
   * @param queries the queries
   * @param vector whether the output is a vector an example, not a sequence of one
   * @param input name of the input with the keys, which are the values too
   * @param size channels of a key
   * @param lanes what it computes with
   * @return a kernel, under the conditions of {@link #attention}
   */
  public static Optional<Kernel> pooling(
      Alignment alignment,
      LearnedQueries queries,
      boolean vector,
      String input,
      long size,
      Lanes lanes) {
    FusedKernels.Inputs inputs = new FusedKernels.Inputs(PoolingKernel.INPUT, input, input);
    return new ScoredKernels(queries.size(), size, lanes)
        .kernel(alignment, inputs, (int) size, vector)
        .map(attention -> new PoolingKernel(queries, input, attention, lanes));
  }

  private Optional<Kernel> kernel(
      Alignment alignment, FusedKernels.Inputs inputs, int valueSize, boolean vector) {
    Optional<PlacedSight> window =
        alignment.window().flatMap(each -> sight(each, alignment.causal()));
    Sight whole = alignment.causal() ? Sight.CAUSAL : Sight.ALL;
    Sight sight = window.isPresent() ? window.get() : whole;
    Optional<Scoring> scoring = scoring(alignment.score(), sight);
    if (!(alignment.distribution() instanceof Softmax)
        || window.isPresent() != alignment.window().isPresent()
        || scoring.isEmpty()) {
      return Optional.empty();
    }
    List<Part> parts = new ArrayList<>(List.of(scoring.get()));
    window.ifPresent(parts::add);
    HeadSizes sizes = HeadSizes.single(keySize, valueSize, alignment.dropProbability());
    HeadAttention attention =
        new HeadAttention(sizes, scoring.get().energies(), sight, lanes, workers);
    return Optional.of(new ScoredKernel(inputs, parts, attention, vector));
  }

  private Optional<PlacedSight> sight(Window window, boolean causal) {
    if (window instanceof MonotonicWindow monotonic) {
      return Optional.of(new MonotonicSight(monotonic, causal));
    } else if (window instanceof PredictiveWindow predictive) {
      return Optional.of(new PredictiveSight(predictive, causal, querySize, lanes, workers));
    }
    return Optional.empty();
  }

  private Optional<Scoring> scoring(Score score, Sight sight) {
    if (score instanceof DotScore) {
      return Optional.of(new DotScoring(dot(keySize, 1, sight), 1, lanes));
    } else if (score instanceof ScaledDotScore) {
      float scale = (float) (1 / Math.sqrt(keySize));
      return Optional.of(new DotScoring(dot(keySize, scale, sight), scale, lanes));
    } else if (score instanceof GeneralScore) {
      Projection projection = new Projection(lanes, workers, querySize, keySize);
      return Optional.of(new GeneralScoring(dot(keySize, 1, sight), projection));
    } else if (score instanceof LocationScore location) {
      return Optional.of(new LocationScoring(location, querySize, dot(querySize, 1, sight)));
    } else if (score instanceof AdditiveScore additive
        && !additive.hasCoverage()
        && additive.activation() == Activation.TANH) {
      AdditiveScoring.Parameters names = AdditiveScoring.Parameters.of(additive);
      return Optional.of(additive(names, additive.attentionSize(), sight));
    } else if (score instanceof ConcatScore concat && concat.activation() == Activation.TANH) {
      AdditiveScoring.Parameters names = AdditiveScoring.Parameters.ofConcat(querySize);
      return Optional.of(additive(names, concat.attentionSize(), sight));
    }
    return Optional.empty();
  }

  private DotEnergies dot(int size, float scale, Sight sight) {
    return new DotEnergies(HeadSizes.single(size, size, 0), scale, sight, lanes, workers);
  }

  private AdditiveScoring additive(AdditiveScoring.Parameters names, long size, Sight sight) {
    return new AdditiveScoring(names, querySize, keySize, (int) size, sight, lanes, workers);
  }
}

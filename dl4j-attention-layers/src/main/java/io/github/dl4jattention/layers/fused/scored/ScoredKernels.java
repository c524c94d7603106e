package io.github.dl4jattention.layers.fused.scored;

import io.github.dl4jattention.layers.align.Alignment;
import io.github.dl4jattention.layers.align.MonotonicWindow;
import io.github.dl4jattention.layers.align.Softmax;
import io.github.dl4jattention.layers.align.Window;
import io.github.dl4jattention.layers.fused.DotEnergies;
import io.github.dl4jattention.layers.fused.FusedKernels;
import io.github.dl4jattention.layers.fused.HeadAttention;
import io.github.dl4jattention.layers.fused.HeadSizes;
import io.github.dl4jattention.layers.fused.Sight;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.score.DotScore;
import io.github.dl4jattention.layers.score.GeneralScore;
import io.github.dl4jattention.layers.score.LocationScore;
import io.github.dl4jattention.layers.score.ScaledDotScore;
import io.github.dl4jattention.layers.score.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
   * @return a kernel, if the weights are a softmax's and the score has neither coverage nor another
   *     activation than tanh
   */
  public static Optional<Kernel> attention(
      Alignment alignment,
      FusedKernels.Inputs inputs,
      long querySize,
      long keySize,
      long valueSize,
      Lanes lanes) {
    if (!(alignment.distribution() instanceof Softmax)) {
      return Optional.empty();
    }
    ScoredKernels kernels = new ScoredKernels(querySize, keySize, lanes);
    return kernels
        .scoring(alignment.score())
        .flatMap(scoring -> kernels.attention(alignment, scoring, inputs, (int) valueSize));
  }

  private Optional<Kernel> attention(
      Alignment alignment, Scoring scoring, FusedKernels.Inputs inputs, int valueSize) {
    List<Part> parts = new ArrayList<>(List.of(scoring));
    Sight sight = alignment.causal() ? Sight.CAUSAL : Sight.ALL;
    if (alignment.window().isPresent()) {
      Optional<PlacedSight> placed = sight(alignment.window().get(), alignment.causal());
      if (placed.isEmpty()) {
        return Optional.empty();
      }
      sight = placed.get();
      parts.add(placed.get());
    }
    HeadSizes sizes = HeadSizes.single(keySize, valueSize, alignment.dropProbability());
    HeadAttention attention = new HeadAttention(sizes, scoring.energies(), sight, lanes, workers);
    return Optional.of(new ScoredKernel(inputs, parts, attention));
  }

  private Optional<PlacedSight> sight(Window window, boolean causal) {
    if (window instanceof MonotonicWindow monotonic) {
      return Optional.of(new MonotonicSight(monotonic, causal));
    }
    return Optional.empty();
  }

  private Optional<Scoring> scoring(Score score) {
    if (score instanceof DotScore) {
      return Optional.of(new DotScoring(dot(keySize, 1), 1, lanes));
    }
    if (score instanceof ScaledDotScore) {
      float scale = (float) (1 / Math.sqrt(keySize));
      return Optional.of(new DotScoring(dot(keySize, scale), scale, lanes));
    }
    if (score instanceof GeneralScore) {
      Projection projection = new Projection(lanes, workers, querySize, keySize);
      return Optional.of(new GeneralScoring(dot(keySize, 1), projection));
    }
    if (score instanceof LocationScore location) {
      return Optional.of(new LocationScoring(location, querySize, dot(querySize, 1)));
    }
    return Optional.empty();
  }

  private DotEnergies dot(int size, float scale) {
    return new DotEnergies(HeadSizes.single(size, size, 0), scale, lanes, workers);
  }
}

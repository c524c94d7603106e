package io.github.dl4jattention.zoo.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Which pairs form which batch of an epoch: a function of seed and epoch alone, so that a training
 * that is resumed in the middle goes on as it would have.
 *
 * <p>The pairs are shuffled, cut into pools of {@value #POOL_BATCHES} batches, sorted by length
 * within a pool (less padding), cut into batches, and the batches shuffled.
 */
public final class EpochPlan {
  private static final int POOL_BATCHES = 16;

  /** By the longer side first, as a batch is as long as its longest. */
  private static final Comparator<EncodedPair> BY_BOTH_LENGTHS =
      Comparator.<EncodedPair>comparingInt(p -> Math.max(p.source().length, p.target().length))
          .thenComparingInt(pair -> pair.source().length)
          .thenComparingInt(pair -> pair.target().length);

  private EpochPlan() {}

  /**
   * Plans an epoch of batches of as many pairs.
   *
   * @param pairs all pairs
   * @param batchSize pairs a batch; the last batches may have fewer
   * @param seed of the training
   * @param epoch from 0
   * @return the batches, together every pair once
   */
  public static List<List<EncodedPair>> batches(
      List<EncodedPair> pairs, int batchSize, long seed, int epoch) {
    Random random = random(seed, epoch);
    List<EncodedPair> shuffled = new ArrayList<>(pairs);
    Collections.shuffle(shuffled, random);
    List<List<EncodedPair>> batches = new ArrayList<>();
    // No larger than the pairs are many: else the sums below may pass what an int holds.
    int size = Math.max(1, Math.min(batchSize, pairs.size()));
    int poolSize = (int) Math.min(shuffled.size(), (long) POOL_BATCHES * size);
    for (int start = 0; start < shuffled.size(); start += poolSize) {
      int end = Math.min(shuffled.size(), start + poolSize);
      EncodedPair[] pool = shuffled.subList(start, end).toArray(new EncodedPair[0]);
      Arrays.sort(pool, Comparator.comparingInt(pair -> pair.source().length));
      for (int i = 0; i < pool.length; i += size) {
        batches.add(List.of(Arrays.copyOfRange(pool, i, Math.min(pool.length, i + size))));
      }
    }
    Collections.shuffle(batches, random);
    return batches;
  }

  /**
   * Plans an epoch of batches that take about as much work: as many pairs as fit a budget of
   * tokens, many short ones or few long ones.
   *
   * @param pairs all pairs
   * @param tokens most tokens of a batch, padding included: pairs times the sum of its longest
   *     source and its longest target; a pair that has more is a batch by itself
   * @param seed of the training
   * @param epoch from 0
   * @return the batches, together every pair once
   */
  public static List<List<EncodedPair>> batchesOfTokens(
      List<EncodedPair> pairs, int tokens, long seed, int epoch) {
    Random random = random(seed, epoch);
    List<EncodedPair> shuffled = new ArrayList<>(pairs);
    Collections.shuffle(shuffled, random);
    List<List<EncodedPair>> batches = new ArrayList<>();
    List<EncodedPair> pool = new ArrayList<>();
    long inPool = 0;
    for (EncodedPair pair : shuffled) {
      pool.add(pair);
      inPool += pair.source().length + (long) pair.target().length;
      if (inPool >= (long) POOL_BATCHES * tokens) {
        cut(pool, tokens, batches);
        pool.clear();
        inPool = 0;
      }
    }
    cut(pool, tokens, batches);
    Collections.shuffle(batches, random);
    return batches;
  }

  private static Random random(long seed, int epoch) {
    return new Random(seed * 1_000_003L + epoch);
  }

  private static void cut(List<EncodedPair> pool, int tokens, List<List<EncodedPair>> batches) {
    pool.sort(BY_BOTH_LENGTHS);
    List<EncodedPair> batch = new ArrayList<>();
    int longestSource = 0;
    int longestTarget = 0;
    for (EncodedPair pair : pool) {
      int source = Math.max(longestSource, pair.source().length);
      int target = Math.max(longestTarget, pair.target().length);
      if (!batch.isEmpty() && (batch.size() + 1L) * ((long) source + target) > tokens) {
        batches.add(List.copyOf(batch));
        batch.clear();
        source = pair.source().length;
        target = pair.target().length;
      }
      batch.add(pair);
      longestSource = source;
      longestTarget = target;
    }
    if (!batch.isEmpty()) {
      batches.add(List.copyOf(batch));
    }
  }
}

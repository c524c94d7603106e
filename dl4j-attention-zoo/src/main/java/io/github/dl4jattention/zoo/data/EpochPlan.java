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
 * <p>The pairs are shuffled, cut into pools of {@value #POOL_BATCHES} batches, sorted by source
 * length within a pool (less padding), cut into batches, and the batches shuffled.
 */
public final class EpochPlan {
  private static final int POOL_BATCHES = 16;

  private EpochPlan() {}

  /**
   * Plans an epoch.
   *
   * @param pairs all pairs
   * @param batchSize pairs a batch; the last batches may have fewer
   * @param seed of the training
   * @param epoch from 0
   * @return the batches, together every pair once
   */
  public static List<List<EncodedPair>> batches(
      List<EncodedPair> pairs, int batchSize, long seed, int epoch) {
    Random random = new Random(seed * 1_000_003L + epoch);
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
}

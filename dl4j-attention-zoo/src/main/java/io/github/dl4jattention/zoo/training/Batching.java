package io.github.dl4jattention.zoo.training;

import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.EpochPlan;
import java.util.List;

/**
 * How many pairs an update sees, and what its gradient is a mean over.
 *
 * <pre>
 *   pairs    as many pairs each; the gradient is a mean over pairs
 *   tokens   as many pairs as fit a budget of tokens, padding included; a mean over target tokens
 * </pre>
 *
 * @param unit what is counted
 * @param size how many of it make a batch, at least 1
 */
public record Batching(Unit unit, int size) {
  private static final int UPDATES = 100;
  private static final int FEWEST_TOKENS = 100;
  private static final int MOST_TOKENS = 2_500;

  /** What is counted. */
  public enum Unit {
    /** Pairs. */
    PAIRS,
    /** Tokens of both sides, padding included. */
    TOKENS
  }

  /**
   * Checks the size.
   *
   * @param unit what is counted
   * @param size at least 1
   * @throws IllegalArgumentException if the size is below 1
   */
  public Batching {
    if (size < 1) {
      throw new IllegalArgumentException("a batch must have at least 1, got " + size);
    }
  }

  /**
   * Batches of so many pairs.
   *
   * @param size pairs a batch
   * @return the batching
   */
  public static Batching ofPairs(int size) {
    return new Batching(Unit.PAIRS, size);
  }

  /**
   * Batches of so many tokens.
   *
   * @param size tokens a batch
   * @return the batching
   */
  public static Batching ofTokens(int size) {
    return new Batching(Unit.TOKENS, size);
  }

  /**
   * Batches of tokens that suit the data: an epoch has about {@value #UPDATES} updates or more, of
   * {@value #FEWEST_TOKENS} to {@value #MOST_TOKENS} tokens. With fewer updates a model of few
   * pairs learns next to nothing in an epoch; with more tokens an update costs more and learns no
   * more.
   *
   * @param pairs training pairs
   * @return the batching
   */
  public static Batching fitting(List<EncodedPair> pairs) {
    long tokens =
        pairs.stream().mapToLong(pair -> pair.source().length + pair.target().length).sum();
    return ofTokens((int) Math.max(FEWEST_TOKENS, Math.min(MOST_TOKENS, tokens / UPDATES)));
  }

  /** The batches of an epoch, a function of the seed and the epoch. */
  List<List<EncodedPair>> plan(List<EncodedPair> pairs, long seed, int epoch) {
    return unit == Unit.PAIRS
        ? EpochPlan.batches(pairs, size, seed, epoch)
        : EpochPlan.batchesOfTokens(pairs, size, seed, epoch);
  }

  /** What the summed gradient of a batch is divided by. */
  int divisor(List<EncodedPair> batch) {
    return unit == Unit.PAIRS ? batch.size() : symbols(batch);
  }

  /** Target tokens of some pairs, their ends included. */
  static int symbols(List<EncodedPair> pairs) {
    return pairs.stream().mapToInt(EncodedPair::symbols).sum();
  }
}

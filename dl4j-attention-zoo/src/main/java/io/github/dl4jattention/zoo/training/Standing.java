package io.github.dl4jattention.zoo.training;

/**
 * Which epoch was the best so far, and how long ago anything got better.
 *
 * @param epoch the best one, from 0; -1 before the first
 * @param bleu its BLEU on the held-out pairs
 * @param loss its loss on the held-out pairs: of two epochs with the same BLEU the lower is better
 * @param lowestLoss the lowest loss of all epochs
 * @param stale epochs without a higher BLEU or a lower loss: at the start of a training BLEU is
 *     next to nothing, up and down, while the loss says that it learns
 * @param drops how often the learning rate fell since the start because nothing got better
 */
record Standing(int epoch, double bleu, double loss, double lowestLoss, int stale, int drops) {
  /** Before the first epoch. */
  static final Standing START = new Standing(-1, 0, Double.MAX_VALUE, Double.MAX_VALUE, 0, 0);

  /** After one epoch more. */
  Standing after(int now, double nowBleu, double nowLoss, int patience) {
    boolean isBest = epoch < 0 || nowBleu > bleu || (nowBleu == bleu && nowLoss < loss);
    boolean isStale = !isBest && nowLoss >= lowestLoss;
    int nowStale = isStale ? stale + 1 : 0;
    boolean falls = isStale && nowStale % patience == 0;
    return new Standing(
        isBest ? now : epoch,
        isBest ? nowBleu : bleu,
        isBest ? nowLoss : loss,
        Math.min(nowLoss, lowestLoss),
        nowStale,
        falls ? drops + 1 : drops);
  }
}

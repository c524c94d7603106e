package io.github.dl4jattention.zoo.behaviours;

import io.github.dl4jattention.zoo.data.EncodedPairs;
import io.github.dl4jattention.zoo.data.NumberedPairs;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.model.AtRank;
import io.github.dl4jattention.zoo.model.AtRankBuilder;
import io.github.dl4jattention.zoo.model.Optimizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Users who looked at things of two kinds, one of each kind bought and one not: they act on what
 * they have not bought, whatever else they did.
 */
final class TinyShop {
  private TinyShop() {}

  static List<Pair> pairs(int count) {
    Random random = new Random(5);
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> kinds = new ArrayList<>(List.of("a", "b", "c", "d"));
      Collections.shuffle(kinds, random);
      List<Behaviour> behaviours = new ArrayList<>();
      for (int k = 0; k < 2 + random.nextInt(2); k++) {
        String kind = kinds.get(k);
        String action = k == 0 ? "buy" : "browse";
        behaviours.add(
            new Behaviour(action, kind + random.nextInt(2), kind, 1L + random.nextInt(200)));
      }
      boolean acts = random.nextBoolean();
      String kind = kinds.get(acts ? 1 : 0);
      pairs.add(
          new Pair(
              new BehaviourSequence(kind + random.nextInt(2), kind, behaviours).text(),
              acts ? BehaviourNumbers.ACTS : BehaviourNumbers.DOES_NOT));
    }
    return pairs;
  }

  static AtRankBuilder tiny() {
    return AtRank.builder().optSize(16).optHeads(2).optFeedForwardSize(32).optDropout(0);
  }

  static BehaviourModel model(AtRank settings, List<Pair> pairs) {
    BehaviourVocabulary vocabulary = BehaviourNumbers.vocabulary(NumberedPairs.all(pairs, "test"));
    return new BehaviourModel(
        settings.newGraph(
            vocabulary.itemRows(),
            vocabulary.categoryRows(),
            vocabulary.actionRows(),
            new Optimizer(new Adam(0.02), 1),
            1),
        settings,
        vocabulary,
        20);
  }

  static EncodedPairs encoded(BehaviourModel model, List<Pair> pairs) {
    return BehaviourNumbers.encode(
        NumberedPairs.all(pairs, "test"), model.vocabulary(), model.maxLength());
  }
}

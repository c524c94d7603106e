package io.github.dl4jattention.zoo.dashboard;

import io.github.dl4jattention.ui.records.AttentionRecord;
import io.github.dl4jattention.ui.records.ExampleRecord;
import io.github.dl4jattention.ui.records.Limits;
import io.github.dl4jattention.ui.records.Progress;
import io.github.dl4jattention.ui.records.QualityRecord;
import io.github.dl4jattention.zoo.behaviours.Behaviour;
import io.github.dl4jattention.zoo.behaviours.BehaviourModel;
import io.github.dl4jattention.zoo.behaviours.BehaviourRanker;
import io.github.dl4jattention.zoo.behaviours.BehaviourSequence;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.model.AtRank;
import io.github.dl4jattention.zoo.model.TransformerLooks;
import io.github.dl4jattention.zoo.training.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A few held-out users: where their behaviours look at each other, where the candidate looks, and
 * how probable it is that they act.
 */
final class ShownBehaviours implements Shown {
  private final List<Pair> pairs;
  private final List<BehaviourSequence> users = new ArrayList<>();
  private final BehaviourRanker ranker;
  private double[] probabilities = {};

  ShownBehaviours(BehaviourModel model, List<Pair> heldOut) {
    ranker = new BehaviourRanker(model);
    pairs = Validation.spread(heldOut.size(), Limits.EXAMPLES / 2).mapToObj(heldOut::get).toList();
    for (Pair pair : pairs) {
      try {
        users.add(BehaviourSequence.parse(pair.source()).latest(model.maxLength()));
      } catch (BehaviourSequence.UnreadableException e) {
        throw new IllegalStateException("it was read before", e);
      }
    }
  }

  /** First where candidates look, then where behaviours do. */
  @Override
  public List<ExampleRecord> examples() {
    List<ExampleRecord> examples = new ArrayList<>();
    users.forEach(user -> add(examples, user, "candidate ", ExampleRecord.Kind.ALIGNMENT));
    users.forEach(user -> add(examples, user, "behaviours before ", ExampleRecord.Kind.SELF));
    return examples;
  }

  private static void add(
      List<ExampleRecord> examples, BehaviourSequence user, String what, ExampleRecord.Kind kind) {
    examples.add(
        new ExampleRecord(examples.size(), Shown.text(what + candidate(user)), kind, new byte[0]));
  }

  private static String candidate(BehaviourSequence user) {
    return "%s:%s".formatted(user.candidate(), user.category());
  }

  @Override
  public void renew() {
    probabilities = users.stream().mapToDouble(ranker::probability).toArray();
  }

  @Override
  public List<AttentionRecord> attention(Progress progress) {
    List<AttentionRecord> records = new ArrayList<>();
    for (int i = 0; i < users.size(); i++) {
      BehaviourSequence user = users.get(i);
      List<TransformerLooks.Layer> looks = ranker.looks(user);
      List<TransformerLooks.Layer> between =
          looks.stream().filter(layer -> !layer.name().equals(AtRank.CONTEXT)).toList();
      List<TransformerLooks.Layer> ofCandidate =
          looks.stream().filter(layer -> layer.name().equals(AtRank.CONTEXT)).toList();
      List<String> behaviours = user.behaviours().stream().map(Behaviour::toString).toList();
      String reference = pairs.get(i).target();
      add(
          records,
          new Looked(behaviours, List.of(candidate(user)), reference),
          i,
          progress,
          ofCandidate);
      add(records, new Looked(behaviours, behaviours, null), users.size() + i, progress, between);
    }
    return records;
  }

  private static void add(
      List<AttentionRecord> records,
      Looked looked,
      int example,
      Progress progress,
      List<TransformerLooks.Layer> layers) {
    if (!layers.isEmpty()) {
      records.add(looked.record(example, progress, layers));
    }
  }

  @Override
  public List<QualityRecord.Sample> samples() {
    List<QualityRecord.Sample> samples = new ArrayList<>();
    for (int i = 0; i < probabilities.length; i++) {
      samples.add(
          new QualityRecord.Sample(
              Shown.text(pairs.get(i).source()),
              pairs.get(i).target(),
              String.format(Locale.ROOT, "%.3f", probabilities[i])));
    }
    return samples;
  }
}

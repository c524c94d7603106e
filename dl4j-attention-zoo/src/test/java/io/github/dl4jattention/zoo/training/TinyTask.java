package io.github.dl4jattention.zoo.training;

import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.evaluation.Evaluation;
import io.github.dl4jattention.zoo.model.ModelCard;
import io.github.dl4jattention.zoo.model.SequenceToSequence;
import io.github.dl4jattention.zoo.model.TranslationModel;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A task that trains in moments: digits, reversed. */
final class TinyTask {
  static final SequenceToSequence.Settings SETTINGS =
      new SequenceToSequence.Settings(4, 3, 5, 4, 0.01, 1.0);

  final List<Pair> pairs = pairs();
  final TextCodec vocabulary = TextCodec.ofCharacters(List.of("0", "1", "2"));
  final List<EncodedPair> encoded = EncodedPair.encode(pairs, vocabulary, vocabulary, "test");

  private static List<Pair> pairs() {
    Random random = new Random(1);
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      StringBuilder digits = new StringBuilder();
      for (int length = 1 + random.nextInt(5); length > 0; length--) {
        digits.append(random.nextInt(3));
      }
      pairs.add(new Pair(digits.toString(), new StringBuilder(digits).reverse().toString()));
    }
    return pairs;
  }

  TrainingOptions options(int epochs, int threads) {
    return new TrainingOptions(epochs, 8, threads, 3, Duration.ofMinutes(5));
  }

  TranslationModel model(TrainingOptions options) {
    return new TranslationModel(
        SequenceToSequence.create(
            SETTINGS,
            vocabulary.size(),
            vocabulary.size(),
            options.iterations(encoded.size()),
            options.seed()),
        vocabulary,
        vocabulary,
        10);
  }

  Trainer trainer(TrainingOptions options, Path folder, TrainingProgress progress) {
    ModelCard card =
        new ModelCard(
            "tiny",
            vocabulary,
            vocabulary,
            10,
            Provenance.of("test", pairs, pairs.subList(0, 5), SETTINGS, options));
    return new Trainer(model(options), card, options, new RunFolder(folder), progress);
  }

  /** Remembers what it is told, and can stop a training after some updates. */
  static final class Watcher implements TrainingProgress {
    final List<Double> losses = new ArrayList<>();
    int batches;
    int stops;
    Runnable afterBatch = () -> {};

    @Override
    public void epochStarted(int epoch, int epochs, int pairs, int donePairs) {}

    @Override
    public void batchDone(int pairs, double loss) {
      batches++;
      afterBatch.run();
    }

    @Override
    public void epochDone(int epoch, double loss, Evaluation heldOut, double seconds) {
      losses.add(loss);
    }

    @Override
    public void stopped() {
      stops++;
    }
  }
}

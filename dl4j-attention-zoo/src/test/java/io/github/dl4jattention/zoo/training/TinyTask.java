package io.github.dl4jattention.zoo.training;

import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.model.CellKind;
import io.github.dl4jattention.zoo.model.ModelCard;
import io.github.dl4jattention.zoo.model.Optimizer;
import io.github.dl4jattention.zoo.model.SequenceToSequence;
import io.github.dl4jattention.zoo.model.TranslationModel;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A task that trains in moments: digits, reversed. */
final class TinyTask {
  static final SequenceToSequence SETTINGS =
      SequenceToSequence.builder()
          .optCells(CellKind.LSTM)
          .optEmbeddingSize(4)
          .optEncoderUnits(3)
          .optDecoderUnits(5)
          .optAttentionUnits(4)
          .optBridge(false)
          .build();

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
    return builder(epochs, threads).build();
  }

  TrainingOptions.Builder builder(int epochs, int threads) {
    return TrainingOptions.builder()
        .setEpochs(epochs)
        .setBatching(Batching.ofPairs(8))
        .setSeed(3)
        .optThreads(threads);
  }

  TranslationModel model(TrainingOptions options) {
    return new TranslationModel(
        SETTINGS.newGraph(
            vocabulary.size(),
            vocabulary.size(),
            Optimizer.falling(0.01, options.epochs() * 7, 1.0),
            options.seed()),
        vocabulary,
        vocabulary,
        10);
  }

  Trainer<TranslationModel> trainer(
      TrainingOptions options, Path folder, TrainingProgress progress) {
    ModelCard card =
        new ModelCard(
            "tiny",
            vocabulary,
            vocabulary,
            10,
            Provenance.of("test", pairs, pairs.subList(0, 5), SETTINGS.toJson(), options));
    return new Trainer<>(model(options), card, options, new RunFolder(folder), progress);
  }

  /** Remembers what it is told, and can stop a training after some updates. */
  static final class Watcher implements TrainingProgress {
    final List<Double> losses = new ArrayList<>();
    final List<EpochFigures> epochs = new ArrayList<>();
    final List<String> endings = new ArrayList<>();
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
    public void epochDone(EpochFigures figures) {
      losses.add(figures.loss());
      epochs.add(figures);
    }

    @Override
    public void endedEarly(int bestEpoch) {
      endings.add("best " + bestEpoch);
    }

    @Override
    public void averaged(int models, double bleu, boolean best) {
      endings.add("mean of " + models);
    }

    @Override
    public void stopped() {
      stops++;
    }
  }
}

package io.github.dl4jattention.zoo.classification;

import io.github.dl4jattention.zoo.data.EncodedPairs;
import io.github.dl4jattention.zoo.data.NumberedPairs;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.model.EncoderTask;
import io.github.dl4jattention.zoo.model.Optimizer;
import io.github.dl4jattention.zoo.model.TransformerEncoder;
import io.github.dl4jattention.zoo.model.TransformerEncoderBuilder;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import io.github.dl4jattention.zoo.tokens.TokenKind;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.nd4j.linalg.learning.config.Adam;

/** Texts of a few words; the class says whether a dog comes before a cat, tags say what is what. */
final class TinyTexts {
  private static final String[] OTHERS = {"a", "the", "runs", "sleeps", "and"};

  private TinyTexts() {}

  static List<Pair> pairs(EncoderTask task, int count) {
    Random random = new Random(5);
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean dogFirst = random.nextBoolean();
      List<String> words = new ArrayList<>();
      List<String> tags = new ArrayList<>();
      for (String animal : dogFirst ? List.of("dog", "cat") : List.of("cat", "dog")) {
        for (int k = random.nextInt(3); k >= 0; k--) {
          words.add(OTHERS[random.nextInt(OTHERS.length)]);
          tags.add("word");
        }
        words.add(animal);
        tags.add("animal");
      }
      pairs.add(
          new Pair(
              String.join(" ", words),
              task == EncoderTask.TAGS
                  ? String.join(" ", tags)
                  : dogFirst ? "dog first" : "cat first"));
    }
    return pairs;
  }

  /** The same words in all texts; the class says whether dog and cat are neighbours. */
  static List<Pair> neighbours(int count) {
    Random random = new Random(5);
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean beside = random.nextBoolean();
      List<String> words = new ArrayList<>(List.of(OTHERS));
      Collections.shuffle(words, random);
      int dog = random.nextInt(2);
      words.add(dog, "dog");
      words.add(beside ? dog + 1 : dog + 3 + random.nextInt(2), "cat");
      pairs.add(new Pair(String.join(" ", words), beside ? "beside" : "apart"));
    }
    return pairs;
  }

  static TransformerEncoderBuilder tiny(EncoderTask task) {
    return TransformerEncoder.builder()
        .optTask(task)
        .optSize(16)
        .optHeads(2)
        .optLayers(2)
        .optFeedForwardSize(32)
        .optDropout(0);
  }

  static ClassifierModel model(TransformerEncoder settings, List<Pair> pairs) {
    TextCodec tokens =
        TextCodec.builder()
            .setKind(TokenKind.WORDS)
            .train(pairs.stream().map(Pair::source).toList());
    Vocabulary classes =
        settings.task() == EncoderTask.HIDDEN_TOKENS
            ? new Vocabulary(List.of(), false)
            : LabelledTexts.classes(pairs, settings.task());
    int outputs = ClassifierModel.outputs(settings, tokens, classes);
    return new ClassifierModel(
        settings.newGraph(tokens.size(), outputs, new Optimizer(new Adam(0.01), 1), 1),
        settings,
        tokens,
        classes,
        30);
  }

  static EncodedPairs encoded(ClassifierModel model, List<Pair> pairs) {
    return LabelledTexts.encode(NumberedPairs.all(pairs, "test"), model);
  }
}

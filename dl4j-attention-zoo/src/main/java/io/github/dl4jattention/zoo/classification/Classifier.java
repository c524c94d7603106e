package io.github.dl4jattention.zoo.classification;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.model.EncoderTask;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.TransformerLooks;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tells classes of texts.
 *
 * <pre>{@code
 * Classifier classifier = Classifier.load(Path.of("runs/trec/model.zip"));
 * String label = classifier.classify("What is the oldest profession ?").label();
 * }</pre>
 *
 * <p>Serves one thread at a time: a graph remembers what it last saw.
 */
public final class Classifier {
  private final ClassifierModel model;

  /**
   * Reads a model.
   *
   * @param file a model file, such as {@code ModelStore.fetch} gives
   * @return a classifier
   * @throws UserError if the file is missing, damaged, of a later version, or holds another model
   */
  public static Classifier load(Path file) {
    ModelFile.Opened<ClassifierCard> opened = ClassifierCard.load(file);
    return new Classifier(opened.card().model(opened.graph()));
  }

  /**
   * Tells classes by a model.
   *
   * @param model one that tells classes of texts or words; where others look can be seen, too
   */
  public Classifier(ClassifierModel model) {
    this.model = model;
  }

  /**
   * What keeps a text from being classified.
   *
   * @param text any text
   * @return what is wrong with it and the mend; null if nothing is
   */
  public String problemOf(String text) {
    if (text.isBlank()) {
      return "is empty: give it a text";
    }
    try {
      int tokens = read(text).source().length - 1;
      return tokens <= model.maxLength()
          ? null
          : "has %d tokens, and the model was trained on at most %d: shorten it"
              .formatted(tokens, model.maxLength());
    } catch (Vocabulary.UnknownPieceException e) {
      return "has a %s: take it out".formatted(e.getMessage());
    }
  }

  /**
   * Tells the class of a text.
   *
   * @param text one without a problem
   * @return what is said of it
   */
  public Classification classify(String text) {
    return classify(List.of(text)).get(0);
  }

  /**
   * Tells the classes of texts.
   *
   * @param texts without problems
   * @return what is said of each
   * @throws IllegalStateException if the model tells hidden tokens
   */
  public List<Classification> classify(List<String> texts) {
    if (model.settings().task() == EncoderTask.HIDDEN_TOKENS) {
      throw new IllegalStateException(
          "this model tells hidden tokens and no classes: start a classifier from it");
    }
    List<float[][]> told = ClassProbabilities.of(model, texts.stream().map(this::read).toList());
    List<Classification> answers = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      float[][] probabilities = told.get(i);
      List<String> words =
          model.tellsTokens() ? LabelledTexts.words(texts.get(i)) : List.of(texts.get(i));
      answers.add(
          new Classification(
              texts.get(i),
              words,
              Arrays.stream(probabilities)
                  .map(ClassProbabilities::best)
                  .map(model.classes().pieces()::get)
                  .toList(),
              probabilities));
    }
    return answers;
  }

  /**
   * Where the encoder looks in a text.
   *
   * @param text one without a problem
   * @return of each layer its heads, {@code [query][key]}; the first of both is the start symbol
   */
  public List<TransformerLooks.Layer> looks(String text) {
    return TransformerLooks.ofEncoder(model.graph(), read(text).source());
  }

  /**
   * The pieces of a text, as the encoder reads them.
   *
   * @param text one without a problem
   * @return the start symbol and the pieces, unknown ones spelled out
   */
  public List<String> symbols(String text) {
    List<String> symbols = new ArrayList<>(List.of("<s>"));
    if (model.settings().task() == EncoderTask.TAGS) {
      LabelledTexts.words(text).forEach(word -> symbols.addAll(model.tokens().split(word)));
    } else {
      symbols.addAll(model.tokens().split(text));
    }
    return symbols;
  }

  private EncodedPair read(String text) {
    if (model.settings().task() != EncoderTask.TAGS) {
      return new EncodedPair(LabelledTexts.read(text, model.tokens()), new int[] {0});
    }
    LabelledTexts.Tagged tagged = LabelledTexts.tagged(text, model.tokens());
    int[] target = new int[tagged.tokens().length];
    Arrays.fill(target, EncodedPair.NOT_ASKED);
    for (int first : tagged.firsts()) {
      target[first] = 0;
    }
    return new EncodedPair(tagged.tokens(), target);
  }
}

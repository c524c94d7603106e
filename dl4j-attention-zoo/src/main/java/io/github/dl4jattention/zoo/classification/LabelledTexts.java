package io.github.dl4jattention.zoo.classification;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.EncodedPairs;
import io.github.dl4jattention.zoo.data.NumberedPairs;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.model.EncoderTask;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Makes numbers of texts and their classes. A pair's source is the text, its target the class; or
 * the classes of its words, with spaces between, as the words have.
 */
public final class LabelledTexts {
  private static final String SPACES = "\\s+";

  private LabelledTexts() {}

  /**
   * The classes of some texts.
   *
   * @param pairs texts and their classes
   * @param task whether classes are those of texts or words
   * @return at least two, sorted
   * @throws UserError if there are fewer
   */
  public static Vocabulary classes(List<Pair> pairs, EncoderTask task) {
    TreeSet<String> classes = new TreeSet<>();
    for (Pair pair : pairs) {
      classes.addAll(task == EncoderTask.TAGS ? words(pair.target()) : List.of(pair.target()));
    }
    if (classes.size() < 2) {
      throw new UserError(
          "all texts are of the one class \"%s\", from which nothing can be learned: check the data"
              .formatted(classes.isEmpty() ? "" : classes.first()));
    }
    return new Vocabulary(classes, false);
  }

  /**
   * Encodes texts and their classes.
   *
   * @param pairs the pairs
   * @param model what shall read them
   * @return those that are not too long
   * @throws UserError if a class is not one of the model's, if words and classes are not as many,
   *     or no text is left
   */
  public static EncodedPairs encode(NumberedPairs pairs, ClassifierModel model) {
    return EncodedPairs.encode(
        pairs, (pair, line) -> encode(pair, line, pairs.origin(), model), model.maxLength());
  }

  private static EncodedPair encode(Pair pair, int line, String origin, ClassifierModel model) {
    if (model.settings().task() == EncoderTask.HIDDEN_TOKENS) {
      int[] source = read(pair.source(), model.tokens());
      return new EncodedPair(source, source);
    }
    try {
      if (model.settings().task() == EncoderTask.CLASS) {
        return new EncodedPair(
            read(pair.source(), model.tokens()), classes(List.of(pair.target()), model));
      }
      int[] tags = classes(words(pair.target()), model);
      Tagged text = tagged(pair.source(), model.tokens());
      if (tags.length != text.firsts().length) {
        throw new UserError(
            "%s line %d has %d words and %d tags: give as many, with spaces between"
                .formatted(origin, line, text.firsts().length, tags.length));
      }
      int[] target = new int[text.tokens().length];
      Arrays.fill(target, EncodedPair.NOT_ASKED);
      for (int word = 0; word < tags.length; word++) {
        target[text.firsts()[word]] = tags[word];
      }
      return new EncodedPair(text.tokens(), target);
    } catch (Vocabulary.UnknownPieceException e) {
      throw new UserError(
          "%s line %d has a class that the model does not know (%s): take it out, or train on data"
                  .formatted(origin, line, e.getMessage())
              + " that have it",
          e);
    }
  }

  private static int[] classes(List<String> names, ClassifierModel model) {
    int first = model.classes().first();
    return IntStream.of(model.classes().numbers(names)).map(number -> number - first).toArray();
  }

  /** The numbers of a text, the start symbol first. */
  static int[] read(String text, TextCodec tokens) {
    return started(tokens.encode(text));
  }

  private static int[] started(int... tokens) {
    int[] read = new int[tokens.length + 1];
    read[0] = Vocabulary.START;
    System.arraycopy(tokens, 0, read, 1, tokens.length);
    return read;
  }

  /**
   * A text whose words are told apart.
   *
   * @param tokens numbers of the pieces of all words, the start symbol first
   * @param firsts of each word the place of its first piece
   */
  @SuppressWarnings("ArrayRecordComponent") // Taken apart at once, never compared.
  record Tagged(int[] tokens, int[] firsts) {}

  static Tagged tagged(String text, TextCodec tokens) {
    List<String> words = words(text);
    int[] firsts = new int[words.size()];
    IntStream.Builder all = IntStream.builder();
    int place = 1;
    for (int word = 0; word < firsts.length; word++) {
      firsts[word] = place;
      int[] pieces = tokens.encode(words.get(word));
      IntStream.of(pieces).forEach(all);
      place += pieces.length;
    }
    return new Tagged(started(all.build().toArray()), firsts);
  }

  /** What has spaces between. */
  static List<String> words(String text) {
    return Arrays.asList(text.strip().split(SPACES));
  }
}

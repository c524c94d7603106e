package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.decoding.BeamSearch;
import io.github.dl4jattention.zoo.decoding.Hypothesis;
import io.github.dl4jattention.zoo.decoding.SearchOptions;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Texts in, predictions out.
 *
 * <pre>{@code
 * Translator translator = new Translator(ModelFile.load(path).model(), 1);
 * String iso = translator.translate(List.of("July 20th 1969")).get(0).prediction();
 * }</pre>
 */
public final class Translator {
  /** How the end of a sequence is written. */
  public static final String END_SYMBOL = "</s>";

  private final TranslationModel model;
  private final BeamSearch search;

  /**
   * A translator.
   *
   * @param model the model
   * @param beam hypotheses kept a source; 1 is greedy search
   */
  public Translator(TranslationModel model, int beam) {
    this.model = model;
    this.search =
        new BeamSearch(
            SearchOptions.builder()
                .setStart(Vocabulary.START)
                .setEnd(Vocabulary.END)
                .setMaxLength(model.maxLength() + 1) // the end symbol
                .optBeam(beam)
                .build());
  }

  /**
   * Why a text cannot be translated.
   *
   * @param text the text
   * @return what is wrong and the mend; null if nothing is
   */
  public String problemOf(String text) {
    if (text.isBlank()) {
      return "is empty: write something to translate";
    }
    int length = text.codePointCount(0, text.length());
    if (length > model.maxLength()) {
      return "has %d characters, over the model's limit of %d: shorten it"
          .formatted(length, model.maxLength());
    }
    try {
      model.sources().encode(text);
      return null;
    } catch (Vocabulary.UnknownPieceException e) {
      return "has "
          + e.getMessage().replaceFirst("^character ", "the character ")
          + ": leave it out";
    }
  }

  /**
   * Translates texts in one batch.
   *
   * @param texts texts without a {@link #problemOf problem}
   * @return one prediction a text, in order
   */
  public List<Prediction> translate(List<String> texts) {
    List<int[]> sources =
        texts.stream().map(text -> EncodedPair.withEnd(model.sources().encode(text))).toList();
    List<Hypothesis> hypotheses = decode(sources);
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      predictions.add(describe(texts.get(i), sources.get(i), hypotheses.get(i)));
    }
    return predictions;
  }

  /**
   * Decodes sources that are encoded already.
   *
   * @param sources numbers of each source, its end symbol included
   * @return the best hypothesis of each, in order
   */
  public List<Hypothesis> decode(List<int[]> sources) {
    if (sources.isEmpty()) {
      return List.of();
    }
    return search.search(new GraphStepModel(model.graph(), sources), sources.size());
  }

  private Prediction describe(String text, int[] source, Hypothesis hypothesis) {
    int[] tokens = hypothesis.tokens();
    float[][] attention =
        Arrays.stream(hypothesis.alignment())
            .map(row -> Arrays.copyOf(row, source.length)) // without the batch's padding
            .toArray(float[][]::new);
    return new Prediction(
        text,
        model.targets().decode(tokens),
        hypothesis.logProbability(),
        symbols(model.sources(), source),
        symbols(model.targets(), tokens),
        attention);
  }

  private static List<String> symbols(TextCodec codec, int[] tokens) {
    return Arrays.stream(tokens)
        .mapToObj(
            token ->
                token >= codec.vocabulary().first()
                    ? codec.vocabulary().pieces(new int[] {token}).get(0)
                    : token == Vocabulary.END ? END_SYMBOL : "<" + token + ">")
        .toList();
  }
}

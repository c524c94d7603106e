package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.decoding.BeamSearch;
import io.github.dl4jattention.zoo.decoding.Hypothesis;
import io.github.dl4jattention.zoo.decoding.Sampler;
import io.github.dl4jattention.zoo.decoding.Sampling;
import io.github.dl4jattention.zoo.decoding.SearchOptions;
import io.github.dl4jattention.zoo.decoding.StepModel;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import io.github.dl4jattention.zoo.tokens.TokenKind;
import io.github.dl4jattention.zoo.tokens.UnknownWords;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Texts in, predictions out.
 *
 * <pre>{@code
 * Translator translator = Translator.load(Path.of("runs/en-fr/model.zip"));
 * String french = translator.translate("Two dogs play.");
 * }</pre>
 *
 * <p>Serves one thread at a time: a graph remembers what it last saw.
 */
public final class Translator {
  /** How the end of a sequence is written. */
  public static final String END_SYMBOL = "</s>";

  private final TranslationModel model;
  private final SearchOptions options;
  private final Sampling sampling;
  private final boolean replacing;

  /** What is shown of a Transformer's attention; null for what the search saw. */
  private final CrossLook look;

  /**
   * Reads a model, to be searched greedily.
   *
   * @param file a model file, such as {@code ModelStore.fetch} gives
   * @return a translator
   * @throws UserError if the file is missing, damaged, of a later version, or holds another model
   */
  public static Translator load(Path file) {
    return new Translator(ModelFile.load(file).model(), 1);
  }

  /**
   * A translator.
   *
   * @param model the model
   * @param beam hypotheses kept a source; 1 is greedy search
   */
  public Translator(TranslationModel model, int beam) {
    this(model, searchOf(model).optBeam(beam).build(), null, false);
  }

  /**
   * A translator with other options.
   *
   * @param model the model
   * @param options how to search, made of {@link #searchOf}
   * @param sampling how to draw instead; null to search
   * @param replacing whether {@link UnknownWords} are replaced
   */
  public Translator(
      TranslationModel model, SearchOptions options, Sampling sampling, boolean replacing) {
    this(model, options, sampling, replacing, null);
  }

  private Translator(
      TranslationModel model,
      SearchOptions options,
      Sampling sampling,
      boolean replacing,
      CrossLook look) {
    this.model = model;
    this.options = options;
    this.sampling = sampling;
    this.replacing = replacing;
    this.look = look;
  }

  /**
   * The same translator, whose predictions show another attention than the last layer's mean.
   *
   * @param shown what the model has, by {@link CrossLook#requireIn}
   * @return a translator of the same model
   */
  public Translator looking(CrossLook shown) {
    return new Translator(model, options, sampling, replacing, shown);
  }

  /**
   * Options of a search that fit a model: start, end, longest output, symbols that are no text.
   *
   * @param model the model
   * @return a builder, for more
   */
  public static SearchOptions.Builder searchOf(TranslationModel model) {
    return SearchOptions.builder()
        .setStart(Vocabulary.START)
        .setEnd(Vocabulary.END)
        .setMaxLength(model.maxLength() + 1) // the end symbol
        .optLengthAllowance(model.lengthAllowance())
        .optForbidden(List.of(Vocabulary.PADDING, Vocabulary.START));
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
    int length = model.sources().split(text).size();
    if (length > model.maxLength()) {
      return "has %,d %s, over the model's limit of %,d: shorten it"
          .formatted(length, unit(), model.maxLength());
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

  private String unit() {
    return model.sources().tokenizer().kind() == TokenKind.CHARACTERS ? "characters" : "tokens";
  }

  /**
   * Translates a text.
   *
   * @param text any text
   * @return what it becomes
   * @throws UserError if it has a {@link #problemOf problem}
   */
  public String translate(String text) {
    String problem = problemOf(text);
    if (problem != null) {
      throw new UserError("the text " + problem);
    }
    return translate(List.of(text)).get(0).prediction();
  }

  /**
   * Translates texts in one batch.
   *
   * @param texts texts without a {@link #problemOf problem}
   * @return one prediction a text, in order
   */
  public List<Prediction> translate(List<String> texts) {
    return nBest(texts).stream().map(best -> best.get(0)).toList();
  }

  /**
   * Translates texts in one batch, each to as many outputs as the search gives.
   *
   * @param texts texts without a {@link #problemOf problem}
   * @return for each text, in order, its predictions, the best first
   */
  public List<List<Prediction>> nBest(List<String> texts) {
    List<int[]> sources =
        texts.stream().map(text -> EncodedPair.withEnd(model.sources().encode(text))).toList();
    List<List<Hypothesis>> hypotheses = search(sources);
    List<List<Prediction>> predictions = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      int[] source = sources.get(i);
      predictions.add(hypotheses.get(i).stream().map(h -> describe(text, source, h)).toList());
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
    return search(sources).stream().map(best -> best.get(0)).toList();
  }

  /**
   * What a hypothesis says.
   *
   * @param source what was translated
   * @param hypothesis what it became
   * @return text for people
   */
  public String text(String source, Hypothesis hypothesis) {
    List<String> pieces = model.targets().vocabulary().pieces(hypothesis.tokens());
    return model
        .targets()
        .join(
            replacing
                ? UnknownWords.replaced(
                    pieces, model.sources().split(source), hypothesis.alignment())
                : pieces);
  }

  private List<List<Hypothesis>> search(List<int[]> sources) {
    if (sources.isEmpty()) {
      return List.of();
    }
    StepModel<?> steps = GraphSteps.of(model.graph(), sources);
    if (sampling == null) {
      return new BeamSearch(options).nBest(steps, sources.size());
    }
    long[] seeds = sources.stream().mapToLong(sampling::seedOf).toArray();
    return new Sampler(options, sampling).sample(steps, seeds).stream().map(List::of).toList();
  }

  /**
   * What a hypothesis came to, with its tokens and attention.
   *
   * @param text what was translated
   * @param source its numbers, its end symbol included
   * @param hypothesis what it became
   * @return a prediction
   */
  public Prediction describe(String text, int[] source, Hypothesis hypothesis) {
    return new Prediction(
        text,
        text(text, hypothesis),
        hypothesis.logProbability(),
        symbols(model.sources(), source),
        symbols(model.targets(), hypothesis.tokens()),
        attention(source, hypothesis));
  }

  private float[][] attention(int[] source, Hypothesis hypothesis) {
    return look == null
        ? Arrays.stream(hypothesis.alignment())
            .map(row -> Arrays.copyOf(row, Math.min(row.length, source.length))) // no padding
            .toArray(float[][]::new)
        : look.of(model.graph(), source, hypothesis.tokens());
  }

  private static List<String> symbols(TextCodec codec, int[] tokens) {
    Vocabulary vocabulary = codec.vocabulary();
    return Arrays.stream(tokens).mapToObj(token -> symbol(vocabulary, token)).toList();
  }

  private static String symbol(Vocabulary vocabulary, int token) {
    if (token == Vocabulary.END) {
      return END_SYMBOL;
    }
    List<String> piece = vocabulary.pieces(new int[] {token});
    return piece.isEmpty() ? "<" + token + ">" : piece.get(0);
  }
}

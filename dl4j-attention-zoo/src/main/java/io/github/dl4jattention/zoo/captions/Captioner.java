package io.github.dl4jattention.zoo.captions;

import io.github.dl4jattention.zoo.decoding.BeamSearch;
import io.github.dl4jattention.zoo.decoding.Hypothesis;
import io.github.dl4jattention.zoo.decoding.SearchOptions;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Photos in, sentences out.
 *
 * <pre>{@code
 * Captioner captioner = new Captioner(model, Captioner.searchOf(model).optBeam(5).build());
 * String text = captioner.captions(0).get(0).text();
 * }</pre>
 */
public final class Captioner {
  private static final int BATCH = 32;

  private final CaptionModel model;
  private final SearchOptions options;

  /**
   * A captioner.
   *
   * @param model the model with its photos
   * @param options how to search, made of {@link #searchOf}
   */
  public Captioner(CaptionModel model, SearchOptions options) {
    this.model = model;
    this.options = options;
  }

  /**
   * Options of a search that fit a model: start, end, longest caption, symbols that are no word.
   *
   * @param model the model
   * @return a builder, for more
   */
  public static SearchOptions.Builder searchOf(CaptionModel model) {
    return SearchOptions.builder()
        .setStart(Vocabulary.START)
        .setEnd(Vocabulary.END)
        .setMaxLength(model.maxLength() + 1) // the end symbol
        .optForbidden(List.of(Vocabulary.PADDING, Vocabulary.START, Vocabulary.UNKNOWN));
  }

  /**
   * Writes about photos.
   *
   * @param photos their numbers
   * @return the best caption of each, in order
   */
  public List<Caption> captions(int... photos) {
    return nBest(photos).stream().map(best -> best.get(0)).toList();
  }

  /**
   * Writes about photos, as many captions each as the search gives.
   *
   * @param photos their numbers
   * @return for each photo, in order, its captions, the best first
   */
  public List<List<Caption>> nBest(int... photos) {
    List<List<Caption>> all = new ArrayList<>();
    for (int i = 0; i < photos.length; i += BATCH) {
      int[] some = Arrays.copyOfRange(photos, i, Math.min(photos.length, i + BATCH));
      for (List<Hypothesis> best :
          new BeamSearch(options).nBest(model.steps(model.graph(), some), some.length)) {
        all.add(best.stream().map(this::caption).toList());
      }
    }
    return all;
  }

  private Caption caption(Hypothesis hypothesis) {
    int[] tokens = hypothesis.tokens();
    int words =
        tokens.length > 0 && tokens[tokens.length - 1] == Vocabulary.END
            ? tokens.length - 1
            : tokens.length;
    int[] written = Arrays.copyOf(tokens, words);
    return new Caption(
        model.targets().decode(written),
        hypothesis.logProbability(),
        model.targets().vocabulary().pieces(written),
        model.settings().rows(),
        model.settings().columns(),
        Arrays.copyOf(hypothesis.alignment(), words));
  }
}

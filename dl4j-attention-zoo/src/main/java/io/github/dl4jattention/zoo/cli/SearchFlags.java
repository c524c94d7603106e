package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.decoding.LengthPenalty;
import io.github.dl4jattention.zoo.decoding.Sampling;
import io.github.dl4jattention.zoo.decoding.SearchOptions;
import io.github.dl4jattention.zoo.model.TranslationModel;
import io.github.dl4jattention.zoo.model.Translator;
import picocli.CommandLine.Option;

/** How outputs are looked for. */
final class SearchFlags {
  private static final int MOST = 100;
  private static final int LONGEST = 10_000;

  @Option(names = "--beam", paramLabel = "N", description = "Beam width; 1 is greedy search.")
  private int beam = 1;

  @Option(
      names = "--length-penalty",
      paramLabel = "KIND",
      description =
          "What log probabilities are divided by: none, wu (Wu 2016, with --alpha) or average (a"
              + " token's).")
  private String penalty = "none";

  @Option(
      names = "--alpha",
      paramLabel = "A",
      description = "Of wu: larger favours longer ones (default: 0.6).")
  private Double alpha;

  @Option(
      names = "--coverage-penalty",
      paramLabel = "B",
      description = "Against source words that got no attention (Wu 2016); 0 is none.")
  private double coverage;

  @Option(
      names = "--min-length",
      paramLabel = "N",
      description = "Fewest tokens of an output, its end included.")
  private int minLength;

  @Option(
      names = "--max-length",
      paramLabel = "N",
      description =
          "Most tokens of an output, its end included (default: the model's limit, and at most"
              + " twice the source's and some more).")
  private Integer maxLength;

  @Option(names = "--sample", description = "Draw each token instead of searching for the best.")
  private boolean sample;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "Of --sample: below 1 favours the likely.")
  private double temperature = 1;

  @Option(
      names = "--top-k",
      paramLabel = "N",
      description = "Of --sample: among the N likeliest; 0 is all.")
  private int topK;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      description = "Of --sample: among the likeliest that together have P.")
  private double topP = 1;

  @Option(names = "--seed", paramLabel = "N", description = "Of --sample (default: 1).")
  private Long seed;

  @Option(
      names = "--replace-unknown",
      description = "Put the source word most attended to in the place of <unk>.")
  private boolean replacing;

  void check() {
    Limits.within("--beam", beam, 1, MOST);
    penalty();
    if (alpha != null) {
      Limits.below("--alpha", alpha, 0, 100, "0.6");
    }
    Limits.needs(
        "--alpha", alpha != null, "--length-penalty wu", penalty() == LengthPenalty.Kind.WU);
    Limits.below("--coverage-penalty", coverage, 0, 100, "0.2");
    if (maxLength != null) {
      Limits.within("--max-length", maxLength, 1, LONGEST);
    }
    Limits.within("--min-length", minLength, 0, maxLength == null ? LONGEST : maxLength);
    Limits.above("--temperature", temperature, 0, 1_000, "0.8");
    Limits.within("--top-k", topK, 0, Integer.MAX_VALUE);
    Limits.above("--top-p", topP, 0, 1, "0.95");
    boolean drawn = temperature != 1 || topK != 0 || topP != 1;
    if (drawn && !sample) {
      throw new UserError(
          "--temperature, --top-k and --top-p are of --sample: give it, or leave them out");
    }
    Limits.needs("--seed", seed != null, "--sample", sample);
    Limits.exclude("--sample", sample, "--beam", beam > 1);
  }

  private LengthPenalty.Kind penalty() {
    return Limits.choice("--length-penalty", LengthPenalty.Kind.class, penalty);
  }

  int beam() {
    return beam;
  }

  /** The best of each text only. */
  Translator translator(TranslationModel model) {
    return translator(model, 1);
  }

  /** A {@link UserError} if there cannot be as many outputs. */
  Translator translator(TranslationModel model, int nBest) {
    if (nBest < 1 || nBest > beam) {
      throw new UserError(
          "--n-best is %d: choose 1 to the --beam of %d, or a wider beam".formatted(nBest, beam));
    }
    if ((replacing || coverage != 0) && !model.attends()) {
      throw new UserError(
          "this model has no attention, by which %s goes: leave it out"
              .formatted(replacing ? "--replace-unknown" : "--coverage-penalty"));
    }
    SearchOptions.Builder search =
        Translator.searchOf(model)
            .optBeam(beam)
            .optNBest(nBest)
            .optLengthPenalty(new LengthPenalty(penalty(), alpha == null ? 0.6 : alpha))
            .optCoveragePenalty(coverage);
    int longest = maxLength == null ? model.maxLength() + 1 : maxLength;
    if (longest > model.longestOutput()) {
      throw new UserError(
          "--max-length is %d: the model has learned positions for %d tokens, choose at most that"
              .formatted(longest, model.longestOutput()));
    }
    if (minLength > longest) {
      throw new UserError(
          "--min-length is %d, over the model's limit of %d: choose less, or a --max-length"
              .formatted(minLength, longest));
    }
    search.setMaxLength(longest).optMinLength(minLength);
    if (maxLength != null) {
      search.optLengthAllowance(SearchOptions.UNBOUNDED);
    }
    return new Translator(
        model,
        search.build(),
        sample ? new Sampling(temperature, topK, topP, seed == null ? 1 : seed) : null,
        replacing);
  }
}

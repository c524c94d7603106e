package io.github.dl4jattention.zoo.decoding;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws outputs symbol by symbol instead of looking for the best.
 *
 * <pre>{@code
 * Sampling sampling = new Sampling(0.8, 40, 0.95, 7);
 * long[] seeds = sources.stream().mapToLong(sampling::seedOf).toArray();
 * List<Hypothesis> drawn = new Sampler(options, sampling).sample(model, seeds);
 * }</pre>
 */
public final class Sampler {
  private final SearchOptions options;
  private final Sampling sampling;

  /**
   * A sampler.
   *
   * @param options start, end, lengths and forbidden symbols; what is of beams is not looked at
   * @param sampling how symbols are drawn
   */
  public Sampler(SearchOptions options, Sampling sampling) {
    this.options = options;
    this.sampling = sampling;
  }

  /**
   * Draws an output a source. What a source gets is a function of the model and its seed alone.
   *
   * @param model the model, started on the sources
   * @param seeds one a source, such as {@link Sampling#seedOf} gives
   * @param <S> the model's state
   * @return one output a source, in order; log probabilities are the model's own
   */
  public <S> List<Hypothesis> sample(StepModel<S> model, long[] seeds) {
    List<Hypothesis> outputs = new ArrayList<>();
    List<SplittableRandom> randoms = new ArrayList<>();
    List<Integer> open = new ArrayList<>();
    for (int source = 0; source < seeds.length; source++) {
      outputs.add(Hypothesis.start(options.start()));
      randoms.add(new SplittableRandom(seeds[source]));
      open.add(source);
    }
    S state = model.start();
    for (int length = 1; length <= options.maxLength() && !open.isEmpty(); length++) {
      StepModel.Step<S> step =
          model.step(
              open.stream().mapToInt(source -> outputs.get(source).token()).toArray(), state);
      List<Integer> stillOpen = new ArrayList<>();
      List<Integer> rows = new ArrayList<>();
      for (int row = 0; row < open.size(); row++) {
        int source = open.get(row);
        float[] logProbabilities = step.logProbabilities()[row];
        int token = sampling.draw(allowed(logProbabilities, length), randoms.get(source));
        if (token >= 0) {
          Hypothesis output = outputs.get(source);
          double sum = output.logProbability() + logProbabilities[token];
          outputs.set(source, output.then(token, step.weights()[row], sum));
        }
        if (token >= 0
            && token != options.end()
            && length < options.longest(model.sourceLength(source))) {
          stillOpen.add(source);
          rows.add(row);
        }
      }
      state = model.select(step.state(), rows.stream().mapToInt(Integer::intValue).toArray());
      open = stillOpen;
    }
    return outputs;
  }

  private float[] allowed(float[] logProbabilities, int length) {
    float[] allowed = logProbabilities.clone();
    for (int token : options.forbidden()) {
      if (token >= 0 && token < allowed.length) {
        allowed[token] = Float.NEGATIVE_INFINITY;
      }
    }
    if (!options.allows(options.end(), length)) {
      allowed[options.end()] = Float.NEGATIVE_INFINITY;
    }
    return allowed;
  }
}

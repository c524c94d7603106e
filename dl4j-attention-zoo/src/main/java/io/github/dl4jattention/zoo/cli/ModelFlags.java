package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.model.ModelFamily;
import io.github.dl4jattention.zoo.model.Optimizer;
import io.github.dl4jattention.zoo.model.Tying;
import java.io.PrintWriter;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Which model of a family is trained, as the command line says it. */
interface ModelFlags {
  /**
   * A {@link UserError} if a setting is out of its bounds, or settings do not fit each other.
   *
   * @param joint whether both sides have one vocabulary
   */
  void check(boolean joint);

  /** The model; a {@link UserError} if its settings do not fit each other. */
  ModelFamily model(int maxLength);

  /** Largest L2 norm of a layer's gradient. */
  double clip();

  /** A new graph. */
  default ComputationGraph graph(
      ModelFamily model, TokenOptions.Codecs codecs, LoopOptions loop, long seed, PrintWriter err) {
    return model.newGraph(
        codecs.sources().size(),
        codecs.targets().size(),
        new Optimizer(loop.updater(), clip()),
        seed);
  }

  /** Which embeddings are one; a {@link UserError} if that needs a joint vocabulary. */
  static Tying tying(String tie, boolean joint) {
    Tying tying = Limits.choice("--tie", Tying.class, tie);
    if ((tying == Tying.ALL || tying == Tying.SOURCE_AND_TARGET) && !joint) {
      throw new UserError("--tie %s needs --joint-vocabulary: give it too".formatted(tie));
    }
    return tying;
  }
}

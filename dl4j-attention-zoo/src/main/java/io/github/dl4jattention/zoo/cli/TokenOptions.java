package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** How a translation's texts become numbers: those of a side by themselves, or of both together. */
final class TokenOptions extends TextTokenOptions {
  @Option(
      names = "--joint-vocabulary",
      description = "One vocabulary for both sides, for languages that share words.")
  private boolean joint;

  /** Codecs of both sides; the same one, if the vocabulary is joint. */
  record Codecs(TextCodec sources, TextCodec targets) {}

  boolean joint() {
    return joint;
  }

  Codecs train(List<Pair> pairs) {
    Stream<String> sources = pairs.stream().map(Pair::source);
    Stream<String> targets = pairs.stream().map(Pair::target);
    if (joint) {
      TextCodec both = train("", Stream.concat(sources, targets));
      return new Codecs(both, both);
    }
    return new Codecs(train("the sources: ", sources), train("the targets: ", targets));
  }

  @Override
  void describe(ObjectNode settings) {
    super.describe(settings);
    settings.put("jointVocabulary", joint);
  }
}

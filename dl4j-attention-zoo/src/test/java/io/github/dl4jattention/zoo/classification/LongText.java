package io.github.dl4jattention.zoo.classification;

import io.github.dl4jattention.zoo.model.EncoderTask;
import io.github.dl4jattention.zoo.model.Optimizer;
import io.github.dl4jattention.zoo.model.TransformerEncoder;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Classifies one long text, in a process of its own, and prints the most memory that the process
 * had at a time, and that of the parameters, both in bytes.
 */
public final class LongText {
  private static final int WORDS = 5_000;

  private LongText() {}

  /**
   * Runs.
   *
   * @param arguments how many steps
   */
  public static void main(String... arguments) throws IOException {
    int steps = Integer.parseInt(arguments[0]);
    List<String> words = IntStream.range(0, WORDS).mapToObj(i -> "word" + i).toList();
    TextCodec tokens =
        new TextCodec(
            new io.github.dl4jattention.zoo.tokens.Words(),
            io.github.dl4jattention.zoo.tokens.Normalization.NONE,
            new Vocabulary(words, true));
    TransformerEncoder settings =
        TransformerEncoder.builder()
            .optTask(EncoderTask.CLASS)
            .optSize(256)
            .optHeads(8)
            .optLayers(4)
            .optLongest(steps + 1)
            .build();
    ClassifierModel model =
        new ClassifierModel(
            settings.newGraph(tokens.size(), 2, new Optimizer(new NoOp(), 1), 1),
            settings,
            tokens,
            new Vocabulary(List.of("no", "yes"), false),
            steps);
    String text = String.join(" ", Collections.nCopies(steps - 1, "word7"));
    String label = new Classifier(model).classify(text).label();
    long parameters = 4 * model.graph().params().length();
    System.out.println(label + " " + peak() + " " + parameters);
  }

  /** Linux says. */
  private static long peak() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}

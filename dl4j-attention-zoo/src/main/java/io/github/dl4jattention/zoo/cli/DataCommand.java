package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.behaviours.BehaviourGenerator;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.dates.DateGenerator;
import io.github.dl4jattention.zoo.reverse.ReversedNumbers;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zoo data MODEL}. */
@Command(
    name = "data",
    description = {
      "Print the pairs a model is trained or measured with, source TAB target; of behaviours 1 or 0,"
          + " TAB, candidate and behaviours."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {
      "",
      "Examples:",
      "  zoo data dates --set held-out > held-out.tsv",
      "  zoo data reverse --set training > reverse.tsv     numbers, and the same in reverse",
      "  zoo data behaviours --set test > test.tsv         generated users of a shop"
    })
final class DataCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "Whose data: dates, reverse or behaviours.")
  private String model;

  @Option(names = "--set", paramLabel = "SET", description = "training, held-out or test.")
  private String set = "held-out";

  @Option(names = "--seed", paramLabel = "N", description = "Of the generator.")
  private long seed = DateGenerator.DEFAULT_SEED;

  @Override
  public Integer call() {
    if (seed < 0) {
      throw new UserError("--seed is %d: choose at least 0".formatted(seed));
    }
    List<Pair> pairs =
        switch (model) {
          case "dates" -> dates();
          case "reverse" ->
              ReversedNumbers.generate(
                  Limits.choice("--set", ReversedNumbers.Part.class, set), seed);
          case "behaviours" -> behaviours();
          default ->
              throw new UserError(
                  "there is no data for \"%s\": there is dates, reverse and behaviours"
                      .formatted(model));
        };
    PrintWriter out = spec.commandLine().getOut();
    pairs.forEach(pair -> out.print(pair.source() + "\t" + pair.target() + "\n"));
    out.flush();
    return 0;
  }

  /** As the training reads them: the answer first. */
  private List<Pair> behaviours() {
    BehaviourGenerator.Part part = Limits.choice("--set", BehaviourGenerator.Part.class, set);
    return BehaviourGenerator.generate(part, seed).stream()
        .map(pair -> new Pair(/* source= */ pair.target(), /* target= */ pair.source()))
        .toList();
  }

  private List<Pair> dates() {
    return switch (Limits.choice("--set", ReversedNumbers.Part.class, set)) {
      case TRAINING -> TrainingData.generatedDates(seed).training();
      case HELD_OUT -> TrainingData.generatedDates(seed).heldOut();
      case TEST -> TrainingData.generatedTest(seed);
    };
  }
}

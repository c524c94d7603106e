package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.dates.DateGenerator;
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
    description = "Print the pairs a model is trained or measured with, source TAB target.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {"", "Example:", "  zoo data dates --set held-out > held-out.tsv"})
final class DataCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "Whose data: dates.")
  private String model;

  @Option(names = "--set", paramLabel = "SET", description = "training or held-out.")
  private String set = "held-out";

  @Option(names = "--seed", paramLabel = "N", description = "Of the generator.")
  private long seed = DateGenerator.DEFAULT_SEED;

  @Override
  public Integer call() {
    if (!model.equals("dates")) {
      throw new UserError("there is no data for \"%s\": there is dates".formatted(model));
    }
    if (!set.equals("training") && !set.equals("held-out")) {
      throw new UserError("--set is %s: choose training or held-out".formatted(set));
    }
    if (seed < 0) {
      throw new UserError("--seed is %d: choose at least 0".formatted(seed));
    }
    TrainingData data = TrainingData.generatedDates(seed);
    List<Pair> pairs = set.equals("training") ? data.training() : data.heldOut();
    PrintWriter out = spec.commandLine().getOut();
    pairs.forEach(pair -> out.print(pair.source() + "\t" + pair.target() + "\n"));
    out.flush();
    return 0;
  }
}

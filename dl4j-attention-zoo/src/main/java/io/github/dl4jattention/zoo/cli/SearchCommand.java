package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.dashboard.SearchDashboard;
import io.github.dl4jattention.zoo.dates.DateGenerator;
import io.github.dl4jattention.zoo.search.pruning.MedianPruner;
import io.github.dl4jattention.zoo.search.pruning.Pruner;
import io.github.dl4jattention.zoo.search.pruning.SuccessiveHalving;
import io.github.dl4jattention.zoo.search.space.FixedOptions;
import io.github.dl4jattention.zoo.search.space.ModelSpaces;
import io.github.dl4jattention.zoo.search.space.SearchSpace;
import io.github.dl4jattention.zoo.search.space.Settings;
import io.github.dl4jattention.zoo.search.space.SpaceFile;
import io.github.dl4jattention.zoo.search.strategy.Strategy;
import io.github.dl4jattention.zoo.search.trial.Direction;
import io.github.dl4jattention.zoo.search.trial.Ledger;
import io.github.dl4jattention.zoo.search.trial.NoImprovement;
import io.github.dl4jattention.zoo.search.trial.ScoreReached;
import io.github.dl4jattention.zoo.search.trial.TrialRecord;
import io.github.dl4jattention.zoo.search.trial.TrialRunner;
import io.github.dl4jattention.zoo.search.trial.TrialRunnerBuilder;
import io.github.dl4jattention.zoo.training.RunFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxCandidatesCondition;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxTimeCondition;
import org.deeplearning4j.arbiter.optimize.api.termination.TerminationCondition;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code zoo search MODEL}. */
@Command(
    name = "search",
    description = {
      "Search the hyperparameters of a model.",
      "Each trial is a training; all other options go to zoo train MODEL. Those of hyperparameters"
          + " fix them."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {
      "",
      "Examples:",
      "  zoo search dates --epochs 1 --trials 20 --strategy bayes",
      "  zoo search translation --data pairs.tsv --time 2h --parallel 2 --prune",
      "  zoo search translation --data pairs.tsv --space space.yaml --cell gru",
      "  zoo search dates --ui                 and look at the trials in the browser",
      "  zoo search dates --resume             go on after Ctrl-C, a crash, a power cut"
    })
final class SearchCommand implements Callable<Integer> {
  private static final Pattern TIME = Pattern.compile("([0-9]{1,6})([smh])");
  private static final int INTERRUPTED = 130;

  @Spec private CommandSpec spec;
  @Mixin private RunsOption runs;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description =
          "dates, translation, transformer, classifier, captioner, behaviours,"
              + " masked-language-model.")
  private String model;

  @Option(
      names = "--space",
      paramLabel = "FILE.yaml",
      description = "What to search (default: what is ready for the model).")
  private Path spaceFile;

  @Option(
      names = "--strategy",
      paramLabel = "KIND",
      description = "random, grid, genetic or bayes (a tree-structured Parzen estimator).")
  private String strategy = "bayes";

  @Option(names = "--trials", paramLabel = "N", description = "Most trials.")
  private int trials = 20;

  @Option(names = "--time", paramLabel = "T", description = "Longest time, such as 90s, 30m, 2h.")
  private String time;

  @Option(names = "--until", paramLabel = "SCORE", description = "End when a trial is so good.")
  private Double until;

  @Option(
      names = "--no-better",
      paramLabel = "N",
      description = "End when N trials after the best were none better.")
  private Integer noBetter;

  @Option(names = "--parallel", paramLabel = "N", description = "Trials at a time.")
  private int parallel = 1;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that the trials share (default: one a core).")
  private Integer threads;

  @Option(
      names = "--prune",
      arity = "0..1",
      fallbackValue = "halving",
      paramLabel = "RULE",
      description = "End hopeless trials early: by halving (default), or by the median rule.")
  private String prune;

  @Option(
      names = "--by",
      paramLabel = "SCORE",
      description =
          "loss, exact-match, bleu or auc, on what is held out (default: bleu where texts are"
              + " written, exact-match of classes, auc of behaviours, loss of dates).")
  private String by;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description =
          "Measure the winner, and it alone, when the search is over: on pairs, or class TAB text; of"
              + " a captioner a list of photos, or a number of scenes.")
  private String test;

  @Option(names = "--name", paramLabel = "NAME", description = "(default: search-MODEL).")
  private String name;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the search and of each trial: the same seed, the same trials.")
  private long seed = DateGenerator.DEFAULT_SEED;

  @Option(names = "--resume", description = "Go on with the trials that the folder holds.")
  private boolean resume;

  @Option(names = "--overwrite", description = "Replace what the folder holds.")
  private boolean overwrite;

  @Mixin private DashboardOptions dashboard;

  @Unmatched private List<String> given = new ArrayList<>();

  /** All that the options come to; whatever is wrong with them is told before anything runs. */
  private record Plan(
      SearchSpace space,
      TrialScore score,
      OptimizationConfiguration configuration,
      Pruner pruner,
      TrialTraining training,
      TrialFolders folders,
      String description,
      TestSet test) {}

  @Override
  public Integer call() {
    check();
    Plan plan = plan();
    plan.folders().check(resume, overwrite);
    Path file = plan.folders().ledger();
    try (Ledger ledger = resume ? Ledger.open(file) : Ledger.openNew(file)) {
      if (!resume) {
        plan.folders().clear();
      }
      try (SearchDashboard browser = browser(plan, ledger)) {
        return search(plan, ledger, browser);
      }
    }
  }

  /** Null if there shall be none. */
  private SearchDashboard browser(Plan plan, Ledger ledger) {
    if (dashboard.where() == null) {
      return null;
    }
    SearchDashboard browser =
        SearchDashboard.start(
            plan.space(),
            new SearchDashboard.Score(plan.score().label(), plan.score().minimize()),
            ledger,
            plan.folders().run(),
            dashboard.where());
    PrintWriter err = spec.commandLine().getErr();
    err.printf("the dashboard is %s%n", browser.url());
    err.flush();
    return browser;
  }

  private int search(Plan plan, Ledger ledger, SearchDashboard browser) {
    TrialTable table = new TrialTable(plan.space(), plan.score().minimize());
    SearchView view =
        new SearchView(
            spec.commandLine().getErr(), ledger, plan.folders(), table, plan.score().minimize());
    TrialRunnerBuilder<Settings> runner =
        TrialRunner.<Settings>builder()
            .setConfiguration(plan.configuration())
            .setObjective(plan.training())
            .setLedger(ledger)
            .optDescription(plan.description())
            .optWorkers(parallel)
            .optPruner(plan.pruner())
            .optListener(view);
    if (browser != null) {
      runner.optListener(browser);
    }
    boolean stopped = execute(runner.build());
    view.update();
    report(ledger.trials(), table, plan);
    if (plan.test() != null && !stopped) {
      plan.test().measure(plan.folders().run(), spec.commandLine().getOut());
    }
    return stopped ? INTERRUPTED : 0;
  }

  private Plan plan() {
    ModelSpaces spaces = spaces();
    FixedOptions options =
        FixedOptions.of(
            given,
            spaceFile == null ? spaces.ready(given) : SpaceFile.read(spaceFile, spaces.tunables()),
            spaces.tunables());
    TrialScore score =
        by == null ? TrialScore.of(spaces) : Limits.choice("--by", TrialScore.class, by);
    TrialFolders folders = new TrialFolders(run());
    List<String> fixed = new ArrayList<>(options.others());
    fixed.addAll(List.of("--seed", String.valueOf(seed)));
    String described = String.join(" ", fixed);
    fixed.addAll(List.of("--threads", String.valueOf(Math.max(1, threads() / parallel))));
    return new Plan(
        options.space(),
        score,
        configuration(options.space(), score),
        pruner(),
        new TrialTraining(spaces.model(), fixed, folders, score),
        folders,
        " of %s by %s: %s".formatted(model, score, described),
        testSet(spaces, options.others()));
  }

  private TestSet testSet(ModelSpaces spaces, List<String> others) {
    if (test == null) {
      return null;
    }
    TestSet set = new TestSet(spaces, test, others);
    set.check();
    return set;
  }

  private void check() {
    Limits.within("--trials", trials, 1, 100_000);
    Limits.within("--parallel", parallel, 1, 64);
    dashboard.check();
    Limits.within("--threads", threads(), 1, 1_024);
    Limits.within("--seed", seed, 0, Long.MAX_VALUE);
    if (noBetter != null) {
      Limits.within("--no-better", noBetter, 1, 100_000);
    }
    if (resume && overwrite) {
      throw new UserError("--resume and --overwrite exclude each other: choose one");
    }
  }

  private int threads() {
    return threads == null ? Threads.available() : threads;
  }

  private ModelSpaces spaces() {
    for (ModelSpaces one : ModelSpaces.values()) {
      if (one.model().equals(model)) {
        return one;
      }
    }
    throw new UserError(
        "there is no model \"%s\" to search: write zoo search MODEL and options after it; there are %s"
            .formatted(model, String.join(", ", ModelSpaces.models())));
  }

  private RunFolder run() {
    return runs.run(name == null ? "search-" + model : name);
  }

  private Pruner pruner() {
    if (prune == null) {
      return Pruner.NONE;
    }
    return switch (prune) {
      case "median" -> new MedianPruner(5, 0);
      case "halving" -> new SuccessiveHalving(1, 2);
      default -> throw new UserError("--prune is %s: choose of halving, median".formatted(prune));
    };
  }

  private OptimizationConfiguration configuration(SearchSpace space, TrialScore score) {
    Direction direction = new Direction(score.minimize());
    List<TerminationCondition> ends = new ArrayList<>();
    ends.add(new MaxCandidatesCondition(trials));
    if (time != null) {
      ends.add(new MaxTimeCondition(seconds(), TimeUnit.SECONDS));
    }
    if (until != null) {
      ends.add(new ScoreReached(until));
    }
    if (noBetter != null) {
      ends.add(new NoImprovement(noBetter));
    }
    return new OptimizationConfiguration.Builder()
        .candidateGenerator(
            Limits.choice("--strategy", Strategy.class, strategy).generator(space, direction))
        .scoreFunction(direction)
        .terminationConditions(ends)
        .rngSeed(seed)
        .build();
  }

  private long seconds() {
    Matcher matcher = TIME.matcher(time);
    if (!matcher.matches()) {
      throw new UserError("--time is %s: write such as 90s, 30m or 2h".formatted(time));
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> number;
      case "m" -> TimeUnit.MINUTES.toSeconds(number);
      default -> TimeUnit.HOURS.toSeconds(number);
    };
  }

  /** Until it ends, or somebody presses Ctrl-C; true of the latter. */
  private static boolean execute(TrialRunner<Settings> runner) {
    boolean[] stopped = new boolean[1];
    Thread onInterrupt =
        new Thread(
            () -> {
              stopped[0] = true;
              runner.shutdown(false);
            });
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    try {
      runner.execute();
    } finally {
      try {
        Runtime.getRuntime().removeShutdownHook(onInterrupt);
      } catch (IllegalStateException alreadyShuttingDown) {
        stopped[0] = true;
      }
    }
    return stopped[0];
  }

  private void report(List<TrialRecord> trials, TrialTable table, Plan plan) {
    PrintWriter out = spec.commandLine().getOut();
    table.print(out, trials);
    out.flush();
    TrialRecord best = table.best(trials);
    if (best == null) {
      throw new UserError(
          "no trial came to its end: %s says why".formatted(plan.folders().table()));
    }
    out.printf(
        "the best model is %s, the table %s%n",
        plan.folders().run().model(), plan.folders().table());
    out.printf(
        "train it again with: zoo train %s --name NAME%n",
        String.join(" ", plan.training().command(plan.space().getValue(best.point()))));
    out.flush();
  }
}

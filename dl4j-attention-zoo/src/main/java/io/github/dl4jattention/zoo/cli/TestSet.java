package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import io.github.dl4jattention.zoo.search.space.ModelSpaces;
import io.github.dl4jattention.zoo.training.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * What the winner of a search is measured on, once, when the search is over; no trial sees it.
 *
 * @param spaces which model is searched
 * @param test a file of pairs, or of lines of class TAB text; of a captioner a list of photos, or a
 *     number of scenes
 * @param given the options of all trials
 */
record TestSet(ModelSpaces spaces, String test, List<String> given) {
  private static final String SCENES = "--scenes";

  /** Before the search: whether it can be measured with. The file is not read. */
  void check() {
    if (spaces == ModelSpaces.MASKED_LANGUAGE_MODEL) {
      throw new UserError("--test: masked language models are not measured by it: leave it out");
    }
    if (isOfScenes()) {
      if (!test.matches("[1-9][0-9]{0,5}")) {
        throw new UserError("--test is %s: give a number of scenes, such as 500".formatted(test));
      }
      return;
    }
    Path file = path(test);
    if (file == null || !Files.isReadable(file) || Files.isDirectory(file)) {
      throw new UserError("there is no file %s to test on: check the name".formatted(test));
    }
    for (String option : given) {
      if (isSame(file, path(option.substring(option.indexOf('=') + 1)))) {
        throw new UserError(
            "--test is %s, which the trials see: give what they do not".formatted(test));
      }
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static boolean isSame(Path file, Path other) {
    try {
      return other != null && Files.isRegularFile(other) && Files.isSameFile(file, other);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Measures the search's model, prints its figures, and leaves them in {@code test.json}.
   *
   * @param run the search's folder
   */
  void measure(RunFolder run, PrintWriter out) {
    StringWriter figures = new StringWriter();
    StringWriter problems = new StringWriter();
    int code =
        Zoo.run(
            new PrintWriter(figures, true),
            new PrintWriter(problems, true),
            command(run).toArray(String[]::new));
    if (code != 0) {
      throw new UserError(
          "the search is over, but its model could not be tested: "
              + problems.toString().strip().replaceFirst("^zoo: ", ""));
    }
    List<String> lines = figures.toString().lines().toList();
    String json = lines.get(lines.size() - 1); // Those before it are of single photos.
    AtomicFiles.writeText(file(run), json + "\n");
    out.printf(
        "the best model on %s, which no trial has seen: %s; all figures are in %s%n",
        isOfScenes() ? test + " scenes" : test, words(json), file(run));
    out.flush();
  }

  private static Path file(RunFolder run) {
    return run.folder().resolve("test.json");
  }

  private List<String> command(RunFolder run) {
    List<String> command = new ArrayList<>();
    if (spaces != ModelSpaces.CAPTIONER) {
      command.addAll(List.of("evaluate", run.model().toString(), "--data", test));
    } else if (isOfScenes()) {
      command.addAll(List.of("caption", run.model().toString(), SCENES, test));
    } else {
      command.addAll(List.of("caption", run.model().toString(), "--photos", test));
      for (String option : List.of("--images", "--captions", "--encoder", "--cache")) {
        String value = valueOf(option);
        if (value != null) {
          command.addAll(List.of(option, value));
        }
      }
    }
    command.add("--json");
    return command;
  }

  private boolean isOfScenes() {
    return spaces == ModelSpaces.CAPTIONER && valueOf(SCENES) != null;
  }

  /** What the trials are given for an option; null if nothing. */
  private String valueOf(String option) {
    for (int i = 0; i < given.size(); i++) {
      if (given.get(i).startsWith(option + "=")) {
        return given.get(i).substring(option.length() + 1);
      }
      if (given.get(i).equals(option) && i + 1 < given.size()) {
        return given.get(i + 1);
      }
    }
    return null;
  }

  /** The numbers, in a line. */
  private static String words(String json) {
    List<String> words = new ArrayList<>();
    try {
      Iterator<Map.Entry<String, JsonNode>> fields = new ObjectMapper().readTree(json).fields();
      while (fields.hasNext()) {
        Map.Entry<String, JsonNode> field = fields.next();
        JsonNode value =
            field.getValue().isObject() ? field.getValue().path("score") : field.getValue();
        if (value.isIntegralNumber()) {
          words.add(field.getKey() + " " + value.asLong());
        } else if (value.isNumber()) {
          words.add(String.format(Locale.ROOT, "%s %.4f", field.getKey(), value.asDouble()));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("figures are JSON", e);
    }
    return String.join(", ", words);
  }
}

package io.github.dl4jattention.zoo.search.space;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads a space from YAML.
 *
 * <pre>
 * learning-rate: {from: 0.0005, to: 0.02, scale: log}
 * units: {from: 32, to: 256, step: 32}
 * cell: [gru, lstm]
 * dropout: 0.2
 * window: [global, local-p]
 * window-half-width: {from: 2, to: 10, when: {window: local-p}}
 * </pre>
 *
 * <p>The file's text becomes a tree of nodes, which know their lines, and no more: no object is
 * made of it, whatever it names. It may have {@value #MAX_CHARACTERS} characters.
 */
public final class SpaceFile {
  /** Most characters of a file. */
  public static final int MAX_CHARACTERS = 100_000;

  private static final int MAX_HYPERPARAMETERS = 200;
  private static final int MAX_DEPTH = 8;

  private SpaceFile() {}

  /**
   * Reads a file.
   *
   * @param file YAML in UTF-8
   * @param tunables what may be searched
   * @return the space
   * @throws UserError if it cannot be read or something in it is wrong; the message names the line
   *     and the mend
   */
  public static SearchSpace read(Path file, List<Tunable> tunables) {
    try {
      if (Files.size(file) > 4L * MAX_CHARACTERS) {
        throw tooLong(file.toString());
      }
      return parse(Files.readString(file, StandardCharsets.UTF_8), file.toString(), tunables);
    } catch (MalformedInputException e) {
      throw new UserError("%s is not UTF-8: save it as UTF-8".formatted(file), e);
    } catch (IOException e) {
      throw new UserError(
          "cannot read %s (%s): check --space".formatted(file, AtomicFiles.reason(e)), e);
    }
  }

  /**
   * Reads a text.
   *
   * @param text YAML
   * @param origin what to call it in errors
   * @param tunables what may be searched
   * @return the space
   * @throws UserError if something in it is wrong
   */
  public static SearchSpace parse(String text, String origin, List<Tunable> tunables) {
    if (text.length() > MAX_CHARACTERS) {
      throw tooLong(origin);
    }
    Node root = compose(text, origin);
    if (!(root instanceof MappingNode mapping) || mapping.getValue().isEmpty()) {
      throw new UserError(
          "%s has no hyperparameters: write lines such as \"dropout: {from: 0, to: 0.5}\""
              .formatted(origin));
    }
    Map<String, Tunable> known = new LinkedHashMap<>();
    tunables.forEach(tunable -> known.put(tunable.name(), tunable));
    Map<String, Hyperparameter> read = new LinkedHashMap<>();
    EntryReader reader = new EntryReader(origin, known, read);
    for (NodeTuple entry : mapping.getValue()) {
      Hyperparameter one = reader.read(entry);
      if (read.put(one.name(), one) != null) {
        throw reader.error(
            entry.getKeyNode(), "%s is there twice: leave one".formatted(one.name()));
      }
      if (read.size() > MAX_HYPERPARAMETERS) {
        throw reader.error(entry.getKeyNode(), "there are too many hyperparameters");
      }
    }
    return new SearchSpace(List.copyOf(read.values()));
  }

  private static Node compose(String text, String origin) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(0);
    try {
      // Nodes alone: compose makes no object of them.
      return new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new UserError(
          "%s, line %d: this is no YAML (%s): see docs/search.md for the form"
              .formatted(origin, line, e.getProblem()),
          e);
    } catch (YAMLException e) {
      throw new UserError(
          "%s is no YAML that is read here (%s): see docs/search.md for the form"
              .formatted(origin, e.getMessage()),
          e);
    }
  }

  private static UserError tooLong(String origin) {
    return new UserError(
        "%s has more than %,d characters: no space needs so many"
            .formatted(origin, MAX_CHARACTERS));
  }

  /** Whether a scalar is a plain word or number, and names no type. */
  static boolean isPlain(ScalarNode node) {
    return List.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL).contains(node.getTag());
  }
}

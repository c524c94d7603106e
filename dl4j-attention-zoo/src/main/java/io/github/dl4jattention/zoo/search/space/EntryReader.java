package io.github.dl4jattention.zoo.search.space;

import io.github.dl4jattention.zoo.UserError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads one hyperparameter of a {@link SpaceFile}. */
final class EntryReader {
  private static final Set<String> KEYS = Set.of("from", "to", "step", "scale", "values", "when");
  private static final int MAX_VALUES = 1_000;

  private final String origin;
  private final Map<String, Tunable> known;
  private final Map<String, Hyperparameter> earlier;

  EntryReader(String origin, Map<String, Tunable> known, Map<String, Hyperparameter> earlier) {
    this.origin = origin;
    this.known = known;
    this.earlier = earlier;
  }

  Hyperparameter read(NodeTuple entry) {
    String name = word(entry.getKeyNode());
    Tunable tunable = known.get(name);
    if (tunable == null) {
      throw error(
          entry.getKeyNode(),
          "there is no hyperparameter \"%s\": did you mean %s? There are %s"
              .formatted(
                  visible(name), nearest(name, known.keySet()), String.join(", ", known.keySet())));
    }
    Node value = entry.getValueNode();
    if (!(value instanceof MappingNode mapping)) {
      return new Hyperparameter(name, choice(tunable, value));
    }
    Map<String, Node> parts = parts(name, mapping);
    Node when = parts.remove("when");
    return new Hyperparameter(
        name, range(tunable, mapping, parts), when == null ? Map.of() : conditions(when));
  }

  private Map<String, Node> parts(String name, MappingNode mapping) {
    Map<String, Node> parts = new LinkedHashMap<>();
    for (NodeTuple part : mapping.getValue()) {
      String key = word(part.getKeyNode());
      if (!KEYS.contains(key)) {
        throw error(
            part.getKeyNode(),
            "%s has no \"%s\": did you mean %s? There are from, to, step, scale, values, when"
                .formatted(name, visible(key), nearest(key, KEYS)));
      }
      if (parts.put(key, part.getValueNode()) != null) {
        throw error(part.getKeyNode(), "%s has %s twice: leave one".formatted(name, key));
      }
    }
    return parts;
  }

  private Range range(Tunable tunable, MappingNode whole, Map<String, Node> parts) {
    Node values = parts.get("values");
    if (values != null) {
      if (parts.size() > 1) {
        throw error(values, "%s has values and a range: leave one".formatted(tunable.name()));
      }
      return choice(tunable, values);
    }
    if (tunable.kind() == Tunable.Kind.CHOICE) {
      throw error(
          whole,
          "%s is no number and has no range: list its values, such as [%s]"
              .formatted(tunable.name(), String.join(", ", tunable.choices())));
    }
    if (!parts.containsKey("from") || !parts.containsKey("to")) {
      throw error(whole, "%s needs from and to: give both".formatted(tunable.name()));
    }
    double from = number(tunable, parts.get("from"));
    double to = number(tunable, parts.get("to"));
    if (from >= to) {
      throw error(
          parts.get("to"),
          "%s goes from %s to %s, which is empty: let to be above from"
              .formatted(tunable.name(), word(parts.get("from")), word(parts.get("to"))));
    }
    boolean logarithmic = logarithmic(tunable, parts, from);
    if (tunable.kind() == Tunable.Kind.REAL) {
      if (parts.containsKey("step")) {
        throw error(
            parts.get("step"), "%s has no step: list values instead".formatted(tunable.name()));
      }
      return new Range.Real(from, to, logarithmic);
    }
    return new Range.Whole((int) from, (int) to, step(tunable, parts, logarithmic), logarithmic);
  }

  private boolean logarithmic(Tunable tunable, Map<String, Node> parts, double from) {
    Node scale = parts.get("scale");
    if (scale == null || word(scale).equals("linear")) {
      return false;
    }
    if (!word(scale).equals("log")) {
      throw error(
          scale,
          "the scale of %s is %s: choose of linear, log".formatted(tunable.name(), shown(scale)));
    }
    if (from <= 0) {
      throw error(
          parts.get("from"),
          ("%s goes through zero, where a log scale has no place: let from be above 0, or leave"
                  + " scale: log out")
              .formatted(tunable.name()));
    }
    return true;
  }

  private int step(Tunable tunable, Map<String, Node> parts, boolean logarithmic) {
    Node step = parts.get("step");
    if (step == null) {
      return 1;
    }
    Double value = tunable.numberOf(word(step));
    if (logarithmic || value == null || value < 1 || value > Integer.MAX_VALUE) {
      throw error(
          step,
          "the step of %s is %s: choose a whole number above 0, on the linear scale"
              .formatted(tunable.name(), shown(step)));
    }
    return value.intValue();
  }

  private double number(Tunable tunable, Node node) {
    return tunable.numberOf(checked(tunable, node));
  }

  private Range choice(Tunable tunable, Node node) {
    Set<String> values = new LinkedHashSet<>();
    for (Node one : listed(node)) {
      if (!values.add(checked(tunable, one))) {
        throw error(one, "%s has %s twice: leave one".formatted(tunable.name(), shown(one)));
      }
    }
    return new Range.Choice(new ArrayList<>(values));
  }

  private String checked(Tunable tunable, Node node) {
    String value = word(node);
    String problem = tunable.problemOf(value);
    if (problem != null) {
      throw error(node, "%s is %s: %s".formatted(tunable.name(), visible(value), problem));
    }
    return value;
  }

  private Map<String, Set<String>> conditions(Node when) {
    if (!(when instanceof MappingNode mapping)) {
      throw error(when, "when needs a name and values: write when: {window: [local-p]}");
    }
    Map<String, Set<String>> conditions = new LinkedHashMap<>();
    for (NodeTuple condition : mapping.getValue()) {
      String name = word(condition.getKeyNode());
      if (!earlier.containsKey(name)) {
        throw error(
            condition.getKeyNode(),
            "when names %s, which is not above it: move that line up, or add it"
                .formatted(visible(name)));
      }
      Set<String> values = new LinkedHashSet<>();
      for (Node value : listed(condition.getValueNode())) {
        String text = checked(known.get(name), value);
        if (earlier.get(name).range() instanceof Range.Choice choice
            && !choice.values().contains(text)) {
          throw error(
              value, "%s is never %s here: choose of %s".formatted(name, text, choice.values()));
        }
        values.add(text);
      }
      conditions.put(name, values);
    }
    return conditions;
  }

  private List<Node> listed(Node node) {
    if (!(node instanceof SequenceNode sequence)) {
      return List.of(node);
    }
    int size = sequence.getValue().size();
    if (size == 0 || size > MAX_VALUES) {
      throw error(node, "the list has %,d values: give 1 to %,d".formatted(size, MAX_VALUES));
    }
    return sequence.getValue();
  }

  private String word(Node node) {
    if (node instanceof ScalarNode scalar && SpaceFile.isPlain(scalar)) {
      return scalar.getValue();
    }
    throw error(
        node, "a plain word or number must stand here, and no %s".formatted(visible(kind(node))));
  }

  private static String kind(Node node) {
    return switch (node.getNodeId()) {
      case scalar -> "value of type " + node.getTag().getValue();
      case sequence -> "list";
      default -> "map";
    };
  }

  private String shown(Node node) {
    return visible(word(node));
  }

  /** What a file says, short and without control characters: it goes to a terminal. */
  private static String visible(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() > 60 ? plain.substring(0, 60) + "..." : plain;
  }

  UserError error(Node node, String message) {
    return new UserError(
        "%s, line %d: %s".formatted(origin, node.getStartMark().getLine() + 1, message));
  }

  private static String nearest(String name, Set<String> known) {
    return known.stream()
        .sorted()
        .min(Comparator.comparingInt((String other) -> distance(name, other)))
        .orElse("");
  }

  /** Levenshtein's: insertions, deletions and replacements between two words. */
  private static int distance(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= Math.min(left.length(), 100); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[right.length()];
  }
}

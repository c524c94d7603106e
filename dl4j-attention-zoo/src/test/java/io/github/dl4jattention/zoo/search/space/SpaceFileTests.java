package io.github.dl4jattention.zoo.search.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpaceFileTests {
  private static final List<Tunable> TUNABLES =
      List.of(
          Tunable.whole("units", 1, 8192),
          Tunable.real("learning-rate", Double.MIN_VALUE, 1),
          Tunable.real("dropout", 0, 0.9),
          Tunable.choice("cell", "rnn", "gru", "lstm"),
          Tunable.choice("window", "global", "local-m", "local-p"),
          Tunable.real("window-half-width", 1, 100),
          Tunable.flag("residual"));

  private static SearchSpace parse(String text) {
    return SpaceFile.parse(text, "space.yaml", TUNABLES);
  }

  @Test
  void readsEveryForm() {
    SearchSpace space =
        parse(
            """
            # a comment
            units: {from: 32, to: 256, step: 32}
            learning-rate:
              from: 5e-4
              to: 0.02
              scale: log
            cell: [gru, lstm]
            dropout: 0.2
            window: {values: [global, local-p]}
            window-half-width: {from: 2, to: 10, when: {window: local-p}}
            residual: [true, false]
            """);
    assertThat(space.hyperparameters())
        .containsExactly(
            new Hyperparameter("units", new Range.Whole(32, 256, 32, false)),
            new Hyperparameter("learning-rate", new Range.Real(5e-4, 0.02, true)),
            new Hyperparameter("cell", new Range.Choice(List.of("gru", "lstm"))),
            new Hyperparameter("dropout", new Range.Choice(List.of("0.2"))),
            new Hyperparameter("window", new Range.Choice(List.of("global", "local-p"))),
            new Hyperparameter(
                "window-half-width",
                new Range.Real(2, 10, false),
                Map.of("window", Set.of("local-p"))),
            new Hyperparameter("residual", new Range.Choice(List.of("true", "false"))));
    assertThat(space.numParameters()).isEqualTo(6);
  }

  @Test
  void drawsWithinTheRangesAndUsesWhatItsConditionAllows() {
    SearchSpace space =
        parse(
            """
            units: {from: 10, to: 100, step: 30}
            learning-rate: {from: 0.0001, to: 0.1, scale: log}
            window: [global, local-p]
            window-half-width: {from: 2, to: 10, when: {window: local-p}}
            """);
    Random random = new Random(4);
    Set<String> units = new HashSet<>();
    int small = 0;
    int local = 0;
    for (int i = 0; i < 1_000; i++) {
      double[] at = random.doubles(4).toArray();
      Map<String, String> values = space.getValue(at).values();
      units.add(values.get("units"));
      small += Double.parseDouble(values.get("learning-rate")) < 0.00316 ? 1 : 0;
      local += values.get("window").equals("local-p") ? 1 : 0;
      assertThat(values.containsKey("window-half-width"))
          .isEqualTo(values.get("window").equals("local-p"));
      assertThat(space.used(at)[3]).isEqualTo(values.containsKey("window-half-width"));
    }
    assertThat(units).containsExactlyInAnyOrder("10", "40", "70", "100");
    // Half of a log scale is below the square root of its bounds' product.
    assertThat(small).isBetween(450, 550);
    assertThat(local).isBetween(450, 550);
  }

  @Test
  void boundsAreReached() {
    SearchSpace space =
        parse("units: {from: 8, to: 64, scale: log}\nlearning-rate: {from: 0.0003, to: 0.03}");
    assertThat(space.getValue(new double[] {0, 0}).toString())
        .isEqualTo("units=8 learning-rate=3.0E-4");
    assertThat(space.getValue(new double[] {1, 1}).toString())
        .isEqualTo("units=64 learning-rate=0.03");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          unit: 3                                | line 1: there is no hyperparameter "unit": did you mean units?
          units: 3;cel: gru                      | line 2: there is no hyperparameter "cel": did you mean cell?
          units: {from: 64, to: 32}              | line 1: units goes from 64 to 32, which is empty: let to be above from
          units: {from: 64, to: 64}              | line 1: units goes from 64 to 64, which is empty
          cell: gru;units: {from: -8, to: 8}     | line 2: units is -8: choose one from 1 to 8192
          units: -3                              | line 1: units is -3: choose one from 1 to 8192
          units: [16, 0]                         | line 1: units is 0: choose one from 1 to 8192
          units: 2.5                             | line 1: units is 2.5: it must be a whole number
          dropout: {from: 0, to: 0.5, scale: log}| line 1: dropout goes through zero, where a log scale has no place
          learning-rate: {from: 0, to: 0.1}      | line 1: learning-rate is 0: choose one above 0, at most 1
          learning-rate: .nan                    | line 1: learning-rate is .nan: it must be a number
          units: {from: 8}                       | line 1: units needs from and to: give both
          units: {from: 8, to: 9, by: 2}         | line 1: units has no "by"
          units: {from: 8, to: 9, step: 0}       | line 1: the step of units is 0: choose a whole number above 0
          units: {from: 8, to: 9, scale: cubic}  | line 1: the scale of units is cubic: choose of linear, log
          units: {from: 8, to: 9, values: [3]}   | line 1: units has values and a range: leave one
          cell: gro                              | line 1: cell is gro: choose of rnn, gru, lstm
          cell: {from: 1, to: 2}                 | line 1: cell is no number and has no range
          cell: [gru, gru]                       | line 1: cell has gru twice: leave one
          cell: []                               | line 1: the list has 0 values
          units: 3;units: 4                      | line 2: units is there twice: leave one
          units: [[3]]                           | line 1: a plain word or number must stand here, and no list
          units: {from: {a: 1}, to: 2}           | line 1: a plain word or number must stand here, and no map
          units:                                 | line 1: a plain word or number must stand here
          units: !!java.net.URL ["file:x"]       | line 1: this is no YAML (Global tag is not allowed
          units: !!java.lang.Integer "3"         | line 1: this is no YAML (Global tag is not allowed
          dropout: {from: 0, to: 1, when: {window: local-p}} | line 1: dropout is 1: choose one from 0 to 0.9
          window-half-width: {from: 2, to: 9, when: {window: local-p}} | line 1: when names window, which is not above it
          window: [global];dropout: {from: 0, to: 0.5, when: {window: local-p}} | line 2: window is never local-p here
          window: [global];dropout: {from: 0, to: 0.5, when: 3} | line 2: when needs a name and values
          units: {from: 8, to: 9                 | line 1: this is no YAML
          units: "3;cell: gru                    | line 2: this is no YAML
          - units                                | space.yaml has no hyperparameters
          """)
  void aSlipIsToldWithItsLineAndTheMend(String text, String message) {
    assertThatThrownBy(() -> parse(text.replace(';', '\n')))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("space.yaml")
        .hasMessageContaining(message);
  }

  /** Set by {@link Trap}, whose class no reader of YAML may load. */
  private static boolean trapped;

  /** What a hostile file would have made. */
  public static final class Trap {
    static {
      trapped = true;
    }

    /** As YAML would. */
    public Trap() {}

    /** As YAML would. */
    public Trap(String text) {}
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "units: !!TRAP {}",
        "units: !!TRAP [x]",
        "units: !!TRAP x",
        "!!TRAP {}",
        "!!TRAP {units: 3}",
        "units: {from: !!TRAP 1, to: 3}",
        "? !!TRAP units\n: 3",
        "units: !<tag:yaml.org,2002:TRAP> {}"
      })
  void noClassOfAFileIsInstantiated(String text) {
    String hostile = text.replace("TRAP", SpaceFileTests.class.getName() + "$Trap");
    try {
      parse(hostile);
    } catch (UserError expectedOfMost) {
      assertThat(expectedOfMost).hasMessageStartingWith("space.yaml");
    }
    assertThat(trapped).isFalse();
  }

  @Test
  void bombsAndLongFilesAreRefused(@TempDir Path folder) throws IOException {
    StringBuilder bomb = new StringBuilder("a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n");
    for (char c = 'b'; c < 'z'; c++) {
      String one = "*" + (char) (c - 1);
      bomb.append("%s: &%s [%s, %s, %s, %s]%n".formatted(c, c, one, one, one, one));
    }
    assertThatThrownBy(() -> parse(bomb.toString())).isInstanceOf(UserError.class);
    assertThatThrownBy(() -> parse("[".repeat(1_000))).isInstanceOf(UserError.class);
    Path file = folder.resolve("long.yaml");
    Files.writeString(file, "#".repeat(SpaceFile.MAX_CHARACTERS + 1));
    assertThatThrownBy(() -> SpaceFile.read(file, TUNABLES))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("more than");
    assertThatThrownBy(() -> SpaceFile.read(folder.resolve("none.yaml"), TUNABLES))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no such file");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThatThrownBy(() -> SpaceFile.read(file, TUNABLES))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("UTF-8");
  }
}

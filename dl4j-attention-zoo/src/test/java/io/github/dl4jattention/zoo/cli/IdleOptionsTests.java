package io.github.dl4jattention.zoo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.zoo.model.DecoderKind;
import io.github.dl4jattention.zoo.model.SequenceToSequence;
import io.github.dl4jattention.zoo.model.TinyModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options that would do nothing where they are given, and that do not fit each other. */
class IdleOptionsTests {
  @TempDir private Path folder;

  /** The one line of errors; empty if the command does what it was told. */
  private static String refusal(String arguments) {
    StringWriter err = new StringWriter();
    int code =
        Zoo.run(new PrintWriter(new StringWriter()), new PrintWriter(err), arguments.split(" "));
    assertThat(code).as(err.toString()).isEqualTo(err.toString().isEmpty() ? 0 : 2);
    assertThat(err.toString()).hasLineCount(code == 0 ? 0 : 1);
    return err.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train translation --data a --no-input-feeding | --no-input-feeding does nothing without"
            + " --attention luong: give that too, or leave --no-input-feeding out",
        "train translation --data a --window-half-width 3 | --window-half-width does nothing without",
        "train translation --data a --readout-size 3 | --readout-size does nothing without --readout",
        "train translation --data a --sampling-decay linear | --sampling-decay does nothing without",
        "train translation --data a --plateau-factor 0.5 --schedule linear | --plateau-factor does",
        "train translation --data a --plateau-patience 2 --schedule constant | --plateau-patience does",
        "train translation --data a --held-out 0.1 --valid b | --held-out and --valid exclude each",
        "train translation --data a --held-out 0.1 --valid-source b --valid-target c"
            + " | --held-out and --valid-source exclude each other: choose one",
        "train classifier --data a --held-out 0.1 --valid b | --held-out and --valid exclude each",
        "train behaviours --data a --held-out 0.1 --valid b | --held-out and --valid exclude each",
        "train behaviours --held-out 0.1 | --held-out does nothing without --data: give that too",
        "train captioner --scenes 20 --held-out 0.1 | --scenes and --held-out exclude each other",
        "train classifier --data a --tags --pooling max | --tags and --pooling exclude each other",
        "train translation --data a --tokens huggingface | --tokens huggingface needs a file: give",
        "train translation --data a --tokens words --tokenizer b | --tokenizer does nothing without",
        "train dates --ui-port 9001 | --ui-port does nothing without --ui: give that too, or leave",
        "train dates --ui-address localhost | --ui-address does nothing without --ui: give that too",
        "train translation --data a --joint-vocabulary --tie all --source-embeddings b"
            + " --target-embeddings c | --tie all makes one embedding of both sides: give --source-"
      })
  void aTrainingRefusesWhatItWouldNotUse(String arguments, String message) {
    assertThat(refusal(arguments + " --runs " + folder)).startsWith("zoo: " + message);
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train translation --data a --context-at-each-step | these settings make no model:"
            + " --context-at-each-step is for a decoder without attention",
        "train translation --data a --score dot --units 32 | these settings make no model: a dot"
            + " product compares equal sizes: --decoder-units must be 64, the encoder's output",
        "train translation --data a --window local-m --window-half-width 0.5 | these settings make"
            + " no model: --window-half-width is 0.5: choose 1 or more",
        "train transformer --data a --encoder-layers 17 | these settings make no model:"
            + " --encoder-layers is 17: choose 1 to 16"
      })
  void settingsThatMakeNoModelAreNamedByTheirOptions(String arguments, String message) {
    assertThat(refusal(arguments + " --runs " + folder)).startsWith("zoo: " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--alpha 0.6 | --alpha does nothing without --length-penalty wu: give that too, or leave",
        "--seed 3 | --seed does nothing without --sample: give that too, or leave --seed out",
        "--sample --beam 2 | --sample and --beam exclude each other: choose one",
        "--replace-unknown | this model has no attention, by which --replace-unknown goes: leave",
        "--coverage-penalty 0.2 | this model has no attention, by which --coverage-penalty goes"
      })
  void aSearchRefusesWhatItWouldNotUse(String options, String message) throws IOException {
    Path plain = folder.resolve("plain.zip");
    TinyModels.write(plain, SequenceToSequence.builder().optDecoder(DecoderKind.PLAIN));
    Path looking = folder.resolve("looking.zip");
    TinyModels.write(looking, SequenceToSequence.builder());
    assertThat(refusal("translate " + plain + " a")).isEmpty();
    assertThat(refusal("translate " + plain + " a " + options)).startsWith("zoo: " + message);
    if (message.contains("no attention")) {
      assertThat(refusal("translate " + looking + " a " + options)).isEmpty();
    }
  }
}

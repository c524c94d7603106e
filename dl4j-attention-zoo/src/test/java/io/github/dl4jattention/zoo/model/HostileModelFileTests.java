package io.github.dl4jattention.zoo.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** Files made to bring a class to life that no model file may name. */
class HostileModelFileTests extends ModelFileFixture {
  /** How often a class that no model file may name came to life. */
  private static final AtomicInteger WITNESSED = new AtomicInteger();

  @BeforeEach
  void forgetWitnesses() {
    WITNESSED.set(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {PREPROCESSOR, "normalizer.bin", "readme.txt"})
  void refusesEntryThatIsNoPartOfModel(String entry) throws IOException {
    alter(entry, old -> serialised(new SerialisedWitness()));
    assertRefused(file, "(it has an entry that is no part of a model): fetch or train it again");
    assertThat(WITNESSED).hasValue(0);
  }

  /** DL4J streams a zip from its first byte and would find, and deserialise, such an entry. */
  @Test
  void readsNoEntryThatTheZipsDirectoryDoesNotList() throws IOException {
    byte[] hidden = localEntry(PREPROCESSOR, serialised(new SerialisedWitness()));
    byte[] good = Files.readAllBytes(file);
    byte[] both = Arrays.copyOf(hidden, hidden.length + good.length);
    System.arraycopy(good, 0, both, hidden.length, good.length);
    Files.write(file, both);
    assertSamePredictions(ModelFile.load(file).model());
    assertThat(WITNESSED).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javax.script.ScriptEngineManager",
        "io.github.dl4jattention.zoo.model.ModelFileTests$ActivationWitness",
        "org.deeplearning4j.nn.conf.layers.LSTM<javax.script.ScriptEngineManager>",
        "[Ljavax.script.ScriptEngineManager;"
      })
  void refusesConfigurationThatNamesUnknownClass(String name) throws IOException {
    alterConfiguration(json -> json.replace(ActivationTanH.class.getName(), name));
    assertRefused(file, "its configuration names the class ");
    assertThat(WITNESSED).hasValue(0);
  }

  @Test
  void refusesUnknownClassBehindKnownOneOfTheSameKey() throws IOException {
    String known = "\"@class\" : \"%s\"".formatted(ActivationTanH.class.getName());
    String unknown = "\"@class\" : \"%s\"".formatted(ActivationWitness.class.getName());
    alterConfiguration(json -> json.replace(known, unknown + ", " + known));
    assertRefused(file, "its configuration names the class ");
    assertThat(WITNESSED).hasValue(0);
  }

  /** Jackson takes a list of a class's name and its object for the object. */
  @Test
  void refusesUnknownClassWrappedInList() throws IOException {
    alterConfiguration(
        json ->
            json.replaceAll(
                "\\{\\s*\"@class\" : \"org.deeplearning4j.nn.weights.WeightInitXavier\"\\s*\\}",
                "[\"" + WeightWitness.class.getName().replace("$", "\\$") + "\", {}]"));
    assertRefused(file, "its configuration names the class ");
    assertThat(WITNESSED).hasValue(0);
  }

  /** Distributions have their class under the key "type". */
  @Test
  void refusesUnknownClassUnderAnyKey() throws IOException {
    alterConfiguration(
        json -> json.replaceFirst("\\{", "{ \"type\" : \"javax.script.ScriptEngineManager\","));
    assertRefused(file, "its configuration names the class javax.script.ScriptEngineManager)");
  }

  @ParameterizedTest
  @CsvSource({"[,]", "{\"a\":,}"})
  void refusesConfigurationNestedTooDeep(String open, String close) throws IOException {
    int depth = 100_000;
    String deep = "{\"a\":" + open.repeat(depth) + "1" + close.repeat(depth) + "}";
    alterConfiguration(json -> deep);
    assertRefused(file, "fetch or train it again");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "3", "{", "{}", "not JSON\nat all\n", "{\"vertices\":{}}"})
  void refusesConfigurationThatIsNone(String text) throws IOException {
    alterConfiguration(json -> text);
    assertRefused(file, "fetch or train it again");
  }

  private static byte[] serialised(Serializable object) {
    return bytes(out -> new ObjectOutputStream(out).writeObject(object));
  }

  /** A zip's entry without the directory that follows the entries. */
  private static byte[] localEntry(String name, byte[] content) {
    byte[] zip =
        bytes(
            out -> {
              ZipOutputStream entries = new ZipOutputStream(out);
              entries.putNextEntry(new ZipEntry(name));
              entries.write(content);
              entries.finish();
            });
    // The end record, 22 bytes long, has the directory's offset at byte 16.
    int directory =
        ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getInt(zip.length - 22 + 16);
    return Arrays.copyOf(zip, directory);
  }

  /** What DL4J would make of a configuration that names it. */
  public static final class ActivationWitness extends ActivationTanH {
    private static final long serialVersionUID = 1L;

    public ActivationWitness() {
      WITNESSED.incrementAndGet();
    }
  }

  /** What DL4J would make of a configuration that names it. */
  public static final class WeightWitness extends WeightInitXavier {
    private static final long serialVersionUID = 1L;

    public WeightWitness() {
      WITNESSED.incrementAndGet();
    }
  }

  /** What Java's deserialisation would bring to life. */
  private static final class SerialisedWitness implements Serializable {
    private static final long serialVersionUID = 1L;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      WITNESSED.incrementAndGet();
    }
  }
}

package io.github.dl4jattention.zoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordVectorsTests {
  private static final Set<String> WANTED = Set.of("two", "dogs", ". .", "missing");

  @TempDir Path folder;

  private WordVectors read(String text) throws IOException {
    return WordVectors.read(Files.writeString(folder.resolve("vectors.txt"), text), WANTED);
  }

  @Test
  void readsGloVe() throws IOException {
    WordVectors vectors = read("two 1 -2.5 3e-1\nthe 0 0 0\n. . 4 5 6\ndogs 7 8 9\ndogs 1 1 1\n");
    assertThat(vectors.size()).isEqualTo(3);
    assertThat(vectors.count()).isEqualTo(3);
    assertThat(vectors.get("two")).containsExactly(1, -2.5f, 0.3f);
    assertThat(vectors.get(". .")).containsExactly(4, 5, 6);
    assertThat(vectors.get("dogs")).containsExactly(7, 8, 9);
    assertThat(vectors.get("missing")).isNull();
    assertThat(vectors.get("the")).isNull();
  }

  @Test
  void readsWord2vecPacked() throws IOException {
    Path file = folder.resolve("vectors.txt.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("2 2\ntwo 1 2 \ndogs 3 4 \n".getBytes(StandardCharsets.UTF_8));
    }
    WordVectors vectors = WordVectors.read(file, WANTED);
    assertThat(vectors.size()).isEqualTo(2);
    assertThat(vectors.get("dogs")).containsExactly(3, 4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "two 1 2\\ndogs 1 | line 2 has 1 numbers where others have 2: take it out",
        "two | line 1 has 0 numbers after its word: give a file",
        "3 1\\ntwo 1\\ndogs 2 | says in its first line that it has 3 words, and has 2: fetch it again",
        "1 1\\ntwo 1\\ndogs 2 | says in its first line that it has 1 words, and has 2: fetch it again",
        "2 0\\ntwo | line 1 has 0 numbers after its word",
        "2 99999\\ntwo 1 | line 1 has 99999 numbers after its word",
        "two 1 x | line 1 has something else than a number at place 2 after its word",
        "two 1 NaN | line 1 has something else than a number",
        "two 1 1e99 | line 1 has something else than a number"
      })
  void namesTheLineAndTheMend(String text, String message) {
    assertThatThrownBy(() -> read(text.replace("\\n", "\n")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("vectors.txt")
        .hasMessageContaining(message);
  }
}

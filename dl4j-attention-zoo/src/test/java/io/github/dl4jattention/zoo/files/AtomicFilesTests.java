package io.github.dl4jattention.zoo.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicFilesTests {
  private static final String TEXT = "d\u00E9j\u00E0 vu \uD83D\uDE00\n";

  @TempDir private Path folder;

  @Test
  void writesTextInUtf8() throws IOException {
    Path file = folder.resolve("new.txt");
    AtomicFiles.writeText(file, TEXT);
    assertThat(file).hasContent(TEXT);
    assertThat(names()).containsExactly("new.txt");
  }

  @Test
  void replacesOldContent() throws IOException {
    Path file = Files.writeString(folder.resolve("old.txt"), "old content, longer than the new");
    AtomicFiles.writeText(file, "new");
    assertThat(file).hasContent("new");
    assertThat(names()).containsExactly("old.txt");
  }

  @Test
  void makesMissingFolders() {
    Path file = folder.resolve("a/b/c.txt");
    AtomicFiles.writeText(file, TEXT);
    assertThat(file).hasContent(TEXT);
  }

  @Test
  void showsNothingUnderTheFilesNameBeforeItIsWhole() throws IOException {
    Path file = Files.writeString(folder.resolve("old.txt"), "old");
    AtomicFiles.write(
        file,
        temporary -> {
          Files.writeString(temporary, "half");
          assertThat(file).hasContent("old");
          assertThat(temporary.getParent()).isEqualTo(folder);
          Files.writeString(temporary, "whole");
        });
    assertThat(file).hasContent("whole");
  }

  @Test
  void keepsOldContentWhereTheWriterFails() throws IOException {
    Path file = Files.writeString(folder.resolve("old.txt"), "old");
    assertThatThrownBy(
            () ->
                AtomicFiles.write(
                    file,
                    temporary -> {
                      Files.writeString(temporary, "half");
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "cannot write %s (No space left on device): choose a folder you may write to, with"
                + " room left",
            file);
    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly("old.txt");
  }

  @Test
  void leavesNothingWhereTheWriterFailsWithoutOldContent() throws IOException {
    IllegalStateException defect = new IllegalStateException("defect");
    assertThatThrownBy(
            () ->
                AtomicFiles.write(
                    folder.resolve("new.txt"),
                    temporary -> {
                      Files.writeString(temporary, "half");
                      throw defect;
                    }))
        .isSameAs(defect);
    assertThat(names()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file/a.txt", "file/b/a.txt", "file/b/c/a.txt"})
  void saysThatFileIsInTheWayOfFolder(String path) throws IOException {
    Files.writeString(folder.resolve("file"), "in the way");
    Path file = folder.resolve(path);
    assertThatThrownBy(() -> AtomicFiles.writeText(file, TEXT))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("cannot write " + file + " (")
        .hasMessageEndingWith("): choose a folder you may write to, with room left");
    assertThat(folder.resolve("file")).hasContent("in the way");
    assertThat(names()).containsExactly("file");
  }

  @Test
  void doesNotReplaceFolderThatHoldsSomething() throws IOException {
    Path inside = folder.resolve("folder/inside.txt");
    AtomicFiles.writeText(inside, "kept");
    assertThatThrownBy(() -> AtomicFiles.writeText(folder.resolve("folder"), TEXT))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("cannot write " + folder.resolve("folder"));
    assertThat(inside).hasContent("kept");
    assertThat(names()).containsExactly("folder");
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void namesTheReasonInFewWords(IOException problem, String reason) {
    assertThat(AtomicFiles.reason(problem)).isEqualTo(reason);
  }

  private static Stream<Arguments> reasons() {
    return Stream.of(
        Arguments.of(new AccessDeniedException("/path"), "permission denied"),
        Arguments.of(new NoSuchFileException("/path"), "no such file"),
        Arguments.of(new FileAlreadyExistsException("/path"), "a file is in the way"),
        Arguments.of(new FileSystemException("/path", null, "No space left"), "No space left"),
        Arguments.of(new FileSystemException("/path"), "FileSystem"),
        Arguments.of(new IOException("broken"), "broken"),
        Arguments.of(new IOException(), "IO"));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}

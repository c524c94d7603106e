package io.github.dl4jattention.zoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptionFileTests {
  @TempDir private Path folder;

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("captions.txt"), text);
  }

  @Test
  void photosHaveAllTheirCaptions() throws IOException {
    Path file = write("a.jpg#0\tA dog .\nb.jpg#0\tA cat .\r\na.jpg#1\tOne dog\n");
    assertThat(CaptionFile.read(file))
        .containsExactly(
            new PhotoCaptions("a.jpg", List.of("A dog .", "One dog")),
            new PhotoCaptions("b.jpg", List.of("A cat .")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.jpg#1 A dog|is not NAME.jpg#K TAB caption",
        "a.jpg\\tA dog|is not NAME.jpg#K TAB caption",
        "a.jpg#x\\tA dog|is not NAME.jpg#K TAB caption",
        "a.jpg#1\\tA\\tdog|is not NAME.jpg#K TAB caption",
        "a.jpg#0\\tAgain|has a.jpg#0 a second time",
        "a.jpg#1\\t  |has an empty caption",
        "../a.jpg#1\\tA dog|no plain file name",
        "..\\\\a.jpg#1\\tA dog|no plain file name",
        ".a.jpg#1\\tA dog|no plain file name",
        "a.jpg#1\\tA \\007 dog|control character U+0007"
      })
  void aBadLineIsRefusedByItsNumber(String line, String message) throws IOException {
    Path file = write("a.jpg#0\tA dog\n" + line.translateEscapes() + "\n");
    assertThatThrownBy(() -> CaptionFile.read(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("captions.txt line 2 ")
        .hasMessageContaining(message);
  }

  @Test
  void whatIsNotUtf8IsRefused() throws IOException {
    Path file = folder.resolve("captions.txt");
    Files.write(file, "a.jpg#0\tcaf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> CaptionFile.read(file)).hasMessageContaining("line 1 is not UTF-8");
  }

  @Test
  void aListPicksPhotosInItsOrder() throws IOException {
    List<PhotoCaptions> all = photos(4);
    Path list = Files.writeString(folder.resolve("list.txt"), "2.jpg\n0.jpg\n");
    assertThat(CaptionFile.listed(all, list)).containsExactly(all.get(2), all.get(0));
    Path unknown = Files.writeString(folder.resolve("unknown.txt"), "2.jpg\n9.jpg\n");
    assertThatThrownBy(() -> CaptionFile.listed(all, unknown))
        .hasMessageContaining("unknown.txt line 2 names 9.jpg, which has no captions");
    Path twice = Files.writeString(folder.resolve("twice.txt"), "2.jpg\n2.jpg\n");
    assertThatThrownBy(() -> CaptionFile.listed(all, twice))
        .hasMessageContaining("line 2 names 2.jpg a second time");
  }

  private static List<PhotoCaptions> photos(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new PhotoCaptions(i + ".jpg", List.of("a " + i, "the " + i)))
        .toList();
  }

  @Test
  void aShareIsHeldOutByPhotoAndSeed() {
    for (int count : new int[] {2, 7, 200}) {
      List<PhotoCaptions> all = photos(count);
      CaptionFile.Split split = CaptionFile.split(all, 0.1, 3);
      assertThat(split.heldOut()).hasSize(Math.max(1, Math.round(0.1f * count)));
      assertThat(split).isEqualTo(CaptionFile.split(all, 0.1, 3));
      List<PhotoCaptions> both = new ArrayList<>(split.training());
      both.addAll(split.heldOut());
      assertThat(both).hasSize(count);
      assertThat(new HashSet<>(both)).hasSize(count);
    }
    List<PhotoCaptions> all = photos(200);
    assertThat(CaptionFile.split(all, 0.1, 3)).isNotEqualTo(CaptionFile.split(all, 0.1, 4));
  }

  @Test
  void aPhotoIsNeverOnBothSides() {
    List<PhotoCaptions> all = photos(3);
    assertThatThrownBy(() -> new CaptionFile.Split(all, all.subList(2, 3)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("2.jpg is to be trained on and held out");
    assertThatThrownBy(() -> new CaptionFile.Split(all, List.of()))
        .hasMessageContaining("3 photos to train on and 0 held out");
  }
}

package io.github.dl4jattention.zoo.photos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no photo is refused by its name, whatever it is, and never ends the program. */
class RefusedPhotosTests {
  private static final int SIZE = 32;

  @TempDir private Path folder;

  @Test
  void whatIsNotThere() {
    requireRefused(folder.resolve("none.jpg"), "it is not there");
  }

  @Test
  void aFolder() {
    requireRefused(folder, "it is not a file");
  }

  @Test
  void anEmptyFile() throws IOException {
    requireRefused(write(new byte[0]), "it is empty");
  }

  @Test
  void aFileThatIsTooLarge() throws IOException {
    Path file = folder.resolve("large.jpg");
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(PhotoFile.MAX_BYTES + 1); // takes no room on disk
    }
    requireRefused(file, "67108865 bytes, more than 67108864");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "RIFF\0\0\0\0WEBPVP8 ",
        "II*\0",
        "\0\0",
        "\0\0\0\u0018ftypheic",
        "%PDF-1.4",
        "P6 1 1 255 abc",
        "GIF7"
      })
  void otherFormats(String content) throws IOException {
    requireRefused(
        write(content.getBytes(StandardCharsets.ISO_8859_1)), "it is not JPEG, PNG, GIF or BMP");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00ff\u00d8\u00ff", "\u0089PNG\r\n\u001a\n", "GIF89a", "BM"})
  void onlyTheFirstBytes(String content) throws IOException {
    Path file = write(content.getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> PhotoFile.read(file).square(SIZE))
        .isInstanceOf(UnusablePhotoException.class)
        .hasMessageMatching(".*: it is (damaged|cut short)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "bmp", "gif"})
  void filesThatAreCutShort(String format) throws IOException {
    byte[] whole = picture(format);
    for (int percent = 1; percent < 100; percent += 7) {
      Path file = write(Arrays.copyOf(whole, whole.length * percent / 100));
      assertThatThrownBy(() -> PhotoFile.read(file).square(SIZE))
          .as("%s, %d%%", format, percent)
          .isInstanceOf(UnusablePhotoException.class)
          .hasMessageStartingWith(file + " is no photo that can be used: it is ");
    }
  }

  /** 70 bytes that promise 40,000 x 40,000 pixels. */
  @Test
  void aBombInPng() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(17);
    header.put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(40_000).putInt(40_000);
    header.put(new byte[] {8, 6, 0, 0, 0});
    CRC32 sum = new CRC32();
    sum.update(header.array());
    ByteBuffer png = ByteBuffer.allocate(70);
    png.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    png.putInt(13).put(header.array()).putInt((int) sum.getValue());
    requireRefused(write(png.array()), "40000 x 40000 pixels, more than 120 million or none");
  }

  @Test
  void bombsInOtherFormats() throws IOException {
    byte[] gif = picture("gif");
    int descriptor = 13 + 3 * (2 << (gif[10] & 7)); // after the header and the colours
    descriptor += gif[descriptor] == 0x21 ? 8 : 0;
    assertThat(gif[descriptor]).isEqualTo((byte) 0x2c);
    Arrays.fill(gif, descriptor + 5, descriptor + 9, (byte) 0xff);
    requireRefused(write(gif), "65535 x 65535 pixels, more than 120 million or none");
    byte[] bmp = picture("bmp");
    Arrays.fill(bmp, 18, 21, (byte) 0xff);
    requireRefused(write(bmp), "it is damaged"); // as its reader finds, by the size of the file
    byte[] jpeg = picture("jpg");
    int frame = startOfFrame(jpeg);
    Arrays.fill(jpeg, frame + 4, frame + 8, (byte) 0xff);
    requireRefused(write(jpeg), "65535 x 65535 pixels, more than 120 million or none");
  }

  /** Bytes changed at random: a picture or a refusal, and nothing else. */
  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "bmp", "gif"})
  void damagedFilesEndNothing(String format) throws IOException {
    byte[] whole = picture(format);
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] damaged = whole.clone();
      for (int k = 0; k <= i % 4; k++) {
        damaged[random.nextInt(Math.min(damaged.length, 200))] = (byte) random.nextInt();
      }
      try {
        BufferedImage seen = PhotoFile.read(write(damaged)).square(SIZE);
        assertThat(seen.getWidth()).isEqualTo(SIZE);
      } catch (UnusablePhotoException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  private static byte[] picture(String format) throws IOException {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(3); // So that it cannot be compressed to a few bytes.
    for (int i = 0; i < SIZE * SIZE; i++) {
      image.setRGB(i % SIZE, i / SIZE, random.nextInt(0x1000000));
    }
    return Pictures.encoded(image, format);
  }

  private static int startOfFrame(byte[] jpeg) {
    for (int i = 1; i < jpeg.length; i++) {
      if (jpeg[i - 1] == (byte) 0xff && jpeg[i] == (byte) 0xc0) {
        return i;
      }
    }
    throw new IllegalStateException("no frame");
  }

  private Path write(byte[] content) throws IOException {
    return Files.write(folder.resolve("photo"), content);
  }

  private static void requireRefused(Path file, String reason) {
    assertThatThrownBy(() -> PhotoFile.read(file).square(SIZE))
        .isInstanceOfSatisfying(
            UnusablePhotoException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessage("%s is no photo that can be used: %s", file, reason);
  }
}

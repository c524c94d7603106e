package io.github.dl4jattention.zoo.photos;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhotoFileTests {
  /** As Pillow 9.4 wrote it: 16 x 16, cyan, magenta, yellow and half black. */
  private static final String CMYK_JPEG =
      "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwACAQEBAQECAQEBAgICAgIEAwICAgIFBAQDBAYFBgYGBQYG"
          + "BgcJCAYHCQcGBggLCAkKCgoKCgYICwwLCgwJCgoK/8AAFAgAEAAQBEMRAE0RAFkRAEsRAP/EAB8A"
          + "AAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUS"
          + "ITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElK"
          + "U1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4"
          + "ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4EQwBNAFkASwAAPwD+"
          + "f+v38r9/K/fyv7/K/gDooor+/wAr+AOiiiv7/K/n/r//2Q==";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"png, 0", "bmp, 0", "gif, 0", "jpg, 3"})
  void readsEachFormat(String format, int tolerance) throws Exception {
    BufferedImage drawn = Pictures.quarters(224, 224, BufferedImage.TYPE_INT_RGB);
    BufferedImage seen = square(Pictures.encoded(drawn, format), 224);
    assertThat(seen.getType()).isEqualTo(BufferedImage.TYPE_INT_RGB);
    requireColours(seen, Pictures.QUARTERS, tolerance);
  }

  @Test
  void aPhotoOfTheWantedSizeIsTakenAsItIs() throws Exception {
    BufferedImage drawn = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      drawn.setRGB(i % 16, i / 16, i * 0x010307);
    }
    BufferedImage seen = square(Pictures.encoded(drawn, "png"), 16);
    for (int i = 0; i < 256; i++) {
      assertThat(seen.getRGB(i % 16, i / 16) & 0xffffff).isEqualTo(i * 0x010307 & 0xffffff);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, 300",
    "300, 400",
    "224, 225",
    "1, 1",
    "3, 1000",
    "2000, 1500",
    "2999, 2111",
    "6000, 5000"
  })
  void anySizeBecomesTheWantedOne(int width, int height) throws Exception {
    BufferedImage drawn = Pictures.quarters(width, height, BufferedImage.TYPE_BYTE_INDEXED);
    BufferedImage seen = square(Pictures.encoded(drawn, "png"), 224);
    assertThat(seen.getWidth()).isEqualTo(224);
    assertThat(seen.getHeight()).isEqualTo(224);
    if (width > 3 && height > 3) {
      requireColours(seen, Pictures.QUARTERS, 1);
    }
  }

  @Test
  void whatIsLeftAndRightOfTheCentreIsNotSeen() throws Exception {
    BufferedImage drawn = new BufferedImage(300, 100, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 100 * 100; i++) {
      drawn.setRGB(100 + i % 100, i / 100, 0x336699);
    }
    BufferedImage seen = square(Pictures.encoded(drawn, "png"), 50);
    for (int i = 0; i < 50 * 50; i++) {
      assertThat(seen.getRGB(i % 50, i / 50) & 0xffffff).isEqualTo(0x336699);
    }
  }

  @Test
  void onlyTheMiddleOfTheCentreIsSeen() throws Exception {
    // 64 x 64, of which 7/8 are 56: a frame of 4 goes.
    BufferedImage drawn = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 56 * 56; i++) {
      drawn.setRGB(4 + i % 56, 4 + i / 56, 0xffffff);
    }
    BufferedImage seen = square(Pictures.encoded(drawn, "png"), 56);
    assertThat(seen.getRGB(0, 0) & 0xffffff).isEqualTo(0xffffff);
    assertThat(seen.getRGB(55, 55) & 0xffffff).isEqualTo(0xffffff);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "bmp", "gif"})
  void greyIsCopiedAndNotBrightened(String format) throws Exception {
    BufferedImage drawn = new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY);
    int[] row = new int[32 * 32];
    java.util.Arrays.fill(row, 100);
    drawn.getRaster().setPixels(0, 0, 32, 32, row);
    BufferedImage seen = square(Pictures.encoded(drawn, format), 32);
    assertThat(Pictures.difference(seen.getRGB(10, 10), 0x646464)).isLessThanOrEqualTo(1);
  }

  @Test
  void greyOf16BitsIsScaled() throws Exception {
    BufferedImage drawn = new BufferedImage(32, 32, BufferedImage.TYPE_USHORT_GRAY);
    int[] row = new int[32 * 32];
    java.util.Arrays.fill(row, 0x8080);
    drawn.getRaster().setPixels(0, 0, 32, 32, row);
    BufferedImage seen = square(Pictures.encoded(drawn, "png"), 32);
    assertThat(seen.getRGB(10, 10) & 0xffffff).isEqualTo(0x808080);
  }

  /** A quarter of red over white: 255, 255 * 3/4, 255 * 3/4. */
  @Test
  void whatIsTransparentBecomesWhite() throws Exception {
    BufferedImage drawn = new BufferedImage(16, 16, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < 128; i++) {
      drawn.setRGB(i % 16, i / 16, 0x40ff0000);
    }
    BufferedImage seen = square(Pictures.encoded(drawn, "png"), 16);
    assertThat(Pictures.difference(seen.getRGB(3, 3), 0xffbfbf)).isLessThanOrEqualTo(1);
    assertThat(seen.getRGB(3, 12) & 0xffffff).isEqualTo(0xffffff);
  }

  @Test
  void cmykBecomesColours() throws Exception {
    BufferedImage seen = square(Base64.getDecoder().decode(CMYK_JPEG), 16);
    int[] colours = Pictures.colours(seen);
    // Inks are no lights, and programs differ in what they take them for: which is strongest holds.
    assertThat(colours[0] >> 16 & 255).isLessThan(colours[0] & 255);
    assertThat(colours[1] >> 8 & 255).isLessThan(colours[1] & 255);
    assertThat(colours[2] & 255).isLessThan(colours[2] >> 16 & 255);
    assertThat(colours[3] & 255).isBetween(70, 190);
  }

  /** EXIF 2.3, tag 0x0112: where the first row and the first column of what is stored belong. */
  @ParameterizedTest
  @CsvSource({
    "1, 0123",
    "2, 1032",
    "3, 3210",
    "4, 2301",
    "5, 0213",
    "6, 2031",
    "7, 3120",
    "8, 1302",
    "0, 0123",
    "9, 0123",
    "700, 0123"
  })
  void photosAreTurnedUpright(int orientation, String order) throws Exception {
    byte[] jpeg = Pictures.encoded(Pictures.quarters(64, 64, BufferedImage.TYPE_INT_RGB), "jpg");
    int[] expected = order.chars().map(c -> Pictures.QUARTERS[c - '0']).toArray();
    for (ByteOrder bytes : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      BufferedImage seen = square(withExif(jpeg, bytes, 1, orientation), 64);
      requireColours(seen, expected, 3);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 1000, 65_535})
  void aDamagedDescriptionIsPassedOver(int entries) throws Exception {
    byte[] jpeg = Pictures.encoded(Pictures.quarters(64, 64, BufferedImage.TYPE_INT_RGB), "jpg");
    BufferedImage seen = square(withExif(jpeg, ByteOrder.BIG_ENDIAN, entries, 1), 64);
    requireColours(seen, Pictures.QUARTERS, 3);
  }

  @Test
  void theSameContentHasTheSameSum() throws Exception {
    Path abc = Files.writeString(folder.resolve("abc"), "abc");
    assertThat(PhotoFile.read(abc).sha256())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void pixelsAreBlueGreenRedLessTheirMeans() {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0x0a141e); // red 10, green 20, blue 30
    image.setRGB(1, 0, 0xffff00);
    assertThat(ImageNetPixels.of(image))
        .containsExactly(
            30 - 103.939f,
            0 - 103.939f,
            20 - 116.779f,
            255 - 116.779f,
            10 - 123.68f,
            255 - 123.68f);
  }

  /** Puts a description after the start of a JPEG file: one entry, however many it promises. */
  private static byte[] withExif(byte[] jpeg, ByteOrder order, int entries, int orientation)
      throws IOException {
    ByteBuffer tiff = ByteBuffer.allocate(26).order(order);
    tiff.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
    tiff.putShort((short) 42).putInt(8).putShort((short) entries);
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    tiff.putShort((short) orientation).putShort((short) 0).putInt(0);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.write(new byte[] {(byte) 0xff, (byte) 0xe1, 0, 34});
    out.write("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
    out.write(tiff.array());
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }

  private static void requireColours(BufferedImage seen, int[] expected, int tolerance) {
    int[] colours = Pictures.colours(seen);
    for (int i = 0; i < 4; i++) {
      assertThat(Pictures.difference(colours[i], expected[i]))
          .as("quarter %d is %06x", i, colours[i])
          .isLessThanOrEqualTo(tolerance);
    }
  }

  private BufferedImage square(byte[] content, int size) throws Exception {
    Path file = Files.write(folder.resolve("photo"), content);
    return PhotoFile.read(file).square(size);
  }
}

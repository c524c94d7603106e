package io.github.dl4jattention.zoo.annotations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.encoders.Encoder;
import io.github.dl4jattention.zoo.encoders.TinyNetworks;
import io.github.dl4jattention.zoo.photos.ImageNetPixels;
import io.github.dl4jattention.zoo.photos.PhotoFile;
import io.github.dl4jattention.zoo.photos.UnusablePhotoException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnotatedPhotosTests {
  private static final int LENGTH = 6 * 7 * 7;

  @TempDir private Path folder;
  private final Encoder encoder = TinyNetworks.encoder(1);
  private final List<Path> photos = new ArrayList<>();

  @BeforeEach
  void draw() throws IOException {
    for (int i = 0; i < 5; i++) {
      photos.add(photo(i));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void annotationsAreWhatTheEncoderGives(int threads) throws Exception {
    AnnotatedPhotos annotated = compute(threads);
    assertThat(annotated.photos()).isEqualTo(5);
    assertThat(annotated.channels()).isEqualTo(6);
    assertThat(annotated.rows()).isEqualTo(7);
    assertThat(annotated.columns()).isEqualTo(7);
    assertThat(annotated.files()).isEqualTo(photos);
    float[] into = new float[3 * LENGTH];
    annotated.fill(new int[] {4, 0, 4}, into);
    assertThat(Arrays.copyOfRange(into, 0, LENGTH)).isEqualTo(expected(4));
    assertThat(Arrays.copyOfRange(into, LENGTH, 2 * LENGTH)).isEqualTo(expected(0));
    assertThat(Arrays.copyOfRange(into, 2 * LENGTH, 3 * LENGTH)).isEqualTo(expected(4));
  }

  @Test
  void whatIsNoPhotoIsNamedAndPassedOver() throws Exception {
    Path text = Files.writeString(folder.resolve("text.jpg"), "text");
    photos.add(1, text);
    photos.add(folder.resolve("none.jpg"));
    List<String> progress = new ArrayList<>();
    AnnotatedPhotos annotated =
        AnnotatedPhotos.compute(
            photos, encoder, cache(), 2, (done, of) -> progress.add(done + "/" + of));
    assertThat(annotated.photos()).isEqualTo(5);
    assertThat(annotated.files()).doesNotContain(text).hasSize(5);
    assertThat(annotated.skipped())
        .extracting(UnusablePhotoException::getMessage)
        .containsExactly(
            text + " is no photo that can be used: it is not JPEG, PNG, GIF or BMP",
            folder.resolve("none.jpg") + " is no photo that can be used: it is not there");
    assertThat(progress).containsExactly("1/7", "2/7", "3/7", "4/7", "5/7", "6/7", "7/7");
    float[] into = new float[LENGTH];
    annotated.fill(new int[] {1}, into);
    assertThat(into).isEqualTo(expected(annotated.files().get(1)));
  }

  /** What is in the cache is taken: here, numbers that no encoder gave. */
  @Test
  void theCacheIsAskedFirst() throws Exception {
    compute(1);
    String key =
        "%s-%d-%s"
            .formatted(
                encoder.identity(), ImageNetPixels.VERSION, PhotoFile.read(photos.get(2)).sha256());
    float[] numbers = new float[LENGTH];
    numbers[5] = 42;
    cache().write(key, numbers);
    float[] into = new float[LENGTH];
    compute(1).fill(new int[] {2}, into);
    assertThat(into).isEqualTo(numbers);
  }

  @Test
  void anotherEncoderHasOtherAnnotations() throws Exception {
    compute(1);
    AnnotatedPhotos other =
        AnnotatedPhotos.compute(photos, TinyNetworks.encoder(2), cache(), 1, (done, of) -> {});
    float[] into = new float[LENGTH];
    other.fill(new int[] {0}, into);
    assertThat(into).isNotEqualTo(expected(0));
  }

  @Test
  void aCopyOfPhotoIsNotComputedAgain() throws Exception {
    compute(1);
    Path copy = Files.copy(photos.get(0), folder.resolve("copy.png"));
    long before = entries();
    AnnotatedPhotos.compute(List.of(copy), encoder, cache(), 1, (done, of) -> {});
    assertThat(entries()).isEqualTo(before).isEqualTo(5);
  }

  @Test
  void whatDisappearsFromTheCacheIsComputedAgain() throws Exception {
    AnnotatedPhotos annotated = compute(2);
    deleteCache();
    float[] into = new float[LENGTH];
    annotated.fill(new int[] {3}, into);
    assertThat(into).isEqualTo(expected(3));
    assertThat(entries()).isEqualTo(1);
  }

  @Test
  void aPhotoThatChangesMeanwhileIsNamed() throws Exception {
    AnnotatedPhotos annotated = compute(1);
    deleteCache();
    Files.copy(photos.get(1), photos.get(0), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> annotated.fill(new int[] {0}, new float[LENGTH]))
        .isInstanceOf(UserError.class)
        .hasMessage("%s has changed while it is used: start again", photos.get(0));
    Files.delete(photos.get(2));
    assertThatThrownBy(() -> annotated.fill(new int[] {2}, new float[LENGTH]))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(photos.get(2) + " is no photo that can be used: it is not there");
  }

  @Test
  void tooLittleRoomAndUnknownPhotosAreRefused() {
    AnnotatedPhotos annotated = compute(1);
    assertThatThrownBy(() -> annotated.fill(new int[] {0, 1}, new float[LENGTH]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 photos of 6 x 7 x 7 need 588 numbers, got room for 294");
    assertThatThrownBy(() -> annotated.fill(new int[] {5}, new float[LENGTH]))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aCacheThatIsTooSmallEndsTheWork() {
    AnnotationCache small = new AnnotationCache(folder.resolve("small"), 1000);
    assertThatThrownBy(() -> AnnotatedPhotos.compute(photos, encoder, small, 2, (done, of) -> {}))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("allow more");
  }

  private AnnotatedPhotos compute(int threads) {
    return AnnotatedPhotos.compute(photos, encoder, cache(), threads, (done, of) -> {});
  }

  private AnnotationCache cache() {
    return new AnnotationCache(folder.resolve("cache"), 1 << 20);
  }

  private Path photo(int number) throws IOException {
    Random random = new Random(number);
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      image.setRGB(i % 16, i / 16, random.nextInt(0x1000000));
    }
    Path file = folder.resolve("photo%d.png".formatted(number));
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private float[] expected(int photo) throws UnusablePhotoException {
    return expected(photos.get(photo));
  }

  private float[] expected(Path photo) throws UnusablePhotoException {
    return encoder.forward().output(ImageNetPixels.of(PhotoFile.read(photo).square(16)));
  }

  private void deleteCache() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("cache"))) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private long entries() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("cache"))) {
      return all.filter(Files::isRegularFile).count();
    }
  }
}

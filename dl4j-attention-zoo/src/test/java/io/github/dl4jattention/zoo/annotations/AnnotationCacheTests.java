package io.github.dl4jattention.zoo.annotations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnotationCacheTests {
  /** Numbers of an entry, which then has about 4 KB. */
  private static final int LENGTH = 1000;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64, 65, 1000, 86_528})
  void numbersComeBackWhateverShareIsZero(int length) {
    Random random = new Random(length);
    for (double share : new double[] {0, 0.06, 0.5, 1}) {
      float[] values = new float[length];
      for (int i = 0; i < length; i++) {
        values[i] = random.nextDouble() < share ? (float) random.nextGaussian() : 0;
      }
      byte[] packed = SparseFloats.pack(values);
      float[] read = new float[length + 2];
      Arrays.fill(read, 7);
      assertThat(SparseFloats.unpack(ByteBuffer.wrap(packed), read, 1, length)).isTrue();
      assertThat(Arrays.copyOfRange(read, 1, length + 1)).isEqualTo(values);
      assertThat(read[0]).isEqualTo(7);
      assertThat(read[length + 1]).isEqualTo(7);
    }
  }

  /** One in 16 is not zero, as after a rectifier: a bit each, and 4 bytes for one in 16. */
  @Test
  void zerosTakeOneBit() {
    float[] values = new float[64_000];
    for (int i = 0; i < values.length; i += 16) {
      values[i] = 1;
    }
    assertThat(SparseFloats.pack(values)).hasSize(64_000 / 8 + 4 * 64_000 / 16);
  }

  @Test
  void bytesOfOtherNumbersAreRefused() {
    byte[] packed = SparseFloats.pack(values(1, 100));
    float[] into = new float[200];
    for (int length : new int[] {99, 129, 200}) {
      assertThat(SparseFloats.unpack(ByteBuffer.wrap(packed), into, 0, length))
          .as("%d numbers", length)
          .isFalse();
    }
    byte[] shorter = Arrays.copyOf(packed, packed.length - 1);
    assertThat(SparseFloats.unpack(ByteBuffer.wrap(shorter), into, 0, 100)).isFalse();
    assertThat(SparseFloats.unpack(ByteBuffer.allocate(3), into, 0, 100)).isFalse();
  }

  @Test
  void whatIsWrittenIsRead() {
    AnnotationCache cache = cache(1 << 20);
    cache.write("encoder-1-abc", values(1, LENGTH));
    float[] into = new float[LENGTH];
    assertThat(cache.read("encoder-1-abc", into, 0, LENGTH)).isTrue();
    assertThat(into).isEqualTo(values(1, LENGTH));
    assertThat(cache(1 << 20).read("encoder-1-abc", into, 0, LENGTH)).isTrue();
    assertThat(cache.read("encoder-1-abd", into, 0, LENGTH)).isFalse();
    assertThat(cache.read("encoder-1-abc", new float[1001], 0, 1001)).isFalse();
  }

  /** Any byte: it counts as missing. */
  @Test
  void whatIsDamagedCountsAsMissing() throws IOException {
    AnnotationCache cache = cache(1 << 20);
    cache.write("key-ab", values(1, LENGTH));
    Path file = files().get(0);
    byte[] whole = Files.readAllBytes(file);
    float[] into = new float[LENGTH];
    for (int at = 0; at < whole.length; at += 37) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 4;
      Files.write(file, damaged);
      assertThat(cache.read("key-ab", into, 0, LENGTH)).as("byte %d", at).isFalse();
      Files.write(file, Arrays.copyOf(whole, at));
      assertThat(cache.read("key-ab", into, 0, LENGTH)).as("%d bytes", at).isFalse();
    }
    cache.write("key-ab", values(2, LENGTH));
    assertThat(cache.read("key-ab", into, 0, LENGTH)).isTrue();
    assertThat(into).isEqualTo(values(2, LENGTH));
  }

  @Test
  void theFolderMayBeDeletedAtAnyTime() throws IOException {
    AnnotationCache cache = cache(1 << 20);
    cache.write("key-ab", values(1, LENGTH));
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
    assertThat(cache.read("key-ab", new float[LENGTH], 0, LENGTH)).isFalse();
    cache.write("key-ab", values(1, LENGTH));
    assertThat(cache.read("key-ab", new float[LENGTH], 0, LENGTH)).isTrue();
  }

  @Test
  void whatWasNotUsedForLongestGoes() throws IOException {
    AnnotationCache before = cache(1 << 20);
    for (int i = 0; i < 5; i++) {
      before.write("key-a" + i, values(i, LENGTH));
      setAge(i, 10 - i);
    }
    // Room for five; the oldest is used again, so the next ones go, and one more than they must.
    AnnotationCache cache = cache(5 * 4200);
    assertThat(cache.read("key-a0", new float[LENGTH], 0, LENGTH)).isTrue();
    cache.write("key-a5", values(5, LENGTH));
    assertThat(files())
        .extracting(path -> path.getFileName().toString())
        .containsExactly(
            "key-a0.annotations", "key-a3.annotations", "key-a4.annotations", "key-a5.annotations");
  }

  @Test
  void readingMakesThemYoungAgain() throws IOException {
    AnnotationCache before = cache(1 << 20);
    before.write("key-a0", values(0, LENGTH));
    setAge(0, 100);
    before.read("key-a0", new float[LENGTH], 0, LENGTH);
    Instant time = Files.getLastModifiedTime(files().get(0)).toInstant();
    assertThat(time).isAfter(Instant.now().minusSeconds(3600));
  }

  @Test
  void whatIsInUseDoesNotGo() {
    AnnotationCache cache = cache(3 * 4200);
    for (int i = 0; i < 3; i++) {
      cache.write("key-a" + i, values(i, LENGTH));
    }
    assertThatThrownBy(() -> cache.write("key-a3", values(3, LENGTH)))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "the cache of annotations %s is limited to 0 MB, and the photos need more: allow more,"
                + " or use fewer photos",
            folder);
    assertThat(cache.read("key-a0", new float[LENGTH], 0, LENGTH)).isTrue();
  }

  @Test
  void whatAnEndedProcessLeftBehindGoes() throws IOException {
    Path old = Files.writeString(folder.resolve(".key.annotations.1.tmp"), "half");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(90_000)));
    Path fresh = Files.writeString(folder.resolve(".key.annotations.2.tmp"), "half");
    cache(1 << 20).write("key-ab", values(1, LENGTH));
    assertThat(old).doesNotExist();
    assertThat(fresh).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../ab", "a/b", "", "ab", "key.ab", "key ab"})
  void keysAreNoPaths(String key) {
    assertThatThrownBy(() -> cache(1 << 20).read(key, new float[1], 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a key has letters, digits and hyphens");
  }

  private AnnotationCache cache(long limit) {
    return new AnnotationCache(folder, limit);
  }

  private static float[] values(long seed, int length) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat() + 1;
    }
    return values;
  }

  private void setAge(int number, int days) throws IOException {
    Path file = folder.resolve("a" + number).resolve("key-a" + number + ".annotations");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(86_400L * days)));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> path.toString().endsWith(".annotations")).sorted().toList();
    }
  }
}

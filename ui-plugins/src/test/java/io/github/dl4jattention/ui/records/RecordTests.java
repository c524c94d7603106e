package io.github.dl4jattention.ui.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.ui.Samples;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Constructor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordTests {
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 2};

  static Stream<DashboardRecord> records() {
    AttentionRecord image =
        new AttentionRecord(
            3,
            new Progress(7, 1, 2),
            new AttentionRecord.Tokens(
                List.of(), List.of("<b>", "\ud83d\ude00"), null, new AttentionRecord.Grid(2, 3)),
            List.of(
                LayerWeights.of("a", new float[][][] {{{1, 0, 0, 0, 0, 0}, {0, 1, 0, 0, 0, 0}}}),
                LayerWeights.of(
                    "b",
                    new float[][][] {
                      {{0, 0, 1, 0, 0, 0}, {0, 0, 0, 1, 0, 0}},
                      {{0, 0, 0, 0, 1, 0}, {0, 0, 0, 0, 0, 1}}
                    })));
    return Stream.of(
            Samples.attention(0, 10),
            image,
            Samples.example(1),
            new ExampleRecord(2, "a photo", ExampleRecord.Kind.IMAGE, PNG),
            Samples.quality(10),
            new QualityRecord(new Progress(0, 0, 0), List.of(), List.of()),
            Samples.search(),
            Samples.trial(1, 31.2),
            Samples.trial(2, Double.NaN))
        .peek(record -> record.address("s é", "w", -5));
  }

  private static DashboardRecord empty(DashboardRecord like) throws Exception {
    Constructor<? extends DashboardRecord> constructor = like.getClass().getConstructor();
    return constructor.newInstance();
  }

  @ParameterizedTest
  @MethodSource("records")
  void aRecordComesBackAsItWas(DashboardRecord record) throws Exception {
    DashboardRecord back = empty(record);
    back.decode(record.encode());
    assertThat(back)
        .usingRecursiveComparison()
        .withComparatorForType(Double::compare, Double.class)
        .isEqualTo(record);
    assertThat(back.getSessionID()).isEqualTo("s é");
    assertThat(back.getWorkerID()).isEqualTo("w");
    assertThat(back.getTimeStamp()).isEqualTo(-5);
    assertThat(back.getTypeID()).isNotEmpty();
    assertThat(record.encodingLengthBytes()).isEqualTo(record.encode().length);
  }

  @ParameterizedTest
  @MethodSource("records")
  void streamsAndBuffersHoldTheSameBytes(DashboardRecord record) throws Exception {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    record.encode(stream);
    ByteBuffer buffer = ByteBuffer.allocate(record.encodingLengthBytes());
    record.encode(buffer);
    assertThat(stream.toByteArray()).isEqualTo(record.encode()).isEqualTo(buffer.array());
    DashboardRecord fromStream = empty(record);
    fromStream.decode(new ByteArrayInputStream(record.encode()));
    DashboardRecord fromBuffer = empty(record);
    fromBuffer.decode(buffer.flip());
    assertThat(fromStream)
        .usingRecursiveComparison()
        .withComparatorForType(Double::compare, Double.class)
        .isEqualTo(fromBuffer);
  }

  @ParameterizedTest
  @MethodSource("records")
  void whatIsCutOffIsRefused(DashboardRecord record) {
    byte[] whole = record.encode();
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> empty(record).decode(part))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(DamagedRecordException.class);
    }
    assertThatThrownBy(() -> empty(record).decode(Arrays.copyOf(whole, whole.length + 1)))
        .isInstanceOf(DamagedRecordException.class);
  }

  @ParameterizedTest
  @MethodSource("records")
  void anyBytesAreReadOrRefusedAndNothingElse(DashboardRecord record) throws Exception {
    byte[] whole = record.encode();
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      byte[] damaged = whole.clone();
      for (int j = 0; j <= i % 4; j++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        empty(record).decode(damaged);
      } catch (DamagedRecordException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }

  @Test
  void lengthsAreNotBelieved() {
    byte[] bytes = Samples.attention(0, 1).encode();
    ByteBuffer.wrap(bytes).putInt(12, Integer.MAX_VALUE); // The session's length.
    assertThatThrownBy(() -> new AttentionRecord().decode(bytes))
        .isInstanceOf(DamagedRecordException.class)
        .hasMessage("its session's length is 2147483647");
  }

  @Test
  void aLaterVersionIsNamed() {
    byte[] bytes = Samples.quality(1).encode();
    ByteBuffer.wrap(bytes).putInt(4, 2);
    assertThatThrownBy(() -> new QualityRecord().decode(bytes))
        .isInstanceOf(DamagedRecordException.class)
        .hasMessage("its version is 2, this program reads 1: use a later one");
  }

  @Test
  void anotherKindIsRefused() {
    byte[] bytes = Samples.quality(1).encode();
    assertThatThrownBy(() -> new TrialRecord().decode(bytes))
        .isInstanceOf(DamagedRecordException.class)
        .hasMessageContaining("kind");
  }

  @Test
  void theFormIsThatOfVersionOne() {
    TrialRecord trial = new TrialRecord(1, TrialRecord.Status.DONE, 0.5, 2, 3, List.of());
    trial.address("s", "w", 4);
    assertThat(HexFormat.of().formatHex(trial.encode()))
        .isEqualTo(
            "444c4154"
                + "00000001"
                + "00000005" // form, version, kind
                + "0000000173"
                + "0000000177"
                + "0000000000000004" // session, worker, stamp
                + "00000001"
                + "00000004444f4e45" // number, status
                + "3fe0000000000000"
                + "4000000000000000" // score, seconds
                + "0000000000000003"
                + "00000000"); // time, values
  }

  @Test
  void weightsAreQuantised() {
    float[][][] weights = {{{0, 1, 0.5f, Float.NaN, -1, 2}}};
    assertThat(LayerWeights.of("a", weights).weights())
        .containsExactly(0, (byte) 255, (byte) 128, 0, 0, (byte) 255);
  }

  @Test
  void weightsFitTheirTokens() {
    AttentionRecord.Tokens tokens =
        new AttentionRecord.Tokens(List.of("a"), List.of("b"), null, null);
    LayerWeights layer = LayerWeights.of("decoder", new float[][][] {{{0.5f, 0.5f}}});
    assertThatThrownBy(() -> new AttentionRecord(0, new Progress(0, 0, 0), tokens, List.of(layer)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layer \"decoder\" has 1 x 2 weights a head, the example 1 x 1");
  }

  @Test
  void imagesAreKnownByTheirFirstBytes() {
    byte[] html = "<html>".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertThatThrownBy(() -> new ExampleRecord(0, "x", ExampleRecord.Kind.IMAGE, html))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the image is neither PNG nor JPEG: convert it");
    assertThatThrownBy(
            () ->
                new ExampleRecord(
                    0, "x", ExampleRecord.Kind.IMAGE, Arrays.copyOf(PNG, Limits.IMAGE + 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("choose 0 to 524288");
  }

  @Test
  void limitsAreHeldWhenWriting() {
    assertThatThrownBy(() -> Samples.example(16)).isInstanceOf(IllegalArgumentException.class);
    List<String> many = Collections.nCopies(Limits.TOKENS + 1, "a");
    assertThatThrownBy(() -> new AttentionRecord.Tokens(many, List.of(), null, null))
        .hasMessage("the number of the source's tokens is 257: choose 0 to 256");
    assertThatThrownBy(() -> new Progress(-1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void longTextsAreCutBetweenCharacters() {
    assertThat(Limits.shortened("abc", 3)).isEqualTo("abc");
    assertThat(Limits.shortened("abcd", 3)).isEqualTo("ab…");
    assertThat(Limits.shortened("a\ud83d\ude00bcd", 3)).isEqualTo("a…");
  }
}

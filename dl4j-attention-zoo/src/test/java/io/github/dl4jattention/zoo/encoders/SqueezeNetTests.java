package io.github.dl4jattention.zoo.encoders;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.zoo.files.Downloader;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The real weights, where they are: {@code -Dsqueezenet.file=FILE}. Figures of PyTorch 1.13 in
 * double, with the weights read by h5py.
 */
@EnabledIfSystemProperty(named = "squeezenet.file", matches = ".+")
class SqueezeNetTests {
  /** Where the twelve largest of fire9 are in {@code [512, 13, 13]}. */
  private static final int[] PLACES = {
    18421, 68282, 68281, 18434, 68283, 68277, 68276, 68280, 18446, 18422, 18433, 18445
  };

  private static final double[] VALUES = {
    119.26692594327902, 116.71640787721455, 114.68229290342948, 113.86521342213278,
    113.36272856403258, 112.95157622097851, 112.15427904608129, 111.53405684021246,
    110.18198567075108, 110.00361384151026, 109.78832922987178, 109.05415652996537
  };

  @Test
  void fire9IsThatOfPyTorch() {
    Encoder encoder = EncoderFile.read(Path.of(System.getProperty("squeezenet.file")));
    assertThat(encoder.architecture()).isEqualTo(Architectures.SQUEEZENET);
    float[] photo = new float[3 * 224 * 224];
    for (int i = 0; i < photo.length; i++) {
      photo[i] = (i * 7919L) % 256 - 110;
    }
    float[] fire9 = encoder.forward().output(photo);
    double sum = 0;
    for (float value : fire9) {
      sum += value;
    }
    assertThat(sum).isCloseTo(56203.789227973306, Offset.offset(0.05));
    for (int i = 0; i < PLACES.length; i++) {
      assertThat((double) fire9[PLACES[i]]).isCloseTo(VALUES[i], Offset.offset(2e-4));
    }
  }

  @Test
  void itsFileHasTheChecksumThatIsExpectedOfTheDownload() {
    Path file = Path.of(System.getProperty("squeezenet.file")).toAbsolutePath();
    assertThat(
            new io.github.dl4jattention.zoo.files.Download(
                "weights",
                file,
                java.util.List.of(file.toUri()),
                PretrainedEncoder.SQUEEZENET.download(file).checksum(),
                10_000_000))
        .satisfies(download -> new Downloader().optOffline(true).fetch(download));
  }
}

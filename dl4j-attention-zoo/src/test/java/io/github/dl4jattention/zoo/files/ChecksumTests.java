package io.github.dl4jattention.zoo.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.files.Checksum.Algorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksumTests {
  @TempDir private Path folder;

  /** RFC 1321, appendix A.5; FIPS 180-2, appendix B.1. */
  @Test
  void sumsAreThoseOfTheStandards() throws IOException {
    Path file = Files.writeString(folder.resolve("abc"), "abc");
    assertThat(Checksum.of(Algorithm.MD5, file))
        .hasToString("MD5 900150983cd24fb0d6963f7d28e17f72");
    assertThat(Checksum.of(Algorithm.SHA_256, file))
        .hasToString("SHA-256 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void caseDoesNotMatter() {
    assertThat(new Checksum(Algorithm.MD5, "900150983CD24FB0D6963F7D28E17F72"))
        .isEqualTo(new Checksum(Algorithm.MD5, "900150983cd24fb0d6963f7d28e17f72"));
  }

  @ParameterizedTest
  @CsvSource({"MD5, 12", "MD5, 900150983cd24fb0d6963f7d28e17f7g", "SHA_256, 900150983cd24fb0"})
  void refusesWhatIsNoSum(Algorithm algorithm, String hex) {
    assertThatThrownBy(() -> new Checksum(algorithm, hex))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hexadecimal digits, got \"%s\"", hex);
  }

  @ParameterizedTest
  @CsvSource({
    "120, 120",
    "'Sun, 06 Nov 1994 08:49:37 GMT', 37",
    "'Sun, 06 Nov 1994 08:48:00 GMT', -60",
    "-5,",
    "'',",
    "tomorrow,",
    "99999999999999999999,"
  })
  void readsWhatServersSayOfWaiting(String header, Long seconds) {
    Clock clock = Clock.fixed(Instant.parse("1994-11-06T08:49:00Z"), ZoneOffset.UTC);
    assertThat(Backoff.retryAfter(header, clock).map(Duration::toSeconds))
        .isEqualTo(Optional.ofNullable(seconds));
  }

  @ParameterizedTest
  @CsvSource({
    "1, , 1",
    "2, , 2",
    "6, , 32",
    "7, , 60",
    "50, , 60",
    "3, 2, 4",
    "1, 9, 9",
    "1, -4, 1"
  })
  void waitsLongerEachTime(int failures, Long wanted, long seconds) {
    assertThat(Backoff.delay(failures, Optional.ofNullable(wanted).map(Duration::ofSeconds)))
        .isEqualTo(Duration.ofSeconds(seconds));
  }
}

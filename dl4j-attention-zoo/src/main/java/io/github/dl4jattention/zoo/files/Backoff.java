package io.github.dl4jattention.zoo.files;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** How long to wait before asking a server again. */
final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private Backoff() {}

  /**
   * 1, 2, 4, 8, ... seconds; longer if the server says so, but never longer than a minute.
   *
   * @param failures how many times in a row it failed, from 1
   * @param wanted what the server said
   */
  static Duration delay(int failures, Optional<Duration> wanted) {
    Duration usual = FIRST.multipliedBy(1L << Math.min(failures - 1, 6));
    Duration delay = wanted.filter(time -> time.compareTo(usual) > 0).orElse(usual);
    return delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
  }

  /**
   * Reads {@code Retry-After}: seconds, or a date (RFC 9110, section 10.2.3).
   *
   * @return nothing if it is neither
   */
  static Optional<Duration> retryAfter(String header, Clock clock) {
    if (header.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
    }
    try {
      ZonedDateTime time = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Optional.of(Duration.between(clock.instant(), time.toInstant()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}

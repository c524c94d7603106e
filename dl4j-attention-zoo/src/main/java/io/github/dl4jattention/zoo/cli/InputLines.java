package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import io.github.dl4jattention.zoo.files.InputFiles;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Lines of standard input, each good or bad by itself: one that is not UTF-8 spoils no other. */
final class InputLines {
  /** Bytes kept of a line; no model reads more, and a line without an end must not fill memory. */
  private static final int MAX_LINE_BYTES = 1 << 16;

  private static final byte[] GZIP = {0x1f, (byte) 0x8b};

  private final BufferedInputStream in;
  private boolean ended;

  /** Bytes read of all lines so far. */
  private long bytesRead;

  InputLines(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /**
   * A file's or a pipe's bytes, unpacked if they are gzip, which the first two say and not the
   * name.
   */
  static InputStream open(Path file) {
    if (!Files.exists(file)) {
      throw new UserError("%s does not exist: check the path".formatted(file));
    }
    if (Files.isDirectory(file)) {
      throw new UserError("%s is a folder: name a file of lines".formatted(file));
    }
    try {
      BufferedInputStream raw = new BufferedInputStream(InputFiles.open(file));
      raw.mark(GZIP.length);
      byte[] first = raw.readNBytes(GZIP.length);
      raw.reset();
      return Arrays.equals(first, GZIP) ? new GZIPInputStream(raw) : raw;
    } catch (IOException e) {
      throw new UserError(
          "cannot read %s (%s): check the path and its permissions"
              .formatted(file, AtomicFiles.reason(e)),
          e);
    }
  }

  /** A line: its text, or what is wrong with it. */
  record Line(String text, String problem) {}

  /**
   * Waits for a line, then takes those that are there already.
   *
   * @param most most lines to take
   * @return at least one line, or none at the end
   */
  List<Line> next(int most) throws IOException {
    List<Line> lines = new ArrayList<>();
    while (!ended && lines.size() < most && (lines.isEmpty() || in.available() > 0)) {
      Line line = readLine();
      if (line != null) {
        lines.add(line);
      }
    }
    return lines;
  }

  private Line readLine() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean tooLong = false;
    long start = bytesRead;
    int read = in.read();
    if (read < 0) {
      ended = true;
      return null;
    }
    bytesRead++;
    for (; read >= 0 && read != '\n'; read = in.read(), bytesRead++) {
      if (bytes.size() < MAX_LINE_BYTES) {
        bytes.write(read);
      } else {
        tooLong = true;
      }
    }
    ended = read < 0;
    return tooLong
        ? new Line(null, "has more than %d bytes: shorten it".formatted(MAX_LINE_BYTES))
        : decode(bytes.toByteArray(), start);
  }

  /** Bytes are counted from 0, as in files of pairs. */
  private static Line decode(byte[] line, long start) {
    ByteBuffer bytes = ByteBuffer.wrap(line);
    CharBuffer decoded = CharBuffer.allocate(line.length);
    if (StandardCharsets.UTF_8.newDecoder().decode(bytes, decoded, true).isError()) {
      int at = bytes.position();
      return new Line(
          null,
          "is not UTF-8: byte %,d of the input is 0x%02X: convert it, e.g. iconv -f ISO-8859-1 -t UTF-8"
              .formatted(start + at, line[at]));
    }
    String text = decoded.flip().toString();
    return new Line(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text, null);
  }
}

package io.github.dl4jattention.zoo.data;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import io.github.dl4jattention.zoo.files.InputFiles;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Lines of a text file or a pipe, plain or gzip, which is told by its first bytes and not by its
 * name.
 *
 * <p>A line ends with LF or CRLF; a byte order mark is skipped. What a file may hold is bounded:
 * its bytes (those unpacked), the bytes of a line, the lines. Every error names the file, the line
 * and the mend.
 */
final class TextLines implements AutoCloseable {
  private static final int MAX_LINE_BYTES = 1 << 20;
  private static final int MAX_LINES = 5_000_000;
  private static final int BUFFER = 1 << 16;
  private static final int GZIP_FIRST = 0x1F;
  private static final int GZIP_SECOND = 0x8B;

  private final Path file;
  private final long maxBytes;
  private final InputStream in;
  private final boolean packed;
  private int number;
  private long bytesRead;

  /**
   * Opens a file.
   *
   * @param file the file
   * @param form what its lines should be, for messages
   * @throws UserError if it is missing, a folder, empty or cannot be read
   */
  TextLines(Path file, String form) {
    this(file, form, PairFile.MAX_BYTES);
  }

  /** With another limit, for tests. */
  TextLines(Path file, String form, long maxBytes) {
    this.file = file;
    this.maxBytes = maxBytes;
    if (!Files.exists(file)) {
      throw new UserError("%s does not exist: check the path".formatted(file));
    }
    if (Files.isDirectory(file)) {
      throw new UserError("%s is a folder: name a file of %s".formatted(file, form));
    }
    try {
      BufferedInputStream raw = new BufferedInputStream(InputFiles.open(file), BUFFER);
      try {
        requireSome(raw, form);
        packed = isPacked(raw);
        in = packed ? new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER) : raw;
      } catch (IOException | UserError e) {
        raw.close();
        throw e;
      }
    } catch (IOException e) {
      throw cannotRead(e);
    }
  }

  /** Told by what can be read: a pipe has no size. */
  private void requireSome(BufferedInputStream raw, String form) throws IOException {
    raw.mark(1);
    if (raw.read() < 0) {
      throw new UserError(
          "%s is empty%s: write %s"
              .formatted(
                  file,
                  Files.isRegularFile(file) ? "" : ", or a pipe that was read already",
                  form));
    }
    raw.reset();
  }

  private static boolean isPacked(BufferedInputStream raw) throws IOException {
    raw.mark(2);
    boolean packed = raw.read() == GZIP_FIRST && raw.read() == GZIP_SECOND;
    raw.reset();
    return packed;
  }

  /**
   * The number of the line read last.
   *
   * @return from 1; 0 before the first
   */
  int number() {
    return number;
  }

  /**
   * Reads a line.
   *
   * @return its text; null at the end
   * @throws UserError if it is too long, not UTF-8, has a control character other than a tab, or
   *     the file is damaged or too large
   */
  String next() {
    try {
      long start = bytesRead;
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
      int read = in.read();
      if (read < 0) {
        return null;
      }
      number++;
      for (; read >= 0 && read != '\n'; read = in.read()) {
        bytes.write(read);
        bytesRead++;
        check(bytes.size());
      }
      bytesRead++;
      String text = decode(bytes.toByteArray(), start);
      refuseControlCharacters(text);
      return text;
    } catch (IOException e) {
      throw cannotRead(e);
    }
  }

  private void check(int lineBytes) {
    if (lineBytes > MAX_LINE_BYTES) {
      throw at("has more than %d bytes".formatted(MAX_LINE_BYTES), "split it");
    }
    if (bytesRead > maxBytes || number > MAX_LINES) {
      throw new UserError(
          "%s has more than %,d bytes or %,d lines%s: split it"
              .formatted(file, maxBytes, MAX_LINES, packed ? " once unpacked" : ""));
    }
  }

  private String decode(byte[] line, long start) {
    int length = line.length;
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    ByteBuffer bytes = ByteBuffer.wrap(line, 0, length);
    CharBuffer text = CharBuffer.allocate(length);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CoderResult result = decoder.decode(bytes, text, true);
    if (result.isError()) {
      throw at(
          "is not UTF-8: byte %,d of the %s is 0x%02X"
              .formatted(
                  start + bytes.position(),
                  packed ? "unpacked file" : "file",
                  line[bytes.position()]),
          "convert it, e.g. iconv -f ISO-8859-1 -t UTF-8");
    }
    String decoded = text.flip().toString();
    return number == 1 && decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
  }

  private void refuseControlCharacters(String text) {
    ControlCharacters.in(text)
        .ifPresent(
            what -> {
              throw at(what, "take it out");
            });
  }

  /**
   * An error of the line read last.
   *
   * @param what what is wrong
   * @param mend what to do
   */
  UserError at(String what, String mend) {
    return new UserError("%s line %d %s: %s".formatted(file, number, what, mend));
  }

  private UserError cannotRead(IOException e) {
    if (e instanceof ZipException || (e instanceof EOFException)) {
      return new UserError(
          "%s is a damaged or truncated gzip file: fetch it again".formatted(file), e);
    }
    return new UserError(
        "cannot read %s (%s): check the path and its permissions"
            .formatted(file, AtomicFiles.reason(e)),
        e);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw cannotRead(e);
    }
  }
}

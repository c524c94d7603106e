package io.github.dl4jattention.zoo.annotations;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Annotations on disk, a file for each photo and encoder.
 *
 * <p>The folder may be deleted at any time, wholly or in part, and several processes may share it:
 * files appear whole, what is damaged counts as missing, and what is missing is computed again. It
 * is bounded: where a new file makes it too large, those that were not used for longest go, but
 * none that this process has used.
 *
 * <p>Several threads may use it at a time.
 */
public final class AnnotationCache {
  /** Size that suits some ten thousand photos. */
  public static final long DEFAULT_BYTES = 4L << 30;

  private static final int MAGIC = 0x444C4141;
  private static final int FORM = 1;
  private static final int HEADER = 3 * Integer.BYTES + Long.BYTES;
  private static final String ENDING = ".annotations";

  /** A file's time is renewed when it is older than this, so that reading seldom writes. */
  private static final Duration RENEWED = Duration.ofHours(1);

  /** What nobody can be writing any more. */
  private static final Duration LEFT_BEHIND = Duration.ofDays(1);

  private final Path folder;
  private final long limit;
  private final Set<Path> used = ConcurrentHashMap.newKeySet();

  /** Bytes of all files, about: other processes may add and delete. */
  private long bytes = -1;

  /**
   * A cache.
   *
   * @param folder where; made when something is written
   * @param limit most bytes that its files may have together
   */
  public AnnotationCache(Path folder, long limit) {
    this.folder = folder;
    this.limit = limit;
  }

  /**
   * Reads annotations.
   *
   * @param key letters, digits and hyphens: what they are of
   * @param into takes them
   * @param at where they begin
   * @param length how many numbers they are
   * @return whether they were there, and whole; if not, what {@code into} has is not specified
   */
  public boolean read(String key, float[] into, int at, int length) {
    Path file = file(key);
    try {
      byte[] content = Files.readAllBytes(file);
      if (!unpack(content, into, at, length)) {
        return false;
      }
      used.add(file);
      renew(file);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Writes annotations.
   *
   * @param key letters, digits and hyphens: what they are of
   * @param values the numbers
   * @throws UserError if the folder cannot be written, or all that this process uses does not fit
   *     into the limit
   */
  public void write(String key, float[] values) {
    Path file = file(key);
    byte[] content = pack(values);
    used.add(file);
    AtomicFiles.writeUnflushed(file, temporary -> Files.write(temporary, content));
    makeRoom(content.length);
  }

  private Path file(String key) {
    if (!key.matches("[A-Za-z0-9-]{3,200}")) {
      throw new IllegalArgumentException("a key has letters, digits and hyphens: " + key);
    }
    // Folders of thousands of files are slow in places.
    return folder.resolve(key.substring(key.length() - 2)).resolve(key + ENDING);
  }

  private static byte[] pack(float[] values) {
    byte[] packed = SparseFloats.pack(values);
    return ByteBuffer.allocate(HEADER + packed.length)
        .putInt(MAGIC)
        .putInt(FORM)
        .putInt(values.length)
        .putLong(checksum(ByteBuffer.wrap(packed)))
        .put(packed)
        .array();
  }

  private static boolean unpack(byte[] content, float[] into, int at, int length) {
    ByteBuffer buffer = ByteBuffer.wrap(content);
    return content.length >= HEADER
        && buffer.getInt() == MAGIC
        && buffer.getInt() == FORM
        && buffer.getInt() == length
        && buffer.getLong() == checksum(buffer.slice())
        && SparseFloats.unpack(buffer, into, at, length);
  }

  private static long checksum(ByteBuffer bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return sum.getValue();
  }

  private static void renew(Path file) throws IOException {
    Instant now = Instant.now();
    if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(RENEWED))) {
      Files.setLastModifiedTime(file, FileTime.from(now));
    }
  }

  /** A file that is there. */
  private record Entry(Path path, long size, Instant time) {}

  private synchronized void makeRoom(int added) {
    if (bytes >= 0 && bytes + added <= limit) {
      bytes += added;
      return;
    }
    List<Entry> entries = new ArrayList<>(entries());
    entries.sort(Comparator.comparing(Entry::time));
    bytes = entries.stream().mapToLong(Entry::size).sum();
    for (Entry entry : entries) {
      // Somewhat more than is needed, so that not every new file looks through the folder.
      if (bytes <= limit - limit / 10) {
        break;
      }
      if (!used.contains(entry.path())) {
        delete(entry.path());
        bytes -= entry.size();
      }
    }
    if (bytes > limit) {
      throw new UserError(
          "the cache of annotations %s is limited to %d MB, and the photos need more:"
                  .formatted(folder, limit >> 20)
              + " allow more, or use fewer photos");
    }
  }

  /** All files; those that a process left behind half-written are deleted. */
  private List<Entry> entries() {
    Instant now = Instant.now();
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder, 2)) {
      for (Path path : (Iterable<Path>) files::iterator) {
        String name = path.getFileName().toString();
        BasicFileAttributes attributes = attributes(path);
        if (attributes == null || !attributes.isRegularFile()) {
          continue;
        }
        Instant time = attributes.lastModifiedTime().toInstant();
        if (name.endsWith(ENDING)) {
          entries.add(new Entry(path, attributes.size(), time));
        } else if (name.endsWith(".tmp") && time.isBefore(now.minus(LEFT_BEHIND))) {
          delete(path);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      return entries; // Somebody deletes it meanwhile.
    }
    return entries;
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // It then counts again when room is needed again.
    }
  }
}

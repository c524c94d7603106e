package io.github.dl4jattention.ui.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.deeplearning4j.core.storage.StatsStorage;

/**
 * Files of records, for trainings to write and the dashboard to show.
 *
 * <pre>{@code
 * StatsStorage storage = StorageFile.write(Path.of("dashboard.db")); // while training
 * StatsStorage storage = StorageFile.open(Path.of("dashboard.db"));  // to look at it
 * }</pre>
 *
 * <p>A file that {@link #write} made is an SQLite database with a write-ahead log. It outlives
 * {@code kill -9}, and others may {@link #open} it while it is written: they see what is added.
 * DL4J's {@code FileStatsStorage} and {@code J7FileStatsStorage} can be opened, too: they are read
 * once, into memory.
 *
 * <p>A file may come from anybody. DL4J's storages deserialise what is in them and instantiate the
 * classes it names; here only records that are known are made, by constructors of theirs, and what
 * is serialised passes a filter. What is not known is left out with a warning. A network in it that
 * names other layers than DL4J's and this library's is not shown; the file's other records are.
 */
public final class StorageFile {
  private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte MAP_DB = 0x4a;

  private StorageFile() {}

  /**
   * Makes a file to write to, or goes on with one.
   *
   * @param file where it is or shall be; its folder must be there
   * @return a storage that writes to it
   * @throws StorageException if it cannot be made, or is something else
   */
  public static StatsStorage write(Path file) {
    if (Files.exists(file) && size(file) > 0 && !isSqlite(head(file))) {
      throw new StorageException(
          "%s is in the way, and no file of the dashboard's: move it away".formatted(file));
    }
    return SqliteStorage.write(file);
  }

  /**
   * Opens a file to look at it.
   *
   * @param file what {@link #write}, {@code FileStatsStorage} or {@code J7FileStatsStorage} wrote
   * @return a storage that cannot be written to
   * @throws StorageException if it is none of these, damaged, or of a later version
   */
  public static StatsStorage open(Path file) {
    if (!Files.exists(file)) {
      throw new StorageException("there is no file %s: check the name".formatted(file));
    }
    if (!Files.isRegularFile(file)) {
      throw new StorageException("%s is no file: give the file itself".formatted(file));
    }
    byte[] head = head(file);
    if (isSqlite(head)) {
      return SqliteTables.isOurs(file) ? SqliteStorage.read(file) : SerializedImport.of(file);
    }
    if (head.length > 0 && head[0] == MAP_DB) {
      return MapDbImport.of(file);
    }
    throw new StorageException(
        "%s is %s: give one that a training with the dashboard has written"
            .formatted(file, head.length == 0 ? "empty" : "no file of the dashboard's"));
  }

  /**
   * Forgets what a session has of iterations after one, for a training that goes on from there and
   * will do them again. Does nothing if there is no such file.
   *
   * @param file what {@link #write} made
   * @param session the session
   * @param iteration the last that counts
   * @throws StorageException if it is no such file, or damaged
   */
  public static void forgetAfter(Path file, String session, int iteration) {
    if (Files.exists(file)) {
      SqliteStorage.forgetAfter(file, session, iteration);
    }
  }

  private static boolean isSqlite(byte[] head) {
    return Arrays.equals(head, SQLITE);
  }

  private static byte[] head(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(SQLITE.length);
    } catch (IOException e) {
      throw new StorageException("cannot read %s: check its permissions".formatted(file), e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new StorageException("cannot read %s: check its permissions".formatted(file), e);
    }
  }
}

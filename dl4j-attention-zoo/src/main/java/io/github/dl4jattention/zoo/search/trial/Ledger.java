package io.github.dl4jattention.zoo.search.trial;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The trials of a search, on disk: a file of lines, one an event, each appended and flushed to the
 * disk before the search goes on.
 *
 * <p>Whatever kills the search, what was written stays; a last line that was not written to its end
 * is dropped when the file is opened again. One search at a time may hold it.
 */
public final class Ledger implements AutoCloseable {
  private static final long MAX_BYTES = 256L << 20;

  private final Path file;
  private final FileChannel channel;
  private final FileLock lock;
  private final List<LedgerEvent> earlier;
  private final TrialBook book;

  private Ledger(Path file, FileChannel channel, FileLock lock) throws IOException {
    this.file = file;
    this.channel = channel;
    this.lock = lock;
    this.earlier = readAll();
    this.book = new TrialBook(file);
    earlier.forEach(book::add);
  }

  /**
   * Opens a ledger to go on with it, or makes a new one.
   *
   * @param file the file
   * @return the ledger, to be closed
   * @throws UserError if it is another search's, damaged, or cannot be written
   */
  public static Ledger open(Path file) {
    return open(file, false);
  }

  /**
   * Opens a ledger that begins anew, whatever the file holds; not one that is in use.
   *
   * @param file the file
   * @return the ledger, to be closed
   * @throws UserError if it is in use, or cannot be written
   */
  public static Ledger openNew(Path file) {
    return open(file, true);
  }

  private static Ledger open(Path file, boolean anew) {
    FileChannel channel = null;
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = lock(channel);
      if (lock == null) {
        throw new UserError(
            "%s is in use by another search: wait for it, or choose a --name".formatted(file));
      }
      if (anew) {
        channel.truncate(0);
      }
      return new Ledger(file, channel, lock);
    } catch (IOException e) {
      closeQuietly(channel);
      throw failure(file, e);
    } catch (UserError e) {
      closeQuietly(channel);
      throw e;
    }
  }

  private static FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** All whole lines; the file is cut after the last of them. */
  private List<LedgerEvent> readAll() throws IOException {
    if (channel.size() > MAX_BYTES) {
      throw new UserError("%s is too large for a ledger: choose a --name".formatted(file));
    }
    byte[] bytes = Files.readAllBytes(file);
    List<LedgerEvent> events = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        String line = new String(bytes, start, i - start, StandardCharsets.UTF_8);
        try {
          events.add(LedgerEvent.parse(line));
        } catch (IOException e) {
          throw new UserError(
              "%s, line %d is no trial's: restore the file, or start anew with --overwrite"
                  .formatted(file, events.size() + 1),
              e);
        }
        start = i + 1;
      }
    }
    channel.truncate(start);
    channel.position(start);
    return events;
  }

  /**
   * Writes what the search is, or checks that it is the same.
   *
   * @param head what it is
   * @throws UserError if the ledger is another search's
   */
  void begin(LedgerHead head) {
    if (earlier.isEmpty()) {
      write(new LedgerEvent.Began(head));
    } else if (!(earlier.get(0) instanceof LedgerEvent.Began began) || !began.head().equals(head)) {
      throw new UserError(
          "%s is of another search (other space, strategy or seed): give what it was given, or"
                  .formatted(file)
              + " start anew with --overwrite");
    }
  }

  /** What it held when it was opened, in order. */
  List<LedgerEvent> earlier() {
    return List.copyOf(earlier);
  }

  /** Appends an event and flushes it to the disk. */
  synchronized void write(LedgerEvent event) {
    book.add(event);
    ByteBuffer line = StandardCharsets.UTF_8.encode(event.toJson() + "\n");
    try {
      while (line.hasRemaining()) {
        channel.write(line);
      }
      channel.force(false);
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /**
   * All trials as they stand.
   *
   * @return by number
   */
  public synchronized List<TrialRecord> trials() {
    return book.trials();
  }

  /**
   * Where it is.
   *
   * @return the file
   */
  public Path file() {
    return file;
  }

  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static UserError failure(Path file, IOException e) {
    return new UserError(
        "cannot write %s (%s): choose a folder you may write to, with room left"
            .formatted(file, AtomicFiles.reason(e)),
        e);
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // The failure that led here is the one to tell.
    }
  }
}

package io.github.dl4jattention.zoo.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one thread of one process at a time at a file; others wait. */
public final class FileGuard {
  /** Java's locks of files are between processes alone. */
  private static final Map<Path, Lock> LOCKS = new ConcurrentHashMap<>();

  private FileGuard() {}

  /** What is done while nobody else does. */
  @FunctionalInterface
  public interface Work {
    /**
     * Does it.
     *
     * @throws IOException if it fails
     */
    void run() throws IOException;
  }

  /**
   * Waits until nobody else holds a file, and holds it meanwhile.
   *
   * @param lockFile a file that is there for this alone; it is made, and stays
   * @param work what is done
   * @throws IOException if the file cannot be written, or the work fails
   */
  public static void holding(Path lockFile, Work work) throws IOException {
    Lock lock =
        LOCKS.computeIfAbsent(lockFile.toAbsolutePath().normalize(), path -> new ReentrantLock());
    lock.lock();
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      work.run();
    } finally {
      lock.unlock();
    }
  }
}

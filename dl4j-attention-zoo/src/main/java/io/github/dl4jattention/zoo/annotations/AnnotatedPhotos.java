package io.github.dl4jattention.zoo.annotations;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.encoders.Encoder;
import io.github.dl4jattention.zoo.encoders.FeatureMap;
import io.github.dl4jattention.zoo.encoders.Forward;
import io.github.dl4jattention.zoo.photos.ImageNetPixels;
import io.github.dl4jattention.zoo.photos.PhotoFile;
import io.github.dl4jattention.zoo.photos.UnusablePhotoException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Annotations of photos, computed once by an encoder and kept in a cache.
 *
 * <pre>{@code
 * Encoder encoder = EncoderFile.read(Path.of("squeezenet.h5"));
 * AnnotationCache cache = new AnnotationCache(folder, AnnotationCache.DEFAULT_BYTES);
 * AnnotatedPhotos photos = AnnotatedPhotos.compute(files, encoder, cache, 4, (done, of) -> {});
 * photos.skipped().forEach(refusal -> System.err.println(refusal.getMessage()));
 * }</pre>
 *
 * <p>Photo number i is {@code files().get(i)}. What disappears from the cache meanwhile is computed
 * again when it is asked for. Several threads may read at a time.
 */
public final class AnnotatedPhotos implements AnnotationSource {
  private final Encoder encoder;
  private final AnnotationCache cache;
  private final List<Path> files;
  private final List<String> keys;
  private final List<UnusablePhotoException> skipped;

  /** For what disappeared from the cache: one thread at a time. */
  private Forward forward;

  /** Is told how far it is. */
  @FunctionalInterface
  public interface Progress {
    /**
     * One more photo is done. Called by the thread that called {@link #compute}.
     *
     * @param done how many are, those that are passed over among them
     * @param of how many there are
     */
    void photosDone(int done, int of);
  }

  private AnnotatedPhotos(Encoder encoder, AnnotationCache cache) {
    this.encoder = encoder;
    this.cache = cache;
    files = new ArrayList<>();
    keys = new ArrayList<>();
    skipped = new ArrayList<>();
  }

  /**
   * Computes what the cache does not have.
   *
   * @param photos files; one that is no photo is passed over
   * @param encoder computes annotations
   * @param cache keeps them
   * @param threads how many work at a time, at least 1
   * @param progress is told
   * @return the annotations of all that are photos
   * @throws UserError if the cache cannot be written or is too small
   */
  public static AnnotatedPhotos compute(
      List<Path> photos, Encoder encoder, AnnotationCache cache, int threads, Progress progress) {
    AnnotatedPhotos result = new AnnotatedPhotos(encoder, cache);
    ThreadLocal<Work> works = ThreadLocal.withInitial(() -> new Work(encoder, cache));
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads,
            work -> {
              Thread thread = new Thread(work, "dl4j-attention-photos");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<String>> all = new ArrayList<>();
      for (Path photo : photos) {
        all.add(pool.submit(() -> works.get().keyOf(photo)));
      }
      for (int i = 0; i < photos.size(); i++) {
        result.add(photos.get(i), all.get(i));
        progress.photosDone(i + 1, photos.size());
      }
    } finally {
      end(pool);
    }
    return result;
  }

  /** Nothing is written any more when it returns. */
  private static void end(ExecutorService pool) {
    pool.shutdownNow();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = pool.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void add(Path photo, Future<String> key) {
    try {
      keys.add(key.get());
      files.add(photo);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnusablePhotoException refusal) {
        skipped.add(refusal);
      } else if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      } else {
        throw new IllegalStateException("annotations of " + photo, e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while photos are encoded", e);
    }
  }

  /** What one thread does. */
  private static final class Work {
    private final Encoder encoder;
    private final AnnotationCache cache;
    private final float[] scratch;
    private Forward forward;

    Work(Encoder encoder, AnnotationCache cache) {
      this.encoder = encoder;
      this.cache = cache;
      scratch = new float[encoder.output().length()];
    }

    /** Computes a photo's annotations unless the cache has them. */
    String keyOf(Path photo) throws UnusablePhotoException {
      PhotoFile file = PhotoFile.read(photo);
      String key = key(encoder, file);
      if (!cache.read(key, scratch, 0, scratch.length)) {
        if (forward == null) {
          forward = encoder.forward();
        }
        cache.write(key, annotations(encoder, forward, file));
      }
      return key;
    }
  }

  private static String key(Encoder encoder, PhotoFile file) {
    return "%s-%d-%s".formatted(encoder.identity(), ImageNetPixels.VERSION, file.sha256());
  }

  private static float[] annotations(Encoder encoder, Forward forward, PhotoFile file)
      throws UnusablePhotoException {
    int size = encoder.architecture().input().rows();
    return forward.output(ImageNetPixels.of(file.square(size)));
  }

  /**
   * The photos.
   *
   * @return in the order they were given, without those passed over
   */
  public List<Path> files() {
    return List.copyOf(files);
  }

  /**
   * The files that were passed over, and why.
   *
   * @return in the order they were given
   */
  public List<UnusablePhotoException> skipped() {
    return List.copyOf(skipped);
  }

  @Override
  public int photos() {
    return files.size();
  }

  @Override
  public int channels() {
    return encoder.output().channels();
  }

  @Override
  public int rows() {
    return encoder.output().rows();
  }

  @Override
  public int columns() {
    return encoder.output().columns();
  }

  @Override
  public void fill(int[] photos, float[] into) {
    FeatureMap size = encoder.output();
    int length = size.length();
    if (into.length < Math.multiplyExact(photos.length, length)) {
      throw new IllegalArgumentException(
          "%d photos of %s need %d numbers, got room for %d"
              .formatted(photos.length, size, (long) photos.length * length, into.length));
    }
    for (int i = 0; i < photos.length; i++) {
      if (!cache.read(keys.get(photos[i]), into, i * length, length)) {
        System.arraycopy(again(photos[i]), 0, into, i * length, length);
      }
    }
  }

  private synchronized float[] again(int photo) {
    Path path = files.get(photo);
    try {
      PhotoFile file = PhotoFile.read(path);
      if (!key(encoder, file).equals(keys.get(photo))) {
        throw new UserError(path + " has changed while it is used: start again");
      }
      if (forward == null) {
        forward = encoder.forward();
      }
      float[] annotations = annotations(encoder, forward, file);
      cache.write(keys.get(photo), annotations);
      return annotations;
    } catch (UnusablePhotoException e) {
      throw new UserError(
          e.getMessage() + "; it was a moment ago, and its annotations are gone from the cache", e);
    }
  }
}

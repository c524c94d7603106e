package io.github.dl4jattention.ui.records;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;

/**
 * Writes a session's records, off the thread that makes them, and keeps them few.
 *
 * <p>Kept are {@link Limits#EXAMPLES} examples at {@link Limits#ITERATIONS} iterations, {@link
 * Limits#EVALUATIONS} evaluations and {@link Limits#TRIALS} trials. When more come, those of
 * iterations and evaluations are thinned out evenly, so that what is left spans the whole training
 * from its first to its newest: the distance between two that are kept is doubled, as often as it
 * takes. All else of the session is kept.
 *
 * <p>A session that is in the storage already, from before a break, is gone on with. A record of an
 * iteration that is there already replaces it.
 *
 * <pre>{@code
 * try (RecordQueue queue = new RecordQueue(storage)) {
 *   RecordWriter writer = new RecordWriter(storage, queue, "my training");
 *   writer.putExamples(List.of(new ExampleRecord(0, "15 March", Kind.ALIGNMENT, new byte[0])));
 *   writer.putAttention(List.of(new AttentionRecord(0, progress, tokens, layers)));
 * }
 * }</pre>
 *
 * <p>May be used by several threads.
 */
public final class RecordWriter {
  private static final String WORKER = "all";

  private final RecordQueue queue;
  private final String session;
  private final IterationSlots attention;
  private final IterationSlots quality;
  private boolean qualityBegun;

  /**
   * A writer for one session.
   *
   * @param storage looked at for what the session has already
   * @param queue writes to that storage
   * @param session the session's id, at most {@link Limits#SESSION} characters
   * @throws IllegalArgumentException if the id is too long
   */
  public RecordWriter(StatsStorage storage, RecordQueue queue, String session) {
    this.queue = queue;
    this.session = Limits.text(session, Limits.SESSION, "the session's id");
    long now = System.currentTimeMillis();
    attention = new IterationSlots(Limits.ITERATIONS, now);
    quality = new IterationSlots(Limits.EVALUATIONS, now);
    if (storage.sessionExists(session)) {
      for (String worker : workers(storage, AttentionRecord.TYPE)) {
        restore(storage, AttentionRecord.TYPE, worker, attention);
      }
      restore(storage, QualityRecord.TYPE, WORKER, quality);
    }
  }

  /**
   * The session.
   *
   * @return its id
   */
  public String session() {
    return session;
  }

  /**
   * The queue, for {@code new StatsListener(writer.queue())} and its like.
   *
   * @return what this writes through
   */
  public RecordQueue queue() {
    return queue;
  }

  /**
   * Says which examples there are. Must come before their attention.
   *
   * @param examples each with a number of its own
   */
  public void putExamples(List<ExampleRecord> examples) {
    for (ExampleRecord example : examples) {
      example.address(session, worker(example.example()), System.currentTimeMillis());
      queue.putStaticInfo(example);
    }
  }

  /**
   * Writes where the model looked in some examples at one iteration.
   *
   * @param records those of one iteration, of different examples
   */
  public synchronized void putAttention(List<AttentionRecord> records) {
    for (AttentionRecord record : records) {
      long key = attention.keyFor(record.progress().iteration());
      record.address(session, worker(record.example()), key);
      queue.putUpdate(record);
    }
  }

  /**
   * Writes how good the model was.
   *
   * @param record figures and samples of one iteration
   */
  public synchronized void putQuality(QualityRecord record) {
    if (!qualityBegun) {
      QualityRecord begin = new QualityRecord(record.progress(), List.of(), List.of());
      begin.address(session, WORKER, System.currentTimeMillis());
      queue.putStaticInfo(begin); // A storage does not know of a session until it has some.
      qualityBegun = true;
    }
    record.address(session, WORKER, quality.keyFor(record.progress().iteration()));
    queue.putUpdate(record);
  }

  /**
   * Says what is searched for. Must come before the trials, and may come again with what is known
   * later.
   *
   * @param record the search
   */
  public void putSearch(SearchRecord record) {
    record.address(session, WORKER, System.currentTimeMillis());
    queue.putStaticInfo(record);
  }

  /**
   * Writes how a trial is doing.
   *
   * @param record the trial; replaces an earlier one of its number
   */
  public void putTrial(TrialRecord record) {
    record.address(session, WORKER, record.number());
    queue.putUpdate(record);
  }

  private static String worker(int example) {
    return "example-" + example;
  }

  private Collection<String> workers(StatsStorage storage, String type) {
    return new TreeSet<>(storage.listWorkerIDsForSessionAndType(session, type));
  }

  private void restore(StatsStorage storage, String type, String worker, IterationSlots slots) {
    for (long key : storage.getAllUpdateTimes(session, type, worker)) {
      Persistable record = storage.getUpdate(session, type, worker, key);
      if (record instanceof AttentionRecord some) {
        slots.restore(some.progress().iteration(), key);
      } else if (record instanceof QualityRecord some) {
        slots.restore(some.progress().iteration(), key);
      }
    }
  }
}

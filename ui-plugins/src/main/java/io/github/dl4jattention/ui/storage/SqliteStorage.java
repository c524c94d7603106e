package io.github.dl4jattention.ui.storage;

import static io.github.dl4jattention.ui.storage.SqliteTables.META;
import static io.github.dl4jattention.ui.storage.SqliteTables.STATIC;
import static io.github.dl4jattention.ui.storage.SqliteTables.UPDATE;

import io.github.dl4jattention.ui.records.AttentionRecord;
import io.github.dl4jattention.ui.records.QualityRecord;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.core.storage.StatsStorageEvent;
import org.deeplearning4j.core.storage.StatsStorageListener;
import org.deeplearning4j.core.storage.StatsStorageListener.EventType;
import org.deeplearning4j.core.storage.StorageMetaData;
import org.deeplearning4j.ui.model.stats.api.StatsReport;

/**
 * A storage in an SQLite file.
 *
 * <p>DL4J's own SQLite storage serialises what it keeps, and writes session ids into its queries as
 * they are. This one keeps the records' own bytes, and binds arguments.
 */
final class SqliteStorage implements StatsStorage {
  private static final String OF_TYPE = " WHERE kind = ? AND session = ? AND type = ?";
  private static final String OF_WORKER = OF_TYPE + " AND worker = ?";
  private static final String RECORD =
      "SELECT class, bytes FROM records%s AND length(bytes) <= " + KnownRecords.MOST_BYTES;

  /** A file may hold any number of names; no page can show more. */
  private static final String FEW = " LIMIT 10000";

  private final Path file;
  private final SqliteTables reading;
  private final SqliteTables writing;
  private final KnownRecords known;
  private final ChangePoll poll;
  private final List<StatsStorageListener> listeners = new CopyOnWriteArrayList<>();

  private SqliteStorage(Path file, SqliteTables reading, SqliteTables writing) {
    this.file = file;
    this.reading = reading;
    this.writing = writing;
    this.known = new KnownRecords(file.toString());
    this.poll = writing == null ? new ChangePoll(reading, this::notify) : null;
  }

  static SqliteStorage write(Path file) {
    SqliteTables writing = SqliteTables.forWriting(file);
    return new SqliteStorage(file, SqliteTables.forReading(file), writing);
  }

  static SqliteStorage read(Path file) {
    return new SqliteStorage(file, SqliteTables.forReading(file), null);
  }

  /** Deletes the updates of later iterations. */
  static void forgetAfter(Path file, String session, int iteration) {
    KnownRecords known = new KnownRecords(file.toString());
    try (SqliteTables tables = SqliteTables.forWriting(file)) {
      List<Long> later =
          tables
              .query(
                  "SELECT class, bytes, id FROM records WHERE kind = ? AND session = ?",
                  row -> {
                    long id = row.getLong(3);
                    return known
                        .decode(row.getString(1), row.getBytes(2))
                        .filter(record -> iteration(record) > iteration)
                        .map(record -> id);
                  },
                  UPDATE,
                  session)
              .stream()
              .flatMap(Optional::stream)
              .toList();
      later.forEach(id -> tables.update("DELETE FROM records WHERE id = ?", id));
    }
  }

  private static int iteration(Persistable record) {
    if (record instanceof StatsReport report) {
      return report.getIterationCount();
    }
    if (record instanceof AttentionRecord attention) {
      return attention.progress().iteration();
    }
    return record instanceof QualityRecord quality ? quality.progress().iteration() : 0;
  }

  @Override
  public void close() {
    if (poll != null) {
      poll.close();
    }
    reading.close();
    if (writing != null) {
      writing.close(); // The last to close empties the write-ahead log into the file.
    }
  }

  @Override
  public boolean isClosed() {
    return reading.isClosed();
  }

  @Override
  public List<String> listSessionIDs() {
    return names("SELECT DISTINCT session FROM records");
  }

  @Override
  public boolean sessionExists(String session) {
    return !names("SELECT session FROM records WHERE session = ?", session).isEmpty();
  }

  @Override
  public List<String> listTypeIDsForSession(String session) {
    return names("SELECT DISTINCT type FROM records WHERE session = ?", session);
  }

  @Override
  public List<String> listWorkerIDsForSession(String session) {
    return names(
        "SELECT DISTINCT worker FROM records WHERE session = ? AND kind <> ?", session, META);
  }

  @Override
  public List<String> listWorkerIDsForSessionAndType(String session, String type) {
    return names(
        "SELECT DISTINCT worker FROM records WHERE session = ? AND type = ? AND kind <> ?",
        session,
        type,
        META);
  }

  @Override
  public Persistable getStaticInfo(String session, String type, String worker) {
    return first(RECORD.formatted(OF_WORKER), STATIC, session, type, worker);
  }

  @Override
  public List<Persistable> getAllStaticInfos(String session, String type) {
    return records(RECORD.formatted(OF_TYPE), STATIC, session, type);
  }

  @Override
  public StorageMetaData getStorageMetaData(String session, String type) {
    Persistable record = first(RECORD.formatted(OF_TYPE), META, session, type);
    return record instanceof StorageMetaData data ? data : null;
  }

  @Override
  public int getNumUpdateRecordsFor(String session) {
    return count("SELECT count(*) FROM records WHERE kind = ? AND session = ?", UPDATE, session);
  }

  @Override
  public int getNumUpdateRecordsFor(String session, String type, String worker) {
    return count("SELECT count(*) FROM records" + OF_WORKER, UPDATE, session, type, worker);
  }

  @Override
  public Persistable getLatestUpdate(String session, String type, String worker) {
    return first(
        RECORD.formatted(OF_WORKER) + " ORDER BY stamp DESC LIMIT 1",
        UPDATE,
        session,
        type,
        worker);
  }

  @Override
  public Persistable getUpdate(String session, String type, String worker, long stamp) {
    return first(
        RECORD.formatted(OF_WORKER + " AND stamp = ?"), UPDATE, session, type, worker, stamp);
  }

  @Override
  public List<Persistable> getLatestUpdateAllWorkers(String session, String type) {
    List<Persistable> latest = new ArrayList<>();
    for (String worker : listWorkerIDsForSessionAndType(session, type)) {
      Optional.ofNullable(getLatestUpdate(session, type, worker)).ifPresent(latest::add);
    }
    return latest;
  }

  @Override
  public List<Persistable> getAllUpdatesAfter(
      String session, String type, String worker, long stamp) {
    return records(
        RECORD.formatted(OF_WORKER + " AND stamp > ?") + " ORDER BY stamp",
        UPDATE,
        session,
        type,
        worker,
        stamp);
  }

  @Override
  public List<Persistable> getAllUpdatesAfter(String session, String type, long stamp) {
    return records(
        RECORD.formatted(OF_TYPE + " AND stamp > ?") + " ORDER BY stamp",
        UPDATE,
        session,
        type,
        stamp);
  }

  @Override
  public long[] getAllUpdateTimes(String session, String type, String worker) {
    return reading
        .query(
            "SELECT stamp FROM records" + OF_WORKER + " ORDER BY stamp",
            row -> row.getLong(1),
            UPDATE,
            session,
            type,
            worker)
        .stream()
        .mapToLong(Long::longValue)
        .toArray();
  }

  @Override
  public List<Persistable> getUpdates(String session, String type, String worker, long[] stamps) {
    List<Persistable> updates = new ArrayList<>();
    for (long stamp : stamps) {
      Optional.ofNullable(getUpdate(session, type, worker, stamp)).ifPresent(updates::add);
    }
    return updates;
  }

  @Override
  public void putStorageMetaData(StorageMetaData data) {
    put(META, data, "", 0, EventType.PostMetaData);
  }

  @Override
  public void putStorageMetaData(Collection<? extends StorageMetaData> data) {
    data.forEach(this::putStorageMetaData);
  }

  @Override
  public void putStaticInfo(Persistable info) {
    put(STATIC, info, info.getWorkerID(), 0, EventType.PostStaticInfo);
  }

  @Override
  public void putStaticInfo(Collection<? extends Persistable> infos) {
    infos.forEach(this::putStaticInfo);
  }

  @Override
  public void putUpdate(Persistable update) {
    put(UPDATE, update, update.getWorkerID(), update.getTimeStamp(), EventType.PostUpdate);
  }

  @Override
  public void putUpdate(Collection<? extends Persistable> updates) {
    updates.forEach(this::putUpdate);
  }

  @Override
  public void registerStatsStorageListener(StatsStorageListener listener) {
    listeners.add(listener);
    if (poll != null) {
      poll.start();
    }
  }

  @Override
  public void deregisterStatsStorageListener(StatsStorageListener listener) {
    listeners.remove(listener);
  }

  @Override
  public void removeAllListeners() {
    listeners.clear();
  }

  @Override
  public List<StatsStorageListener> getListeners() {
    return List.copyOf(listeners);
  }

  @Override
  public String toString() {
    return "SqliteStorage(" + file + ")";
  }

  private void put(int kind, Persistable record, String worker, long stamp, EventType event) {
    if (writing == null) {
      throw new UnsupportedOperationException(
          "%s was opened to be looked at: write with StorageFile.write".formatted(file));
    }
    String type = record.getClass().getName();
    if (!KnownRecords.isKnown(type)) {
      throw new StorageException(
          "%s does not keep records of %s: use DL4J's StatsListener, not J7StatsListener"
              .formatted(file, type));
    }
    writing.update(
        "INSERT OR REPLACE INTO records (kind, session, type, worker, stamp, class, bytes)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        kind,
        record.getSessionID(),
        record.getTypeID(),
        worker,
        stamp,
        type,
        record.encode());
    notify(event, record.getSessionID(), record.getTypeID(), worker, record.getTimeStamp());
  }

  private void notify(EventType event, String session, String type, String worker, long stamp) {
    if (!listeners.isEmpty()) {
      StatsStorageEvent told = new StatsStorageEvent(this, event, session, type, worker, stamp);
      listeners.forEach(listener -> listener.notify(told));
    }
  }

  private List<String> names(String sql, Object... arguments) {
    return new ArrayList<>(reading.query(sql + FEW, row -> row.getString(1), arguments));
  }

  private int count(String sql, Object... arguments) {
    return reading.query(sql, row -> row.getInt(1), arguments).get(0);
  }

  private Persistable first(String sql, Object... arguments) {
    List<Persistable> found = records(sql, arguments);
    return found.isEmpty() ? null : found.get(0);
  }

  private List<Persistable> records(String sql, Object... arguments) {
    List<Persistable> records = new ArrayList<>();
    for (Optional<Persistable> record : reading.query(sql, this::record, arguments)) {
      record.ifPresent(records::add);
    }
    return records;
  }

  private Optional<Persistable> record(ResultSet row) throws SQLException {
    return known.decode(row.getString(1), row.getBytes(2));
  }
}

package io.github.dl4jattention.ui.pages;

import io.github.dl4jattention.ui.records.AttentionRecord;
import io.github.dl4jattention.ui.records.Limits;
import io.github.dl4jattention.ui.records.QualityRecord;
import io.github.dl4jattention.ui.records.TrialRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.core.storage.StatsStorageEvent;

/** Which sessions there are, in which storage, and how often each has changed. */
final class Sessions {
  static final List<String> TYPES =
      List.of(AttentionRecord.TYPE, QualityRecord.TYPE, TrialRecord.TYPE);

  /** More are not listed: a file may hold any number. */
  private static final int MOST = 1_000;

  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();

  /** One session. */
  static final class Session {
    final String id;
    final StatsStorage storage;
    final AttentionIndex attention;
    private final Map<String, Long> versions = new ConcurrentHashMap<>();
    private volatile long updated;

    private Session(String id, StatsStorage storage) {
      this.id = id;
      this.storage = storage;
      this.attention = new AttentionIndex(storage, id);
    }

    boolean has(String type) {
      return versions.containsKey(type);
    }

    /** A number that is another one after each change of the type's records. */
    long version(String type) {
      return versions.getOrDefault(type, 0L);
    }

    long updated() {
      return updated;
    }
  }

  void attach(StatsStorage storage) {
    for (String id : storage.listSessionIDs()) {
      for (String type : storage.listTypeIDsForSession(id)) {
        if (TYPES.contains(type)) {
          long newest = 0;
          for (Persistable info : storage.getAllStaticInfos(id, type)) {
            newest = Math.max(newest, info.getTimeStamp());
          }
          note(storage, id, type, newest);
        }
      }
    }
  }

  void detach(StatsStorage storage) {
    sessions.values().removeIf(session -> session.storage == storage);
    changes.incrementAndGet();
  }

  void note(StatsStorageEvent event) {
    if (TYPES.contains(event.getTypeID())) {
      long now = System.currentTimeMillis();
      note(event.getStatsStorage(), event.getSessionID(), event.getTypeID(), now);
      Session session = sessions.get(event.getSessionID());
      if (session != null && event.getTypeID().equals(AttentionRecord.TYPE)) {
        session.attention.changed(event.getWorkerID(), event.getTimestamp());
      }
    }
  }

  private void note(StatsStorage storage, String id, String type, long time) {
    if (!isListed(id) || (sessions.size() >= MOST && !sessions.containsKey(id))) {
      return;
    }
    Session session = sessions.computeIfAbsent(id, key -> new Session(id, storage));
    session.versions.merge(type, 1L, Long::sum);
    session.updated = Math.max(session.updated, time);
    changes.incrementAndGet();
  }

  Optional<Session> find(String id) {
    return Optional.ofNullable(sessions.get(id));
  }

  /** All sessions, the newest first. */
  List<Session> list() {
    return sessions.values().stream()
        .sorted(Comparator.comparingLong(Session::updated).reversed())
        .toList();
  }

  /** A number that is another one after each change of any session. */
  long version() {
    return changes.get();
  }

  static boolean isListed(String id) {
    return !id.isEmpty()
        && id.length() <= Limits.SESSION
        && id.chars().noneMatch(Character::isISOControl);
  }
}

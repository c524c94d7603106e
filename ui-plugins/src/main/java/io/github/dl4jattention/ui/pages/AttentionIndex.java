package io.github.dl4jattention.ui.pages;

import io.github.dl4jattention.ui.records.AttentionRecord;
import io.github.dl4jattention.ui.records.DamagedRecordException;
import io.github.dl4jattention.ui.records.ExampleRecord;
import io.github.dl4jattention.ui.records.Limits;
import io.github.dl4jattention.ui.records.Progress;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of a session's records has which example at which iteration. A storage finds records by
 * their keys only, and reading all of them anew for each picture would take seconds; so each is
 * read once, and again when it has changed.
 */
final class AttentionIndex {
  private static final Logger LOG = LoggerFactory.getLogger(AttentionIndex.class);

  /** A record's place in the storage. */
  private record Place(String worker, long key) {}

  /** Where an example is at a moment. */
  private record Moment(int example, Progress progress) {}

  private final StatsStorage storage;
  private final String session;
  private final Set<Place> changed = ConcurrentHashMap.newKeySet();
  private final Map<Place, Moment> moments = new HashMap<>();
  private final Map<Integer, ExampleRecord> examples = new TreeMap<>();
  private boolean begun;

  AttentionIndex(StatsStorage storage, String session) {
    this.storage = storage;
    this.session = session;
  }

  /** A record was written or replaced. */
  void changed(String worker, long key) {
    changed.add(new Place(worker, key));
  }

  /** The examples, by number. */
  synchronized Map<Integer, ExampleRecord> examples() {
    refresh();
    return Map.copyOf(examples);
  }

  /** The moments at which any example is known, by iteration. */
  synchronized Collection<Progress> moments() {
    refresh();
    Map<Integer, Progress> all = new TreeMap<>();
    moments.values().forEach(moment -> all.put(moment.progress.iteration(), moment.progress));
    return List.copyOf(all.values());
  }

  /** An example's record; empty if there is none of that iteration. */
  synchronized Optional<AttentionRecord> find(int example, int iteration) {
    refresh();
    for (Map.Entry<Place, Moment> entry : moments.entrySet()) {
      if (entry.getValue().example == example
          && entry.getValue().progress.iteration() == iteration) {
        return read(entry.getKey()).filter(record -> record.progress().iteration() == iteration);
      }
    }
    return Optional.empty();
  }

  private void refresh() {
    if (!begun) {
      begun = true;
      for (String worker : storage.listWorkerIDsForSessionAndType(session, AttentionRecord.TYPE)) {
        for (long key : storage.getAllUpdateTimes(session, AttentionRecord.TYPE, worker)) {
          changed(worker, key);
        }
      }
    }
    for (Place place : List.copyOf(changed)) {
      changed.remove(place); // Before it is read: a change while it is read counts again.
      if (moments.size() < Limits.EXAMPLES * Limits.ITERATIONS || moments.containsKey(place)) {
        read(place)
            .ifPresentOrElse(
                record -> moments.put(place, new Moment(record.example(), record.progress())),
                () -> moments.remove(place));
      }
    }
    refreshExamples();
  }

  private void refreshExamples() {
    for (Persistable info : storage.getAllStaticInfos(session, AttentionRecord.TYPE)) {
      if (info instanceof ExampleRecord example) {
        examples.put(example.example(), example);
      }
    }
  }

  private Optional<AttentionRecord> read(Place place) {
    try {
      Persistable record =
          storage.getUpdate(session, AttentionRecord.TYPE, place.worker, place.key);
      return record instanceof AttentionRecord found ? Optional.of(found) : Optional.empty();
    } catch (DamagedRecordException e) {
      LOG.warn("A record of attention is damaged and left out: {}", e.getMessage());
      return Optional.empty();
    }
  }
}

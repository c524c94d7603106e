package io.github.dl4jattention.ui.records;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which keys a storage uses for which iterations, so that a bounded number of them spans a whole
 * training.
 *
 * <p>A storage cannot delete, but a record with the key of another replaces it. So there are a
 * fixed number of keys. While there are unused ones, each iteration gets its own. When none is
 * left, the least distance between two kept iterations is doubled until a quarter is free; the keys
 * of those given up are used again. From then on an iteration nearer than that distance to the one
 * before is kept only until the next comes: so the newest is always there, and the first.
 */
final class IterationSlots {
  private final int capacity;
  private final TreeMap<Integer, Long> keys = new TreeMap<>();

  /** Given up, but in the storage until something else gets their keys. */
  private final Map<Integer, Long> givenUp = new LinkedHashMap<>();

  private long nextKey;
  private long distance = 1;

  /**
   * Slots none of which is used.
   *
   * @param capacity how many
   * @param firstKey the first key; those after it follow by ones
   */
  IterationSlots(int capacity, long firstKey) {
    this.capacity = capacity;
    this.nextKey = firstKey;
  }

  /** Takes over a key that is in the storage already; of two iterations with one, the later. */
  void restore(int iteration, long key) {
    keys.values().remove(key);
    Long other = keys.put(iteration, key);
    if (other != null) {
      givenUp.put(Integer.MIN_VALUE + givenUp.size(), other); // A double: nobody will ask for it.
    }
    nextKey = Math.max(nextKey, key + 1);
    if (keys.size() > capacity) {
      thinOut();
    }
  }

  /** The key for an iteration's record, which may be that of a record to be replaced. */
  long keyFor(int iteration) {
    Long known = keys.get(iteration);
    if (known != null) {
      return known;
    }
    Long key = givenUp.remove(iteration);
    if (!keys.isEmpty() && iteration > keys.lastKey()) {
      int last = keys.lastKey();
      Integer before = keys.lowerKey(last);
      if (before != null && last - before < distance) {
        givenUp.put(last, keys.remove(last));
      }
    }
    if (keys.size() >= capacity) {
      thinOut();
    }
    if (key == null) {
      key = givenUp.isEmpty() ? nextKey++ : takeGivenUp();
    }
    keys.put(iteration, key);
    return key;
  }

  private long takeGivenUp() {
    Iterator<Long> all = givenUp.values().iterator();
    long key = all.next();
    all.remove();
    return key;
  }

  private void thinOut() {
    while (keys.size() > capacity - Math.max(1, capacity / 4)) {
      distance *= 2;
      Iterator<Map.Entry<Integer, Long>> all = keys.entrySet().iterator();
      long kept = all.next().getKey();
      while (all.hasNext()) {
        Map.Entry<Integer, Long> entry = all.next();
        if (entry.getKey() - kept < distance) {
          givenUp.put(entry.getKey(), entry.getValue());
          all.remove();
        } else {
          kept = entry.getKey();
        }
      }
    }
  }
}

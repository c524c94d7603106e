package io.github.dl4jattention.zoo.tokens;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Learns a {@link BytePairs}: the most frequent pair of neighbours becomes one symbol, again and
 * again. Words are counted first; a merge then looks only at the words that have its pair.
 */
final class BytePairTraining {
  /** A pair that occurs once is no pattern. */
  private static final int MIN_FREQUENCY = 2;

  /** Longer runs of letters give their characters, but no merges. */
  private static final int MAX_WORD = 256;

  private final List<String> reserved;
  private final int size;
  private final Map<String, Long> words;
  private final List<String> symbols = new ArrayList<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private final List<int[]> spelled = new ArrayList<>();
  private final List<Long> frequencies = new ArrayList<>();
  private final Map<Long, Pair> pairs = new HashMap<>();
  private final PriorityQueue<Candidate> queue = new PriorityQueue<>(mostFrequentFirst());

  BytePairTraining(Iterable<String> texts, int size, List<String> bytes) {
    this.size = size;
    reserved = new ArrayList<>(bytes);
    reserved.add(Spacing.JOIN);
    reserved.add(Spacing.SPACE);
    if (size < reserved.size() + 2) {
      throw new IllegalArgumentException(
          "a vocabulary of %d pieces has no room for characters: %d are for bytes and spaces"
              .formatted(size, reserved.size()));
    }
    words = count(texts);
  }

  /** How often a pair occurs, and in which words it may be. */
  private static final class Pair {
    private long count;
    private final List<Integer> words = new ArrayList<>();
  }

  private record Candidate(long count, int left, int right) {}

  private Comparator<Candidate> mostFrequentFirst() {
    return Comparator.comparingLong(Candidate::count)
        .reversed()
        .thenComparing(candidate -> symbols.get(candidate.left()))
        .thenComparing(candidate -> symbols.get(candidate.right()));
  }

  BytePairs train() {
    Set<String> pieces = new LinkedHashSet<>(reserved);
    pieces.addAll(alphabet());
    pieces.forEach(this::idOf);
    spellWords();
    pairs.forEach((pair, info) -> offer(pair));
    List<BytePairs.Merge> merges = new ArrayList<>();
    for (Candidate best = queue.poll(); best != null && pieces.size() < size; best = queue.poll()) {
      long pair = BytePairs.pair(best.left(), best.right());
      if (pairs.get(pair).count != best.count()) {
        offer(pair); // less frequent by now
        continue;
      }
      BytePairs.Merge merge =
          new BytePairs.Merge(symbols.get(best.left()), symbols.get(best.right()));
      // The same letters by another way are left as they are: one piece, one way to it.
      if (pieces.add(merge.result())) {
        merges.add(merge);
        merge(best.left(), best.right(), idOf(merge.result()));
      }
    }
    return new BytePairs(pieces, merges);
  }

  private static Map<String, Long> count(Iterable<String> texts) {
    Map<String, Long> words = new HashMap<>();
    for (String text : texts) {
      Spacing.split(text, word -> words.merge(word, 1L, Long::sum));
    }
    return words;
  }

  /** Characters by frequency; the rarest give way where they would take half of all room. */
  private List<String> alphabet() {
    Map<String, Long> counts = new HashMap<>();
    words.forEach(
        (word, count) ->
            BytePairs.symbolsOf(word).forEach(symbol -> counts.merge(symbol, count, Long::sum)));
    reserved.forEach(counts::remove);
    int room = size - reserved.size();
    return Vocabulary.mostFrequent(counts, counts.size() <= room / 2 ? room : (room + 1) / 2)
        .pieces();
  }

  private int idOf(String symbol) {
    return ids.computeIfAbsent(
        symbol,
        unknown -> {
          symbols.add(unknown);
          return symbols.size() - 1;
        });
  }

  private void spellWords() {
    for (String word : words.keySet().stream().sorted().toList()) {
      List<String> letters = BytePairs.symbolsOf(word);
      if (letters.size() > 1 && letters.size() <= MAX_WORD) {
        int[] spelling =
            letters.stream().mapToInt(letter -> ids.getOrDefault(letter, -1)).toArray();
        spelled.add(spelling);
        frequencies.add(words.get(word));
        for (int i = 0; i + 1 < spelling.length; i++) {
          if (spelling[i] >= 0 && spelling[i + 1] >= 0) {
            Pair pair = pairOf(BytePairs.pair(spelling[i], spelling[i + 1]));
            pair.count += words.get(word);
            pair.words.add(spelled.size() - 1);
          }
        }
      }
    }
  }

  private Pair pairOf(long pair) {
    return pairs.computeIfAbsent(pair, key -> new Pair());
  }

  private void offer(long pair) {
    long count = pairs.get(pair).count;
    if (count >= MIN_FREQUENCY) {
      queue.add(new Candidate(count, (int) (pair >>> Integer.SIZE), (int) pair));
    }
  }

  /** Merges a pair in all words; pairs that became more frequent are offered anew. */
  private void merge(int left, int right, int result) {
    Map<Long, Long> changes = new HashMap<>();
    for (int word : pairs.get(BytePairs.pair(left, right)).words) {
      int[] before = spelled.get(word);
      int[] after = merged(before, left, right, result);
      if (after.length < before.length) {
        long frequency = frequencies.get(word);
        spelled.set(word, after);
        change(changes, before, -frequency);
        change(changes, after, frequency);
        remember(after, result, word);
      }
    }
    changes.forEach(
        (pair, change) -> {
          pairOf(pair).count += change;
          if (change > 0) {
            offer(pair);
          }
        });
  }

  private static int[] merged(int[] word, int left, int right, int result) {
    int[] merged = new int[word.length];
    int length = 0;
    for (int i = 0; i < word.length; i++) {
      boolean here = word[i] == left && i + 1 < word.length && word[i + 1] == right;
      merged[length++] = here ? result : word[i];
      i += here ? 1 : 0;
    }
    return Arrays.copyOf(merged, length);
  }

  private static void change(Map<Long, Long> changes, int[] word, long by) {
    for (int i = 0; i + 1 < word.length; i++) {
      if (word[i] >= 0 && word[i + 1] >= 0) {
        changes.merge(BytePairs.pair(word[i], word[i + 1]), by, Long::sum);
      }
    }
  }

  /** Notes that a word has the pairs which a new symbol makes. */
  private void remember(int[] word, int symbol, int index) {
    for (int i = 0; i + 1 < word.length; i++) {
      if ((word[i] == symbol || word[i + 1] == symbol) && word[i] >= 0 && word[i + 1] >= 0) {
        pairOf(BytePairs.pair(word[i], word[i + 1])).words.add(index);
      }
    }
  }
}

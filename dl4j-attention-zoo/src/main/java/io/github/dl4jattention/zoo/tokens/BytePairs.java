package io.github.dl4jattention.zoo.tokens;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Byte pair encoding: words cut to pieces that are frequent (Sennrich, Haddow and Birch, "Neural
 * Machine Translation of Rare Words with Subword Units", 2016). Reversible to the character.
 *
 * <p>A text is cut as {@link Words} does. A word begins as its characters; then the {@linkplain
 * Merge merges} that training learned are applied, the first one learned first. A piece that goes
 * on within a word begins with {@value Spacing#JOIN}. A character that training did not see becomes
 * the bytes of its UTF-8, a piece each, such as {@code <0xC3>}, if the pieces have these; else it
 * is a piece that no vocabulary has.
 *
 * <pre>{@code
 * BytePairs tokens = BytePairs.train(texts, 8000, true);
 * tokens.split("unlikeliest"); // un, \uffedlik, \uffedeli, \uffedest
 * }</pre>
 */
public final class BytePairs implements Tokenizer {
  /** Words whose pieces are remembered; nearly all of a corpus are among so many. */
  private static final int MAX_CACHED_WORDS = 1 << 16;

  /** Longer words are rare, and cut anew each time. */
  private static final int MAX_CACHED_LENGTH = 64;

  private static final List<String> BYTES =
      IntStream.range(0, 256).mapToObj("<0x%02X>"::formatted).toList();

  private static final Map<String, Integer> BYTE_VALUES = valuesOfBytes();

  private final List<String> pieces;
  private final List<Merge> merges;
  private final boolean byteFallback;
  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<Long, Ranked> ranks = new HashMap<>();
  private final Map<String, List<String>> cache = new ConcurrentHashMap<>();

  /**
   * Two pieces that become one.
   *
   * @param left a piece
   * @param right a piece that begins with {@value Spacing#JOIN}
   */
  public record Merge(String left, String right) {
    /**
     * What they become.
     *
     * @return a piece
     */
    public String result() {
      return left + right.substring(Spacing.JOIN.length());
    }
  }

  private record Ranked(int rank, int result) {}

  /**
   * An encoding that was trained before.
   *
   * @param pieces all pieces, none twice
   * @param merges in the order learned
   * @throws IllegalArgumentException if a piece is twice, a merge is twice, or a merge is of pieces
   *     or gives a piece that is not there
   */
  public BytePairs(Collection<String> pieces, List<Merge> merges) {
    this.pieces = List.copyOf(pieces);
    this.merges = List.copyOf(merges);
    for (String piece : this.pieces) {
      if (ids.put(piece, ids.size()) != null) {
        throw new IllegalArgumentException("the piece \"%s\" is given twice".formatted(piece));
      }
    }
    byteFallback = ids.keySet().containsAll(BYTES);
    for (Merge merge : this.merges) {
      if (!merge.right().startsWith(Spacing.JOIN)
          || !ids.keySet().containsAll(List.of(merge.left(), merge.right()))
          || !ids.containsKey(merge.result())) {
        throw new IllegalArgumentException(
            "the merge of \"%s\" and \"%s\" does not fit the pieces"
                .formatted(merge.left(), merge.right()));
      }
      long pair = pair(ids.get(merge.left()), ids.get(merge.right()));
      Ranked ranked = new Ranked(ranks.size(), ids.get(merge.result()));
      if (ranks.put(pair, ranked) != null) {
        throw new IllegalArgumentException(
            "the merge of \"%s\" and \"%s\" is given twice".formatted(merge.left(), merge.right()));
      }
    }
  }

  /**
   * Learns an encoding. The same texts give the same one: of pairs that are as frequent, the one
   * that sorts first is merged first.
   *
   * @param texts any texts
   * @param size most pieces to have, those for bytes and spaces included
   * @param byteFallback whether to have pieces for bytes, 256 of them
   * @return the encoding
   * @throws IllegalArgumentException if the size leaves no room for characters
   */
  public static BytePairs train(Iterable<String> texts, int size, boolean byteFallback) {
    return new BytePairTraining(texts, size, byteFallback ? BYTES : List.of()).train();
  }

  /**
   * All pieces.
   *
   * @return those for bytes, for spaces, for characters, then those merged, as they were learned
   */
  public List<String> pieces() {
    return pieces;
  }

  /**
   * What training learned.
   *
   * @return merges, the first one learned first
   */
  public List<Merge> merges() {
    return merges;
  }

  @Override
  public TokenKind kind() {
    return TokenKind.BPE;
  }

  @Override
  public List<String> split(String text) {
    List<String> result = new ArrayList<>();
    Spacing.Joiner before = new Spacing.Joiner();
    Spacing.split(
        text,
        word -> {
          List<String> ofWord = piecesOf(word);
          // Bytes stand without a space, whatever they will be: it must be said.
          if (BYTE_VALUES.containsKey(ofWord.get(0)) && before.putsSpaceBefore(word)) {
            result.add(Spacing.SPACE);
          }
          result.addAll(ofWord);
          before.add(word);
        });
    return result;
  }

  @Override
  public String join(List<String> sequence) {
    Spacing.Joiner joiner = new Spacing.Joiner();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String piece : sequence) {
      Integer value = BYTE_VALUES.get(piece);
      if (value != null) {
        bytes.write(value);
      } else {
        flush(bytes, joiner);
        joiner.add(piece);
      }
    }
    flush(bytes, joiner);
    return joiner.text();
  }

  /** Bytes that are no UTF-8, as a model may write them, become U+FFFD. */
  private static void flush(ByteArrayOutputStream bytes, Spacing.Joiner joiner) {
    if (bytes.size() > 0) {
      joiner.append(bytes.toString(StandardCharsets.UTF_8));
      bytes.reset();
    }
  }

  /** Pieces of a word, a mark, or what stands for a space. */
  private List<String> piecesOf(String word) {
    List<String> known = cache.get(word);
    if (known != null) {
      return known;
    }
    List<String> result = new ArrayList<>();
    for (String symbol : merged(symbolsOf(word))) {
      if (byteFallback && !ids.containsKey(symbol)) {
        result.addAll(bytesOf(symbol));
      } else {
        result.add(symbol);
      }
    }
    if (word.length() <= MAX_CACHED_LENGTH && cache.size() < MAX_CACHED_WORDS) {
      cache.put(word, List.copyOf(result));
    }
    return result;
  }

  private static List<String> bytesOf(String symbol) {
    boolean goesOn = symbol.startsWith(Spacing.JOIN) && symbol.length() > Spacing.JOIN.length();
    String text = goesOn ? symbol.substring(Spacing.JOIN.length()) : symbol;
    List<String> bytes = new ArrayList<>();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      bytes.add(BYTES.get(Byte.toUnsignedInt(b)));
    }
    return bytes;
  }

  /**
   * What a word is before any merge.
   *
   * @param word of {@link Spacing#split}
   * @return its characters, all but the first with {@link Spacing#JOIN}
   */
  static List<String> symbolsOf(String word) {
    if (word.startsWith(Spacing.JOIN)) {
      return List.of(word);
    }
    List<String> symbols = new ArrayList<>();
    word.codePoints()
        .forEach(
            character ->
                symbols.add(
                    (symbols.isEmpty() ? "" : Spacing.JOIN) + Character.toString(character)));
    return symbols;
  }

  /** A merge that may be made: still there if both symbols are. */
  private record Candidate(int rank, int position, int left, int right) {
    static final Comparator<Candidate> FIRST_LEARNED =
        Comparator.comparingInt(Candidate::rank).thenComparingInt(Candidate::position);
  }

  /** A word in the making: a list of symbols, linked both ways. */
  private final class Chain {
    private final List<String> spelled;
    private final int[] symbols;
    private final int[] next;
    private final int[] previous;
    private final PriorityQueue<Candidate> candidates =
        new PriorityQueue<>(Candidate.FIRST_LEARNED);

    Chain(List<String> spelled) {
      this.spelled = spelled;
      int length = spelled.size();
      symbols = spelled.stream().mapToInt(symbol -> ids.getOrDefault(symbol, -1)).toArray();
      next = IntStream.range(0, length).map(i -> i + 1 < length ? i + 1 : -1).toArray();
      previous = IntStream.range(0, length).map(i -> i - 1).toArray();
    }

    List<String> merged() {
      for (int i = 0; i < symbols.length; i++) {
        consider(i);
      }
      for (Candidate candidate = candidates.poll();
          candidate != null;
          candidate = candidates.poll()) {
        int left = candidate.position();
        int right = next[left];
        if (symbols[left] == candidate.left()
            && right >= 0
            && symbols[right] == candidate.right()) {
          symbols[left] = ranks.get(pair(candidate.left(), candidate.right())).result();
          symbols[right] = -1;
          next[left] = next[right];
          if (next[left] >= 0) {
            previous[next[left]] = left;
          }
          consider(left);
          if (previous[left] >= 0) {
            consider(previous[left]);
          }
        }
      }
      List<String> result = new ArrayList<>();
      for (int i = 0; i >= 0; i = next[i]) {
        result.add(symbols[i] < 0 ? spelled.get(i) : pieces.get(symbols[i]));
      }
      return result;
    }

    private void consider(int position) {
      int right = next[position];
      if (right >= 0 && symbols[position] >= 0 && symbols[right] >= 0) {
        Ranked ranked = ranks.get(pair(symbols[position], symbols[right]));
        if (ranked != null) {
          candidates.add(new Candidate(ranked.rank(), position, symbols[position], symbols[right]));
        }
      }
    }
  }

  private List<String> merged(List<String> symbols) {
    return new Chain(symbols).merged();
  }

  static long pair(int left, int right) {
    return ((long) left << Integer.SIZE) | right;
  }

  private static Map<String, Integer> valuesOfBytes() {
    Map<String, Integer> values = new HashMap<>();
    for (int i = 0; i < BYTES.size(); i++) {
      values.put(BYTES.get(i), i);
    }
    return Map.copyOf(values);
  }
}

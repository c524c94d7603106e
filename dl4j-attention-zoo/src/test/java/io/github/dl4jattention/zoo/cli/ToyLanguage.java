package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.data.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Sentences of a small English and a French of sorts, in which adjectives follow their nouns:
 * learnt in seconds.
 */
final class ToyLanguage {
  private static final String[][] ARTICLES = {{"The", "Le"}, {"A", "Un"}};
  private static final String[][] NOUNS = {
    {"cat", "chat"}, {"dog", "chien"}, {"bird", "oiseau"}, {"horse", "cheval"}, {"wolf", "loup"}
  };
  private static final String[][] ADJECTIVES = {
    {"red", "rouge"}, {"big", "grand"}, {"old", "vieux"}, {"green", "vert"}
  };
  private static final String[][] VERBS = {
    {"sees", "voit"}, {"hears", "entend"}, {"eats", "mange"}
  };

  private ToyLanguage() {}

  static List<Pair> pairs(int count, long seed) {
    Random random = new Random(seed);
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String[] article = of(ARTICLES, random);
      String[] noun = of(NOUNS, random);
      String[] adjective = of(ADJECTIVES, random);
      String[] verb = of(VERBS, random);
      String[] other = of(ARTICLES, random);
      String[] object = of(NOUNS, random);
      pairs.add(
          new Pair(
              "%s %s %s %s %s %s."
                  .formatted(
                      article[0],
                      adjective[0],
                      noun[0],
                      verb[0],
                      other[0].toLowerCase(Locale.ROOT),
                      object[0]),
              "%s %s %s %s %s %s !"
                  .formatted(
                      article[1],
                      noun[1],
                      adjective[1],
                      verb[1],
                      other[1].toLowerCase(Locale.ROOT),
                      object[1])));
    }
    return pairs;
  }

  static Path write(Path file, List<Pair> pairs) throws IOException {
    return Files.writeString(
        file,
        pairs.stream()
            .map(pair -> pair.source() + "\t" + pair.target() + "\n")
            .collect(Collectors.joining()));
  }

  private static String[] of(String[][] words, Random random) {
    return words[random.nextInt(words.length)];
  }
}

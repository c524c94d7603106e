package io.github.dl4jattention.zoo.tokens;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Texts of all that tokenizers have trouble with. */
final class RandomTexts {
  private static final List<String> PARTS =
      List.of(
          "the",
          "dog",
          "Hund",
          "l",
          "homme",
          "3",
          "1,000",
          "mp3",
          "caf\u00e9",
          "cafe\u0301",
          " ",
          " ",
          " ",
          " ",
          " ",
          "  ",
          "\t",
          "\u00a0",
          "\u3000",
          ".",
          ",",
          "...",
          "!",
          "?",
          "'",
          "\u2019",
          "\"",
          "\u201c",
          "\u201d",
          "\u201e",
          "\u00ab",
          "\u00bb",
          "(",
          ")",
          "-",
          "\u2013",
          "&",
          "*",
          "#",
          "$",
          "\u20ac",
          "%",
          "<unk>",
          "<0xC3>",
          "</s>",
          "\uffed",
          "\uffed\uffed",
          "\u2581",
          "##",
          "@@",
          "\uD83D\uDE00",
          "\uD83D\uDC69\u200D\uD83D\uDCBB",
          "\uD83C\uDDEB\uD83C\uDDF7",
          "\u2764\uFE0F",
          "\u4f60\u597d",
          "\u3002",
          "\u300c",
          "\uff0c",
          "\u65e5\u672c\u8a9e",
          "\uc548\ub155",
          "\u0645\u0631\u062d\u0628\u0627",
          "\u060c",
          "\u05e9\u05dc\u05d5\u05dd",
          "\u0928\u092e\u0938\u094d\u0924\u0947",
          "\u0301",
          "\u200d",
          "\u200f",
          "\ufeff",
          "\u0007",
          "\uFFFD",
          "x",
          "y");

  private RandomTexts() {}

  static String next(Random random) {
    StringBuilder text = new StringBuilder();
    int parts = random.nextInt(12);
    for (int i = 0; i < parts; i++) {
      text.append(
          random.nextInt(8) == 0 ? anyCharacter(random) : PARTS.get(random.nextInt(PARTS.size())));
    }
    return text.toString();
  }

  static List<String> list(long seed, int size) {
    Random random = new Random(seed);
    return Stream.generate(() -> next(random)).limit(size).toList();
  }

  private static String anyCharacter(Random random) {
    int codePoint;
    do {
      codePoint = random.nextInt(Character.MAX_CODE_POINT + 1);
    } while (Character.getType(codePoint) == Character.SURROGATE);
    return Character.toString(codePoint);
  }
}

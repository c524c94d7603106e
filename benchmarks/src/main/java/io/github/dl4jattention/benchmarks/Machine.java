package io.github.dl4jattention.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is measured on: processor, Java, versions. */
final class Machine {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  private Machine() {}

  /** In one line; versions are those of the jars in the class path. */
  static String describe() {
    return String.join(
        "; ",
        "%s, %d cores%s"
            .formatted(
                ofProcessor("model name", System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors(),
                ofProcessor("flags", "").contains("avx512bw") ? " with AVX-512" : ""),
        System.getProperty("os.name"),
        "Java " + System.getProperty("java.version"),
        "Deeplearning4j and ND4J " + version("deeplearning4j-nn"),
        "OpenBLAS " + version("openblas"),
        "libtorch " + version("pytorch-native-cpu"),
        "DJL " + version("pytorch-engine"),
        "JMH " + version("jmh-core"));
  }

  private static String version(String jar) {
    Matcher name =
        Pattern.compile("[/\\\\]" + jar + "-(\\d[^/\\\\]*?)(-(linux|mac|osx|win)[^/\\\\]*)?\\.jar")
            .matcher(System.getProperty("java.class.path"));
    return name.find() ? name.group(1) : "none";
  }

  private static String ofProcessor(String key, String otherwise) {
    if (!Files.exists(PROCESSORS)) {
      return otherwise;
    }
    try (Stream<String> lines = Files.lines(PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> List.of(line.split(":", 2)).get(1).strip())
          .findFirst()
          .orElse(otherwise);
    } catch (IOException e) {
      throw new UncheckedIOException(PROCESSORS.toString(), e);
    }
  }
}

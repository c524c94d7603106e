package io.github.dl4jattention.ui.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;

/**
 * Reads a file of DL4J's {@code J7FileStatsStorage}: an SQLite database of objects that Java
 * serialised. A filter lets through what DL4J's reports consist of, and bounds it.
 */
final class SerializedImport {
  private static final ObjectInputFilter FILTER =
      ObjectInputFilter.Config.createFilter(
          String.join(
              ";",
              "maxdepth=20",
              "maxrefs=1000000",
              "maxarray=1000000",
              "maxbytes=" + KnownRecords.MOST_BYTES,
              "org.deeplearning4j.ui.model.stats.impl.SbeStatsReport",
              "org.deeplearning4j.ui.model.stats.impl.SbeStatsReport$*",
              "org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport",
              "org.deeplearning4j.ui.model.stats.api.Histogram",
              "org.deeplearning4j.ui.model.stats.api.StatsType",
              "org.deeplearning4j.ui.model.storage.impl.SbeStorageMetaData",
              "io.github.dl4jattention.ui.records.*",
              "java.util.HashMap",
              "java.util.LinkedHashMap",
              "java.util.Map$Entry",
              "java.util.ArrayList",
              "java.util.CollSer",
              "java.util.ImmutableCollections$*",
              "java.lang.Object",
              "java.lang.Enum",
              "java.lang.Number",
              "java.lang.Double",
              "java.lang.Integer",
              "java.lang.Long",
              "java.lang.String",
              "!*"));

  private final KnownRecords known;
  private final Imported imported;

  private SerializedImport(Path file) {
    known = new KnownRecords(file.toString());
    imported = new Imported(file.toString());
  }

  static StatsStorage of(Path file) {
    try (SqliteTables tables = SqliteTables.connect(file, false)) {
      List<String> names = tables.names();
      if (!names.contains("table StorageMetaData") || names.size() != 3) {
        throw new StorageException(
            "%s is another program's database: give one of the dashboard's".formatted(file));
      }
      SerializedImport reader = new SerializedImport(file);
      tables
          .query(sql("StorageMetaData"), row -> reader.read(row.getBytes(1)))
          .forEach(reader.imported::meta);
      tables
          .query(sql("StaticInfo"), row -> reader.read(row.getBytes(1)))
          .forEach(reader.imported::info);
      tables
          .query(sql("Updates"), row -> reader.read(row.getBytes(1)))
          .forEach(reader.imported::update);
      return reader.imported.storage();
    }
  }

  private static String sql(String table) {
    return "SELECT ObjectBytes FROM %s WHERE length(ObjectBytes) <= %d"
        .formatted(table, KnownRecords.MOST_BYTES);
  }

  private Optional<Persistable> read(byte[] bytes) {
    imported.count(bytes.length);
    try (ObjectInputStream objects = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      objects.setObjectInputFilter(FILTER);
      return objects.readObject() instanceof Persistable record
          ? known.checked(record)
          : Optional.empty();
    } catch (IOException | ClassNotFoundException | RuntimeException e) {
      return known.damaged();
    }
  }
}

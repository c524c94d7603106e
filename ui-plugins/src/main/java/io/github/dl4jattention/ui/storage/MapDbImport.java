package io.github.dl4jattention.ui.storage;

import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.storage.BaseCollectionStatsStorage;
import org.mapdb.DB;
import org.mapdb.DBException;
import org.mapdb.DBMaker;
import org.mapdb.DataInput2;
import org.mapdb.DataOutput2;
import org.mapdb.Serializer;

/**
 * Reads a file of DL4J's {@code FileStatsStorage}, which is a MapDB.
 *
 * <p>Such a file can say itself how it is to be deserialised, so its catalogue is looked at first:
 * plain serialisers pass, Java's and MapDB's own do not. Its keys are objects that Java serialised;
 * a filter lets two classes of DL4J's through. Records are {@link KnownRecords}.
 *
 * <p>It is read once, in a thread that is given a time: what is broken on purpose may go in
 * circles. A program that was killed leaves a log beside it, which MapDB applies to the file first.
 */
final class MapDbImport {
  private static final int SECONDS = 60;
  private static final int MOST_NAMES = 100_000;
  private static final Set<String> PLAIN_SERIALIZERS =
      Set.of(
          "org.mapdb.Serializer#STRING",
          "org.mapdb.Serializer#LONG",
          "org.mapdb.Serializer#INTEGER");

  private final KnownRecords known;
  private final Imported imported;
  private final DB db;
  private final Map<Integer, String> classes;

  private MapDbImport(String file, DB db) {
    this.known = new KnownRecords(file);
    this.imported = new Imported(file);
    this.db = db;
    checkCatalogue(file);
    this.classes =
        db.hashMap("integerToClass")
            .keySerializer(Serializer.INTEGER)
            .valueSerializer(Serializer.STRING)
            .open();
  }

  static StatsStorage of(Path file) {
    FutureTask<StatsStorage> reading = new FutureTask<>(() -> read(file));
    Thread thread = new Thread(reading, "dl4j-attention-import");
    thread.setDaemon(true);
    thread.start();
    try {
      return reading.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StorageException known ? known : damaged(file, e.getCause());
    } catch (TimeoutException e) {
      throw damaged(file, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException("interrupted while %s was read".formatted(file), e);
    }
  }

  private static StatsStorage read(Path file) {
    try (DB db = DBMaker.fileDB(file.toFile()).transactionEnable().make()) {
      return new MapDbImport(file.toString(), db).all();
    } catch (DBException.FileLocked e) {
      throw new StorageException(
          "%s is being written by another program: wait until it ends, or show it from there"
              .formatted(file),
          e);
    }
  }

  private StatsStorage all() {
    PlainKey meta = new PlainKey(BaseCollectionStatsStorage.SessionTypeId.class);
    PlainKey info = new PlainKey(BaseCollectionStatsStorage.SessionTypeWorkerId.class);
    for (Optional<Persistable> record : values("storageMetaData", meta)) {
      imported.meta(record);
    }
    for (Optional<Persistable> record : values("staticInfo", info)) {
      imported.info(record);
    }
    for (String name : db.getAllNames()) {
      if (name.startsWith("&&&")) {
        for (Optional<Persistable> record : values(name, Serializer.LONG)) {
          imported.update(record);
        }
      }
    }
    return imported.storage();
  }

  private <K> Iterable<Optional<Persistable>> values(String name, Serializer<K> keys) {
    Map<K, Optional<Persistable>> map =
        db.hashMap(name).keySerializer(keys).valueSerializer(new Value()).open();
    return map.values();
  }

  private void checkCatalogue(String file) {
    Map<String, String> catalogue = db.nameCatalogLoad();
    boolean plain =
        catalogue.size() <= MOST_NAMES
            && catalogue.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("erializer"))
                .allMatch(entry -> PLAIN_SERIALIZERS.contains(entry.getValue()));
    if (!plain) {
      throw new StorageException(
          "%s would have other classes deserialised than DL4J's: do not trust it".formatted(file));
    }
  }

  private static StorageException damaged(Path file, Throwable e) {
    return new StorageException("%s is damaged: use a copy, or train anew".formatted(file), e);
  }

  /** A record after the number of its class. */
  private final class Value implements Serializer<Optional<Persistable>> {
    @Override
    public void serialize(DataOutput2 out, Optional<Persistable> value) {
      throw new UnsupportedOperationException("files are read only");
    }

    @Override
    public Optional<Persistable> deserialize(DataInput2 in, int available) throws IOException {
      imported.count(available);
      String type = classes.get(in.readInt());
      byte[] bytes = new byte[Math.max(0, Math.min(available - 4, KnownRecords.MOST_BYTES))];
      in.readFully(bytes);
      return type == null ? Optional.empty() : known.decode(type, bytes);
    }
  }

  /** A key that Java serialised: of one class, with texts in it. */
  private static final class PlainKey implements Serializer<Object> {
    private final ObjectInputFilter filter;

    PlainKey(Class<?> type) {
      filter =
          ObjectInputFilter.Config.createFilter(
              type.getName() + ";java.lang.String;maxdepth=3;maxrefs=20;maxbytes=65536;!*");
    }

    @Override
    public void serialize(DataOutput2 out, Object value) {
      throw new UnsupportedOperationException("files are read only");
    }

    @Override
    public Object deserialize(DataInput2 in, int available) throws IOException {
      // Not only what is available: MapDB does not say how long a key is.
      try (ObjectInputStream objects =
          new ObjectInputStream(new DataInput2.DataInputToStream(in))) {
        objects.setObjectInputFilter(filter);
        return objects.readObject();
      } catch (ClassNotFoundException e) {
        throw new IOException(e);
      }
    }
  }
}

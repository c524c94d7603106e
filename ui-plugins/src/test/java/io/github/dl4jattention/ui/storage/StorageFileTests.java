package io.github.dl4jattention.ui.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.ui.Samples;
import io.github.dl4jattention.ui.records.AttentionRecord;
import io.github.dl4jattention.ui.records.ExampleRecord;
import io.github.dl4jattention.ui.records.QualityRecord;
import io.github.dl4jattention.ui.records.TrialRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.deeplearning4j.ui.model.storage.FileStatsStorage;
import org.deeplearning4j.ui.model.storage.impl.SbeStorageMetaData;
import org.deeplearning4j.ui.model.storage.sqlite.J7FileStatsStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

class StorageFileTests {
  private static final String CURVES = StatsListener.TYPE_ID;

  @TempDir private Path folder;

  /** The files that can be opened. */
  enum Form {
    OURS,
    MAP_DB,
    SERIALIZED;

    StatsStorage write(Path file) {
      return switch (this) {
        case OURS -> StorageFile.write(file);
        case MAP_DB -> new FileStatsStorage(file.toFile());
        case SERIALIZED -> new J7FileStatsStorage(file.toFile());
      };
    }
  }

  private static SbeStatsReport report(long time, double score) {
    SbeStatsReport report = new SbeStatsReport();
    report.reportIDs("s", CURVES, "w", time);
    report.reportScore(score);
    report.reportIterationCount((int) time);
    return report;
  }

  private static SbeStatsInitializationReport network(String json) {
    SbeStatsInitializationReport report = new SbeStatsInitializationReport();
    report.reportIDs("s", CURVES, "w", 5);
    report.reportModelInfo("org.deeplearning4j.ComputationGraph", json, new String[] {"a"}, 1, 1);
    return report;
  }

  private Path written(Form form) throws IOException {
    Path file = folder.resolve(form + ".db");
    StatsStorage storage = form.write(file);
    storage.putStorageMetaData(
        new SbeStorageMetaData(
            5, "s", CURVES, "w", SbeStatsInitializationReport.class, SbeStatsReport.class));
    storage.putStaticInfo(network("{\"vertices\":{}}"));
    storage.putUpdate(report(7, 0.25));
    storage.putUpdate(report(8, 0.125));
    Samples.write(storage, "s");
    storage.close();
    return file;
  }

  @ParameterizedTest
  @EnumSource
  void whatWasWrittenCanBeRead(Form form) throws Exception {
    StatsStorage storage = StorageFile.open(written(form));
    assertThat(storage.listSessionIDs()).containsExactly("s");
    assertThat(storage.listTypeIDsForSession("s"))
        .containsExactlyInAnyOrder(
            CURVES, AttentionRecord.TYPE, QualityRecord.TYPE, TrialRecord.TYPE);
    assertThat(storage.getAllUpdatesAfter("s", CURVES, "w", 0))
        .extracting(update -> ((SbeStatsReport) update).getScore())
        .containsExactly(0.25, 0.125);
    assertThat(storage.getStaticInfo("s", CURVES, "w"))
        .extracting("modelConfigJson")
        .isEqualTo("{\"vertices\":{}}");
    assertThat(storage.getStorageMetaData("s", CURVES)).isNotNull();
    assertThat(storage.getAllStaticInfos("s", AttentionRecord.TYPE))
        .hasSize(2)
        .allMatch(ExampleRecord.class::isInstance);
    assertThat(storage.getAllUpdatesAfter("s", TrialRecord.TYPE, -1)).hasSize(2);
    storage.close();
  }

  @ParameterizedTest
  @EnumSource
  void aNetworkOfUnknownClassesIsLeftOutAndAllElseStays(Form form) throws Exception {
    Path file = folder.resolve("hostile");
    StatsStorage storage = form.write(file);
    storage.putStaticInfo(network("{\"@class\":\"" + Hostile.class.getName() + "\"}"));
    storage.putUpdate(report(7, 0.25));
    storage.close();
    StatsStorage opened = StorageFile.open(file);
    assertThat(opened.getStaticInfo("s", CURVES, "w")).extracting("modelConfigJson").isNull();
    assertThat(opened.getAllUpdatesAfter("s", CURVES, "w", 0)).hasSize(1);
    assertThat(Hostile.made).isZero();
    opened.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"MAP_DB", "SERIALIZED"})
  void noClassOfAFilesChoiceIsMade(Form form) throws Exception {
    Path file = folder.resolve("hostile");
    StatsStorage storage = form.write(file);
    storage.putStaticInfo(network("{}"));
    storage.putUpdate(report(7, 0.25));
    storage.putUpdate(new Hostile());
    storage.close();
    Hostile.made = 0;
    StatsStorage opened = StorageFile.open(file);
    assertThat(opened.getAllUpdatesAfter("s", CURVES, "w", 0)).hasSize(1);
    assertThat(Hostile.made).isZero();
    form.write(file).getAllUpdatesAfter("s", CURVES, "hostile", 0);
    assertThat(Hostile.made).as("DL4J's own storage does make it").isPositive();
  }

  @Test
  void aClassThatIsNotKnownIsLeftOutOfOurFiles() throws Exception {
    Path file = written(Form.OURS);
    try (SqliteTables tables = SqliteTables.connect(file, true)) {
      tables.update("UPDATE records SET class = ? WHERE type = ?", Hostile.class.getName(), CURVES);
    }
    Hostile.made = 0;
    StatsStorage storage = StorageFile.open(file);
    assertThat(storage.getAllUpdatesAfter("s", CURVES, "w", 0)).isEmpty();
    assertThat(storage.getAllUpdatesAfter("s", TrialRecord.TYPE, -1)).hasSize(2);
    assertThat(Hostile.made).isZero();
    storage.close();
  }

  @Test
  void aDamagedRecordIsLeftOutOfOurFiles() throws Exception {
    Path file = written(Form.OURS);
    try (SqliteTables tables = SqliteTables.connect(file, true)) {
      tables.update("UPDATE records SET bytes = ? WHERE stamp IN (1, 7)", new byte[] {1, 2, 3});
    }
    StatsStorage storage = StorageFile.open(file);
    assertThat(storage.getAllUpdatesAfter("s", CURVES, "w", 0)).hasSize(1);
    assertThat(storage.getAllUpdatesAfter("s", TrialRecord.TYPE, -1)).hasSize(1);
    storage.close();
  }

  @Test
  void recordsThatAreNotKeptAreRefused() {
    StatsStorage storage = StorageFile.write(folder.resolve("a.db"));
    assertThatThrownBy(() -> storage.putUpdate(new Hostile()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("use DL4J's StatsListener");
  }

  @Test
  void whatIsOpenedCannotBeWrittenTo() throws Exception {
    StatsStorage storage = StorageFile.open(written(Form.OURS));
    assertThatThrownBy(() -> storage.putUpdate(report(9, 1)))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("StorageFile.write");
    storage.close();
  }

  @Test
  void aRecordReplacesOneOfItsStamp() throws Exception {
    StatsStorage storage = StorageFile.write(folder.resolve("a.db"));
    storage.putUpdate(report(7, 0.25));
    storage.putUpdate(report(7, 0.5));
    assertThat(storage.getNumUpdateRecordsFor("s")).isEqualTo(1);
    assertThat(((SbeStatsReport) storage.getUpdate("s", CURVES, "w", 7)).getScore()).isEqualTo(0.5);
    storage.close();
  }

  @Test
  void namesAreNeverPartOfAQuery() {
    StatsStorage storage = StorageFile.write(folder.resolve("a.db"));
    Samples.write(storage, "x' OR '1'='1");
    assertThat(storage.sessionExists("y' OR '1'='1")).isFalse();
    assertThat(storage.listTypeIDsForSession("x' OR '1'='1")).hasSize(3);
    assertThat(storage.getNumUpdateRecordsFor("' OR 1=1 --")).isZero();
  }

  @Test
  void whoLooksSeesWhatIsWrittenMeanwhile() throws Exception {
    Path file = folder.resolve("a.db");
    StatsStorage writing = StorageFile.write(file);
    Samples.write(writing, "s");
    StatsStorage looking = StorageFile.open(file);
    List<String> events = new ArrayList<>();
    CountDownLatch told = new CountDownLatch(3);
    looking.registerStatsStorageListener(
        event -> {
          events.add(
              event.getEventType() + " " + event.getSessionID() + " " + event.getTimestamp());
          told.countDown();
        });
    writing.putStaticInfo(network("{}"));
    writing.putUpdate(report(7, 0.25));
    writing.putUpdate(report(7, 0.5));
    Samples.write(writing, "t");
    assertThat(told.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(events).contains("PostStaticInfo s 0", "PostUpdate s 7");
    assertThat(looking.getAllUpdatesAfter("s", CURVES, "w", 0)).hasSize(1);
    writing.close();
    looking.close();
  }

  @ParameterizedTest
  @EnumSource
  void aTruncatedFileGivesOneClearMessage(Form form) throws Exception {
    byte[] whole = Files.readAllBytes(written(form));
    for (int length : new int[] {1, 17, 99, 100, whole.length / 2, whole.length - 1}) {
      Path file = folder.resolve("part");
      Files.write(file, Arrays.copyOf(whole, length));
      assertRefusedOrRead(file);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedFileGivesOneClearMessage(Form form) throws Exception {
    byte[] whole = Files.readAllBytes(written(form));
    for (int seed = 0; seed < 40; seed++) {
      byte[] damaged = whole.clone();
      Random random = new Random(seed);
      for (int i = 0; i < 200; i++) {
        damaged[random.nextInt(seed % 2 == 0 ? 4_096 : damaged.length)] = (byte) random.nextInt();
      }
      damaged[0] = whole[0];
      Path file = folder.resolve("damaged" + seed);
      Files.write(file, damaged);
      assertRefusedOrRead(file);
    }
  }

  /** Either the damage is seen, or what is read of the file can be shown; never anything else. */
  private static void assertRefusedOrRead(Path file) throws IOException {
    try {
      StatsStorage storage = StorageFile.open(file);
      for (String session : storage.listSessionIDs()) {
        for (String type : storage.listTypeIDsForSession(session)) {
          storage.getAllUpdatesAfter(session, type, -1);
          storage.getAllStaticInfos(session, type);
        }
      }
      storage.close();
    } catch (StorageException e) {
      assertThat(e).hasMessageContaining(file.toString());
      assertThat(e.getMessage().lines()).hasSize(1);
    }
  }

  @Test
  void aHalfFileIsNotTakenForAWholeOne() throws Exception {
    byte[] whole = Files.readAllBytes(written(Form.OURS));
    Path file = folder.resolve("half");
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> StorageFile.open(file))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("is damaged")
        .hasMessageContaining("use a copy, or train anew");
  }

  @Test
  void aLaterVersionIsNamed() throws Exception {
    Path file = written(Form.OURS);
    try (SqliteTables tables = SqliteTables.connect(file, true)) {
      tables.update("PRAGMA user_version = 2");
    }
    assertThatThrownBy(() -> StorageFile.open(file))
        .isInstanceOf(StorageException.class)
        .hasMessage(
            "%s has the form 2, this program reads 1: use a later version of it".formatted(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "not a database at all", "PK\u0003\u0004"})
  void otherFilesAreRefused(String content) throws Exception {
    Path file = folder.resolve("other");
    Files.writeString(file, content, StandardCharsets.UTF_8);
    assertThatThrownBy(() -> StorageFile.open(file))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("give one that a training with the dashboard has written");
  }

  @Test
  void missingFilesAndFoldersAreNamed() {
    assertThatThrownBy(() -> StorageFile.open(folder.resolve("none")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("there is no file");
    assertThatThrownBy(() -> StorageFile.open(folder))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("is no file");
  }

  @Test
  void aDatabaseWithTriggersIsRefused() throws Exception {
    Path file = written(Form.OURS);
    try (SqliteTables tables = SqliteTables.connect(file, true)) {
      tables.update("CREATE TRIGGER t AFTER INSERT ON records BEGIN DELETE FROM records; END");
    }
    assertThatThrownBy(() -> StorageFile.open(file)).isInstanceOf(StorageException.class);
  }

  @Test
  void aMapDbThatNamesItsOwnSerializerIsRefused() throws Exception {
    Path file = folder.resolve("hostile");
    try (DB db = DBMaker.fileDB(file.toFile()).transactionEnable().make()) {
      Map<Integer, Object> map =
          db.hashMap("integerToClass", Serializer.INTEGER, javaSerializer()).create();
      map.put(1, new Hostile());
      db.commit();
    }
    Hostile.made = 0;
    assertThatThrownBy(() -> StorageFile.open(file))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("do not trust it");
    assertThat(Hostile.made).isZero();
  }

  @Test
  void aFileThatIsBeingWrittenByDl4jSaysSo() {
    Path file = folder.resolve("busy");
    FileStatsStorage writing = new FileStatsStorage(file.toFile());
    assertThatThrownBy(() -> StorageFile.open(file)).isInstanceOf(StorageException.class);
    writing.close();
  }

  @SuppressWarnings("unchecked")
  private static Serializer<Object> javaSerializer() {
    return Serializer.JAVA;
  }
}

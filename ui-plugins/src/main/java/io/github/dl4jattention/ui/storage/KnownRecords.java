package io.github.dl4jattention.ui.storage;

import io.github.dl4jattention.layers.ConfigurationGuard;
import io.github.dl4jattention.ui.records.AttentionRecord;
import io.github.dl4jattention.ui.records.DamagedRecordException;
import io.github.dl4jattention.ui.records.ExampleRecord;
import io.github.dl4jattention.ui.records.Limits;
import io.github.dl4jattention.ui.records.QualityRecord;
import io.github.dl4jattention.ui.records.SearchRecord;
import io.github.dl4jattention.ui.records.TrialRecord;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.deeplearning4j.ui.model.storage.impl.SbeStorageMetaData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records that are read from files, each by a constructor that is written here.
 *
 * <p>A file names the class of each record. DL4J's storages look that name up and instantiate what
 * they find; here it is a key of a map, and no class is looked up. What is not in the map, or does
 * not decode, is left out, and said so once.
 */
final class KnownRecords {
  /** No record is larger; DL4J's own, with histograms of a large network, may have megabytes. */
  static final int MOST_BYTES = 16 * 1_024 * 1_024;

  private static final Logger LOG = LoggerFactory.getLogger(KnownRecords.class);

  private static final Map<String, Supplier<Persistable>> KNOWN =
      Map.of(
          AttentionRecord.class.getName(), AttentionRecord::new,
          ExampleRecord.class.getName(), ExampleRecord::new,
          QualityRecord.class.getName(), QualityRecord::new,
          SearchRecord.class.getName(), SearchRecord::new,
          TrialRecord.class.getName(), TrialRecord::new,
          SbeStatsReport.class.getName(), SbeStatsReport::new,
          SbeStatsInitializationReport.class.getName(), SbeStatsInitializationReport::new,
          SbeStorageMetaData.class.getName(), SbeStorageMetaData::new);

  private final String file;
  private final AtomicBoolean told = new AtomicBoolean();

  /** Records of a file, which messages name. */
  KnownRecords(String file) {
    this.file = file;
  }

  static boolean isKnown(String type) {
    return KNOWN.containsKey(type);
  }

  /** A record; empty if it is none that is known, or damaged. */
  Optional<Persistable> decode(String type, byte[] bytes) {
    Supplier<Persistable> constructor = KNOWN.get(type);
    if (constructor == null || bytes.length > MOST_BYTES) {
      return leftOut("a record of the kind " + printable(type), null);
    }
    try {
      Persistable record = constructor.get();
      record.decode(bytes);
      return checked(record);
    } catch (RuntimeException | OutOfMemoryError e) {
      // DL4J's records believe the lengths they state; one may ask for more than there is.
      return leftOut("a damaged record", e);
    }
  }

  /** A record that is there already, if it may be shown. */
  Optional<Persistable> checked(Persistable record) {
    if (!isShort(record.getSessionID()) || !isShort(record.getTypeID())) {
      return leftOut("a record of no session", null);
    }
    if (record instanceof SbeStatsInitializationReport report) {
      withoutUnknownClasses(report);
    }
    return Optional.of(record);
  }

  /** Says that something was left out. */
  Optional<Persistable> damaged() {
    return leftOut("a record that is damaged, or of no known kind", null);
  }

  /** DL4J's page reads the configuration, and its reader instantiates every class that is named. */
  private void withoutUnknownClasses(SbeStatsInitializationReport report) {
    if (report.getModelConfigJson() == null) {
      return;
    }
    try {
      ConfigurationGuard.check(report.getModelConfigJson());
    } catch (IOException e) {
      leftOut("a network: " + e.getMessage(), null);
      report.setModelConfigJson(null);
    }
  }

  private Optional<Persistable> leftOut(String what, Throwable why) {
    if (told.compareAndSet(false, true)) {
      LOG.warn(
          "Left out of {}: {}{}. There may be more.",
          file,
          what,
          why instanceof DamagedRecordException ? ", " + why.getMessage() : "");
    }
    return Optional.empty();
  }

  private static boolean isShort(String id) {
    return id != null && !id.isEmpty() && id.length() <= Limits.SESSION;
  }

  private static String printable(String name) {
    return Limits.shortened(name.replaceAll("[^\\w.$]", "?"), Limits.NAME);
  }
}

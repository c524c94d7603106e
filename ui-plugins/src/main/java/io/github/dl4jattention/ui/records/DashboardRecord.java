package io.github.dl4jattention.ui.records;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.deeplearning4j.core.storage.Persistable;

/**
 * What all of the dashboard's records have in common: whose they are, and bytes of a form of their
 * own.
 *
 * <p>The bytes begin with four that name the form, one number for its version and one for the kind
 * of record; no class is named in them. What is read is checked against {@link Limits}, and refused
 * with a {@link DamagedRecordException}.
 *
 * <p>{@link RecordWriter} gives a record its session, worker and time stamp. The time stamp is the
 * storage's key and no time: it is used again when records are thinned out.
 */
public abstract class DashboardRecord implements Persistable {
  private static final long serialVersionUID = 1L;

  /** "DLAT", which begins every record. */
  private static final int MAGIC = 0x444c_4154;

  /** The form's version; a later one is refused. */
  private static final int VERSION = 1;

  /** The longest worker id. */
  private static final int WORKER = 64;

  /** Which training or search it belongs to. */
  private String session = "";

  /** Which part of the session. */
  private String worker = "";

  /** The key under which a storage keeps it. */
  private long timeStamp;

  DashboardRecord() {}

  /** Says whose it is. */
  final void address(String session, String worker, long timeStamp) {
    this.session = Limits.text(session, Limits.SESSION, "the session's id");
    this.worker = Limits.text(worker, WORKER, "the worker's id");
    this.timeStamp = timeStamp;
  }

  abstract int kind();

  abstract void write(RecordOutput out);

  abstract void read(RecordInput in);

  @Override
  public final String getSessionID() {
    return session;
  }

  @Override
  public final String getWorkerID() {
    return worker;
  }

  @Override
  public final long getTimeStamp() {
    return timeStamp;
  }

  @Override
  public final byte[] encode() {
    RecordOutput out = new RecordOutput();
    out.number(MAGIC);
    out.number(VERSION);
    out.number(kind());
    out.text(session);
    out.text(worker);
    out.number(timeStamp);
    write(out);
    return out.toBytes();
  }

  @Override
  public final void decode(byte[] bytes) {
    RecordInput in = new RecordInput(bytes);
    if (in.number(Integer.MIN_VALUE, Integer.MAX_VALUE, "form") != MAGIC) {
      throw new DamagedRecordException("it does not begin as a record does");
    }
    int version = in.number(1, Integer.MAX_VALUE, "version");
    if (version > VERSION) {
      throw new DamagedRecordException(
          "its version is %d, this program reads %d: use a later one".formatted(version, VERSION));
    }
    in.number(kind(), kind(), "kind");
    session = in.text(Limits.SESSION, "session");
    worker = in.text(WORKER, "worker");
    timeStamp = in.time();
    try {
      read(in);
    } catch (IllegalArgumentException e) {
      throw new DamagedRecordException(e.getMessage(), e);
    }
    in.end();
  }

  @Override
  public final int encodingLengthBytes() {
    return encode().length;
  }

  @Override
  public final void encode(ByteBuffer buffer) {
    buffer.put(encode());
  }

  @Override
  public final void encode(OutputStream stream) throws IOException {
    stream.write(encode());
  }

  @Override
  public final void decode(ByteBuffer buffer) {
    if (buffer.remaining() > Limits.RECORD) {
      throw new DamagedRecordException("it has %d bytes".formatted(buffer.remaining()));
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    decode(bytes);
  }

  @Override
  public final void decode(InputStream stream) throws IOException {
    decode(stream.readNBytes(Limits.RECORD + 1));
  }
}

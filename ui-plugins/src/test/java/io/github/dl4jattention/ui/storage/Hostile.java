package io.github.dl4jattention.ui.storage;

import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.ui.model.stats.StatsListener;

/** A class that a file might name; counts how often one was made. */
public final class Hostile implements Persistable {
  private static final long serialVersionUID = 1L;

  static int made;

  public Hostile() {
    made++;
  }

  private void readObject(ObjectInputStream in) {
    made++;
  }

  @Override
  public String getSessionID() {
    return "s";
  }

  @Override
  public String getTypeID() {
    return StatsListener.TYPE_ID;
  }

  @Override
  public String getWorkerID() {
    return "hostile";
  }

  @Override
  public long getTimeStamp() {
    return 1;
  }

  @Override
  public int encodingLengthBytes() {
    return 0;
  }

  @Override
  public byte[] encode() {
    return new byte[0];
  }

  @Override
  public void encode(ByteBuffer buffer) {}

  @Override
  public void encode(OutputStream stream) {}

  @Override
  public void decode(byte[] bytes) {}

  @Override
  public void decode(ByteBuffer buffer) {}

  @Override
  public void decode(InputStream stream) {}
}

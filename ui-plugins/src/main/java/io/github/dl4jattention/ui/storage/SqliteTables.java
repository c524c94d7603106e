package io.github.dl4jattention.ui.storage;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;

/**
 * The one table of a file, and a connection to it.
 *
 * <p>{@code records(id, kind, session, type, worker, stamp, class, bytes)}: a row a record. A
 * record that replaces another gets a new {@code id}, the largest so far, by which other programs
 * see what is new.
 */
final class SqliteTables implements AutoCloseable {
  /** Kinds of rows. */
  static final int META = 0;

  static final int STATIC = 1;
  static final int UPDATE = 2;

  /** SQLite's field for whose file it is: "DLAT". */
  private static final int APPLICATION = 0x444c_4154;

  private static final int VERSION = 1;
  private static final int BUSY_MILLIS = 10_000;

  private static final String TABLE =
      "CREATE TABLE records (id INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL,"
          + " session TEXT NOT NULL, type TEXT NOT NULL, worker TEXT NOT NULL,"
          + " stamp INTEGER NOT NULL, class TEXT NOT NULL, bytes BLOB NOT NULL,"
          + " UNIQUE (kind, session, type, worker, stamp))";

  private final Connection connection;
  private final Path file;

  private SqliteTables(Connection connection, Path file) {
    this.connection = connection;
    this.file = file;
  }

  /** What to do with a row. */
  @FunctionalInterface
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  /** Whether a database is the dashboard's, of this version or a later one. */
  static boolean isOurs(Path file) {
    try (SqliteTables tables = connect(file, false)) {
      return tables.pragma("application_id") == APPLICATION;
    }
  }

  /** Connects to a database whose kind is not known yet. */
  static SqliteTables connect(Path file, boolean write) {
    if (file.toString().indexOf('?') >= 0) {
      throw new StorageException(
          "%s has a question mark in its name, which SQLite takes for options: rename it"
              .formatted(file));
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    if (write) {
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
      config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    }
    SqliteTables tables;
    try {
      tables =
          new SqliteTables(config.createConnection("jdbc:sqlite:" + file.toAbsolutePath()), file);
    } catch (SQLException e) {
      throw new StorageException(
          "cannot open %s (%s): check that it is whole, and its folder's permissions"
              .formatted(file, reason(e)),
          e);
    }
    tables.execute("PRAGMA trusted_schema = off"); // What a file says runs no function.
    tables.execute("PRAGMA cell_size_check = on");
    return tables;
  }

  /** Makes the table if there is none, and checks what is there. */
  static SqliteTables forWriting(Path file) {
    SqliteTables tables = connect(file, true);
    try {
      if (tables.pragma("application_id") == 0 && tables.names().isEmpty()) {
        tables.execute("PRAGMA application_id = " + APPLICATION);
        tables.execute("PRAGMA user_version = " + VERSION);
        tables.execute(TABLE);
      }
      return tables.checked();
    } catch (RuntimeException e) {
      tables.close();
      throw e;
    }
  }

  static SqliteTables forReading(Path file) {
    SqliteTables tables = connect(file, false);
    try {
      tables.checked();
      tables.execute("PRAGMA query_only = on");
      return tables;
    } catch (RuntimeException e) {
      tables.close();
      throw e;
    }
  }

  private SqliteTables checked() {
    if (pragma("application_id") != APPLICATION) {
      throw new StorageException(
          "%s is another program's database: give one of the dashboard's".formatted(file));
    }
    int version = pragma("user_version");
    if (version != VERSION) {
      throw new StorageException(
          "%s has the form %d, this program reads %d: use a later version of it"
              .formatted(file, version, VERSION));
    }
    List<String> tables =
        query(
            "SELECT sql FROM sqlite_schema WHERE type <> 'index' AND name NOT LIKE 'sqlite_%'",
            row -> row.getString(1));
    String sound = query("PRAGMA quick_check(1)", row -> row.getString(1)).toString();
    if (!tables.equals(List.of(TABLE)) || !sound.equals("[ok]")) {
      throw damaged(null);
    }
    return this;
  }

  /** The tables, views and triggers that a database has. */
  List<String> names() {
    return query(
        "SELECT type || ' ' || name FROM sqlite_schema WHERE type <> 'index'"
            + " AND name NOT LIKE 'sqlite_%'",
        row -> row.getString(1));
  }

  int pragma(String name) {
    return query("PRAGMA " + name, row -> row.getInt(1)).get(0);
  }

  /** All rows of a query; its arguments are bound, never written into it. */
  synchronized <T> List<T> query(String sql, Row<T> row, Object... arguments) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, arguments);
      List<T> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(row.of(result));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw damaged(e);
    }
  }

  synchronized void update(String sql, Object... arguments) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, arguments);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new StorageException(
          "cannot write %s (%s): see that there is room on the disk".formatted(file, reason(e)), e);
    }
  }

  private synchronized void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw damaged(e);
    }
  }

  synchronized boolean isClosed() {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      return true;
    }
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new StorageException("cannot close %s (%s)".formatted(file, reason(e)), e);
    }
  }

  private StorageException damaged(SQLException e) {
    return new StorageException(
        "%s is damaged%s: use a copy, or train anew"
            .formatted(file, e == null ? "" : " (" + reason(e) + ")"),
        e);
  }

  private static void bind(PreparedStatement statement, Object... arguments) throws SQLException {
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, arguments[i]);
    }
  }

  /** What SQLite says, without its code and on one line. */
  private static String reason(SQLException e) {
    String message = e.getMessage() == null ? "no reason given" : e.getMessage();
    return message.replaceAll("\\s+", " ").replaceAll("^\\[\\w+] *", "");
  }
}

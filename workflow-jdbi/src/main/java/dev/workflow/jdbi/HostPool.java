package dev.workflow.jdbi;

import dev.workflow.internal.log.Log;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * The host's connections. They are used with auto-commit on and given back as they were found.
 *
 * <p>A thread of the engine's own can {@linkplain #keepingOne keep one}: host threads that hold all
 * other connections of the pool while they wait for the engine then wait for somebody who can work.
 *
 * <p>Thread-safe.
 */
final class HostPool implements ConnectionFactory {

  private static final Log log = Log.of(HostPool.class);

  private final DataSource dataSource;
  private final ThreadLocal<KeptConnection> kept = new ThreadLocal<>();

  /** All connections of a pool come alike, so that one that was found off tells of all. */
  private volatile boolean autoCommitWasOff;

  HostPool(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public Connection openConnection() throws SQLException {
    KeptConnection own = kept.get();
    Connection mine = own == null ? null : own.take();
    return mine == null ? fromPool() : mine;
  }

  private Connection fromPool() throws SQLException {
    Connection connection = dataSource.getConnection();
    if (!connection.getAutoCommit()) {
      autoCommitWasOff = true;
      connection.setAutoCommit(true);
    }
    return connection;
  }

  @Override
  public void closeConnection(Connection connection) throws SQLException {
    KeptConnection own = kept.get();
    if (own == null || !own.giveBack(connection)) {
      toPool(connection);
    }
  }

  private void toPool(Connection connection) throws SQLException {
    try {
      if (autoCommitWasOff && !connection.isClosed()) {
        connection.setAutoCommit(false);
      }
    } finally {
      connection.close();
    }
  }

  /** Runs a loop that keeps a connection of the pool from its beginning to its end. */
  void keepingOne(Runnable loop) {
    KeptConnection own = new KeptConnection();
    kept.set(own);
    try {
      own.openEarly();
      loop.run();
    } finally {
      kept.remove();
      own.discard();
    }
  }

  /** The current thread's kept connection is looked at before it is used again. */
  void distrust() {
    KeptConnection own = kept.get();
    if (own != null) {
      own.trusted = false;
    }
  }

  /** A connection that one thread keeps. Used by that thread only. */
  private final class KeptConnection {

    private static final long TRUSTED_NANOS = 500_000_000;
    private static final int LOOK_SECONDS = 5;

    private @Nullable Connection connection;
    private boolean taken;
    private boolean trusted;
    private long usedAt;

    /** Before host threads can have taken all of them; otherwise the first use opens it. */
    void openEarly() {
      try {
        connection = fromPool();
        usedAt = System.nanoTime();
        trusted = true;
      } catch (SQLException | RuntimeException e) {
        log.debug("No connection could be kept yet", e);
      }
    }

    /** The kept connection, or null if it is taken already. */
    @Nullable Connection take() throws SQLException {
      if (taken) {
        return null;
      }
      if (connection != null && !works(connection)) {
        discard();
      }
      if (connection == null) {
        connection = fromPool();
      }
      trusted = true;
      taken = true;
      return connection;
    }

    /** A look is a round trip: one that was used a moment ago and did not fail has none. */
    private boolean works(Connection current) throws SQLException {
      boolean recent = trusted && System.nanoTime() - usedAt < TRUSTED_NANOS;
      return !current.isClosed() && (recent || current.isValid(LOOK_SECONDS));
    }

    /** Whether it was the kept connection. */
    boolean giveBack(Connection other) {
      if (!taken || other != connection) {
        return false;
      }
      taken = false;
      usedAt = System.nanoTime();
      return true;
    }

    void discard() {
      Connection last = connection;
      connection = null;
      if (last == null) {
        return;
      }
      try {
        toPool(last);
      } catch (SQLException | RuntimeException e) {
        log.debug("A kept connection was not given back in order", e);
      }
    }
  }
}

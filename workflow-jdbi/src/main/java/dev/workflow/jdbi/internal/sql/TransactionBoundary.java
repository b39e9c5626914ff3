package dev.workflow.jdbi.internal.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Begins and ends transactions. One of the store's own begins with its first statement: if its only
 * statement writes all that there is to write, the statement is the transaction, and nothing is
 * begun at all. One of the host has begun before and is ended by the host. Used by one thread.
 */
public final class TransactionBoundary {

  /**
   * A limit on the time between two statements of a transaction.
   *
   * @param set the statement that sets it
   * @param lift the statement that brings the host's own setting back
   */
  public record IdleLimit(String set, String lift) {}

  private enum State {
    NOT_BEGUN,
    OPEN,
    /** A statement alone was the transaction. */
    OVER
  }

  private final Handle handle;
  private final @Nullable IdleLimit limit;
  private final boolean ofHost;
  private State state;
  private boolean limited;

  private TransactionBoundary(Handle handle, @Nullable IdleLimit limit, State state) {
    this.handle = handle;
    this.limit = limit;
    this.state = state;
    this.ofHost = state == State.OPEN;
  }

  /** A transaction of the store's own. */
  public static TransactionBoundary own(Handle handle, Optional<IdleLimit> limit) {
    return new TransactionBoundary(handle, limit.orElse(null), State.NOT_BEGUN);
  }

  /** A transaction that the host has begun and ends. */
  public static TransactionBoundary ofHost(Handle handle) {
    return new TransactionBoundary(handle, null, State.OPEN);
  }

  boolean isOfHost() {
    return ofHost;
  }

  Connection connection() {
    return handle.getConnection();
  }

  /**
   * Begins the transaction if that has not happened yet.
   *
   * @return what is to be set for it, before the first statement or together with it
   */
  Optional<String> begin() {
    if (!beginNow() || limit == null) {
      return Optional.empty();
    }
    limited = true;
    return Optional.of(limit.set());
  }

  /**
   * Begins the transaction if that has not happened yet, for the host's code in it.
   *
   * @return what is to be set before that
   */
  Optional<String> beginForHost() {
    if (beginNow() || limit == null || !limited) {
      return Optional.empty();
    }
    limited = false;
    return Optional.of(limit.lift());
  }

  private boolean beginNow() {
    if (state == State.OPEN) {
      return false;
    } else if (state == State.OVER) {
      throw new IllegalStateException("the transaction has ended with its last statement");
    }
    try {
      handle.begin();
    } catch (JdbiException e) {
      throw Failures.notBegun(e);
    }
    state = State.OPEN;
    return true;
  }

  /** Whether nothing has happened yet, so that a statement can be the whole transaction. */
  boolean canBeOneStatement() {
    try {
      return state == State.NOT_BEGUN && connection().getAutoCommit();
    } catch (SQLException e) {
      throw Failures.refused(e);
    }
  }

  /** The next statement is the whole transaction, and commits by itself. */
  void oneStatement() {
    state = State.OVER;
  }

  public void commit() {
    if (state != State.OPEN) {
      return;
    }
    try {
      handle.commit();
    } catch (JdbiException e) {
      throw Failures.notCommitted(e);
    }
  }

  public void rollback() {
    if (state == State.OPEN) {
      handle.rollback();
    }
  }
}

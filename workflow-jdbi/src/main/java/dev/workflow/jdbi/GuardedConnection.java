package dev.workflow.jdbi;

import dev.workflow.internal.log.Log;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.DelegatingTransactionHandler;
import org.jdbi.v3.core.transaction.LocalTransactionHandler;
import org.jdbi.v3.core.transaction.TransactionException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one of the engine's own transactions as the host's code gets it: it takes
 * statements and savepoints and refuses to end the transaction, which the engine does together with
 * its own rows. Closing it does nothing. Used by one thread.
 */
final class GuardedConnection implements InvocationHandler {

  private static final String REFUSED =
      " is refused: the engine ends this transaction, together with the result of the step; throw"
          + " an exception, or return ActionResult.failed(...), to have it rolled back";

  private final Connection connection;

  private GuardedConnection(Connection connection) {
    this.connection = connection;
  }

  static Connection of(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            GuardedConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new GuardedConnection(connection));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] values)
      throws Throwable {
    @Nullable Object[] arguments = values == null ? new Object[0] : values;
    switch (method.getName()) {
      case "commit", "abort" -> throw new SQLException(method.getName() + REFUSED);
      case "rollback" -> {
        if (arguments.length == 0) {
          throw new SQLException("rollback" + REFUSED);
        }
      }
      case "setAutoCommit" -> {
        if (Boolean.TRUE.equals(arguments[0])) {
          throw new SQLException("setAutoCommit(true)" + REFUSED);
        }
        return null;
      }
      case "close" -> {
        return null;
      }
      default -> {
        // everything else is the host's to do
      }
    }
    try {
      return method.invoke(connection, values);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /**
   * A transaction of the engine as a JDBI handle: open from the beginning, and ended by the engine.
   */
  static final class Transaction extends DelegatingTransactionHandler {

    private static final Log log = Log.of(Transaction.class);

    private final Handle handle;
    private boolean over;

    Transaction(Connection guarded) {
      super(new LocalTransactionHandler());
      Jdbi jdbi = Jdbi.create(() -> guarded);
      jdbi.setTransactionHandler(this);
      this.handle = jdbi.open();
    }

    Handle handle() {
      return handle;
    }

    /** Calls those who asked the handle to hear of the commit. */
    void committed() {
      end(handle::commit);
    }

    /** Calls those who asked the handle to hear of the rollback. */
    void rolledBack() {
      end(handle::rollback);
    }

    private void end(Runnable callbacks) {
      over = true;
      try {
        callbacks.run();
      } catch (RuntimeException e) {
        log.warn("What a handler had asked to be called after its transaction failed", e);
      }
    }

    @Override
    public void begin(Handle handle) {}

    @Override
    public void commit(Handle handle) {
      if (!over) {
        throw new TransactionException("commit" + REFUSED);
      }
    }

    @Override
    public void rollback(Handle handle) {
      if (!over) {
        throw new TransactionException("rollback" + REFUSED);
      }
    }

    @Override
    public boolean isInTransaction(Handle handle) {
      return !over;
    }

    @Override
    public <R, X extends Exception> R inTransaction(Handle handle, HandleCallback<R, X> callback)
        throws X {
      return callback.withHandle(handle);
    }

    @Override
    public <R, X extends Exception> R inTransaction(
        Handle handle, TransactionIsolationLevel level, HandleCallback<R, X> callback) throws X {
      return callback.withHandle(handle);
    }
  }
}

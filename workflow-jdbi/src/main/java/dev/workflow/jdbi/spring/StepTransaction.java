package dev.workflow.jdbi.spring;

import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionSynchronizationUtils;

/**
 * A {@linkplain ActionHandler#transactional() transactional} handler whose step's transaction is
 * the one that Spring finds on the thread: a {@code JdbcTemplate} or a {@code @Transactional} bean
 * that it calls writes in it, hooks after the commit run when the engine has committed, and a
 * rollback-only mark fails the attempt. Thread-safe if the handler is.
 */
final class StepTransaction implements InvocationHandler {

  private final ActionHandler handler;
  private final DataSource dataSource;

  private StepTransaction(ActionHandler handler, DataSource dataSource) {
    this.handler = handler;
    this.dataSource = dataSource;
  }

  static ActionHandler of(ActionHandler handler, DataSource dataSource) {
    if (!handler.transactional()) {
      return handler;
    }
    return (ActionHandler)
        Proxy.newProxyInstance(
            ActionHandler.class.getClassLoader(),
            new Class<?>[] {ActionHandler.class},
            new StepTransaction(handler, SpringTransactions.unwrapped(dataSource)));
  }

  @Override
  public @Nullable Object invoke(
      Object self, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    if (!method.getName().equals("start")
        || arguments == null
        || TransactionSynchronizationManager.isSynchronizationActive()
        || TransactionSynchronizationManager.hasResource(dataSource)) {
      return call(method, arguments);
    }
    Handle step = ((ActionContext) arguments[0]).transaction(Handle.class);
    StepConnection connection = new StepConnection(step.getConnection());
    TransactionSynchronizationManager.bindResource(dataSource, connection);
    TransactionSynchronizationManager.initSynchronization();
    TransactionSynchronizationManager.setActualTransactionActive(true);
    try {
      Object result = call(method, arguments);
      TransactionSynchronizationUtils.triggerBeforeCommit(false);
      if (connection.isRollbackOnly()) {
        throw new UnexpectedRollbackException(
            "the step's transaction was marked rollback-only by what the handler called");
      }
      return result;
    } finally {
      List<TransactionSynchronization> hooks =
          TransactionSynchronizationManager.getSynchronizations();
      TransactionSynchronizationUtils.triggerBeforeCompletion();
      TransactionSynchronizationManager.clear();
      TransactionSynchronizationManager.unbindResource(dataSource);
      step.afterCommit(() -> committed(hooks));
      step.afterRollback(() -> over(hooks, TransactionSynchronization.STATUS_ROLLED_BACK));
    }
  }

  private static void committed(List<TransactionSynchronization> hooks) {
    try {
      TransactionSynchronizationUtils.invokeAfterCommit(hooks);
    } finally {
      over(hooks, TransactionSynchronization.STATUS_COMMITTED);
    }
  }

  private static void over(List<TransactionSynchronization> hooks, int status) {
    TransactionSynchronizationUtils.invokeAfterCompletion(hooks, status);
  }

  private @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(handler, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** The step's connection as Spring keeps that of a transaction that has begun. */
  private static final class StepConnection extends ConnectionHolder {

    StepConnection(Connection connection) {
      super(connection);
      setTransactionActive(true);
    }
  }
}

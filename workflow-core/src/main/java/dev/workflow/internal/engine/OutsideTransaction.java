package dev.workflow.internal.engine;

import dev.workflow.internal.log.Log;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Warns once of a command that is given inside a transaction of Spring and does not take part in
 * it: what it did stays when that transaction is rolled back. Spring is asked if it is on the class
 * path; of other frameworks nothing is known. Thread-safe.
 */
final class OutsideTransaction {

  private static final Log log = Log.of(OutsideTransaction.class);
  private static final String SPRING =
      "org.springframework.transaction.support.TransactionSynchronizationManager";

  private final @Nullable MethodHandle active = find();
  private final AtomicBoolean said = new AtomicBoolean();

  private static @Nullable MethodHandle find() {
    return Stream.of(
            OutsideTransaction.class.getClassLoader(),
            Thread.currentThread().getContextClassLoader())
        .map(OutsideTransaction::find)
        .flatMap(Stream::ofNullable)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable MethodHandle find(@Nullable ClassLoader loader) {
    try {
      Class<?> manager = Class.forName(SPRING, false, loader);
      return MethodHandles.publicLookup()
          .findStatic(manager, "isActualTransactionActive", MethodType.methodType(boolean.class));
    } catch (ReflectiveOperationException | LinkageError e) {
      return null;
    }
  }

  /** Looks at the calling thread. */
  void look() {
    if (active == null || said.get() || !isActive(active) || !said.compareAndSet(false, true)) {
      return;
    }
    log.warn(
        "The engine was called inside an active Spring transaction and did not take part in it:"
            + " what it did stays if that transaction is rolled back. Call"
            + " engine.in(store.join(connection)) with the transaction's connection to take part."
            + " This is said once.",
        new IllegalStateException("called from here"));
  }

  private static boolean isActive(MethodHandle active) {
    try {
      return (boolean) active.invokeExact();
    } catch (Throwable e) {
      return false;
    }
  }
}

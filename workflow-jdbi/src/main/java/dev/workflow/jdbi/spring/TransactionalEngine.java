package dev.workflow.jdbi.spring;

import dev.workflow.WorkflowEngine;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An engine whose services take part in Spring's transaction of their caller's thread. Each service
 * is a proxy that asks at every call, so one that was kept since the start of the application takes
 * part as well. Services that {@link WorkflowEngine.Joined} does not have are the engine's own.
 * Thread-safe.
 */
final class TransactionalEngine implements InvocationHandler {

  private final WorkflowEngine engine;
  private final SpringTransactions transactions;
  private final Object outside;

  /** From the engine inside a transaction to the service that does the same there. */
  private final UnaryOperator<Object> inside;

  /** What the service has inside a transaction. */
  private final Class<?> joined;

  private final boolean service;
  private final Map<Method, Object> services = new ConcurrentHashMap<>();

  private TransactionalEngine(
      WorkflowEngine engine,
      SpringTransactions transactions,
      Object outside,
      UnaryOperator<Object> inside,
      Class<?> joined,
      boolean service) {
    this.engine = engine;
    this.transactions = transactions;
    this.outside = outside;
    this.inside = inside;
    this.joined = joined;
    this.service = service;
  }

  /** The engine's own object if it is such a proxy already. */
  static WorkflowEngine of(WorkflowEngine engine, SpringTransactions transactions) {
    if (Proxy.isProxyClass(engine.getClass())
        && Proxy.getInvocationHandler(engine) instanceof TransactionalEngine) {
      return engine;
    }
    return (WorkflowEngine)
        proxy(
            WorkflowEngine.class,
            new TransactionalEngine(
                engine,
                transactions,
                engine,
                UnaryOperator.identity(),
                WorkflowEngine.Joined.class,
                false));
  }

  private static Object proxy(Class<?> type, InvocationHandler handler) {
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }

  @Override
  public @Nullable Object invoke(
      Object self, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(self, method, arguments);
    }
    if (!service) {
      Method counterpart = counterpart(method);
      if (counterpart != null) {
        return services.computeIfAbsent(method, accessor -> service(accessor, counterpart));
      }
    }
    Object result = call(method, service ? target(method) : outside, arguments);
    return result instanceof WorkflowEngine other ? of(other, transactions) : result;
  }

  private Object ofObject(Object self, Method method, @Nullable Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && self == arguments[0];
      case "hashCode" -> System.identityHashCode(self);
      default -> outside + ", in Spring's transactions";
    };
  }

  /** The accessor of the same service inside a transaction, if there is one. */
  private @Nullable Method counterpart(Method accessor) {
    if (accessor.getParameterCount() > 0 || !accessor.getReturnType().isInterface()) {
      return null;
    }
    try {
      return joined.getMethod(accessor.getName());
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  private Object service(Method accessor, Method counterpart) {
    Class<?> type = accessor.getReturnType();
    boolean same = counterpart.getReturnType() == type;
    return proxy(
        type,
        new TransactionalEngine(
            engine,
            transactions,
            quietly(accessor, outside),
            within -> quietly(counterpart, inside.apply(within)),
            counterpart.getReturnType(),
            same));
  }

  private Object target(Method method) {
    WorkflowEngine.Joined current = transactions.current(engine);
    return current == null ? outside : inside.apply(current);
  }

  private static Object quietly(Method accessor, Object target) {
    try {
      return accessor.invoke(target);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(accessor + " cannot be called", e);
    }
  }

  private static @Nullable Object call(
      Method method, Object target, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}

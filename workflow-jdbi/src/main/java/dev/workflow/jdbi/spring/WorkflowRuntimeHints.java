package dev.workflow.jdbi.spring;

import dev.workflow.WorkflowEngine;
import dev.workflow.spi.ActionHandler;
import java.lang.reflect.Method;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** What an application compiled ahead of time must keep: migrations, providers, proxies. */
final class WorkflowRuntimeHints implements RuntimeHintsRegistrar {

  @Override
  public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
    hints.resources().registerPattern("dev/workflow/*");
    hints.resources().registerPattern("META-INF/services/dev.workflow.*");
    proxies(hints, WorkflowEngine.class, WorkflowEngine.Joined.class);
    hints.proxies().registerJdkProxy(ActionHandler.class);
    hints.proxies().registerJdkProxy(Connection.class);
  }

  private static void proxies(RuntimeHints hints, Class<?> type, Class<?> joined) {
    hints.proxies().registerJdkProxy(type);
    for (Method accessor : joined.getMethods()) {
      Class<?> inside = accessor.getReturnType();
      if (accessor.getParameterCount() == 0 && inside.isInterface()) {
        try {
          Class<?> outside = type.getMethod(accessor.getName()).getReturnType();
          if (outside == inside) {
            hints.proxies().registerJdkProxy(outside);
          } else {
            proxies(hints, outside, inside);
          }
        } catch (NoSuchMethodException e) {
          // the service is only there inside a transaction, and has no proxy
        }
      }
    }
  }
}

package dev.workflow.internal;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.internal.engine.Listeners;
import dev.workflow.spi.EngineListener.TaskCommand;
import dev.workflow.spi.EngineListener.TaskCommandScope;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets listeners follow what people do to tasks, whichever commands there are: every method to
 * which an actor is given, and that does not only ask. Without a listener nothing stands between.
 */
final class FollowedTasks {

  private static final Set<String> QUESTIONS =
      Set.of("inbox", "list", "query", "count", "countBy", "get", "whyNot", "canPerform");

  private FollowedTasks() {}

  static Tasks of(Tasks tasks, Listeners listeners) {
    if (!listeners.any()) {
      return tasks;
    }
    return (Tasks)
        Proxy.newProxyInstance(
            Tasks.class.getClassLoader(),
            new Class<?>[] {Tasks.class},
            (proxy, method, arguments) -> {
              TaskCommand command = command(method, arguments);
              return command == null
                  ? called(tasks, method, arguments)
                  : followed(listeners.followCommand(command), tasks, method, arguments);
            });
  }

  private static @Nullable Object followed(
      TaskCommandScope scope, Tasks tasks, Method method, Object[] arguments) throws Throwable {
    Throwable failure = null;
    try {
      return called(tasks, method, arguments);
    } catch (Throwable e) {
      failure = e;
      throw e;
    } finally {
      scope.ended(failure);
    }
  }

  private static @Nullable Object called(Tasks tasks, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(tasks, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /** What somebody wants to do; null: it is a question, or nobody in particular does it. */
  private static @Nullable TaskCommand command(Method method, Object @Nullable [] arguments) {
    if (arguments == null || QUESTIONS.contains(method.getName())) {
      return null;
    }
    TenantId tenant = null;
    InstanceId instance = null;
    String step = null;
    Actor actor = null;
    for (Object argument : arguments) {
      if (argument instanceof TenantId of && tenant == null) {
        tenant = of;
      } else if (argument instanceof TaskId task && instance == null) {
        instance = task.instance();
        step = task.step();
      } else if (argument instanceof InstanceId id && instance == null) {
        instance = id;
      } else if (argument instanceof String id && instance != null && step == null) {
        step = id;
      } else if (argument instanceof Actor who && actor == null) {
        actor = who;
      }
    }
    return tenant == null || actor == null
        ? null
        : new TaskCommand(tenant, commandName(method.getName()), instance, step, actor);
  }

  private static String commandName(String method) {
    return method.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}

package dev.workflow.testkit.contract;

import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every public operation of an engine, found by looking at its interfaces. */
final class ServiceOperations {

  private ServiceOperations() {}

  /** By signature, such as {@code Instances.get(TenantId, InstanceId)}. */
  static Map<String, Method> all() {
    Map<String, Method> found = new TreeMap<>();
    collect(WorkflowEngine.class, found);
    return found;
  }

  /** The service of an engine that has an operation. */
  static Object of(Object engine, Method operation) {
    Object found = find(engine, WorkflowEngine.class, operation.getDeclaringClass());
    return Objects.requireNonNull(found, () -> "no service has " + operation);
  }

  private static Object find(Object service, Class<?> type, Class<?> sought) {
    if (sought.isAssignableFrom(type)) {
      return service;
    }
    for (Method getter : type.getMethods()) {
      Class<?> other = getter.getReturnType();
      if (!Modifier.isStatic(getter.getModifiers())
          && getter.getParameterCount() == 0
          && isService(other)
          && !other.equals(type)) {
        try {
          Object found = find(getter.invoke(service), other, sought);
          if (found != null) {
            return found;
          }
        } catch (ReflectiveOperationException e) {
          throw new AssertionError(e);
        }
      }
    }
    return null;
  }

  /** Whether a call of an operation names the tenant it is for. */
  static boolean namesTenant(Method operation) {
    return Arrays.stream(operation.getParameterTypes()).anyMatch(ServiceOperations::carriesTenant);
  }

  private static void collect(Class<?> type, Map<String, Method> found) {
    for (Method method : type.getMethods()) {
      if (Modifier.isStatic(method.getModifiers())) {
        continue;
      }
      if (isService(method.getReturnType()) && !namesTenant(method)) {
        if (!method.getReturnType().equals(type)) {
          collect(method.getReturnType(), found);
        }
      } else if (!type.equals(WorkflowEngine.class) || namesTenant(method)) {
        found.put(signature(type, method), method);
      }
    }
  }

  private static boolean isService(Class<?> type) {
    return type.isInterface() && type.getName().startsWith("dev.workflow.");
  }

  private static boolean carriesTenant(Class<?> type) {
    return type.equals(TenantId.class)
        || (type.isRecord()
            && Stream.of(type.getRecordComponents())
                .anyMatch(component -> component.getType().equals(TenantId.class)));
  }

  private static String signature(Class<?> type, Method method) {
    return type.getSimpleName()
        + "."
        + method.getName()
        + Arrays.stream(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(", ", "(", ")"));
  }
}

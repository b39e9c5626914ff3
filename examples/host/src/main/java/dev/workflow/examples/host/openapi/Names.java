package dev.workflow.examples.host.openapi;

import io.swagger.v3.core.jackson.TypeNameResolver;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Names of schemas: {@code users.NewUser}, by package and class. Thread-safe. */
final class Names extends TypeNameResolver {

  private static final String OWN = "dev.workflow.";

  private final Map<String, Class<?>> taken = new ConcurrentHashMap<>();

  @Override
  protected String nameForClass(Class<?> type, Set<Options> options) {
    if (!type.getName().startsWith(OWN)) {
      return super.nameForClass(type, options);
    }
    String name = group(type) + "." + type.getSimpleName();
    Class<?> other = taken.putIfAbsent(name, type);
    if (other != null && other != type) {
      throw new IllegalStateException(
          other + " and " + type + " have one name in the OpenAPI document: rename one");
    }
    return name;
  }

  /** The last part of a class's package. */
  static String group(Class<?> type) {
    String name = type.getPackageName();
    return name.substring(name.lastIndexOf('.') + 1);
  }
}

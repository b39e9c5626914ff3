package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.messaging.MessageTemplate;
import dev.workflow.schedule.ScheduledTask;
import dev.workflow.task.TaskBulk;
import dev.workflow.upcoming.UpcomingWork;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Ordinary arguments of any operation, and the same with one that is hostile. Immutable. */
final class AnyArguments {

  /** How deep what is an argument of what makes an argument may lie. */
  private static final int DEEPEST = 3;

  private static final List<String> TEXTS = List.of("a\u0000b", "a\uD83D");
  private static final List<Instant> TIMES = List.of(Instant.MAX, Instant.MIN);
  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final Map<Class<?>, Object> ordinary;

  AnyArguments(InstanceId instance, UUID message) {
    ordinary =
        Map.ofEntries(
            Map.entry(TenantId.class, TENANT),
            Map.entry(InstanceId.class, instance),
            Map.entry(TaskId.class, TaskId.of(instance, "ask")),
            Map.entry(UUID.class, message),
            Map.entry(String.class, "ask"),
            Map.entry(Actor.class, Actor.of("ann")),
            Map.entry(SubjectRef.class, SubjectRef.of("lead", "42")),
            Map.entry(JsonNode.class, Json.object().put("approved", true)),
            Map.entry(ObjectNode.class, Json.object()),
            Map.entry(Instant.class, START),
            Map.entry(Duration.class, Duration.ofHours(1)),
            Map.entry(int.class, 1),
            Map.entry(boolean.class, true),
            Map.entry(Consumer.class, (Consumer<Object>) one -> {}),
            Map.entry(LongConsumer.class, (LongConsumer) one -> {}),
            Map.entry(WorkflowRef.class, WorkflowRef.of("w", 1)),
            Map.entry(WorkflowDefinition.class, DefinitionCalls.definition()),
            Map.entry(MessageTemplate.class, TemplateCalls.template()),
            Map.entry(ScheduledTask.class, ScheduleCalls.TASK),
            Map.entry(TaskBulk.class, TaskBulk.skip(null)),
            Map.entry(
                UpcomingWork.Id.class, new UpcomingWork.Id(UpcomingWork.Kind.MESSAGE, message, "")),
            Map.entry(List.class, List.of()),
            Map.entry(Set.class, Set.of()),
            Map.entry(Collection.class, Set.of()),
            Map.entry(Map.class, Map.of()));
  }

  /** Ordinary arguments; empty: of one of its types none is known. */
  Optional<Object[]> of(Method method) {
    return of(method, 0);
  }

  private Optional<Object[]> of(Method method, int depth) {
    Class<?>[] types = method.getParameterTypes();
    Object[] all = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      all[i] = ordinary(types[i], depth);
      if (all[i] == null) {
        return Optional.empty();
      }
    }
    return Optional.of(all);
  }

  private Object ordinary(Class<?> type, int depth) {
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    if (ordinary.containsKey(type)) {
      return ordinary.get(type);
    }
    return depth < DEEPEST ? made(type, depth + 1) : null;
  }

  private Object made(Class<?> type, int depth) {
    for (Method factory : type.getMethods()) {
      boolean makes =
          Modifier.isStatic(factory.getModifiers())
              && factory.getReturnType().equals(type)
              && type.getName().startsWith("dev.workflow.");
      Object[] arguments = makes ? of(factory, depth).orElse(null) : null;
      if (arguments != null) {
        try {
          return factory.invoke(null, arguments);
        } catch (ReflectiveOperationException e) {
          continue; // another one may take what is ordinary
        }
      }
    }
    return null;
  }

  /** The ordinary ones each with one that no store keeps, or that is at an end of what there is. */
  List<Object[]> hostile(Method method) {
    List<Object[]> all = new ArrayList<>();
    Object[] plain = of(method).orElse(new Object[0]);
    for (int i = 0; i < plain.length; i++) {
      for (Object other : hostile(method.getParameterTypes()[i])) {
        Object[] arguments = plain.clone();
        arguments[i] = other;
        all.add(arguments);
      }
    }
    return all;
  }

  private static List<?> hostile(Class<?> type) {
    if (type.equals(String.class)) {
      return TEXTS;
    } else if (type.equals(Instant.class)) {
      return TIMES;
    } else if (type.equals(Duration.class)) {
      return List.of(FOR_EVER);
    } else if (type.isEnum()) {
      return List.of(type.getEnumConstants()[type.getEnumConstants().length - 1]);
    }
    return List.of();
  }
}

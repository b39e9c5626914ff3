package dev.workflow.internal.access;

import dev.workflow.Actor;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.upcoming.UpcomingWork;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The records of the API, taken apart and put together again. */
final class Records {

  /** By which things are asked for again. */
  private static final Set<Class<?>> NAMES =
      Set.of(
          Actor.class, SubjectRef.class, TenantId.class, WorkflowRef.class, UpcomingWork.Id.class);

  private Records() {}

  /** Whether it is one with which services answer; documents and names are none. */
  static boolean isAnswer(Record record) {
    String home = record.getClass().getPackageName();
    return home.startsWith("dev.workflow")
        && !home.contains(".internal")
        && !home.startsWith("dev.workflow.definition")
        && !home.startsWith("dev.workflow.condition")
        && !NAMES.contains(record.getClass());
  }

  static List<@Nullable Object> values(Record record) {
    List<@Nullable Object> values = new ArrayList<>();
    try {
      for (RecordComponent part : record.getClass().getRecordComponents()) {
        values.add(part.getAccessor().invoke(record));
      }
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(record.getClass() + " cannot be masked", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(record.getClass() + " cannot be masked", e);
    }
    return values;
  }

  /** The same with other values. */
  static Object copy(Record record, List<@Nullable Object> values) {
    RecordComponent[] parts = record.getClass().getRecordComponents();
    Class<?>[] types = new Class<?>[parts.length];
    for (int i = 0; i < parts.length; i++) {
      types[i] = parts[i].getType();
    }
    try {
      return record.getClass().getDeclaredConstructor(types).newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(record.getClass() + " cannot be masked", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(record.getClass() + " cannot be masked", e);
    }
  }
}

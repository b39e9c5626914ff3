package dev.workflow.internal.access;

import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.TaskId;
import dev.workflow.TenantId;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.messaging.Messages;
import dev.workflow.operations.ExecutionLog;
import dev.workflow.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** The arguments of a call, found by their types. */
record Arguments(Object[] values) {

  /** The first argument of a type; null: there is none, or it is null. */
  <T> @Nullable T find(Class<T> type) {
    for (Object value : values) {
      if (type.isInstance(value)) {
        return type.cast(value);
      }
    }
    return null;
  }

  /** The same where the call is nothing without it. */
  <T> T get(Class<T> type) {
    T found = find(type);
    if (found == null) {
      throw new NullPointerException(type.getSimpleName());
    }
    return found;
  }

  /** Which instance it is about; null: none in particular. */
  @Nullable InstanceId instance() {
    TaskId task = find(TaskId.class);
    return task == null ? find(InstanceId.class) : task.instance();
  }

  /** For which tenant the call is. */
  TenantId tenant() {
    for (Object value : values) {
      if (value instanceof TenantId tenant) {
        return tenant;
      } else if (value instanceof Event event) {
        return event.tenant();
      } else if (value instanceof Instances.Query query) {
        return query.tenant();
      } else if (value instanceof Messages.Query query) {
        return query.tenant();
      } else if (value instanceof Statistics.Query query) {
        return query.tenant();
      } else if (value instanceof ExecutionLog.Query query) {
        return query.tenant();
      } else if (value instanceof InboundMessage message) {
        return message.tenant();
      }
    }
    throw new NullPointerException("tenant");
  }
}

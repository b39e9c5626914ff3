package dev.workflow.internal.service;

import dev.workflow.InstanceId;
import dev.workflow.TenantId;
import dev.workflow.internal.input.Cursors;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.TaskRow;

/**
 * Cursors of lists of tasks. Each holds the place of a task in their order, so that the next page
 * begins there whatever has become of the task.
 */
final class TaskCursor {

  private TaskCursor() {}

  static String of(String list, TaskRow row) {
    return Cursors.of(
        list,
        row.times().dueAt() == null ? "" : row.times().dueAt().toString(),
        String.valueOf(row.times().priority()),
        row.since().toString(),
        row.instance().id().toString(),
        row.step());
  }

  /**
   * @throws dev.workflow.InvalidInputException if it is a cursor of another list, or none
   */
  static TaskRow read(String list, TenantId tenant, String cursor) {
    return Cursors.read(
        list,
        cursor,
        5,
        parts ->
            TaskRow.place(
                new InstanceKey(tenant, InstanceId.parse(parts[3])),
                parts[4],
                new TaskRow.Times(
                    Cursors.time(parts[2]),
                    parts[0].isEmpty() ? null : Cursors.time(parts[0]),
                    null,
                    Integer.parseInt(parts[1]))));
  }
}

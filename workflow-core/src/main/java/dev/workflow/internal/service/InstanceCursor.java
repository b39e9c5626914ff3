package dev.workflow.internal.service;

import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.internal.input.Cursors;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows.InstancePlace;
import java.util.Locale;

/** Cursors of lists of instances. Each order has its own: a place in one is none in another. */
record InstanceCursor(Instances.Order order) {

  /**
   * @throws dev.workflow.InvalidInputException if it is none of a list in this order
   */
  InstancePlace read(String cursor) {
    return order.byEnd()
        ? Cursors.read(
            list(),
            cursor,
            2,
            parts -> new InstancePlace(InstanceId.parse(parts[1]), Cursors.time(parts[0])))
        : Cursors.read(
            list(), cursor, 1, parts -> new InstancePlace(InstanceId.parse(parts[0]), null));
  }

  String write(InstanceRow row) {
    String id = row.key().id().toString();
    return order.byEnd()
        ? Cursors.of(list(), String.valueOf(row.progress().endedAt()), id)
        : Cursors.of(list(), id);
  }

  private String list() {
    return order == Instances.Order.NEWEST_FIRST
        ? "instances"
        : "instances " + order.name().toLowerCase(Locale.ROOT);
  }
}

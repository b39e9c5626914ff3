package dev.workflow.examples.host.stream;

import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.messaging.Messages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the journal does not hold, looked at from time to time: a list whose beginning has changed
 * is to be read again. Not thread-safe.
 */
final class Glances {

  private static final int FIRST = 50;

  /** A list, and how often somebody looks at it. */
  private record Glance(String topic, Duration every, Supplier<Object> look) {}

  private final List<Glance> glances;
  private final Map<String, Object> last = new HashMap<>();
  private final Map<String, Instant> due = new HashMap<>();

  Glances(WorkflowEngine engine, TenantId tenant) {
    Messages messages = engine.messaging().messages();
    Messages.Query all = Messages.Query.of(tenant);
    glances =
        List.of(
            new Glance(
                "event",
                Duration.ofSeconds(1),
                () ->
                    engine.events().list(tenant, null, 1).items().stream()
                        .map(one -> one.receipt().eventId())
                        .toList()),
            new Glance(
                "message",
                Duration.ofSeconds(2),
                () ->
                    List.of(
                        messages.upcoming(all, null, FIRST).items(),
                        messages.list(tenant, null, null, null, FIRST).items().stream()
                            .map(one -> one.id() + " " + one.state() + " " + one.delivery())
                            .toList())),
            new Glance("finding", Duration.ofSeconds(2), () -> engine.findings().count(tenant)),
            new Glance(
                "schedule",
                Duration.ofSeconds(3),
                () -> engine.schedules().list(tenant, null, null, FIRST).items()),
            new Glance(
                "definition",
                Duration.ofSeconds(3),
                () -> engine.definitions().list(tenant, null, null, 200).items()));
  }

  /** The topics whose lists have changed since the last look. */
  List<Change> next(Instant now) {
    List<Change> changes = new ArrayList<>();
    for (Glance glance : glances) {
      if (now.isBefore(due.getOrDefault(glance.topic(), Instant.MIN))) {
        continue;
      }
      due.put(glance.topic(), now.plus(glance.every()));
      Object seen = glance.look().get();
      Object before = last.put(glance.topic(), seen);
      if (before != null && !before.equals(seen)) {
        changes.add(Change.plain(glance.topic(), null, now));
      }
    }
    return changes;
  }
}

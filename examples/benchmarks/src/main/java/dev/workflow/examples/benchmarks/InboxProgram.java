package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Page;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.jdbi.JdbiWorkflowStore;
import dev.workflow.messaging.Notifications;
import dev.workflow.messaging.Notifications.Notification;
import java.util.concurrent.ThreadLocalRandom;

/** What somebody's list costs who has a part of very many messages inside the application. */
final class InboxProgram {

  private static final TenantId TENANT = TenantId.of("bench");
  private static final String FILL =
      """
      INSERT INTO wf_message (tenant_id, id, idempotency_key, subject_type, subject_id, channel, recipient, address,
        body, state, attempts, revision, created_at, ended_at, delivery, read_at)
      SELECT 'bench', uuidv7(), uuidv7() || '/note', 'lead', 'lead-' || n, 'in_app', 'user-' || n %% %1$d,
        'user-' || n %% %1$d, '{"title": "A new lead", "text": "Lead ' || n || ' is yours."}',
        'SENT', 1, 2, now(), now(), CASE WHEN n %% 10 > 0 THEN 'READ' END, CASE WHEN n %% 10 > 0 THEN now() END
      FROM generate_series(1, %2$d) AS n
      """;

  private InboxProgram() {}

  static void run(Options options) throws Exception {
    int messages = options.number("messages", 1_000_000);
    int users = options.number("users", 1_000);
    int calls = options.number("calls", 20_000);
    try (Database database = Database.open(options.text("jdbc"));
        JdbiWorkflowStore store = JdbiWorkflowStore.open(database.source());
        WorkflowEngine engine = WorkflowEngine.builder().store(store).build()) {
      database.execute(FILL.formatted(users + 1, messages));
      database.execute("VACUUM ANALYZE wf_message");
      ObjectNode machine = Machine.describe(database);
      Notifications notifications = engine.messaging().notifications();
      measure(
          "list", calls, machine, () -> notifications.list(TENANT, user(users), false, null, 20));
      measure("second page", calls, machine, () -> secondPage(notifications, user(users)));
      measure(
          "unread", calls, machine, () -> notifications.list(TENANT, user(users), true, null, 20));
      measure("count", calls, machine, () -> notifications.unreadCount(TENANT, user(users)));
      measure(
          "mark all", calls / 20, machine, () -> notifications.markAllRead(TENANT, user(users)));
    }
  }

  private static String user(int users) {
    return "user-" + ThreadLocalRandom.current().nextInt(users);
  }

  private static void secondPage(Notifications notifications, String user) {
    Page<Notification> first = notifications.list(TENANT, user, false, null, 20);
    notifications.list(TENANT, user, false, first.next().orElseThrow(), 20);
  }

  private static void measure(String what, int calls, ObjectNode machine, Load.OneRun call)
      throws InterruptedException {
    Load.run(calls / 4, 4, call);
    Load.Timing timing = Load.run(calls, 4, call);
    ObjectNode line = Output.line("inbox", what);
    Output.put(line, "callsPerSecond", timing.perSecond());
    Output.put(line, "p50Ms", timing.percentileMs(50));
    Output.put(line, "p99Ms", timing.percentileMs(99));
    line.setAll(machine);
    Output.print(line);
    Output.people(
        "inbox, %s: %,.0f/s, p50 %.2f ms, p99 %.2f ms",
        what, timing.perSecond(), timing.percentileMs(50), timing.percentileMs(99));
  }
}

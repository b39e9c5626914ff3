package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.jdbi.JdbiWorkflowStore;
import dev.workflow.messaging.Deliveries;
import dev.workflow.messaging.Deliveries.Report;
import dev.workflow.messaging.Deliveries.State;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many delivery reports a second an engine takes, durable each time a call returns: for every
 * message {@code sent}, {@code delivered} and {@code read}, in batches as callbacks bring them. One
 * in fifty messages fails instead of being delivered, which is an event.
 */
final class FeedbackProgram {

  private static final TenantId TENANT = TenantId.of("bench");
  private static final List<State> STATES = List.of(State.SENT, State.DELIVERED, State.READ);
  private static final int FAILS = 50;
  private static final String FILL =
      """
      WITH fresh AS (
      INSERT INTO wf_message (tenant_id, id, idempotency_key, instance_id, workflow, step, subject_type, subject_id,
        channel, recipient, address, body, state, attempts, revision, created_at, ended_at, result, provider_id)
      SELECT 'bench', uuidv7(), uuidv7() || '/mail', uuidv7(), 'follow-up', 'mail', 'lead', 'lead-' || n,
        'whatsapp', '+3161' || n, '+3161' || n,
        '{"text": "Dear customer, we have read your request and will call you tomorrow."}',
        'SENT', 1, 2, now(), now(), '%1$s-' || n, '%1$s-' || n
      FROM generate_series(0, %2$d - 1) AS n
      RETURNING provider_id, tenant_id, channel, id)
      INSERT INTO wf_provider_message (provider_id, tenant_id, channel, message_id) SELECT * FROM fresh
      """;

  private FeedbackProgram() {}

  static void run(Options options) throws Exception {
    int messages = options.number("messages", 100_000);
    int rounds = options.number("rounds", 3);
    int batch = options.number("batch", 100);
    int clients = options.number("clients", 4);
    try (Database database = Database.open(options.text("jdbc"));
        JdbiWorkflowStore store = JdbiWorkflowStore.open(database.source());
        WorkflowEngine engine = WorkflowEngine.builder().store(store).build()) {
      engine.start();
      ObjectNode machine = Machine.describe(database);
      perSecond(database, engine, "warmup", messages, batch, clients);
      int statements = options.number("statements", 0);
      if (statements > 0) {
        Statements.forget(database);
      }
      for (int round = 1; round <= rounds; round++) {
        double perSecond = perSecond(database, engine, "round-" + round, messages, batch, clients);
        ObjectNode line = Output.line("feedback", "round " + round);
        Output.put(line, "reportsPerSecond", perSecond);
        line.put("messages", messages).put("batch", batch).put("clients", clients);
        line.setAll(machine);
        Output.print(line);
        Output.people(
            "feedback, round %d: %,.0f reports/s in batches of %d from %d clients",
            round, perSecond, batch, clients);
      }
      if (statements > 0) {
        Statements.print(database, statements);
      }
    }
  }

  private static double perSecond(
      Database database, WorkflowEngine engine, String names, int messages, int batch, int clients)
      throws Exception {
    database.execute(FILL.formatted(names, messages));
    database.execute("VACUUM ANALYZE wf_message, wf_provider_message");
    AtomicInteger next = new AtomicInteger();
    AtomicInteger applied = new AtomicInteger();
    int batches = messages / batch * STATES.size();
    Deliveries deliveries = engine.messaging().deliveries();
    Load.Timing timing =
        Load.run(
            batches,
            clients,
            () -> {
              List<Report> reports = reports(names, next.getAndIncrement(), messages, batch);
              applied.addAndGet(deliveries.record(TENANT, "whatsapp", reports).applied());
            });
    if (applied.get() < messages) {
      throw new IllegalStateException("only " + applied + " reports moved a message");
    }
    return timing.perSecond() * batch;
  }

  /** A batch: first {@code sent} of all messages, then {@code delivered}, then {@code read}. */
  private static List<Report> reports(String names, int n, int messages, int batch) {
    State state = STATES.get(Math.min(STATES.size() - 1, n / (messages / batch)));
    int first = n % (messages / batch) * batch;
    List<Report> reports = new ArrayList<>(batch);
    for (int i = first; i < first + batch; i++) {
      boolean fails = i % FAILS == 0 && state == State.DELIVERED;
      State told = fails ? State.FAILED : state;
      String id = names + "-" + i;
      reports.add(Report.of(id + "/" + told, id, told));
    }
    return reports;
  }
}

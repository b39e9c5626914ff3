package dev.workflow.examples.reliability;

import dev.workflow.Instances;
import dev.workflow.Page;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowInstance;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks at what is in the database after a run, with SQL and with the engine. */
final class Audit {

  private final Database database;
  private final WorkflowEngine engine;
  private final Report report;

  Audit(Database database, WorkflowEngine engine, Report report) {
    this.database = database;
    this.engine = engine;
    this.report = report;
  }

  /**
   * Checks everything.
   *
   * @param accepted the kinds of the acknowledged events, by their ids
   */
  void check(Map<String, Kind> accepted) throws SQLException {
    prepare();
    events(accepted);
    steps();
    calls();
    once();
    leases();
    instances();
  }

  /** One row for every step's result, and one for every result that must be there. */
  private void prepare() throws SQLException {
    List<String> expected = new ArrayList<>();
    for (Kind kind : Kind.all()) {
      for (String result : kind.results()) {
        String[] parts = result.split(":", -1);
        expected.add("('%s', '%s', '%s')".formatted(kind.key(), parts[0], parts[1]));
      }
    }
    database.execute(
        """
        CREATE TABLE result AS
          SELECT j.instance_id, e->>'s' AS step, count(*) AS results
          FROM wf_journal j, jsonb_array_elements(j.body::jsonb) e
          WHERE e->>'m' LIKE '%C' GROUP BY 1, 2;
        CREATE INDEX ON result (instance_id, step);
        CREATE INDEX ON call_log (idempotency_key);
        CREATE INDEX ON ledger (idempotency_key);
        CREATE INDEX ON sent_log (idempotency_key);
        CREATE TABLE expected (workflow text, step text, action text);
        INSERT INTO expected VALUES """
            + String.join(", ", expected)
            + "; ANALYZE result; ANALYZE call_log; ANALYZE ledger; ANALYZE sent_log");
  }

  private void events(Map<String, Kind> accepted) throws SQLException {
    Map<String, String> workflows = new HashMap<>();
    Set<String> doubled = new HashSet<>();
    for (List<String> row :
        database.rows("SELECT event_id, workflow FROM wf_instance WHERE parent IS NULL")) {
      if (workflows.put(row.get(0), row.get(1)) != null) {
        doubled.add(row.get(0));
      }
    }
    long lost =
        accepted.entrySet().stream()
            .filter(one -> !one.getValue().key().equals(workflows.get(one.getKey())))
            .count();
    report
        .put("accepted", accepted.size())
        .none("acceptedEventsWithoutTheirInstance", lost)
        .none("eventsWithSeveralInstances", doubled.size())
        .exactly(
            "announcements",
            database.number(
                "SELECT count(*) FROM result JOIN wf_instance ON id = instance_id JOIN expected e USING (workflow, step) WHERE e.action = 'announce'"),
            database.number("SELECT count(*) FROM wf_instance WHERE workflow = 'followup'"))
        .exactly(
            "subWorkflows",
            database.number("SELECT count(*) FROM wf_instance WHERE workflow = 'parent'"),
            database.number(
                "SELECT count(DISTINCT parent) FROM wf_instance WHERE workflow = 'child'"))
        .none(
            "doubledSubWorkflows",
            database.number(
                "SELECT count(*) - count(DISTINCT parent) FROM wf_instance WHERE workflow = 'child'"));
  }

  private void steps() throws SQLException {
    report
        .put("results", database.number("SELECT count(*) FROM result"))
        .none(
            "stepsWithSeveralResults",
            database.number("SELECT count(*) FROM result WHERE results > 1"))
        .none(
            "stepsWithoutResult",
            database.number(
                """
                SELECT count(*) FROM wf_instance i JOIN expected e USING (workflow)
                LEFT JOIN result r ON r.instance_id = i.id AND r.step = e.step WHERE r.step IS NULL
                """));
  }

  private void calls() throws SQLException {
    report
        .put("calls", database.number("SELECT count(*) FROM call_log"))
        .put(
            "repeatedCalls",
            database.number(
                "SELECT count(*) - count(DISTINCT (idempotency_key, attempt)) FROM call_log"))
        .none(
            "stepsCalledWithSeveralKeys",
            database.number(
                "SELECT count(*) FROM (SELECT FROM call_log GROUP BY instance, step HAVING count(DISTINCT idempotency_key) > 1) s"))
        .none(
            "keysOfSeveralSteps",
            database.number(
                "SELECT count(*) FROM (SELECT FROM call_log GROUP BY idempotency_key HAVING count(DISTINCT (instance, step)) > 1) s"))
        .none(
            "resultsWithoutCall",
            database.number(
                """
                SELECT count(*) FROM result r JOIN wf_instance i ON i.id = r.instance_id
                JOIN expected e ON e.workflow = i.workflow AND e.step = r.step
                WHERE e.action NOT IN ('wait', 'workflow') AND NOT EXISTS (
                  SELECT FROM call_log c WHERE c.idempotency_key = r.instance_id || '/' || r.step)
                """));
  }

  private void once() throws SQLException {
    report
        .put("ledger", database.number("SELECT count(*) FROM ledger"))
        .none(
            "bookingsNotExactlyOnce",
            database.number(
                """
                SELECT count(*) FROM (
                  SELECT r.instance_id || '/' || r.step AS key FROM result r
                  JOIN wf_instance i ON i.id = r.instance_id
                  JOIN expected e ON e.workflow = i.workflow AND e.step = r.step WHERE e.action IN ('book', 'hold_book')) b
                FULL JOIN (SELECT idempotency_key AS key, count(*) AS times FROM ledger GROUP BY 1) l USING (key)
                WHERE b.key IS NULL OR l.times IS DISTINCT FROM 1
                """))
        .exactly(
            "messages",
            database.number(
                "SELECT count(*) FROM result JOIN wf_instance ON id = instance_id JOIN expected e USING (workflow, step) WHERE e.action = 'notify'"),
            database.number("SELECT count(*) FROM wf_message WHERE state = 'SENT'"))
        .none(
            "messagesNeverHandedOver",
            database.number(
                "SELECT count(*) FROM wf_message m WHERE NOT EXISTS (SELECT FROM sent_log s WHERE s.idempotency_key = m.idempotency_key)"));
  }

  private void leases() throws SQLException {
    report
        .none(
            "instancesNotEnded",
            database.number("SELECT count(*) FROM wf_instance WHERE ended_at IS NULL"))
        .none(
            "stuckLeases",
            database.number(
                "SELECT count(*) FROM wf_instance WHERE owner IS NOT NULL OR due_at IS NOT NULL"))
        .none("waitersLeft", database.number("SELECT count(*) FROM wf_event_subscription"));
  }

  /** The same through the engine: what it reads from the journal. */
  private void instances() {
    long wrong = 0;
    long seen = 0;
    Optional<String> cursor = Optional.empty();
    do {
      Page<Instances.Summary> page =
          engine.instances().list(Instances.Query.of(Kind.TENANT), cursor.orElse(null), 500);
      for (Instances.Summary summary : page.items()) {
        seen++;
        wrong += asItShouldBe(engine.instances().get(Kind.TENANT, summary.id())) ? 0 : 1;
      }
      cursor = page.next();
    } while (cursor.isPresent());
    report.put("instancesRead", seen).none("instancesThatReadWrong", wrong);
  }

  private static boolean asItShouldBe(WorkflowInstance instance) {
    InstanceOutcome outcome =
        instance.workflow().key().equals("exited")
            ? InstanceOutcome.EXITED
            : InstanceOutcome.COMPLETED;
    return instance.state() == InstanceState.COMPLETED
        && outcome == instance.outcome()
        && instance.steps().stream().noneMatch(step -> step.state().open());
  }
}

package dev.workflow.examples.reliability;

import com.zaxxer.hikari.HikariDataSource;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import java.io.File;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * Very many instances end at once: by an exit that depends on each of them, because a newer one
 * replaces them, and because somebody cancels them in bulk. The node that has taken a portion of
 * them is killed before it has ended it. Another one goes on: each ends once, and nothing is done
 * that belongs after the end.
 */
final class EndingsProgram {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final TenantId TENANT = TenantId.of("endings");
  private static final SubjectRef LEAD = SubjectRef.of("lead", "42");

  /** Those that a node has taken and has not ended: nobody else may take them for now. */
  private static final String TAKEN =
      "SELECT count(*) FROM wf_instance WHERE owner LIKE '~%' AND due_at > clock_timestamp()";

  private static final String LEFT = "SELECT count(*) FROM wf_instance WHERE owner LIKE '~%'";

  private final Database database;
  private final WorkflowEngine engine;
  private final Report report;
  private final int instances;
  private final List<String> settings;
  private final File log;
  private int nodes;

  private EndingsProgram(
      Database database, WorkflowEngine engine, Report report, Options options, File log) {
    this.database = database;
    this.engine = engine;
    this.report = report;
    this.log = log;
    this.instances = options.number("instances", 3_000);
    this.settings =
        List.of(
            "--jdbc",
            database.url(),
            "--lease-ms",
            String.valueOf(options.number("lease-ms", 5_000)));
  }

  static Report run(Options options) throws Exception {
    Report report = new Report("endings");
    File log = Files.createTempFile("reliability-nodes-", ".log").toFile();
    try (Database database = Database.open(options.text("jdbc"));
        HikariDataSource pool = Database.pool(database.url(), 4);
        WorkflowEngine engine = WorkflowEngines.looking(pool)) {
      EndingsProgram program = new EndingsProgram(database, engine, report, options, log);
      report.put("instances", program.instances);
      program.exits();
      program.replaces();
      program.cancels();
      report.people(
          "%,d instances exited, were replaced and cancelled, each time with the node killed on the way",
          program.instances);
    }
    return report;
  }

  private NodeProcess node() throws Exception {
    nodes++;
    return NodeProcess.start("node-" + nodes, settings, log, line -> {});
  }

  /** Half of them exit, and the others are answered. */
  private void exits() throws Exception {
    int exiting = instances / 2;
    String exit =
        """
        "exit": [{"event": "campaign.over", "when": {"field": "score", "operator": "lt", "value": %d}}],
        """
            .formatted(exiting);
    try (NodeProcess victim = node()) {
      begin("campaign", exit);
      killBetween(victim, () -> publish("campaign.over"));
    }
    publish("campaign.answered");
    try (NodeProcess heir = node()) {
      awaitEnd("campaign");
    }
    report
        .exactly("exited", exiting, count("campaign", "exited"))
        .exactly("exitedOnRecord", exiting, recorded("campaign", "exited"))
        .exactly("answered", instances - exiting, count("campaign", "completed"))
        .exactly("workAfterTheAnswer", instances - exiting, worked("completed"))
        .none("workAfterTheExit", worked("exited"))
        .none(
            "messagesAfterTheExit",
            database.number(
                """
                SELECT count(*) FROM wf_message m JOIN wf_instance i ON i.id = m.instance_id
                WHERE i.outcome = 'exited' AND m.state NOT IN ('CANCELED', 'SENT')
                """))
        .must(
            database.number("SELECT count(*) FROM sent_log") <= 1,
            "more than one message was sent");
  }

  private void replaces() throws Exception {
    String concurrency =
        """
        "concurrency": {"key": "{{subject.id}}", "policy": "%s"},
        """;
    try (NodeProcess victim = node()) {
      begin("offer", concurrency.formatted("allow"));
      define("offer", concurrency.formatted("replace"));
      killBetween(
          victim,
          () -> engine.instances().start(TENANT, "offer", LEAD, Json.object(), Actor.of("anna")));
    }
    try (NodeProcess heir = node()) {
      Await.until(
          "the newest alone waits",
          PATIENCE,
          () -> database.number(LEFT) == 0 && waiting("offer") == 1);
      publish("offer.answered");
      awaitEnd("offer");
    }
    report
        .exactly("replaced", instances, count("offer", "canceled"))
        .exactly("replacedOnRecord", instances, recorded("offer", "canceled"))
        .exactly("newest", 1, count("offer", "completed"));
  }

  /** Each is cancelled in a transaction of its own; what is not done is done the next time. */
  private void cancels() throws Exception {
    int part = instances / 3;
    try (NodeProcess victim = node()) {
      begin("notice", "");
      victim.tell("cancel notice");
      Await.until("some are cancelled", PATIENCE, () -> count("notice", "canceled") >= part);
      victim.kill();
    }
    report.put("cancelledByTheFirst", count("notice", "canceled"));
    try (NodeProcess heir = node()) {
      heir.tell("cancel notice");
      awaitEnd("notice");
    }
    report
        .exactly("cancelled", instances, count("notice", "canceled"))
        .exactly("cancelledOnRecord", instances, recorded("notice", "canceled"));
  }

  /**
   * Kills the node when it has taken some that are to end and has not ended them: nothing can be
   * added to journals then.
   *
   * @param ending ends them, while the node stands still
   */
  private void killBetween(NodeProcess victim, Runnable ending) throws Exception {
    victim.signal("STOP");
    ending.run();
    try (Connection connection = DriverManager.getConnection(database.url());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE wf_journal IN SHARE MODE");
      victim.signal("CONT");
      Await.until("the node takes some", PATIENCE, () -> database.number(TAKEN) > 0);
      victim.kill();
      report.put("takenAndNotEnded" + nodes, database.number(LEFT));
      connection.rollback();
    }
    report.must(database.number(LEFT) > 0, "nothing was left to another node");
  }

  /** Starts all of them from one event, and waits until all wait. */
  private void begin(String workflow, String keys) throws Exception {
    define(workflow, keys);
    engine
        .definitions()
        .publish(
            TENANT,
            WorkflowDefinition.parse(
                """
                {"key": "all-%1$s", "triggers": [{"event": "%1$s.begun"}], "steps": [
                  {"id": "all", "each": {"items": "{{numbers}}", "as": "n", "maxConcurrent": 100, "steps": [
                    {"id": "one", "workflow": {"key": "%1$s", "wait": false, "input": {"score": "{{n}}"}}}]}}]}
                """
                    .formatted(workflow)));
    var payload = Json.object();
    var numbers = payload.putArray("numbers");
    for (int i = 0; i < instances; i++) {
      numbers.add(i);
    }
    engine.events().publish(Event.of(TENANT, workflow + ".begun", LEAD, payload));
    Await.until("all wait", PATIENCE, () -> waiting(workflow) == instances);
  }

  /** How many wait for the answer. */
  private long waiting(String workflow) throws SQLException {
    return database.number(
        "SELECT count(*) FROM wf_event_subscription WHERE event_type = '%s.answered'"
            .formatted(workflow));
  }

  private void define(String workflow, String keys) {
    engine
        .definitions()
        .publish(
            TENANT,
            WorkflowDefinition.parse(
                """
                {"key": "%1$s", %2$s "channelLimits": {"log": {"permits": 1, "per": "PT5H"}}, "steps": [
                  {"id": "tell", "action": "notify"},
                  {"id": "reply", "wait": {"event": "%1$s.answered"}},
                  {"id": "after", "action": "work"}]}
                """
                    .formatted(workflow, keys)));
  }

  private void publish(String type) {
    engine.events().publish(Event.of(TENANT, type, LEAD, Json.object()).withId(type));
  }

  private void awaitEnd(String workflow) throws Exception {
    Await.until(
        "all have ended; see " + log,
        PATIENCE,
        () ->
            database.number(
                    "SELECT count(*) FROM wf_instance WHERE ended_at IS NULL AND workflow = '"
                        + workflow
                        + "'")
                == 0);
  }

  private long count(String workflow, String outcome) throws SQLException {
    return database.number(
        "SELECT count(*) FROM wf_instance WHERE workflow = '%s' AND outcome = '%s'"
            .formatted(workflow, outcome));
  }

  /** How many entries of journals say so. */
  private long recorded(String workflow, String outcome) throws SQLException {
    return database.number(
        """
        SELECT count(*) FROM wf_journal j JOIN wf_instance i ON i.id = j.instance_id
        WHERE i.workflow = '%s' AND j.body LIKE '%%"outcome":"%s"%%'
        """
            .formatted(workflow, outcome));
  }

  /** How many instances with an outcome have worked after the answer. */
  private long worked(String outcome) throws SQLException {
    return database.number(
        """
        SELECT count(DISTINCT c.idempotency_key) FROM call_log c JOIN wf_instance i ON i.id::text = c.instance
        WHERE c.step = 'after' AND i.outcome = '%s'
        """
            .formatted(outcome));
  }
}

package dev.workflow.examples.reliability;

import com.zaxxer.hikari.HikariDataSource;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Many mails through real SMTP connections to a server of the program's own, while the nodes that
 * send them are killed and the server drops lines after it has taken a mail. Then the server's
 * count is compared with the outbox.
 */
final class MailProgram {

  private static final int NODES = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final TenantId TENANT = TenantId.of("mail");

  private static final WorkflowDefinition WORKFLOW =
      WorkflowDefinition.parse(
          """
          {"key": "welcome", "name": "Welcome", "triggers": [{"event": "lead.created"}], "steps": [
            {"id": "mail", "action": "send_email", "config": {
              "to": "jane@example.com", "subject": "Welcome", "text": "We have read your request."}}]}
          """);

  private final Database database;
  private final MailServer server;
  private final Cluster cluster;
  private final Set<String> killed = new HashSet<>();

  private MailProgram(Database database, MailServer server, Cluster cluster) {
    this.database = database;
    this.server = server;
    this.cluster = cluster;
  }

  static Report run(Options options) throws Exception {
    int messages = options.number("messages", 10_000);
    int kills = options.number("kills", 30);
    Report report = new Report("mail").put("messages", messages);
    long began = System.nanoTime();
    try (Database database = Database.open(options.text("jdbc"));
        HikariDataSource pool = Database.pool(database.url(), 4);
        WorkflowEngine engine = WorkflowEngines.looking(pool);
        MailServer server = new MailServer(options.number("drop-every", 500))) {
      engine.definitions().publish(TENANT, WORKFLOW);
      List<String> ofNode =
          List.of("--jdbc", database.url(), "--smtp-port", String.valueOf(server.port()));
      for (int i = 0; i < messages; i++) {
        engine
            .events()
            .publish(
                Event.of(TENANT, "lead.created", SubjectRef.of("lead", "l-" + i), Json.object())
                    .withId("lead-" + i));
      }
      try (Cluster cluster = new Cluster(NODES, ofNode)) {
        MailProgram program = new MailProgram(database, server, cluster);
        program.killOnTheWay(messages, kills, new Random(options.number("seed", 1)));
        boolean ended = Await.within(PATIENCE, () -> program.open(messages) == 0);
        report
            .must(ended, "messages are still open; see " + cluster.log())
            .put("seconds", (System.nanoTime() - began) / 1e9)
            .put("kills", kills);
        program.compare(report, messages);
      }
    }
    return report;
  }

  /** One kill after each part of the mails. */
  private void killOnTheWay(int messages, int kills, Random random) throws Exception {
    for (int i = 1; i <= kills; i++) {
      int part = (int) ((long) messages * i / (kills + 1));
      Await.until(
          part + " mails taken",
          PATIENCE,
          () -> server.taken() >= part || (server.taken() > 0 && open(messages) == 0));
      killed.add(cluster.replace(random.nextInt(cluster.size())) + "@example.com");
    }
  }

  /** How many messages are not ended yet, with those that steps have not sent so far. */
  private long open(int messages) throws SQLException {
    return messages - database.number("SELECT count(*) FROM wf_message WHERE ended_at IS NOT NULL");
  }

  private void compare(Report report, int messages) throws SQLException {
    Map<String, List<MailServer.Taken>> mails = server.mails();
    Set<String> recorded = new HashSet<>();
    database
        .rows("SELECT provider_id FROM wf_message WHERE state = 'SENT'")
        .forEach(row -> recorded.add(row.get(0)));
    long once = mails.values().stream().filter(taken -> taken.size() == 1).count();
    List<List<MailServer.Taken>> repeated =
        mails.values().stream().filter(taken -> taken.size() > 1).toList();
    report
        .exactly("sent", messages, recorded.size())
        .none("lost", recorded.stream().filter(id -> !mails.containsKey(id)).count())
        .none(
            "unknownToTheOutbox",
            mails.keySet().stream().filter(id -> !recorded.contains(id)).count())
        .put("sentOnce", once)
        .put("sentMoreThanOnce", repeated.size())
        .put("linesDropped", server.dropped())
        .none("repeatedWithoutReason", repeated.stream().filter(taken -> !explained(taken)).count())
        .people(
            "%,d messages: %,d arrived once, %,d more than once (nodes killed between the final dot and the record, and %,d lines dropped by the server)",
            messages, once, repeated.size(), server.dropped());
  }

  /** Whether each but the last was taken from a node that was killed, or without an answer. */
  private boolean explained(List<MailServer.Taken> taken) {
    return taken.subList(0, taken.size() - 1).stream()
        .allMatch(mail -> mail.dropped() || killed.contains(mail.from()));
  }
}

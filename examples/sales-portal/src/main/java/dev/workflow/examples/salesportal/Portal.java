package dev.workflow.examples.salesportal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.workflow.Actor;
import dev.workflow.EngineOptions;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.PublishReceipt;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.channels.email.SmtpSender;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.examples.salesportal.MailServer.Mail;
import dev.workflow.jdbi.JdbiWorkflowStore;
import dev.workflow.jdbi.RuleTable;
import dev.workflow.messaging.MessageTemplate;
import dev.workflow.ruleimport.ImportReport;
import dev.workflow.ruleimport.QuoteTerms;
import dev.workflow.ruleimport.RuleImport;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.Holidays;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** The application: its database, its engine, and the clock on which all of it happens. */
final class Portal implements AutoCloseable {

  private static final TenantId TENANT = TenantId.of("portal");
  private static final Actor ANNA = Actor.of("anna");

  /** A mail with the time at which it arrived. */
  record Received(Instant at, Mail mail) {}

  private final HikariDataSource database;
  private final JdbiWorkflowStore store;
  private final WorkflowEngine engine;
  private final List<SmtpSender> senders;
  private final MailServer mails;
  private final PrintStream out;
  private final JumpingClock clock = new JumpingClock();
  private final List<Received> received = new ArrayList<>();

  private Portal(MailServer mails, PrintStream out) {
    this.mails = mails;
    this.out = out;
    this.database = database();
    this.store = JdbiWorkflowStore.open(database);
    SmtpSender old = mails.sender("The old code <old@portal.example>");
    SmtpSender workflows = mails.sender("Workflows <workflows@portal.example>");
    this.senders = List.of(old, workflows);
    Holidays holidays = Holidays.of("holidays.txt", resource("holidays.txt").lines().toList());
    this.engine =
        WorkflowEngine.builder()
            .store(store)
            .clock(clock)
            .messaging(m -> m.sender(workflows).hostPath(new OldNotifications(old)))
            .actors(ActorDirectory.open())
            .holidays(tenant -> holidays)
            .options(
                EngineOptions.defaults()
                    .withNodeId("sales-portal")
                    .withHostTerms(
                        Map.of(
                            "paymentDays",
                            IntNode.valueOf(30),
                            "validityDays",
                            IntNode.valueOf(21))))
            .build();
  }

  static Portal open(MailServer mails, PrintStream out) {
    Portal portal = new Portal(mails, out);
    for (JsonNode template : Json.read(resource("templates.json"))) {
      portal.engine.messaging().templates().publish(TENANT, MessageTemplate.parse(template), ANNA);
    }
    return portal;
  }

  private static HikariDataSource database() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    config.setPoolName("sales-portal");
    config.setMaximumPoolSize(4);
    return new HikariDataSource(config);
  }

  private static String resource(String name) {
    try (InputStream bundled =
        Objects.requireNonNull(Portal.class.getResourceAsStream("/" + name), name)) {
      return new String(bundled.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Something happens: the routes are decided, and what is due is done. */
  PublishReceipt happens(String event, SubjectRef subject, ObjectNode payload) {
    PublishReceipt receipt = engine.events().publish(Event.of(TENANT, event, subject, payload));
    out.println("\n" + clock.instant() + " " + event + " of " + payload.at("/lead/name").asText());
    receipt.routes().forEach(route -> out.println("  " + route.toString().replace("\n", "\n  ")));
    work();
    return receipt;
  }

  /** The terms with which a quote of today is made. */
  QuoteTerms terms(SubjectRef lead, ObjectNode data) {
    engine
        .assignments()
        .setOverride(TENANT, lead, "quote-follow-up", ANNA, "all leads of the portal", null);
    return QuoteTerms.of(engine.assignments().resolve(TENANT, lead, data), ZoneOffset.UTC);
  }

  void publish(String resource) {
    WorkflowDefinition workflow = WorkflowDefinition.parse(resource(resource));
    out.println("\npublished " + engine.definitions().publish(TENANT, workflow, ANNA).ref());
  }

  /** Brings the old table of rules over. */
  ImportReport importRules() {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      for (String part : resource("old-rules.sql").split(";", -1)) {
        if (!part.isBlank()) {
          statement.execute(part);
        }
      }
      JsonNode rows =
          RuleTable.rows(
              connection,
              "SELECT rule_trigger AS \"trigger\", channel, audience, enabled, delay_minutes,"
                  + " lead_enabled, quote_recipients, template, remark"
                  + " FROM notification_rules ORDER BY id");
      ImportReport report =
          engine.notificationRules().importRows(TENANT, rows, RuleImport.defaults(), ANNA);
      out.println("\nimported the old table: " + report);
      return report;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  Instant now() {
    return clock.instant();
  }

  /** Lets time pass; what falls due on the way is done at its time. */
  void pass(Duration time) {
    Instant end = clock.instant().plus(time);
    work();
    for (Optional<Instant> due = engine.nextDue();
        due.isPresent() && !due.get().isAfter(end);
        due = engine.nextDue()) {
      clock.moveTo(due.get());
      work();
    }
    clock.moveTo(end);
    work();
  }

  private void work() {
    engine.runUntilIdle();
    for (Mail mail : mails.fresh()) {
      received.add(new Received(clock.instant(), mail));
      out.println(
          "  mail at "
              + clock.instant()
              + " from "
              + mail.from()
              + " to "
              + mail.to()
              + ": "
              + mail.subject());
    }
  }

  List<Received> received() {
    return List.copyOf(received);
  }

  @Override
  public void close() {
    engine.close();
    senders.forEach(SmtpSender::close);
    store.close();
    database.close();
  }

  /** Stands still until it is moved on. */
  private static final class JumpingClock implements InstantSource {

    private volatile Instant now = Instant.parse("2026-01-05T09:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    void moveTo(Instant time) {
      if (time.isAfter(now)) {
        now = time;
      }
    }
  }
}

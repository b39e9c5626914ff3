package dev.workflow.examples.reliability;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.zaxxer.hikari.HikariDataSource;
import dev.workflow.Actor;
import dev.workflow.EngineOptions;
import dev.workflow.Event;
import dev.workflow.Instances;
import dev.workflow.Json;
import dev.workflow.PublishReceipt;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.channels.email.SmtpSender;
import dev.workflow.channels.email.SmtpSettings;
import dev.workflow.jdbi.JdbiWorkflowStore;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.EngineListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A process with one started engine, led by lines on stdin until that ends:
 *
 * <ul>
 *   <li>{@code publish <event>}: answered by {@code accepted <id> <effect>} or {@code refused <id>
 *       <why>}
 *   <li>{@code hold}: from now on the action {@code hold} stays open; {@code release}: all of them
 *       end
 *   <li>{@code cancel <workflow>}: cancels all its instances in bulk
 * </ul>
 *
 * <p>By itself it says {@code clock <milliseconds>} with the time of its wall clock, {@code ready},
 * {@code held <key>} when the action {@code hold} is called, and {@code left <instance>} when the
 * engine has let go of an instance.
 */
final class NodeProgram {

  private static final int PUBLISHERS = 16;
  private static final int CONNECTIONS = 8;

  private final WorkflowEngine engine;
  private final ExecutorService publishers = Executors.newFixedThreadPool(PUBLISHERS);
  private volatile CountDownLatch gate = new CountDownLatch(0);

  private NodeProgram(Options options) {
    String url = options.required("jdbc");
    String name = options.required("name");
    HikariDataSource pool = Database.pool(url, CONNECTIONS);
    CallLog log = new CallLog(Database.pool(url, CONNECTIONS), name);
    WorkflowEngine.Builder builder =
        WorkflowEngine.builder()
            .store(JdbiWorkflowStore.open(pool))
            .messaging(m -> m.sender(new LogSender(log)))
            .listener(new Departures())
            .options(
                EngineOptions.defaults()
                    .withNodeId(name)
                    .withLease(Duration.ofMillis(options.number("lease-ms", 3_000)))
                    .withPollInterval(Duration.ofMillis(options.number("poll-ms", 200)))
                    .withMaxInFlight(options.number("in-flight", 1_000)));
    LoggedHandler.all(log, this::hold).forEach(builder::handler);
    if (options.text("smtp-port") != null) {
      builder.messaging(m -> m.sender(mails(name, options.number("smtp-port", 25))));
    }
    engine = builder.build();
  }

  /** The sender of the envelope tells the node. */
  private static SmtpSender mails(String node, int port) {
    return SmtpSender.create(
        SmtpSettings.builder("127.0.0.1", "office@example.com")
            .port(port)
            .tls(SmtpSettings.Tls.NONE)
            .envelopeFrom(node + "@example.com")
            .build());
  }

  static void run(Options options) throws IOException {
    NodeProgram node = new NodeProgram(options);
    node.engine.start();
    say("clock " + System.currentTimeMillis());
    say("ready");
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        node.obey(line);
      }
    }
    node.engine.close();
    System.exit(0);
  }

  private void obey(String line) {
    if (line.equals("hold")) {
      gate = new CountDownLatch(1);
    } else if (line.equals("release")) {
      gate.countDown();
    } else if (line.startsWith("cancel ")) {
      publishers.execute(() -> cancel(line.substring(7)));
    } else {
      publishers.execute(() -> publish(Event.parse(Json.read(line.substring(8)))));
    }
  }

  private void cancel(String workflow) {
    Instances.Query all = Instances.Query.of(TenantId.of("endings")).workflow(workflow);
    engine.instances().bulk(all, Instances.BulkOperation.CANCEL, Actor.of("anna"), progress -> {});
  }

  private void publish(Event event) {
    try {
      PublishReceipt receipt = engine.events().publish(event);
      say("accepted " + event.id() + " " + receipt.hadEffect());
    } catch (RuntimeException e) {
      say("refused " + event.id() + " " + e.toString().replace('\n', ' '));
    }
  }

  private ActionResult hold(ActionContext context) throws InterruptedException {
    CountDownLatch closed = gate;
    say("held " + context.idempotencyKey());
    closed.await();
    ObjectNode output = Json.object();
    output.put("gate", closed.getCount());
    return ActionResult.completed(output);
  }

  private static void say(String line) {
    System.out.println(line);
  }

  private static final class Departures implements EngineListener {
    @Override
    public void instanceUnloaded(Residency residency) {
      say("left " + residency.instance());
    }
  }
}

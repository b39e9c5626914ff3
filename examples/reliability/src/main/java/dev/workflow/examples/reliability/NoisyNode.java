package dev.workflow.examples.reliability;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.zaxxer.hikari.HikariDataSource;
import dev.workflow.EngineOptions;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.jdbi.JdbiWorkflowStore;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The innocent tenant of {@link NoisyProgram}, and the guilty one beside it, in one process. */
final class NoisyNode {

  static final List<String> MEASURED = List.of("acceptance", "begin", "timer", "sending");

  private static final TenantId INNOCENT = TenantId.of("innocent");
  private static final Duration PERIOD = Duration.ofMillis(50);
  private static final Duration TIMER = Duration.ofSeconds(1);

  /** One event of the innocent, in nanoseconds of the machine's clock; 0: has not happened. */
  private static final class Trip {
    private final long planned;
    private volatile long accepted;
    private volatile long begun;
    private volatile long ended;
    private volatile long timed;
    private volatile long sent;

    Trip(long planned) {
      this.planned = planned;
    }

    double[] took() {
      return new double[] {
        (accepted - planned) / 1e6,
        (begun - planned) / 1e6,
        (timed - ended) / 1e6 - TIMER.toMillis(),
        (sent - timed) / 1e6
      };
    }
  }

  private final Map<String, Trip> trips = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();

  private final class Meet implements ActionHandler {

    @Override
    public String type() {
      return "meet";
    }

    @Override
    public ActionResult start(ActionContext context) {
      Trip trip = trip(context.subject());
      if (trip != null && context.step().equals("begin")) {
        trip.begun = trip.begun == 0 ? System.nanoTime() : trip.begun;
        trip.ended = System.nanoTime();
      } else if (trip != null) {
        trip.timed = trip.timed == 0 ? System.nanoTime() : trip.timed;
        String id = String.valueOf(context.subject()).replaceAll(".*[:/]", "");
        context.send(OutboundMessage.draft(context, LogSender.CHANNEL, id, Json.object()));
      }
      return ActionResult.completed();
    }
  }

  private @Nullable Trip trip(@Nullable SubjectRef subject) {
    return subject == null ? null : trips.get(subject.id());
  }

  private final class Sender implements ChannelSender {

    @Override
    public String channel() {
      return LogSender.CHANNEL;
    }

    @Override
    public SendResult send(OutboundMessage message) {
      Trip trip = trips.get(message.recipient());
      if (trip != null) {
        trip.sent = trip.sent == 0 ? System.nanoTime() : trip.sent;
      }
      return SendResult.sent(null);
    }
  }

  static void run(Options options) throws Exception {
    NoisyNode node = new NoisyNode();
    try (Database database = Database.open(options.required("jdbc"));
        HikariDataSource pool = Database.pool(database.url(), 10);
        NoisyAttack attack = NoisyAttack.named(options.required("attack"), options);
        WorkflowEngine engine =
            attack
                .customize(
                    WorkflowEngine.builder()
                        .store(JdbiWorkflowStore.open(pool))
                        .handler(node.new Meet())
                        .messaging(m -> m.sender(node.new Sender())))
                .options(EngineOptions.defaults().withPollInterval(Duration.ofMillis(100)))
                .build()) {
      System.out.println(Json.write(node.measured(engine, attack, options)));
    }
  }

  private ObjectNode measured(WorkflowEngine engine, NoisyAttack attack, Options options)
      throws Exception {
    define(engine);
    attack.prepare(engine);
    engine.start();
    offer(engine, 3); // warms the JVM up
    trips.clear();
    ObjectNode result = Json.object();
    HeapFloor heap = new HeapFloor();
    offer(engine, options.number("before", 20));
    result.set("before", figures());
    long missing = missing();
    trips.clear();
    long floor = heap.floor();
    attack.begin(engine);
    offer(engine, options.number("beside", 60));
    result.set("beside", figures());
    result.put("heapGrowthMb", Math.max(0, heap.floor() - floor));
    result.put("missing", missing + missing());
    boolean ended = attack.awaitEnd(engine, options.number("patience", 600));
    result.put("ended", ended);
    result.put("dearestCallMs", attack.dearestCallMs());
    result.put("told", (ended ? "" : "has not ended: ") + attack.told(engine));
    heap.close();
    return result;
  }

  private static void define(WorkflowEngine engine) {
    engine
        .definitions()
        .publish(
            INNOCENT,
            WorkflowDefinition.parse(
                """
                {"key": "day", "name": "An ordinary day", "triggers": [{"event": "go"}], "steps": [
                  {"id": "begin", "action": "meet"},
                  {"id": "timed", "action": "meet", "delay": "PT1S"}]}
                """));
  }

  /** Offers events by a fixed schedule, and waits some seconds for what they lead to. */
  private void offer(WorkflowEngine engine, int seconds) throws InterruptedException {
    ScheduledExecutorService schedule = Executors.newScheduledThreadPool(1);
    long start = System.nanoTime() + PERIOD.toNanos();
    int count = (int) (seconds * 1_000L / PERIOD.toMillis());
    for (int i = 0; i < count; i++) {
      long planned = start + i * PERIOD.toNanos();
      schedule.schedule(
          () -> publish(engine, planned), planned - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
    schedule.shutdown();
    schedule.awaitTermination(seconds + 120L, TimeUnit.SECONDS);
    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (missing() > 0 && System.nanoTime() < patience) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private void publish(WorkflowEngine engine, long planned) {
    String id = "o" + numbers.incrementAndGet();
    Trip trip = new Trip(planned);
    trips.put(id, trip);
    engine
        .events()
        .publish(Event.of(INNOCENT, "go", SubjectRef.of("order", id), Json.object()).withId(id));
    trip.accepted = System.nanoTime();
  }

  private long missing() {
    return trips.values().stream().filter(trip -> trip.sent == 0 || trip.accepted == 0).count();
  }

  private ObjectNode figures() {
    double[][] took =
        trips.values().stream()
            .filter(trip -> trip.sent != 0 && trip.accepted != 0)
            .map(Trip::took)
            .toArray(double[][]::new);
    ObjectNode figures = Json.object();
    for (int what = 0; what < MEASURED.size(); what++) {
      int column = what;
      double[] sorted = Arrays.stream(took).mapToDouble(row -> row[column]).sorted().toArray();
      figures
          .putObject(MEASURED.get(what))
          .put("p50", percentile(sorted, 50))
          .put("p99", percentile(sorted, 99))
          .put("max", percentile(sorted, 100));
    }
    return figures;
  }

  private static double percentile(double[] sorted, int percent) {
    return sorted.length == 0
        ? 0
        : sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }
}

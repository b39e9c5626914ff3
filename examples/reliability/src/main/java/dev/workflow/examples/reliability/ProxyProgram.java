package dev.workflow.examples.reliability;

import com.zaxxer.hikari.HikariDataSource;
import dev.workflow.EngineOptions;
import dev.workflow.WorkflowEngine;
import dev.workflow.jdbi.JdbiWorkflowStore;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import java.time.Duration;
import java.util.Locale;

/**
 * A started engine behind a network that delays, cuts, half-closes and swallows: calls end with a
 * clear error in time, the engine recovers by itself, and nothing acknowledged is lost.
 */
final class ProxyProgram {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private ProxyProgram() {}

  static Report run(Options options) throws Exception {
    int calls = options.number("calls", 40);
    int socketTimeout = options.number("socket-timeout", 3);
    Report report = new Report("proxy").put("socketTimeoutSeconds", socketTimeout);
    try (Database database = Database.open(null);
        TcpProxy proxy = new TcpProxy(database.server().orElseThrow().port());
        HikariDataSource direct = Database.pool(database.url(), 4);
        WorkflowEngine looking = WorkflowEngines.looking(direct)) {
      Kind.define(looking);
      String url =
          database
                  .url()
                  .replace(
                      ":" + database.server().orElseThrow().port() + "/", ":" + proxy.port() + "/")
              + "&connectTimeout=3&socketTimeout="
              + socketTimeout;
      try (HikariDataSource pool =
              Database.pool(
                  url, 8, Duration.ofMillis(options.number("connection-timeout-ms", 5_000)));
          WorkflowEngine engine = engine(pool, new CallLog(direct, "proxied"));
          Publishers publishers = new Publishers(engine)) {
        engine.start();
        publishers.start();
        for (TcpProxy.Weather weather : TcpProxy.Weather.values()) {
          storm(proxy, publishers, weather, calls, report);
        }
        publishers.stop();
        report.must(Work.awaitEnd(database, PATIENCE), "work stands still");
        Duration tolerance = Duration.ofMillis(options.number("tolerance-ms", 20_000));
        report
            .put("refusals", publishers.refusals())
            .put("longestCallSeconds", publishers.longestSeconds())
            .must(
                publishers.longestSeconds() <= tolerance.toMillis() / 1e3,
                "a call took " + publishers.longestSeconds() + " s")
            .none("unclearErrors", publishers.unclear().size())
            .put("errors", String.join(" | ", publishers.clear()));
        new Audit(database, looking, report).check(publishers.accepted());
        report.people(
            "%,d runs acknowledged, %,d calls refused, the longest took %.1f s",
            publishers.accepted().size(), publishers.refusals(), publishers.longestSeconds());
      }
    }
    return report;
  }

  /** An engine with a short lease whose handlers log and do nothing else. */
  static WorkflowEngine engine(HikariDataSource pool, CallLog log) {
    WorkflowEngine.Builder builder =
        WorkflowEngine.builder()
            .store(JdbiWorkflowStore.open(pool))
            .options(
                EngineOptions.defaults()
                    .withLease(Duration.ofSeconds(3))
                    .withPollInterval(Duration.ofMillis(200)));
    for (ActionHandler handler : LoggedHandler.all(log, context -> ActionResult.completed())) {
      builder.handler(handler);
    }
    return builder.build();
  }

  /** A while of bad weather, then of fair weather, each until enough calls have ended. */
  private static void storm(
      TcpProxy proxy, Publishers publishers, TcpProxy.Weather weather, int calls, Report report)
      throws Exception {
    boolean refuses = weather.refuses();
    int least = refuses ? Publishers.THREADS : calls;
    String name = weather.name().toLowerCase(Locale.ROOT);
    long before = publishers.ended(refuses);
    proxy.weather(weather);
    report.must(
        Await.within(PATIENCE, () -> publishers.ended(refuses) >= before + least),
        "calls do not end in this weather: " + name);
    report.put(name, publishers.ended(refuses) - before);
    proxy.weather(TcpProxy.Weather.FAIR);
    long then = publishers.ended(false);
    report.must(
        Await.within(PATIENCE, () -> publishers.ended(false) >= then + calls),
        "the engine does not recover from this weather: " + name);
  }
}

package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.examples.benchmarks.HostRequests.Kind;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How long the example host takes to answer at a fixed rate of requests with a token, two fifths of
 * which write. The host runs already, as a process of its own.
 */
final class HostProgram {

  /** Of 20 requests: 5 events, 3 starts, 4 instances, 4 lists, 3 inboxes, once the statistics. */
  private static final Kind[] MIX = {
    Kind.PUBLISH, Kind.GET, Kind.LIST, Kind.START, Kind.INBOX,
    Kind.PUBLISH, Kind.LIST, Kind.GET, Kind.PUBLISH, Kind.STATISTICS,
    Kind.START, Kind.GET, Kind.INBOX, Kind.PUBLISH, Kind.LIST,
    Kind.GET, Kind.START, Kind.INBOX, Kind.PUBLISH, Kind.LIST
  };

  private static final String LOCAL = "http://127.0.0.1:8080";

  private HostProgram() {}

  /** What did not succeed. */
  private static final class Errors {

    private final AtomicInteger count = new AtomicInteger();
    private final AtomicReference<@Nullable String> first = new AtomicReference<>();

    void add(Exception error) {
      count.incrementAndGet();
      first.compareAndSet(null, error.toString());
    }

    void tell(String what) {
      if (count.get() > 0) {
        Output.people(
            "%s: %,d errors, the first: %s", what, count.get(), String.valueOf(first.get()));
      }
    }
  }

  static void run(Options options) throws Exception {
    String token = options.text("token");
    if (token == null) {
      throw new IllegalArgumentException(
          "expected --token: start the host with --demo.token=T and give the same here");
    }
    String url = options.text("url");
    String tenant = options.text("tenant");
    int rate = positive(options, "rate", 500);
    int seconds = positive(options, "seconds", 30);
    int clients = positive(options, "clients", 64);
    HostRequests requests =
        new HostRequests(url == null ? LOCAL : url, token, tenant == null ? "acme" : tenant);
    Output.people("host: publishing two workflows at %s", url == null ? LOCAL : url);
    requests.prepare();
    int warmup = Math.multiplyExact(rate, options.number("warmup", 15));
    Errors before = new Errors();
    FixedRate.run(
        "warm-up", rate, warmup, clients, number -> send(requests, kind(number), number, before));
    before.tell("warm-up");
    Errors errors = new Errors();
    long[] nanos =
        FixedRate.run(
            "measured",
            rate,
            Math.multiplyExact(rate, seconds),
            clients,
            number -> send(requests, kind(number), warmup + number, errors));
    print(rate, clients, nanos, errors);
  }

  private static int positive(Options options, String name, int otherwise) {
    int number = options.number(name, otherwise);
    if (number < 1) {
      throw new IllegalArgumentException("expected --" + name + " of at least 1; found " + number);
    }
    return number;
  }

  private static Kind kind(int number) {
    return MIX[number % MIX.length];
  }

  private static void send(HostRequests requests, Kind kind, int number, Errors errors) {
    try {
      requests.send(kind, number);
    } catch (IOException e) {
      errors.add(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      errors.add(e);
    }
  }

  private static void print(int rate, int clients, long[] nanos, Errors errors) {
    long last =
        IntStream.range(0, nanos.length)
            .filter(number -> nanos[number] != FixedRate.NEVER)
            .mapToLong(number -> FixedRate.planned(number, rate) + nanos[number])
            .max()
            .orElseThrow(() -> new IllegalStateException("no request was answered"));
    for (Kind kind : Kind.values()) {
      long[] some = of(kind, nanos);
      if (some.length > 0) {
        Load.Timing timing = Load.timing(last / 1e9, some);
        Output.people(
            "host, %s: %,.0f/s, p50 %.2f ms, p99 %.2f ms",
            kind.name().toLowerCase(Locale.ROOT),
            timing.perSecond(),
            timing.percentileMs(50),
            timing.percentileMs(99));
      }
    }
    long[] sent = of(null, nanos);
    int never = nanos.length - sent.length;
    Load.Timing all = Load.timing(last / 1e9, sent);
    ObjectNode line = Output.line("host", "mixed");
    line.put("rate", rate);
    Output.put(line, "requestsPerSecond", all.perSecond());
    Output.put(line, "p50Ms", all.percentileMs(50));
    Output.put(line, "p99Ms", all.percentileMs(99));
    Output.put(line, "maxMs", all.percentileMs(100));
    line.put("errors", errors.count.get()).put("requests", nanos.length).put("neverSent", never);
    line.put("clients", clients).setAll(Machine.describe());
    Output.print(line);
    Output.people(
        "host, mixed: %,.0f/s of %,d, p50 %.2f ms, p99 %.2f ms, %d errors%s",
        all.perSecond(),
        rate,
        all.percentileMs(50),
        all.percentileMs(99),
        errors.count.get(),
        never == 0 ? "" : ", " + never + " never sent: the host is too slow for this rate");
    errors.tell("measured");
  }

  /**
   * The times of those that were sent.
   *
   * @param kind null: of all kinds
   */
  private static long[] of(@Nullable Kind kind, long[] nanos) {
    return IntStream.range(0, nanos.length)
        .filter(number -> nanos[number] != FixedRate.NEVER)
        .filter(number -> kind == null || kind(number) == kind)
        .mapToLong(number -> nanos[number])
        .toArray();
  }
}

package dev.workflow.examples.reliability;

import com.sun.management.ThreadMXBean;
import dev.workflow.fuzz.ParserFuzz;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Feeds changed input to everything that reads: it is read, or refused with a documented exception,
 * within a bounded time and a bounded amount of memory. A case is made from the seed and its
 * number.
 */
final class FuzzProgram {

  private static final Duration HANGS = Duration.ofSeconds(20);
  private static final long MOST_BYTES = 2L << 30;
  private static final int TOLD_AT_MOST = 20;

  private final long seed;
  private final AtomicLong next = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();
  private final List<Player> players = new ArrayList<>();

  private FuzzProgram(long seed) {
    this.seed = seed;
  }

  static Report run(Options options) throws Exception {
    long seed = options.number("seed", 1);
    FuzzProgram program = new FuzzProgram(seed);
    String one = options.text("case");
    if (one != null) {
      program.next.set(Long.parseLong(one));
      program.over.set(true);
    }
    for (int i = one == null ? options.number("threads", 2) : 1; i > 0; i--) {
      program.players.add(program.new Player());
    }
    program.players.forEach(Thread::start);
    boolean ended = program.await(Duration.ofSeconds(options.number("seconds", 60)));
    return program.report(ended);
  }

  /** Returns false if a case does not end. */
  private boolean await(Duration length) throws InterruptedException {
    long start = System.nanoTime();
    for (Player player : players) {
      while (player.isAlive()) {
        player.join(100);
        long now = System.nanoTime();
        if (now - start > length.toNanos()) {
          over.set(true);
        }
        if (players.stream().anyMatch(one -> one.hangs(now))) {
          over.set(true);
          return false;
        }
      }
    }
    return true;
  }

  private Report report(boolean ended) {
    Report report = new Report("fuzz").put("seed", seed);
    long cases = 0;
    long slowest = 0;
    long most = 0;
    long accepted = 0;
    List<String> findings = new ArrayList<>();
    for (Player player : players) {
      cases += player.cases;
      slowest = Math.max(slowest, player.slowestNanos);
      most = Math.max(most, player.mostBytes);
      accepted +=
          player.fuzz.tallies().values().stream().mapToLong(ParserFuzz.Tally::accepted).sum();
      findings.addAll(player.findings());
    }
    report
        .put("cases", cases)
        .put("accepted", accepted)
        .put("refused", cases - accepted - findings.size());
    for (String target : players.get(0).fuzz.tallies().keySet()) {
      report.put(
          target,
          players.stream()
              .map(player -> player.fuzz.tallies().get(target))
              .mapToLong(tally -> tally.accepted() + tally.refused())
              .sum());
    }
    report
        .put("slowestMillis", slowest / 1e6)
        .put("mostMegabytes", most / 1e6)
        .none("findings", findings.size());
    findings.stream().limit(TOLD_AT_MOST).forEach(finding -> report.must(false, finding));
    if (!ended) {
      players.forEach(player -> report.must(!player.isAlive(), player.place()));
    }
    report.people(
        "%,d inputs, %,d of them accepted; the slowest took %.0f ms, the largest %.0f MB",
        cases, accepted, slowest / 1e6, most / 1e6);
    return report;
  }

  private final class Player extends Thread {

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ParserFuzz fuzz = new ParserFuzz(seed);
    private final List<String> found = new ArrayList<>();
    private volatile long startedAt = System.nanoTime();
    private long cases;
    private long slowestNanos;
    private long mostBytes;

    Player() {
      super("fuzz");
      setDaemon(true);
    }

    @Override
    public void run() {
      do {
        play(next.getAndIncrement());
      } while (!over.get());
    }

    private void play(long number) {
      startedAt = System.nanoTime();
      long cpu = threads.getCurrentThreadCpuTime();
      long bytes = threads.getCurrentThreadAllocatedBytes();
      ParserFuzz.@Nullable Finding finding = fuzz.play(number);
      cpu = threads.getCurrentThreadCpuTime() - cpu;
      bytes = threads.getCurrentThreadAllocatedBytes() - bytes;
      cases++;
      slowestNanos = Math.max(slowestNanos, cpu);
      mostBytes = Math.max(mostBytes, bytes);
      if (finding != null) {
        found.add(
            String.format(
                Locale.ROOT,
                "--seed %d --case %d (%s): %s",
                seed,
                number,
                finding.target(),
                finding.thrown()));
      }
      if (bytes > MOST_BYTES) {
        found.add("--seed " + seed + " --case " + number + " takes " + bytes + " bytes");
      }
    }

    boolean hangs(long now) {
      return isAlive() && now - startedAt > HANGS.toNanos();
    }

    /** Where it stands, if it hangs. */
    String place() {
      return "--seed %d --case %d does not end: %s"
          .formatted(seed, fuzz.current(), Arrays.toString(getStackTrace()));
    }

    List<String> findings() {
      return List.copyOf(found);
    }
  }
}

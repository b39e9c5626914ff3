package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How many runs of four durable steps the engine completes in a second, and how many a program
 * written by hand does in the same minutes: rounds of the one and of the other take turns.
 */
final class DurableProgram {

  private DurableProgram() {}

  /** One round of both. */
  private record Round(Load.Timing engine, Counters cost, Load.Timing limit, Counters limitCost) {}

  static void run(Options options) throws Exception {
    int rounds = options.number("rounds", 5);
    int runs = Math.max(1, options.number("runs", 20_000) / rounds);
    try (Database database = Database.open(options.text("jdbc"));
        EngineRuns engine = new EngineRuns(database.source());
        LimitRuns limit = new LimitRuns(database)) {
      ObjectNode machine = Machine.describe(database);
      for (int clients : options.numbers("inflight", 64)) {
        int warmup = options.number("warmup", 60_000);
        Load.run(warmup, clients, limit::run);
        Load.run(warmup, clients, engine::run);
        int statements = options.number("statements", 0);
        if (statements > 0) {
          Statements.forget(database);
        }
        List<Round> measured = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
          measured.add(round(database, engine, limit, runs, clients));
          print(measured.subList(i, i + 1), runs, clients, machine, "round " + (i + 1));
        }
        print(measured, runs, clients, machine, "median");
        if (statements > 0) {
          Statements.print(database, statements);
        }
      }
    }
  }

  private static Round round(
      Database database, EngineRuns engine, LimitRuns limit, int runs, int clients)
      throws Exception {
    limit.reportStatistics();
    Counters first = Counters.read(database);
    Load.Timing byEngine = Load.run(runs, clients, engine::run);
    Counters second = Counters.read(database);
    Load.Timing byHand = Load.run(runs, clients, limit::run);
    limit.reportStatistics();
    Counters third = Counters.read(database);
    return new Round(byEngine, second.since(first), byHand, third.since(second));
  }

  private static void print(
      List<Round> rounds, int runs, int clients, ObjectNode machine, String what) {
    double perSecond = median(rounds, round -> round.engine().perSecond());
    double limit = median(rounds, round -> round.limit().perSecond());
    ObjectNode line = Output.line("durable", what);
    Output.put(line, "runsPerSecond", perSecond);
    Output.put(line, "limitRunsPerSecond", limit);
    Output.put(
        line,
        "ratio",
        median(rounds, round -> round.engine().perSecond() / round.limit().perSecond()));
    Output.put(line, "commitsPerRun", median(rounds, round -> round.cost().commits() / runs));
    Output.put(line, "walBytesPerRun", median(rounds, round -> round.cost().walBytes() / runs));
    Output.put(line, "p50Ms", median(rounds, round -> round.engine().percentileMs(50)));
    Output.put(line, "p99Ms", median(rounds, round -> round.engine().percentileMs(99)));
    Output.put(line, "stepsPerSecond", perSecond * EngineRuns.STEPS);
    Output.put(
        line, "limitCommitsPerRun", median(rounds, round -> round.limitCost().commits() / runs));
    Output.put(
        line, "limitWalBytesPerRun", median(rounds, round -> round.limitCost().walBytes() / runs));
    Output.put(line, "limitP50Ms", median(rounds, round -> round.limit().percentileMs(50)));
    Output.put(line, "limitP99Ms", median(rounds, round -> round.limit().percentileMs(99)));
    Output.put(line, "cpuMsPerRun", median(rounds, round -> round.cost().cpuMs() / runs));
    Output.put(line, "limitCpuMsPerRun", median(rounds, round -> round.limitCost().cpuMs() / runs));
    line.put("inflight", clients).put("runs", runs * rounds.size()).setAll(machine);
    Output.print(line);
    Output.people(
        "durable, %d in flight, %s: %,.0f runs/s of at most %,.0f by hand",
        clients, what, perSecond, limit);
  }

  private static double median(List<Round> rounds, ToDoubleFunction<Round> value) {
    return Output.median(rounds.stream().mapToDouble(value).toArray());
  }
}

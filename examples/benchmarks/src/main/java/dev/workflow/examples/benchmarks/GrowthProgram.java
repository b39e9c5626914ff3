package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Whether durable runs get slower as finished instances pile up, and while some of them are purged.
 * The program written by hand, whose tables stay small, takes turns with the engine to tell whether
 * the machine got slower.
 */
final class GrowthProgram {

  private static final int FEW = 1_000;
  private static final int ROUNDS = 3;
  private static final String NAMES = "#finished";

  private GrowthProgram() {}

  /** Medians of rounds in turns. */
  private record Pace(double perSecond, double ofLimit, double p99Ms) {

    static Pace measure(EngineRuns engine, LimitRuns limit, int runs, int clients)
        throws InterruptedException {
      double[] perSecond = new double[ROUNDS];
      double[] ofLimit = new double[ROUNDS];
      double[] p99Ms = new double[ROUNDS];
      for (int i = 0; i < ROUNDS; i++) {
        Load.Timing byEngine = Load.run(runs / ROUNDS, clients, engine::run);
        Load.Timing byHand = Load.run(runs / ROUNDS, clients, limit::run);
        perSecond[i] = byEngine.perSecond();
        ofLimit[i] = byEngine.perSecond() / byHand.perSecond();
        p99Ms[i] = byEngine.percentileMs(99);
      }
      return new Pace(Output.median(perSecond), Output.median(ofLimit), Output.median(p99Ms));
    }
  }

  static void run(Options options) throws Exception {
    int many = options.number("finished", 5_000_000);
    int runs = options.number("runs", 15_000);
    int clients = options.number("inflight", 64);
    int warmup = options.number("warmup", 5_000);
    try (Database database = Database.open(options.text("jdbc"));
        EngineRuns engine = new EngineRuns(database.source());
        LimitRuns limit = new LimitRuns(database)) {
      pileUp(database, engine, NAMES, FEW);
      Load.run(warmup, clients, limit::run);
      Load.run(warmup, clients, engine::run);
      Pace before = Pace.measure(engine, limit, runs, clients);
      pileUp(database, engine, NAMES + "-many", many);
      Load.run(warmup, clients, engine::run);
      Pace after = Pace.measure(engine, limit, runs, clients);
      print(before, after, many, database);
      purge(engine, options.number("purge", 1_000_000), clients, database);
    }
  }

  private static void pileUp(Database database, EngineRuns engine, String names, int count)
      throws Exception {
    Clones.of(engine.run(names), names).make(database, count);
    database.execute("CHECKPOINT");
  }

  private static void purge(EngineRuns engine, int count, int clients, Database database)
      throws Exception {
    if (count == 0) {
      return;
    }
    PurgeUnderLoad.Result result = PurgeUnderLoad.run(engine, count, clients);
    ObjectNode line = Output.line("growth", "purge beside running instances");
    line.put("purged", result.purged()).put("inflight", clients);
    Output.put(line, "seconds", result.seconds());
    Output.put(line, "runsPerSecond", result.perSecond());
    Output.put(line, "medianP99Ms", result.medianP99Ms());
    Output.put(line, "worstP99Ms", result.worstP99Ms());
    line.setAll(Machine.describe(database));
    Output.print(line);
    Output.people(
        "purge: %,d finished instances in %.0f s beside %,.0f runs/s, whose p99 was %.0f ms, %.0f ms at worst",
        result.purged(),
        result.seconds(),
        result.perSecond(),
        result.medianP99Ms(),
        result.worstP99Ms());
  }

  private static void print(Pace before, Pace after, int many, Database database) throws Exception {
    ObjectNode line = Output.line("growth", "runs beside finished instances");
    line.put("few", FEW).put("many", many);
    Output.put(line, "runsPerSecondFew", before.perSecond());
    Output.put(line, "runsPerSecondMany", after.perSecond());
    Output.put(line, "ofLimitFew", before.ofLimit());
    Output.put(line, "ofLimitMany", after.ofLimit());
    Output.put(line, "ratio", after.ofLimit() / before.ofLimit());
    Output.put(line, "p99MsFew", before.p99Ms());
    Output.put(line, "p99MsMany", after.p99Ms());
    line.put(
        "databaseBytes",
        Long.parseLong(database.value("SELECT pg_database_size(current_database())")));
    line.setAll(Machine.describe(database));
    Output.print(line);
    Output.people(
        "growth: %,.0f runs/s (%.2f of the limit) beside %,d finished instances, %,.0f (%.2f) beside %,d",
        before.perSecond(), before.ofLimit(), FEW, after.perSecond(), after.ofLimit(), many);
  }
}

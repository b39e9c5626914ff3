package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Whether durable runs get slower as finished instances pile up. */
final class GrowthProgram {

  private static final int FEW = 1_000;
  private static final String NAMES = "#finished";

  private GrowthProgram() {}

  static void run(Options options) throws Exception {
    int many = options.number("finished", 5_000_000);
    int runs = options.number("runs", 10_000);
    int clients = options.number("inflight", 64);
    try (Database database = Database.open(options.text("jdbc"));
        EngineRuns engine = new EngineRuns(database.source())) {
      Clones finished = Clones.of(engine.run(NAMES), NAMES);
      finished.make(database, FEW);
      Load.run(options.number("warmup", 5_000), clients, engine::run);
      Load.Timing before = Load.run(runs, clients, engine::run);
      Clones.of(engine.run(NAMES + "!"), NAMES + "!").make(database, many);
      Load.run(clients * 10, clients, engine::run);
      Load.Timing after = Load.run(runs, clients, engine::run);
      ObjectNode line = Output.line("growth", "runs beside finished instances");
      line.put("few", FEW).put("many", many);
      Output.put(line, "runsPerSecondFew", before.perSecond());
      Output.put(line, "runsPerSecondMany", after.perSecond());
      Output.put(line, "ratio", after.perSecond() / before.perSecond());
      Output.put(line, "p99MsFew", before.percentileMs(99));
      Output.put(line, "p99MsMany", after.percentileMs(99));
      line.put(
          "databaseBytes",
          Long.parseLong(database.value("SELECT pg_database_size(current_database())")));
      line.put("inflight", clients).setAll(Machine.describe(database));
      Output.print(line);
      Output.people(
          "growth: %,.0f runs/s beside %,d finished instances, %,.0f beside %,d",
          before.perSecond(), FEW, after.perSecond(), many);
    }
  }
}

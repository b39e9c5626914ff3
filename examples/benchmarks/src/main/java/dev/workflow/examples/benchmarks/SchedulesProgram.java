package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.definition.Steps;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.schedule.ScheduledTask;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * Very many schedules: what finding the due ones costs beside few and beside many, and how soon all
 * have run that are due in the same second.
 */
final class SchedulesProgram {

  private static final int LOOKS = 200;
  private static final int FEW = 10;
  private static final int BATCH = 256;

  private SchedulesProgram() {}

  static void run(Options options) throws Exception {
    int due = options.number("due", 100_000);
    int waiting = options.number("waiting", 100_000);
    WorkflowDefinition workflow =
        WorkflowDefinition.builder("w").step(Steps.action("then", "nothing")).build();
    try (Database database = Database.open(options.text("jdbc"));
        Waiting engine = new Waiting(database, workflow, due)) {
      create(engine, "P1D");
      fill(database, FEW - 1, 0);
      double few = lookMs(engine, BATCH);
      fill(database, waiting, FEW);
      double many = lookMs(engine, BATCH);
      database.execute("DELETE FROM wf_schedule");
      create(engine, "P2D");
      fill(database, waiting - 1, 1);
      create(engine, "P1D");
      copies(database, due - 1, "P1D");
      Duration midnight =
          Duration.between(engine.now(), Instant.parse(database.value(NEXT)).plusSeconds(1));
      engine.advance(midnight);
      double claim = lookMs(engine, BATCH);
      int statements = options.number("statements", 0);
      if (statements > 0) {
        Statements.forget(database);
      }
      long began = System.nanoTime();
      engine.engine().start();
      engine.awaitEnds();
      double seconds = (System.nanoTime() - began) / 1e9;
      if (statements > 0) {
        Statements.print(database, statements);
      }
      ObjectNode line = Output.line("schedules", "due in one second");
      line.put("due", due).put("waiting", waiting);
      Output.put(line, "seconds", seconds);
      Output.put(line, "schedulesPerSecond", due / seconds);
      Output.put(line, "idleLookMsBesideTen", few);
      Output.put(line, "idleLookMsBesideMany", many);
      Output.put(line, "lockMs", claim);
      line.setAll(Machine.describe(database));
      Output.print(line);
      Output.people(
          "schedules: %,d due in one second beside %,d waiting ran in %.1f s, %,.0f/s; a look takes"
              + " %.2f ms beside %d schedules and %.2f ms beside %,d, and %.1f ms for the rows of"
              + " %d due",
          due, waiting, seconds, due / seconds, few, FEW, many, waiting, claim, BATCH);
    }
  }

  private static final String NEXT =
      "SELECT to_char(min(due_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM"
          + " wf_schedule";

  private static void create(Waiting engine, String every) {
    engine
        .engine()
        .schedules()
        .create(
            Waiting.TENANT,
            ScheduledTask.parse(
                "{\"name\": \"%1$s\", \"type\": \"workflow\", \"config\": {\"workflow_id\": \"w\"}, \"every\": \"%1$s\","
                        .formatted(every)
                    + " \"anchor\": \"1970-01-01T00:00:00Z\"}"),
            Actor.of("bench"));
  }

  /** Copies a schedule, due two days later and a second apart. */
  private static void fill(Database database, int count, int from) throws SQLException {
    database.execute(
        """
        INSERT INTO wf_schedule (tenant_id, id, name, ordinal, document, created_at, created_by, state, next_at, due_at, running, queued)
        SELECT tenant_id, gen_random_uuid(), 'copy ' || n, 0, document, created_at, created_by, state,
          next_at + interval '2 days', due_at + interval '2 days' + n * interval '1 second', 0, 0
        FROM (SELECT * FROM wf_schedule LIMIT 1) one, generate_series(%d, %d) n
        """
            .formatted(from + 1, from + count));
    database.execute("ANALYZE wf_schedule");
  }

  /** Copies of a schedule that are due when it is. */
  private static void copies(Database database, int count, String name) throws SQLException {
    database.execute(
        """
        INSERT INTO wf_schedule (tenant_id, id, name, ordinal, document, created_at, created_by, state, next_at, due_at, running, queued)
        SELECT tenant_id, gen_random_uuid(), 'due ' || n, 0, document, created_at, created_by, state, next_at, due_at, 0, 0
        FROM (SELECT * FROM wf_schedule WHERE name = '%s') one, generate_series(1, %d) n
        """
            .formatted(name, count));
    database.execute("ANALYZE wf_schedule");
  }

  /** The median time of locking what is due; each is rolled back. */
  private static double lookMs(Waiting engine, int limit) {
    double[] took = new double[LOOKS];
    for (int i = 0; i < LOOKS; i++) {
      long began = System.nanoTime();
      Instant now = engine.now();
      try {
        engine
            .store()
            .transact(
                transaction -> {
                  transaction.schedules().lockDue(now, limit);
                  throw new RolledBack();
                });
      } catch (RolledBack e) {
        took[i] = (System.nanoTime() - began) / 1e6;
      }
    }
    return Output.median(took);
  }

  private static final class RolledBack extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}

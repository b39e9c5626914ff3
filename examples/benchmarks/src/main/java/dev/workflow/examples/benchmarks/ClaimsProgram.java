package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.jdbi.JdbiWorkflowStore;
import dev.workflow.spi.store.InstanceRows;
import dev.workflow.spi.store.InstanceRows.DueLanes;
import dev.workflow.spi.store.InstanceRows.Lane;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one claim of up to 256 costs while one tenant has a backlog, beside many tenants that each
 * have an instance due and many that wait. Every claim is rolled back.
 */
final class ClaimsProgram {

  private static final int BATCH = 256;
  private static final int CLAIMS = 200;

  private ClaimsProgram() {}

  static void run(Options options) throws Exception {
    int tenants = options.number("tenants", 10_000);
    int waiting = options.number("waiting", 1_000_000);
    int flood = options.number("flood", 100_000);
    try (Database database = Database.open(options.text("jdbc"));
        JdbiWorkflowStore store = JdbiWorkflowStore.open(database.source())) {
      fill(database, tenants, waiting, flood);
      ObjectNode line = Output.line("claims", "round the tenants");
      line.put("tenants", tenants).put("waiting", waiting).put("flood", flood);
      AtomicReference<@Nullable Lane> last = new AtomicReference<>();
      List<Double> fair =
          times(
              store,
              instances -> {
                Instant now = Instant.now();
                DueLanes part = instances.dueLanes(now, last.get());
                Map<Lane, Integer> shares =
                    part.due().stream()
                        .collect(Collectors.toMap(lane -> lane, lane -> BATCH / part.due().size()));
                instances.claim("bench", now, now.plusSeconds(15), shares);
                last.set(part.last());
              });
      List<Double> earliest =
          times(
              store,
              instances -> {
                Instant now = Instant.now();
                instances.claim("bench", now, now.plusSeconds(15), BATCH);
              });
      Output.put(line, "fairClaimMs", fair.get(CLAIMS / 2));
      Output.put(line, "fairClaimP99Ms", fair.get(CLAIMS * 99 / 100));
      Output.put(line, "earliestClaimMs", earliest.get(CLAIMS / 2));
      Output.put(line, "earliestClaimP99Ms", earliest.get(CLAIMS * 99 / 100));
      line.setAll(Machine.describe(database));
      Output.print(line);
      Output.people(
          "claims: beside %,d waiting instances of %,d tenants and a backlog of %,d, one round the tenants takes %.1f ms (p99 %.1f), one of the earliest %.1f (%.1f)",
          waiting,
          tenants,
          flood,
          fair.get(CLAIMS / 2),
          fair.get(CLAIMS * 99 / 100),
          earliest.get(CLAIMS / 2),
          earliest.get(CLAIMS * 99 / 100));
    }
  }

  /** How long each claim took with everything it reads, sorted, without the first quarter. */
  private static List<Double> times(JdbiWorkflowStore store, Consumer<InstanceRows> claiming) {
    List<Double> took = new ArrayList<>();
    for (int i = 0; i < CLAIMS + CLAIMS / 4; i++) {
      long began = System.nanoTime();
      try {
        store.transact(
            transaction -> {
              claiming.accept(transaction.instances());
              throw new RolledBack();
            });
      } catch (RolledBack e) {
        if (i >= CLAIMS / 4) {
          took.add((System.nanoTime() - began) / 1e6);
        }
      }
    }
    Collections.sort(took);
    return took;
  }

  private static void fill(Database database, int tenants, int waiting, int flood)
      throws Exception {
    insert(database, waiting, "'t' || (n % " + tenants + ")", "now() + interval '1 day'");
    insert(database, tenants, "'t' || n", "now() - interval '1 second'");
    insert(database, flood, "'t0'", "now() - interval '1 minute'");
    database.execute("VACUUM ANALYZE wf_instance");
  }

  private static void insert(Database database, int count, String tenant, String due)
      throws Exception {
    database.execute(
        """
        INSERT INTO wf_instance (tenant_id, id, workflow, workflow_version, input, created_at, state, revision, due_at)
        SELECT %s, gen_random_uuid(), 'w', 1, '{}', now(), 'ACTIVE', 1, %s + n * interval '1 microsecond'
        FROM generate_series(0, %d - 1) AS n
        """
            .formatted(tenant, due, count));
  }

  private static final class RolledBack extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}

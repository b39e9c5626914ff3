package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.Instances;
import dev.workflow.Json;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.evidence.EvidencePack;
import dev.workflow.evidence.EvidenceVerifier;
import dev.workflow.retention.Retention;
import dev.workflow.retention.Retention.ErasureReceipt;
import dev.workflow.spi.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {

  private static final TenantId ACME = TenantId.of("acme");
  private static final Actor ANN = Actor.of("ann");
  private static final SubjectRef JANE = SubjectRef.of("lead", "42");

  // snippet: policy
  /** Ninety days for most, ten years for contracts, and only at night. */
  static final class NightlyRetention implements RetentionPolicy {

    @Override
    public Collection<TenantId> tenants() {
      return List.of(TenantId.of("acme"));
    }

    @Override
    public Keep of(TenantId tenant) {
      return Keep.all(Duration.ofDays(90)).withWorkflow("contract", Duration.ofDays(3_650));
    }

    @Override
    public boolean quiet(TenantId tenant, Instant now) {
      int hour = now.atZone(ZoneId.of("Europe/Amsterdam")).getHour();
      return hour < 5;
    }
  }

  // end

  @Test
  void what_is_old_is_archived_and_removed_and_a_subject_is_erased(@TempDir Path archive)
      throws Exception {
    WorkflowEngine.Builder builder = Examples.engine();
    // snippet: archive
    builder
        .retention(new NightlyRetention())
        .archive(
            batch -> Files.writeString(archive.resolve(batch.id() + ".ndjson"), batch.ndjson()));
    // end
    try (WorkflowEngine engine = builder.build()) {
      String document =
          "{\"key\": \"hello\", \"steps\": [{\"id\": \"a\", \"action\": \"log\","
              + " \"config\": {\"message\": \"hi\"}}]}";
      engine.definitions().publish(ACME, WorkflowDefinition.parse(document));
      start(engine);
      engine.retention().purge(ACME, Retention.What.INSTANCES, Duration.ofNanos(1), removed -> {});
      String line;
      try (Stream<Path> files = Files.list(archive)) {
        line = Files.readAllLines(files.findFirst().orElseThrow()).get(0);
      }
      // snippet: evidence
      EvidencePack kept = EvidencePack.read(line);
      EvidencePack erased = kept.without((name, value) -> true);
      boolean whole = EvidenceVerifier.verify(erased.json()).broken() == null;
      // end
      assertThat(whole).isTrue();
      assertThat(erased.head()).isEqualTo(kept.head());
      assertThat(erased.json()).doesNotContain("Jane");

      start(engine);
      // snippet: hold
      engine.retention().hold(ACME, JANE, ANN, "lawsuit 2026/17");
      engine.retention().release(ACME, JANE, ANN);
      // end
      // snippet: erase
      ErasureReceipt receipt = engine.retention().erase(ACME, SubjectRef.of("lead", "42"), ANN);
      // end
      // snippet: receipts
      Page<ErasureReceipt> receipts = engine.retention().erasures(ACME, JANE, null, 10);
      // end
      assertThat(receipts.items()).containsExactly(receipt);
      assertThat(receipt.instances()).isEqualTo(1);
      assertThat(engine.instances().list(Instances.Query.of(ACME), null, 9).items()).isEmpty();
    }
  }

  private static void start(WorkflowEngine engine) {
    assertThat(
            engine.instances().start(ACME, "hello", JANE, Json.object().put("name", "Jane"), ANN))
        .isPresent();
    engine.runUntilIdle();
  }
}

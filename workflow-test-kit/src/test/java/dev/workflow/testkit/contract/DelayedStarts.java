package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.TenantLimits;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/**
 * The common ground of the contracts about limits on the starts of instances: it notes when the
 * work of each begins.
 */
public abstract class DelayedStarts extends EngineContract {

  static final Instant START = WorkflowTestKit.START;
  static final String WORK = "[{\"id\": \"a\", \"action\": \"work\"}]";

  final List<Instant> begun = new ArrayList<>();
  TenantLimits limits = TenantLimits.NONE;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .tenants(tenant -> Optional.of(TenantDirectory.Settings.DEFAULT.withLimits(limits)));
  }

  /** The key of a document that lets so many instances begin. */
  static String aMinute(int permits) {
    return "\"rateLimit\": {\"permits\": %s, \"per\": \"PT1M\"},".formatted(permits);
  }

  @BeforeEach
  void noteWhenWorkBegins() {
    answer =
        context -> {
          begun.add(kit.clock().instant());
          return ActionResult.completed();
        };
  }

  static Event lead(TenantId tenant, int number) {
    return Event.of(
        tenant, "lead.created", SubjectRef.of("lead", String.valueOf(number)), Json.object());
  }

  final InstanceId publish(WorkflowEngine engine, int number) {
    return engine
        .events()
        .publish(lead(WorkflowTestKit.TENANT, number))
        .started()
        .get(0)
        .instance();
  }

  final List<InstanceId> publishMany(int count) {
    List<InstanceId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(publish(kit.engine(), i));
    }
    return ids;
  }

  static List<Instant> times(int count, Duration after) {
    return Collections.nCopies(count, START.plus(after));
  }

  /** So many began at once, so many a minute later, and so on. */
  final void assertBegunEachMinute(int... counts) {
    List<Instant> expected = new ArrayList<>();
    for (int minute = 0; minute < counts.length; minute++) {
      expected.addAll(times(counts[minute], Duration.ofMinutes(minute)));
    }
    assertThat(begun).isEqualTo(expected);
  }
}

package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.workflow.Actor;
import dev.workflow.EngineOptions;
import dev.workflow.InstanceId;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The terms that running instances see. */
public abstract class TermsContract extends EngineContract {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Actor BOSS = Actor.of("boss");
  private static final TenantDirectory.Settings SETTINGS =
      new TenantDirectory.Settings(
          ZoneOffset.UTC, Locale.ROOT, Map.of("b", number(20), "c", number(20), "d", number(20)));

  private final List<JsonNode> seen = new ArrayList<>();

  private static JsonNode number(int value) {
    return IntNode.valueOf(value);
  }

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .options(
            EngineOptions.defaults()
                .withHostTerms(
                    Map.of("a", number(10), "b", number(10), "c", number(10), "d", number(10))))
        .tenants(tenant -> Optional.of(SETTINGS));
  }

  private ActionResult see(JsonNode data) {
    seen.add(data.path("terms").deepCopy());
    return ActionResult.completed();
  }

  @Test
  void the_workflows_terms_win_over_those_set_for_the_tenant_over_the_directorys_over_the_hosts() {
    kit.engine()
        .assignments()
        .setDefault(TENANT, null, Map.of("c", number(30), "d", number(30), "e", number(30)), BOSS);
    answer = context -> see(context.data());
    InstanceId id =
        run(
            "\"terms\": {\"d\": 40},",
            """
            [{"id": "a", "action": "work", "when": {"field": "terms.c", "operator": "eq", "value": 30}}]
            """,
            "{}");
    assertInstance(id).isCompleted();
    assertThat(seen)
        .containsExactly(json("{\"a\": 10, \"b\": 20, \"c\": 30, \"d\": 40, \"e\": 30}"));
  }

  @Test
  void what_is_set_while_an_instance_runs_is_seen_by_the_steps_that_begin_afterwards() {
    answer = context -> see(context.data());
    run(
        """
        [{"id": "a", "action": "work"}, {"id": "b", "action": "work", "delay": "P1D"}]
        """,
        "{}");
    kit.engine().assignments().setDefault(TENANT, null, Map.of("a", number(1)), BOSS);
    kit.advance(Duration.ofDays(1));
    assertThat(seen).extracting(terms -> terms.path("a").intValue()).containsExactly(10, 1);
  }

  @Test
  void what_was_set_for_another_tenant_is_not_seen() {
    kit.engine()
        .assignments()
        .setDefault(TenantId.of("other"), null, Map.of("a", number(99)), BOSS);
    answer = context -> see(context.data());
    run("[{\"id\": \"a\", \"action\": \"work\"}]", "{}");
    assertThat(seen).extracting(terms -> terms.path("a").intValue()).containsExactly(10);
  }
}

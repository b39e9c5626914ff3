package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.spi.AccessPolicy;
import dev.workflow.spi.FieldPolicy;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PermissionsTest {

  private static final TenantId ACME = TenantId.of("acme");

  // snippet: policy
  /** Everybody of the sales team may see and start its workflows; only Ann may publish them. */
  static final class SalesPolicy implements AccessPolicy {

    private final Map<String, Set<Right>> rights =
        Map.of(
            "ann", Set.of(Right.SEE, Right.START, Right.DEFINE, Right.PUBLISH, Right.USE),
            "bob", Set.of(Right.SEE, Right.START));

    @Override
    public boolean allows(Request request) {
      boolean sales = request.workflow() != null && request.workflow().startsWith("sales-");
      return sales
          && rights.getOrDefault(request.principal().id(), Set.of()).contains(request.right())
          && !"call_webhook".equals(request.action());
    }
  }

  // end

  private static WorkflowDefinition definition(String action) {
    return WorkflowDefinition.parse(
        "{\"key\": \"sales-hello\", \"steps\": [{\"id\": \"a\", " + action + "}]}");
  }

  private static final String LOG = "\"action\": \"log\", \"config\": {\"message\": \"hello\"}";

  @Test
  void a_policy_is_asked_before_every_call() {
    WorkflowEngine.Builder builder = Examples.engine();
    WorkflowDefinition hello = definition(LOG);
    // snippet: as
    WorkflowEngine engine = builder.access(new SalesPolicy()).build();
    WorkflowEngine bobs = engine.as(Actor.of("bob"));
    // end
    try (engine) {
      engine.as(Actor.of("ann")).definitions().publish(ACME, hello);
      assertThat(bobs.definitions().get(ACME, "sales-hello").version()).isEqualTo(1);
      assertThatThrownBy(() -> bobs.definitions().publish(ACME, hello))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessage(
              "\"bob\" lacks the right PUBLISH on the workflow \"sales-hello\" of tenant acme");
    }
  }

  // snippet: fields
  /** Only HR sees salaries; only it changes them. */
  static final FieldPolicy SALARIES =
      request ->
          request.field().equals("salary") && !request.principal().id().startsWith("hr-")
              ? FieldPolicy.Access.masked("•••")
              : FieldPolicy.Access.OPEN;

  // end

  @Test
  void who_may_not_write_a_field_does_not() {
    WorkflowEngine engine = Examples.engine().fields(SALARIES).build();
    try (engine) {
      engine
          .definitions()
          .publish(
              ACME,
              WorkflowDefinition.parse(
                  """
                  {"key": "raise", "steps": [{"id": "a", "action": "update_field",
                    "config": {"field": "salary", "value": 200}}]}
                  """));
      InstanceId id =
          engine
              .instances()
              .start(ACME, "raise", SubjectRef.of("lead", "1"), Json.object(), Actor.of("ann"))
              .orElseThrow();
      engine.runUntilIdle();
      assertThat(engine.instances().get(ACME, id).step("a").reason())
          .endsWith("\"ann\" may not write the fields salary of a lead");
    }
  }
}

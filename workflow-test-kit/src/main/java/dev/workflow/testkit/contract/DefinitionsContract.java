package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.Definitions;
import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.testkit.WorkflowTestKit;
import org.junit.jupiter.api.Test;

/** Versions and what is said about them. */
public abstract class DefinitionsContract extends EngineContract {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;

  private Definitions definitions() {
    return kit.engine().definitions();
  }

  private static WorkflowDefinition nurture(int priority, String step) {
    return WorkflowDefinition.parse(
        """
        {"key": "nurture", "priority": %d, "triggers": [{"event": "lead.created"}],
         "steps": [{"id": "%s", "action": "work"}]}
        """
            .formatted(priority, step));
  }

  @Test
  void compares_any_two_versions_and_the_draft() {
    definitions().publish(TENANT, nurture(1, "a"));
    definitions().publish(TENANT, nurture(2, "b"));
    definitions().saveDraft(TENANT, nurture(3, "b"), Actor.of("ann"));

    assertThat(definitions().diff(TENANT, "nurture", 1, 2))
        .hasToString(
            """
            /priority: 1 -> 2
            step b: added at /steps/0
            step a: removed from /steps/0\
            """);
    assertThat(definitions().diff(TENANT, "nurture", 2, 0)).hasToString("/priority: 2 -> 3");
    assertThat(definitions().diff(TENANT, "nurture", 0, 2)).hasToString("/priority: 3 -> 2");
    assertThat(definitions().diff(TENANT, "nurture", 2, 2).isEmpty()).isTrue();
  }

  @Test
  void compares_only_versions_that_there_are() {
    definitions().publish(TENANT, nurture(1, "a"));

    assertThatThrownBy(() -> definitions().diff(TENANT, "nurture", 1, 2))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("tenant test has no workflow nurture v2");
    assertThatThrownBy(() -> definitions().diff(TENANT, "nurture", 0, 1))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("tenant test has no draft of \"nurture\"");
    assertThatThrownBy(() -> definitions().diff(TenantId.of("other"), "nurture", 1, 1))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("tenant other has no workflow nurture v1");
  }
}

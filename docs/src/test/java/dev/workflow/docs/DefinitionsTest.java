package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.InstanceEdit;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowRef;
import dev.workflow.condition.Condition;
import dev.workflow.definition.DefinitionVersion;
import dev.workflow.definition.DraftEdit;
import dev.workflow.definition.Steps;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.StateMachine;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DefinitionsTest {

  private final WorkflowEngine engine = Examples.engine().build();
  private final TenantId tenant = TenantId.of("acme");

  @Test
  void parsing_tells_every_problem_with_its_place() {
    // snippet: wrong
    String json =
        """
        {"key": "Lead Nurture",
         "triggers": [{"event": "lead.created",
                       "when": {"field": "score", "operator": "gte_", "value": 50}}],
         "steps": [{"id": "wait", "delay": "3 days"},
                   {"id": "mail", "action": "send_email", "confg": {"to": "{{lead.email"}}]}
        """;
    // end
    // snippet: problems
    String message =
        """
        The workflow "Lead Nurture" has 4 problems:
          /key: "Lead Nurture" is not a name: begin with a lower-case letter or digit, then letters, digits, "-" or "_", at most 100; did you mean "lead-nurture"?
          /triggers/0/when/operator: unknown operator "gte_"; did you mean "gte"?
          /steps/0/delay: "3 days" is not an ISO-8601 duration such as "PT5M", "P3D" or "P1M"
          /steps/1/confg: unknown key; did you mean "config"?
        """;
    // end
    assertThatThrownBy(() -> WorkflowDefinition.parse(json))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage(message.strip());
  }

  @Test
  void checking_tells_what_only_an_engine_knows() {
    String json =
        """
        {"key": "lead-nurture", "name": "Lead nurture",
         "steps": [{"id": "mail", "action": "send_mail"},
                   {"id": "task", "action": "create_task", "config": {"title": "Call", "due": "{{today}}"}}]}
        """;
    // snippet: check
    List<Problem> problems = engine.definitions().check(tenant, WorkflowDefinition.parse(json));
    // end
    // snippet: check-problems
    String lines =
        """
        /steps/0/action: unknown action "send_mail"; did you mean "send_email"? If it is an action of yours, register its handler: WorkflowEngine.builder().handler(...), or META-INF/services/dev.workflow.spi.ActionHandler
        /steps/1/config/due: unknown key "due"; create_task takes title, description, assignee, assigned_to_id, due_date, priority
        """;
    // end
    assertThat(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")))
        .isEqualTo(lines.strip());
  }

  @Test
  void versions_are_drafted_published_rolled_back_and_archived() {
    WorkflowDefinition definition = LeadWelcome.parsed();
    // snippet: versions
    Actor anna = Actor.of("anna");
    engine.definitions().saveDraft(tenant, definition, anna); // starts nothing
    engine.definitions().publish(tenant, definition, anna); // version 1
    engine.definitions().publish(tenant, definition, anna); // version 2
    engine.definitions().rollback(tenant, WorkflowRef.of("lead-welcome", 1), anna); // version 3
    engine.definitions().archive(tenant, WorkflowRef.of("lead-welcome", 2), anna);

    List<DefinitionVersion> versions = engine.definitions().versions(tenant, "lead-welcome");
    // end
    assertThat(versions)
        .extracting(version -> version.definition().version() + " " + version.status())
        .containsExactly("3 PUBLISHED", "2 ARCHIVED", "1 PUBLISHED", "0 DRAFT");
  }

  @Test
  void a_draft_is_edited_piece_by_piece() {
    engine.definitions().saveDraft(tenant, LeadWelcome.parsed(), Actor.of("anna"));
    // snippet: editing
    DraftEdit.Edited edited =
        engine
            .definitions()
            .editDraft(tenant, "lead-welcome", Actor.of("boris"))
            .addTrigger(Json.object().put("event", "contact.created"))
            .add(Json.object().put("id", "pause").put("delay", "P1D"), InstanceEdit.Place.end())
            .rename("Welcome")
            .save();
    String revision = edited.draft().revision();
    // end
    assertThat(engine.definitions().savedDraft(tenant, "lead-welcome").orElseThrow().revision())
        .isEqualTo(revision);
    assertThat(edited.draft().definition().name()).isEqualTo("Welcome");
  }

  @Test
  void yaml_and_java_say_the_same() {
    // snippet: yaml
    String yaml =
        """
        key: lead-hello
        name: Hello
        priority: 5
        triggers:
          - event: lead.created
            when: {field: status, operator: eq, value: new}
            dedupe: {key: "{{subject.id}}", window: P30D}
        exit:
          - event: lead.converted
        steps:
          - id: pause
            delay: PT5M
          - id: how
            branch:
              - name: hot
                when: {field: score, operator: gte, value: 80}
                steps:
                  - id: call
                    action: create_task
                    config: {title: "Call {{lead.name}}"}
              - otherwise: true
                steps: []
        """;
    // end
    // snippet: java
    Condition isNew = Condition.field("status").eq("new");
    Condition isHot = Condition.field("score").gte(80);
    WorkflowDefinition definition =
        WorkflowDefinition.builder("lead-hello")
            .name("Hello")
            .priority(5)
            .on("lead.created", isNew)
            .dedupe("{{subject.id}}", "P30D")
            .exitOn("lead.converted")
            .step(Steps.delay("pause", "PT5M"))
            .step(
                Steps.branch("how")
                    .when(
                        "hot",
                        isHot,
                        Steps.action("call", "create_task").config("title", "Call {{lead.name}}"))
                    .otherwise())
            .build();
    // end
    WorkflowDefinition read = WorkflowDefinition.parseYaml(yaml);
    assertThat(read.toJson()).isEqualTo(definition.toJson());
    assertThat(WorkflowDefinition.parseYaml(read.toYaml()).toJson()).isEqualTo(read.toJson());
  }

  @Test
  void the_pictures_of_the_states_are_the_tables_that_decide() {
    // snippet: instance-states
    String instance =
        """
        stateDiagram-v2
          [*] --> DRAFT
          DRAFT --> ACTIVE: start
          ACTIVE --> PAUSED: pause
          PAUSED --> ACTIVE: resume
          ACTIVE --> COMPLETED: last step ended, stop or exit
          ACTIVE --> FAILED: a step failed for good, or stop
          ACTIVE --> CANCELED: cancel
          PAUSED --> CANCELED: cancel
          PAUSED --> COMPLETED: exit
          DRAFT --> CANCELED: cancel
          DRAFT --> COMPLETED: exit
          FAILED --> ACTIVE: retry
          COMPLETED --> [*]
          CANCELED --> [*]
        """;
    // end
    // snippet: step-states
    String step =
        """
        stateDiagram-v2
          [*] --> PENDING
          PENDING --> READY: its turn has come
          READY --> IN_PROGRESS: begins, or is claimed
          IN_PROGRESS --> READY: will be tried again, or is released
          IN_PROGRESS --> COMPLETED: done
          IN_PROGRESS --> FAILED: failed for good
          IN_PROGRESS --> BLOCKED: blocked, or suspended
          READY --> BLOCKED: nobody may do it, blocked, or suspended
          BLOCKED --> READY: unblocked, or resumed
          BLOCKED --> SKIPPED: cut off, or skipped by somebody
          READY --> SKIPPED: condition false, cut off, or skipped by somebody
          IN_PROGRESS --> SKIPPED: cut off, or skipped by somebody
          FAILED --> READY: retry
          SKIPPED --> READY: retry, if a failure cut it off
          COMPLETED --> [*]
        """;
    // end
    assertThat(StateMachine.INSTANCE.diagram()).isEqualTo(instance);
    assertThat(StateMachine.STEP.diagram()).isEqualTo(step);
  }
}

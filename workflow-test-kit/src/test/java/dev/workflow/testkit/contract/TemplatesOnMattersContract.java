package dev.workflow.testkit.contract;

import static dev.workflow.InstanceEdit.Place.end;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Definitions;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.Tasks;
import dev.workflow.WorkflowRef;
import dev.workflow.action.BuiltInActions;
import dev.workflow.definition.DefinitionStatus;
import dev.workflow.definition.Step;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Workflows as templates: found, and instantiated on a matter as a draft or at once. */
public abstract class TemplatesOnMattersContract extends EngineContract {

  private static final Actor BOSS = Actor.of("boss");
  private static final SubjectRef MATTER = SubjectRef.of("matter", "7");

  /** Every kind of step, and every action that comes with the engine and works on a matter. */
  private static final String DEMO =
      """
      {"key": "demo-matter", "name": "Demo matter", "description": "Every kind of step once", "subject": "matter",
       "steps": [
         {"id": "greet", "action": "send_email", "config": {"to": "{{client}}", "subject": "Welcome", "text": "We begin."}},
         {"id": "text", "action": "send_sms", "config": {"to": "+31612345678", "text": "We begin."}},
         {"id": "chat", "action": "send_whatsapp", "config": {"to": "+31612345678", "text": "We begin."}},
         {"id": "reach", "action": "send_message", "config": {
            "recipients": {"customEmails": ["{{client}}"]}, "channels": ["email"], "template": "welcome",
            "variables": {"first_name": "Jane"}}},
         {"id": "bell", "action": "send_notification", "config": {"recipient": "clerk", "message": "A new matter"}},
         {"id": "note", "action": "add_note", "config": {"entity_type": "matter", "entity_id": "7", "note": "begun"}},
         {"id": "tag", "action": "add_tag", "config": {"tag": "demo"}},
         {"id": "untag", "action": "remove_tag", "config": {"tag": "demo"}},
         {"id": "mark", "action": "update_field", "config": {"entity_type": "matter", "entity_id": "7", "field": "status", "value": "open"}},
         {"id": "todo", "action": "create_task", "config": {"title": "Call {{client}}"}},
         {"id": "out", "action": "enqueue_export", "config": {"export_type": "csv", "entity_type": "matter", "filters": {}}},
         {"id": "name", "action": "set", "config": {"name": "greeting", "value": "Dear {{client}}"}},
         {"id": "say", "action": "log", "config": {"message": "{{greeting}}"}},
         {"id": "tell", "action": "publish_event", "config": {"event": "matter.begun", "payload": {}}},
         {"id": "aside", "action": "start_workflow", "config": {"workflow": "child", "input": {}}},
         {"id": "each", "action": "start_for_records", "config": {"workflow": "child", "entity_type": "invoice"}},
         {"id": "approve", "action": "approval", "role": "LAWYER"},
         {"id": "check", "action": "checklist", "config": {"items": ["Passport seen"]}},
         {"id": "sign", "action": "signature", "role": "CLIENT", "config": {"documentId": "letter"}},
         {"id": "papers", "action": "request_document", "role": "CLIENT", "config": {"requestText": "A passport"}},
         {"id": "pay", "action": "payment", "role": "CLIENT", "config": {"amount": 12.50, "currency": "EUR"}},
         {"id": "own", "action": "work"},
         {"id": "rest", "delay": "P1D"},
         {"id": "reply", "wait": {"event": "message.received", "timeout": "P3D"}},
         {"id": "sub", "workflow": "child"},
         {"id": "both", "parallel": [
            {"steps": [{"id": "left", "action": "work"}]}, {"steps": [{"id": "right", "action": "approval"}]}]},
         {"id": "all", "each": {"items": ["a", "b"], "steps": [{"id": "one", "action": "work"}]}},
         {"id": "again", "repeat": {"max": 2, "until": {"field": "steps.more.output.approved", "operator": "eq", "value": true},
            "steps": [{"id": "more", "action": "approval"}]}},
         {"id": "way", "branch": [
            {"when": {"field": "client", "operator": "eq", "value": "nobody"}, "steps": []},
            {"otherwise": true, "steps": [{"id": "last", "action": "approval"}]}]},
         {"id": "half", "split": [{"name": "a", "steps": []}, {"name": "b", "steps": []}]},
         {"id": "done", "stop": {"as": "completed", "reason": "all is done"}}]}
      """;

  private static Set<String> actions(WorkflowDefinition definition) {
    Set<String> actions = new HashSet<>();
    definition
        .allSteps()
        .forEach(
            step -> {
              if (step instanceof Step.Action action) {
                actions.add(action.type());
              }
            });
    return actions;
  }

  /** Every action that comes with the engine, but for the one that changes leads. */
  private static Set<String> ofMatters() {
    Set<String> actions = new HashSet<>();
    BuiltInActions.specs().forEach(spec -> actions.add(spec.type()));
    actions.remove("update_lead");
    return actions;
  }

  private Instances instances() {
    return kit.engine().instances();
  }

  private Definitions definitions() {
    return kit.engine().definitions();
  }

  private void answerAll() {
    for (Tasks.Task task : kit.engine().tasks().list(TENANT, null, 50).items()) {
      kit.engine()
          .tasks()
          .complete(TENANT, task.instance(), task.step(), BOSS, answer(task.action()));
    }
    kit.run();
  }

  private static ObjectNode answer(String action) {
    return json(
        switch (action) {
          case "checklist" -> "{\"items\": {\"Passport seen\": true}}";
          case "signature" -> "{\"signed\": true, \"signedBy\": \"Jane\"}";
          case "request_document" ->
              "{\"documents\": [{\"name\": \"id.pdf\", \"type\": \"application/pdf\", \"bytes\": 52100}]}";
          case "payment" -> "{\"amount\": 12.50, \"currency\": \"EUR\"}";
          default -> "{\"approved\": true}";
        });
  }

  @Test
  void a_template_with_every_kind_of_step_runs_from_end_to_end() {
    kit.publish("{\"key\": \"child\", \"steps\": [{\"id\": \"inner\", \"action\": \"work\"}]}");
    kit.engine().messaging().templates().publish(TENANT, WelcomeTemplate.welcome("Welcome"), BOSS);
    WorkflowDefinition demo = kit.publish(DEMO);
    InstanceId id =
        instances()
            .draft(TENANT, demo.ref(), MATTER, json("{\"client\": \"jane@example.com\"}"), BOSS);
    kit.run();
    assertInstance(id).is(InstanceState.DRAFT);
    assertThat(calls).isEmpty();
    instances().edit(TENANT, id, BOSS).rename("Doe against Roe").apply();
    instances().begin(TENANT, id, BOSS);
    kit.run();
    for (int i = 0; i < 6; i++) {
      answerAll();
    }
    kit.advance(Duration.ofDays(1));
    kit.event("message.received", MATTER, "{}");
    for (int i = 0; i < 5; i++) {
      answerAll();
    }
    assertInstance(id).isCompleted();
    assertThat(instance(id).name()).isEqualTo("Doe against Roe");
    assertThat(instance(id).steps())
        .allSatisfy(step -> assertThat(step.state()).isEqualTo(StepState.COMPLETED));
    Set<String> kinds = new HashSet<>();
    demo.allSteps().forEach(step -> kinds.add(step.kind()));
    assertThat(kinds)
        .containsExactlyInAnyOrder(
            "action",
            "delay",
            "wait",
            "workflow",
            "parallel",
            "each",
            "repeat",
            "branch",
            "split",
            "stop");
    assertThat(actions(demo)).containsAll(ofMatters());
    assertThat(kit.messages("email")).hasSize(2);
    assertThat(kit.messages("whatsapp")).hasSize(1);
    assertThatThrownBy(() -> instances().begin(TENANT, id, BOSS))
        .isInstanceOf(IllegalTransitionException.class);
  }

  @Test
  void a_chosen_version_is_started_on_a_subject_of_its_type() {
    String document =
        "{\"key\": \"t\", \"subject\": \"matter\", \"steps\": [{\"id\": \"%s\", \"action\": \"approval\"}]}";
    kit.publish(document.formatted("one"));
    kit.publish(document.formatted("two"));
    WorkflowRef first = WorkflowRef.of("t", 1);
    InstanceId id = instances().startVersion(TENANT, first, MATTER, json("{}"), BOSS).orElseThrow();
    kit.run();
    assertInstance(id).step("one", StepState.READY);
    assertThatThrownBy(() -> instances().startVersion(TENANT, first, LEAD, json("{}"), BOSS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The input has a problem:\n  /subject: t v1 is for a subject of the type \"matter\"; it is of the type \"lead\"");
    assertThatThrownBy(() -> instances().draft(TENANT, first, null, json("{}"), BOSS))
        .hasMessageContaining("there is none");
    definitions().archive(TENANT, first, BOSS);
    assertThatThrownBy(() -> instances().startVersion(TENANT, first, MATTER, json("{}"), BOSS))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("tenant test has no published workflow t v1");
  }

  @Test
  void a_draft_takes_part_in_no_queue_and_what_waits_in_one_begins_by_itself() {
    publish(
        "q",
        "\"concurrency\": {\"key\": \"one\", \"policy\": \"queue\"},",
        "[{\"id\": \"a\", \"action\": \"approval\"}]");
    WorkflowRef version = WorkflowRef.of("q", 1);
    assertThatThrownBy(() -> instances().draft(TENANT, version, LEAD, json("{}"), BOSS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a draft takes part in no queue; start it");
    assertThat(instances().startVersion(TENANT, version, LEAD, json("{}"), BOSS)).isPresent();
    InstanceId queued =
        instances().startVersion(TENANT, version, LEAD, json("{}"), BOSS).orElseThrow();
    assertThatThrownBy(() -> instances().begin(TENANT, queued, BOSS))
        .hasMessage("instance " + queued + " waits for its turn in a queue, and begins by itself");
  }

  @Test
  void a_draft_can_be_edited_and_cancelled() {
    publish("t", "", "[{\"id\": \"a\", \"action\": \"work\"}]");
    InstanceId id = instances().draft(TENANT, WorkflowRef.of("t", 1), LEAD, json("{}"), BOSS);
    instances()
        .edit(TENANT, id, BOSS)
        .add(json("{\"id\": \"b\", \"action\": \"work\"}"), end())
        .apply();
    assertInstance(id).is(InstanceState.DRAFT);
    instances().cancel(TENANT, id, BOSS, null);
    kit.run();
    assertInstance(id).is(InstanceState.CANCELED);
    assertThat(calls).isEmpty();
  }

  @Test
  void workflows_are_listed_with_drafts_searched_and_paged() {
    for (int i = 0; i < 5; i++) {
      publish("w" + i, "\"description\": \"Number " + i + "\",", "[]");
    }
    definitions()
        .saveDraft(
            TENANT,
            WorkflowDefinition.parse("{\"key\": \"only-draft\", \"name\": \"Neu\", \"steps\": []}"),
            BOSS);
    definitions()
        .saveDraft(TENANT, WorkflowDefinition.parse("{\"key\": \"w1\", \"steps\": []}"), BOSS);
    definitions().archive(TENANT, WorkflowRef.of("w2", 1), BOSS);
    List<Definitions.Listed> all = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      Page<Definitions.Listed> page = definitions().list(TENANT, null, cursor.orElse(null), 2);
      all.addAll(page.items());
      cursor = page.next();
    } while (cursor.isPresent());
    assertThat(all)
        .extracting(Definitions.Listed::key)
        .containsExactly("only-draft", "w0", "w1", "w2", "w3", "w4");
    assertThat(all.get(0))
        .isEqualTo(
            new Definitions.Listed(
                "only-draft", "Neu", null, null, 0, DefinitionStatus.DRAFT, true, true));
    assertThat(all.get(2).draft()).isTrue();
    assertThat(all.get(2).version()).isEqualTo(1);
    assertThat(all.get(3).status()).isEqualTo(DefinitionStatus.ARCHIVED);
    assertThat(definitions().list(TENANT, "NUMBER 3", null, 10).items())
        .extracting(Definitions.Listed::key)
        .containsExactly("w3");
    assertThat(definitions().list(TENANT, "nothing", null, 10).items()).isEmpty();
  }
}

package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.Definitions;
import dev.workflow.InstanceId;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.Problem;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowRef;
import dev.workflow.definition.DefinitionChange;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.Migration;
import dev.workflow.instance.StepState;
import dev.workflow.preview.PastStarts;
import dev.workflow.preview.PublicationPreview;
import dev.workflow.preview.PublicationPreview.Misfit;
import dev.workflow.preview.PublicationPreview.Waiting;
import dev.workflow.trigger.EventExplanation.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What publishing a draft would change, and publishing what was looked at. */
public abstract class PublicationsContract extends EngineContract {

  private static final Actor ANN = Actor.of("ann");
  private static final String ASK =
      "{\"id\": \"ask\", \"action\": \"approval\", \"assignee\": \"bob\", \"config\": {}}";
  private static final String REPLY =
      "{\"id\": \"reply\", \"wait\": {\"event\": \"message.received\"}}";

  private Definitions definitions() {
    return kit.engine().definitions();
  }

  private static WorkflowDefinition workflow(int score, String steps) {
    return WorkflowDefinition.parse(
        """
        {"key": "w", "name": "A test", "triggers": [{"event": "lead.created",
          "when": {"field": "score", "operator": "gte", "value": %s}}], "steps": [%s]}
        """
            .formatted(score, steps));
  }

  private String draft(int score, String steps) {
    definitions().saveDraft(TENANT, workflow(score, steps), ANN);
    return definitions().savedDraft(TENANT, "w").orElseThrow().revision();
  }

  private PublicationPreview preview() {
    return kit.engine()
        .previews()
        .publication(TENANT, "w", Duration.ofDays(30), ANN, progress -> {});
  }

  private InstanceId lead(int number, int score) {
    return kit
        .event("lead.created", SubjectRef.of("lead", "" + number), "{\"score\": " + score + "}")
        .started()
        .stream()
        .map(one -> one.instance())
        .findFirst()
        .orElse(null);
  }

  @Test
  void it_shows_what_changes_what_starts_and_what_becomes_of_open_instances() {
    kit.publish(workflow(50, ASK + ", " + REPLY));
    InstanceId first = lead(1, 60);
    InstanceId second = lead(2, 90);
    lead(3, 10);
    kit.engine().tasks().complete(TENANT, second, "ask", ANN, json("{\"approved\": true}"));
    kit.advance(Duration.ofMinutes(1));
    draft(80, ASK + ", {\"id\": \"call\", \"action\": \"work\"}");

    List<PublicationPreview.Progress> told = new ArrayList<>();
    PublicationPreview preview =
        kit.engine().previews().publication(TENANT, "w", Duration.ofDays(30), ANN, told::add);
    assertThat(preview)
        .extracting(PublicationPreview::active, PublicationPreview::next)
        .containsExactly(1, 2);
    assertThat(preview.difference().changes())
        .extracting(DefinitionChange::toString)
        .containsExactly(
            "/triggers/0/when/value: 50 -> 80",
            "step call: added at /steps/1",
            "step reply: removed from /steps/1");
    assertThat(preview.starts())
        .extracting(
            one -> one.before().starts(),
            one -> one.after().starts(),
            PublicationPreview.Starts::added,
            PublicationPreview.Starts::lost)
        .containsExactly(2L, 1L, 0L, 1L);
    assertThat(preview.starts().lostSamples())
        .extracting(PastStarts.Sample::subject, PastStarts.Sample::because)
        .containsExactly(tuple(SubjectRef.of("lead", "1"), "✗ score gte 80 (was 60)"));
    assertThat(preview.instances())
        .extracting(
            PublicationPreview.Running::looked,
            PublicationPreview.Running::fit,
            PublicationPreview.Running::whole)
        .containsExactly(2L, 1L, true);
    assertThat(preview.instances().misfits())
        .containsExactly(
            new Misfit(
                "reply",
                "step \"reply\" is IN_PROGRESS, and w v2 has no step \"reply\"; map it to one that"
                    + " it has",
                1,
                List.of(second)));
    assertThat(preview.instances().waiting())
        .containsExactlyInAnyOrder(
            new Waiting("ask", "action", StepState.READY, 1, true, List.of("bob"), List.of(first)),
            new Waiting(
                "reply", "wait", StepState.IN_PROGRESS, 1, false, List.of(), List.of(second)));
    assertThat(told).last().isEqualTo(new PublicationPreview.Progress(3, 2));
    assertThat(preview.toString())
        .endsWith(
            """
            1 of 3 events would start it: 0 more, 1 no longer
            1 of 2 open instances could go on with it
            1: step "reply" is IN_PROGRESS, and w v2 has no step "reply"; map it to one that it has""");
  }

  @Test
  void what_it_says_of_an_instance_is_what_a_migration_does() {
    kit.publish(workflow(0, ASK + ", " + REPLY));
    InstanceId fits = lead(1, 1);
    InstanceId misfit = lead(2, 1);
    kit.engine().tasks().complete(TENANT, misfit, "ask", ANN, json("{\"approved\": true}"));
    kit.run();
    String revision = draft(0, ASK);
    PublicationPreview preview = preview();
    definitions().publishDraft(TENANT, "w", revision, preview.next(), ANN);

    kit.engine().instances().migrate(TENANT, fits, Migration.to(2), ANN);
    assertThat(instance(fits).workflow()).isEqualTo(WorkflowRef.of("w", 2));
    assertThat(kit.engine().instances().checkMigration(TENANT, misfit, Migration.to(2)).problems())
        .extracting(Problem::message)
        .containsExactly(preview.instances().misfits().get(0).because());
  }

  @Test
  void a_workflow_that_was_never_published_starts_with_nothing() {
    draft(0, ASK);
    PublicationPreview preview = preview();
    assertThat(preview.active()).isZero();
    assertThat(preview.starts().before()).isNull();
    assertThat(preview.difference().changes())
        .extracting(DefinitionChange::toString)
        .contains("step ask: added at /steps/0");
    assertThat(preview.instances().looked()).isZero();
  }

  @Test
  void of_a_workflow_that_is_disabled_nothing_starts_before_and_a_warning_says_so() {
    kit.publish(workflow(0, REPLY));
    lead(1, 1);
    kit.advance(Duration.ofMinutes(1));
    definitions().disable(TENANT, "w", ANN, null);
    draft(0, REPLY);
    PublicationPreview preview = preview();
    assertThat(preview.starts().before()).isNull();
    assertThat(preview.starts().after().count(Verdict.STARTS)).isEqualTo(1);
    assertThat(preview.warnings())
        .extracting(Problem::message)
        .contains("somebody has disabled the workflow: it starts nothing until it is enabled");
  }

  @Test
  void a_draft_is_published_as_it_was_looked_at_or_not_at_all() {
    kit.publish(workflow(0, REPLY));
    String revision = draft(1, REPLY);
    String newer = draft(2, REPLY);
    assertThatThrownBy(() -> definitions().publishDraft(TENANT, "w", revision, 2, ANN))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "the draft of \"w\" is another one meanwhile (expected revision "
                + revision
                + "); look at it and edit again");
    kit.publish(workflow(3, REPLY));
    assertThatThrownBy(() -> definitions().publishDraft(TENANT, "w", newer, 2, ANN))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "version 2 of \"w\" has been published meanwhile (expected the draft to become version"
                + " 2); look at it and publish again");
    assertThat(definitions().versions(TENANT, "w")).hasSize(3);
    assertThat(definitions().publishDraft(TENANT, "w", newer, 3, ANN).version()).isEqualTo(3);
    assertThat(definitions().get(TENANT, "w").toJson().path("triggers"))
        .isEqualTo(workflow(2, REPLY).toJson().path("triggers"));
    assertThat(definitions().savedDraft(TENANT, "w")).isPresent();
  }

  @Test
  void what_cannot_be_previewed_says_why() {
    assertThatThrownBy(this::preview)
        .isInstanceOf(NotFoundException.class)
        .hasMessage("tenant test has no draft of \"w\"");
    definitions().saveDraft(TENANT, workflow(0, "{\"id\": \"a\", \"action\": \"unknown\"}"), ANN);
    assertThatThrownBy(this::preview).isInstanceOf(InvalidDefinitionException.class);
    draft(0, REPLY);
    assertThatThrownBy(
            () ->
                kit.engine()
                    .previews()
                    .publication(TENANT, "w", Duration.ofDays(-1), ANN, some -> {}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("The time has a problem:\n  (document): is PT-24H; it must be 0 to PT876000H");
  }
}

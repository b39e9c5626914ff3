package dev.workflow.testkit.contract;

import static dev.workflow.InstanceEdit.Place.before;
import static dev.workflow.InstanceEdit.Place.end;
import static dev.workflow.InstanceEdit.Place.in;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.Definitions;
import dev.workflow.Definitions.ActionType;
import dev.workflow.Definitions.Draft;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.NotFoundException;
import dev.workflow.Problem;
import dev.workflow.definition.DraftEdit;
import dev.workflow.definition.Step;
import dev.workflow.definition.Trigger;
import dev.workflow.definition.WorkflowDefinition;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Triggers and steps of a draft, added, changed, moved and removed one by one. */
public abstract class DraftEditsContract extends EngineContract {

  private static final Actor ANN = Actor.of("ann");
  private static final Actor BOB = Actor.of("bob");

  private Definitions definitions() {
    return kit.engine().definitions();
  }

  @BeforeEach
  void saveDraft() {
    definitions()
        .saveDraft(
            TENANT,
            WorkflowDefinition.parse(
                """
                {"key": "w", "triggers": [{"event": "lead.created"}, {"event": "lead.changed"}],
                 "steps": [
                  {"id": "a", "action": "work"},
                  {"id": "b", "branch": [{"otherwise": true, "steps": [{"id": "inner", "action": "work"}]}]}]}
                """),
            ANN);
  }

  private DraftEdit edit() {
    return definitions().editDraft(TENANT, "w", BOB);
  }

  private Draft draft() {
    return definitions().savedDraft(TENANT, "w").orElseThrow();
  }

  private List<String> steps() {
    return draft().definition().allSteps().stream().map(Step::id).toList();
  }

  private List<String> events() {
    return draft().definition().triggers().stream()
        .map(trigger -> ((Trigger.OnEvent) trigger).event())
        .toList();
  }

  @Test
  void a_draft_is_discarded_and_what_is_published_stays() {
    WorkflowDefinition published = definitions().publish(TENANT, draft().definition(), ANN);
    assertThat(definitions().discardDraft(TENANT, "w", BOB)).isTrue();
    assertThat(definitions().savedDraft(TENANT, "w")).isEmpty();
    assertThat(definitions().discardDraft(TENANT, "w", BOB)).isFalse();
    assertThat(definitions().get(TENANT, "w")).isEqualTo(published);
    assertThat(definitions().saveDraft(TENANT, published, "", BOB).by()).isEqualTo(BOB);
  }

  @Test
  void the_types_of_actions_say_what_they_take() {
    ActionType approval = action("approval");
    assertThat(approval.performedByPeople()).isTrue();
    ActionType sms = action("send_sms");
    assertThat(sms.schema().path("properties").path("text").path("description").asText())
        .isNotEmpty();
    assertThat(sms.schema().path("additionalProperties").asBoolean(true)).isFalse();
    ActionType work = action("work");
    assertThat(work.schema()).isNull();
    assertThat(work.performedByPeople()).isFalse();
    List<String> names =
        definitions().actions(TENANT).stream()
            .flatMap(one -> Stream.concat(Stream.of(one.type()), one.aliases().stream()))
            .toList();
    assertThat(names).doesNotHaveDuplicates().contains("send_email", "send_notification");
  }

  private ActionType action(String type) {
    return definitions().actions(TENANT).stream()
        .filter(one -> one.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void steps_are_added_changed_moved_and_removed_by_their_ids() {
    DraftEdit.Edited edited =
        edit()
            .add(json("{\"id\": \"c\", \"action\": \"work\"}"), before("a"))
            .change(json("{\"id\": \"a\", \"action\": \"work\", \"name\": \"Renamed\"}"))
            .move("a", in("b", 0))
            .remove("inner")
            .add(json("{\"id\": \"last\", \"delay\": \"P1D\"}"), end())
            .rename("Another name")
            .save();
    assertThat(steps()).containsExactly("c", "b", "a", "last");
    assertThat(edited.draft()).isEqualTo(draft());
    assertThat(draft().by()).isEqualTo(BOB);
    assertThat(draft().definition().name()).isEqualTo("Another name");
    assertThat(edited.difference().isEmpty()).isFalse();
  }

  @Test
  void triggers_are_added_changed_moved_and_removed_by_their_positions() {
    edit()
        .addTrigger(json("{\"event\": \"deal.won\"}"))
        .changeTrigger(0, json("{\"event\": \"lead.converted\"}"))
        .moveTrigger(2, 0)
        .save();
    assertThat(events()).containsExactly("deal.won", "lead.converted", "lead.changed");
    edit().removeTrigger(1).removeTrigger(0).save();
    assertThat(events()).containsExactly("lead.changed");
    edit().removeTrigger(0).save();
    assertThat(draft().definition().triggers()).isEmpty();
  }

  @Test
  void every_change_that_cannot_be_made_is_named_and_nothing_is_saved() {
    Draft before = draft();
    DraftEdit edit =
        edit()
            .removeTrigger(2)
            .moveTrigger(0, 7)
            .remove("nothing")
            .add(json("{\"id\": \"a\", \"action\": \"work\"}"), end());
    String[] problems = {
      "/changes/0/removeTrigger: there is no trigger 2; there are triggers 0 to 1",
      "/changes/1/to: there is no trigger 7; there are triggers 0 to 1",
      "/changes/2/remove: there is no step \"nothing\"",
      "/changes/3/add/id: step \"a\" is there already"
    };
    assertThat(edit.check()).extracting(Problem::toString).containsExactly(problems);
    assertThatThrownBy(edit::save)
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage(
            "The edit of the draft \"w\" has 4 problems:\n  " + String.join("\n  ", problems));
    assertThat(draft()).isEqualTo(before);
  }

  @Test
  void a_document_that_cannot_be_read_is_refused_with_every_place() {
    assertThat(
            edit()
                .addTrigger(json("{\"event\": \"deal.won\", \"wen\": true}"))
                .add(json("{\"id\": \"X!\", \"acton\": \"work\"}"), end())
                .check())
        .extracting(Problem::pointer)
        .contains("/triggers/2/wen", "/steps/2/id");
  }

  @Test
  void an_edit_of_a_draft_that_somebody_else_has_changed_is_refused() {
    DraftEdit late = edit().remove("a");
    edit().rename("Meanwhile").save();
    String revision = draft().revision();
    assertThatThrownBy(late::save)
        .isInstanceOf(ConflictException.class)
        .hasMessageMatching(
            "the draft of \"w\" is another one meanwhile \\(expected revision [0-9a-f-]{36}\\); look"
                + " at it and edit again");
    assertThat(draft().revision()).isEqualTo(revision);

    edit().revision(revision).remove("a").save();
    assertThat(steps()).doesNotContain("a");
  }

  @Test
  void a_draft_is_saved_where_there_is_none_or_in_the_place_of_the_one_that_is_known() {
    WorkflowDefinition definition = draft().definition();
    assertThatThrownBy(() -> definitions().saveDraft(TENANT, definition, "", ANN))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "the draft of \"w\" is another one meanwhile (expected there to be none); look at it"
                + " and edit again");
    WorkflowDefinition other = WorkflowDefinition.parse("{\"key\": \"other\", \"steps\": []}");
    assertThatThrownBy(() -> definitions().saveDraft(TENANT, other, "old", ANN))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "the draft of \"other\" is gone meanwhile (expected revision old); look at it and edit"
                + " again");
    Draft saved = definitions().saveDraft(TENANT, other, "", ANN);
    assertThat(definitions().savedDraft(TENANT, "other")).contains(saved);
    assertThat(definitions().saveDraft(TENANT, other, saved.revision(), BOB).revision())
        .as("drafts that say the same")
        .isEqualTo(saved.revision());
    assertThatThrownBy(() -> definitions().editDraft(TENANT, "none", ANN))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("tenant test has no draft of \"none\"");
  }

  @Test
  void of_many_who_save_at_once_one_does() throws Exception {
    int many = 4;
    CyclicBarrier together = new CyclicBarrier(many);
    ExecutorService threads = Executors.newFixedThreadPool(many);
    try {
      List<Future<Boolean>> all =
          IntStream.range(0, many)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            DraftEdit edit = edit().rename("Name " + i);
                            together.await();
                            try {
                              edit.save();
                              return true;
                            } catch (ConflictException e) {
                              return false;
                            }
                          }))
              .toList();
      int saved = 0;
      for (Future<Boolean> one : all) {
        saved += one.get() ? 1 : 0;
      }
      assertThat(saved).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }
}

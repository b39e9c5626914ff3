package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.Problem;
import dev.workflow.TenantId;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.gallery.Gallery;
import dev.workflow.gallery.Gallery.Setup;
import dev.workflow.gallery.Gallery.Version;
import dev.workflow.gallery.WorkflowTemplate;
import dev.workflow.spi.ActionResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Templates of workflows: kept, shared, copied, exported, and made into workflows. */
public abstract class GalleryContract extends EngineContract {

  private static final TenantId OTHER = TenantId.of("other");
  private static final Actor ANN = Actor.of("ann");

  private Gallery gallery() {
    return kit.engine().gallery();
  }

  private static WorkflowTemplate greeting(String key, String text) {
    return WorkflowTemplate.parse(
        """
        {"key": "%s", "name": "Greeting", "description": "Says hello", "category": "own",
         "parameters": {"type": "object", "properties": {
           "wait": {"type": "string", "default": "PT1H"}, "who": {"type": "string", "default": "you"}}},
         "workflow": {"key": "greeting", "name": "Greeting", "triggers": [{"event": "lead.created"}],
           "steps": [{"id": "a", "action": "work", "delay": {"$parameter": "wait"},
                      "config": {"say": "%s ${who}"}}]}}
        """
            .formatted(key, text));
  }

  @Test
  void a_template_becomes_a_workflow_with_its_parameters_in_place() {
    gallery().publish(TENANT, greeting("hello", "Hello"), false, ANN);
    List<String> said = new ArrayList<>();
    answer =
        context -> {
          said.add(context.config().path("say").asText());
          return ActionResult.completed();
        };
    WorkflowDefinition made =
        gallery()
            .instantiate(
                TENANT,
                "hello",
                Setup.of(json("{\"wait\": \"PT2H\", \"who\": \"{{tenant.id}}\"}")),
                ANN);
    assertThat(made.ref()).hasToString("greeting v1");
    kit.event("lead.created", LEAD, "{}");
    kit.advance(Duration.ofHours(1));
    assertThat(said).isEmpty();
    kit.advance(Duration.ofHours(1));
    assertThat(said).containsExactly("Hello {{tenant.id}}");
  }

  @Test
  void it_is_made_under_another_key_and_name_or_as_a_draft() {
    gallery().publish(TENANT, greeting("hello", "Hello"), false, ANN);
    Setup setup = Setup.of(json("{}"));
    gallery().instantiate(TENANT, "hello", setup, ANN);
    assertThatThrownBy(() -> gallery().instantiate(TENANT, "hello", setup, ANN))
        .isInstanceOf(ConflictException.class)
        .hasMessage("tenant test has a workflow \"greeting\" already; give this one another key");
    assertThat(gallery().check(TENANT, "hello", setup.withKey("second")))
        .extracting(Problem::toString)
        .containsExactly(
            "/workflow/name: the workflow \"greeting\" is called \"Greeting\" already; give this one"
                + " a name of its own");
    assertThat(
            gallery()
                .instantiate(TENANT, "hello", setup.withKey("second").withName("Second"), ANN)
                .name())
        .isEqualTo("Second");

    WorkflowDefinition draft =
        gallery().instantiate(TENANT, "hello", setup.withKey("third").asDraft(), ANN);
    assertThat(draft.version()).isZero();
    assertThat(kit.engine().definitions().savedDraft(TENANT, "third").orElseThrow().by())
        .isEqualTo(ANN);
    assertThat(kit.event("lead.created", LEAD, "{}").started()).hasSize(2);
  }

  @Test
  void parameters_that_make_a_wrong_document_are_told_at_every_place() {
    gallery().publish(TENANT, greeting("hello", "Hello"), false, ANN);
    Setup setup = Setup.of(json("{\"wait\": \"soon\"}")).withKey("Not a key");
    assertThatThrownBy(() -> gallery().instantiate(TENANT, "hello", setup, ANN))
        .isInstanceOf(InvalidDefinitionException.class)
        .satisfies(
            thrown ->
                assertThat(((InvalidDefinitionException) thrown).problems())
                    .extracting(Problem::pointer)
                    .containsExactly("/workflow/key", "/workflow/steps/0/delay"))
        .hasMessageContaining("(parameter \"wait\")");
    assertThat(gallery().check(TENANT, "hello", setup)).hasSize(2);
    assertThat(gallery().check(TENANT, "hello", Setup.of(json("{\"whom\": 1}"))))
        .extracting(Problem::pointer)
        .containsExactly("/parameters/whom");
    assertThat(kit.engine().definitions().list(TENANT)).isEmpty();
  }

  @Test
  void a_template_that_is_wrong_with_its_defaults_is_not_published() {
    WorkflowTemplate wrong =
        WorkflowTemplate.parse(
            """
            {"key": "wrong", "name": "Wrong", "category": "own",
             "parameters": {"type": "object", "properties": {"wait": {"type": "string", "default": "soon"}}},
             "workflow": {"key": "w", "steps": [{"id": "a", "action": "wrk", "delay": {"$parameter": "wait"}}]}}
            """);
    assertThatThrownBy(() -> gallery().publish(TENANT, wrong, false, ANN))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("/workflow/steps/0/delay")
        .hasMessageContaining("/workflow/steps/0/action");
    assertThatThrownBy(() -> gallery().get(TENANT, "wrong"))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("tenant test sees no workflow template \"wrong\"");
  }

  @Test
  void versions_are_kept_with_who_made_them() {
    assertThat(gallery().publish(TENANT, greeting("hello", "Hello"), false, ANN)).isEqualTo(1);
    assertThat(gallery().publish(TENANT, greeting("hello", "Hi"), true, Actor.of("bob")))
        .isEqualTo(2);
    assertThat(gallery().versions(TENANT, "hello"))
        .extracting(Version::version, Version::shared, Version::by, Version::at)
        .containsExactly(tuple(2, true, Actor.of("bob"), START), tuple(1, false, ANN, START));
    assertThat(gallery().get(TENANT, "hello")).isEqualTo(greeting("hello", "Hi"));
    assertThat(gallery().get(TENANT, "hello", 1)).isEqualTo(greeting("hello", "Hello"));
    assertThatThrownBy(() -> gallery().get(TENANT, "hello", 3))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("tenant test sees no version 3 of the workflow template \"hello\"");
  }

  @Test
  void another_tenant_sees_what_is_shared_and_nothing_else() {
    gallery().publish(TENANT, greeting("hello", "Hello"), false, ANN);
    assertThatThrownBy(() -> gallery().get(OTHER, "test/hello"))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("tenant other sees no workflow template \"test/hello\"");
    gallery().publish(TENANT, greeting("hello", "Hi"), true, ANN);
    assertThat(gallery().versions(OTHER, "test/hello"))
        .extracting(Version::version)
        .containsExactly(2);
    assertThatThrownBy(() -> gallery().get(OTHER, "hello")).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> gallery().delete(OTHER, "hello", ANN))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("tenant other has no workflow template \"hello\" of its own");

    gallery().instantiate(OTHER, "test/hello", Setup.of(json("{}")), ANN);
    assertThat(kit.engine().definitions().list(OTHER)).hasSize(1);
    assertThat(kit.engine().definitions().list(TENANT)).isEmpty();
    gallery().publish(TENANT, greeting("hello", "Hi again"), false, ANN);
    assertThatThrownBy(() -> gallery().get(OTHER, "test/hello"))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void a_copy_is_the_tenants_own_and_a_file_brings_it_elsewhere() {
    gallery().publish(TENANT, greeting("hello", "Hello"), true, ANN);
    WorkflowTemplate copy = gallery().copy(OTHER, "test/hello", "mine", "My own", ANN);
    assertThat(gallery().get(OTHER, "mine")).isEqualTo(copy);
    assertThat(copy.name()).isEqualTo("My own");
    assertThatThrownBy(() -> gallery().copy(OTHER, "test/hello", "mine", "Again", ANN))
        .isInstanceOf(ConflictException.class)
        .hasMessage("tenant other has a workflow template \"mine\" already");

    String file = gallery().export(OTHER, "mine");
    assertThat(gallery().importFile(TENANT, file, ANN)).isEqualTo(1);
    assertThat(gallery().get(TENANT, "mine")).isEqualTo(copy);
    assertThat(gallery().export(TENANT, "mine")).isEqualTo(file);
    assertThat(gallery().importFile(TENANT, file, ANN)).isEqualTo(2);
    assertThatThrownBy(() -> gallery().importFile(TENANT, "no file", ANN))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "The workflow template has a problem:\n  (document): is not JSON: ");
  }

  @Test
  void what_was_made_of_a_template_stays_when_that_is_deleted() {
    gallery().publish(TENANT, greeting("hello", "Hello"), false, ANN);
    gallery().instantiate(TENANT, "hello", Setup.of(json("{}")), ANN);
    gallery().delete(TENANT, "hello", ANN);
    assertThatThrownBy(() -> gallery().get(TENANT, "hello")).isInstanceOf(NotFoundException.class);
    assertThat(kit.event("lead.created", LEAD, "{}").started()).hasSize(1);
  }

  @Test
  void the_list_has_own_ones_those_of_the_engine_and_shared_ones_page_by_page() {
    gallery().publish(TENANT, greeting("hello", "Hello"), false, ANN);
    gallery().publish(TENANT, greeting("lead-welcome", "Our own"), false, ANN);
    gallery().publish(OTHER, greeting("theirs", "Hello"), true, ANN);
    gallery().publish(OTHER, greeting("secret", "Hello"), false, ANN);
    List<String> refs = new ArrayList<>();
    String cursor = null;
    do {
      Page<Gallery.Listed> page = gallery().list(TENANT, null, null, cursor, 4);
      page.items().forEach(one -> refs.add(one.source() + " " + one.ref()));
      cursor = page.next().orElse(null);
    } while (cursor != null);
    assertThat(refs)
        .startsWith("OWN hello", "OWN lead-welcome", "ENGINE appointment-reminder")
        .endsWith("ENGINE weekly-export", "SHARED other/theirs")
        .hasSize(14)
        .doesNotHaveDuplicates();
    assertThat(gallery().list(TENANT, "own", "HELLO", null, 10).items())
        .extracting(Gallery.Listed::ref, Gallery.Listed::creator)
        .containsExactly(
            tuple("hello", ANN), tuple("lead-welcome", ANN), tuple("other/theirs", ANN));
    assertThat(gallery().list(TENANT, Gallery.SUPPORT, null, null, 10).items())
        .extracting(Gallery.Listed::ref)
        .containsExactly("satisfaction-survey", "ticket-escalation");
    assertThat(gallery().list(TENANT, "none", null, null, 10))
        .isEqualTo(new Page<>(List.of(), Optional.empty()));
  }

  @Test
  void inside_a_transaction_of_the_host_it_counts_if_that_commits() {
    assertThatThrownBy(
            () ->
                store.transact(
                    transaction -> {
                      Gallery joined = kit.engine().in(transaction).gallery();
                      joined.publish(TENANT, greeting("hello", "Hello"), false, ANN);
                      joined.instantiate(TENANT, "hello", Setup.of(json("{}")), ANN);
                      throw new IllegalStateException("rolled back");
                    }))
        .hasMessage("rolled back");
    assertThatThrownBy(() -> gallery().get(TENANT, "hello")).isInstanceOf(NotFoundException.class);
    assertThat(kit.engine().definitions().list(TENANT)).isEmpty();
  }
}

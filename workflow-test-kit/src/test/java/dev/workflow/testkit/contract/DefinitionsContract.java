package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.Definitions;
import dev.workflow.Definitions.KeptHistory;
import dev.workflow.InstanceId;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.Problem;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowRef;
import dev.workflow.assignment.AssignmentRule;
import dev.workflow.assignment.Assignments;
import dev.workflow.definition.DefinitionStatus;
import dev.workflow.definition.DefinitionVersion;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import dev.workflow.messaging.MessagePolicy;
import dev.workflow.messaging.MessageSettings;
import dev.workflow.schedule.ScheduledTask;
import dev.workflow.spi.store.AssignmentRows.DefaultRow;
import dev.workflow.spi.store.AssignmentRows.RuleRow;
import dev.workflow.testkit.WorkflowTestKit;
import dev.workflow.trigger.EventCatalog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
  void a_deleted_workflow_starts_nothing_and_its_open_instances_are_cancelled() {
    InstanceId open = waiting();
    definitions().delete(TENANT, "patient", KeptHistory.ALL, Actor.of("ann"));

    assertThat(kit.engine().instances().get(TENANT, open).state())
        .isEqualTo(InstanceState.CANCELED);
    assertThat(kit.engine().instances().get(TENANT, open).reason())
        .isEqualTo("its workflow was deleted");
    assertThat(definitions().versions(TENANT, "patient"))
        .extracting(DefinitionVersion::status)
        .containsExactly(DefinitionStatus.ARCHIVED);
    assertThat(kit.event("lead.created", LEAD, "{}").started()).isEmpty();
  }

  @Test
  void a_workflow_deleted_with_its_history_leaves_nothing() {
    InstanceId open = waiting();
    definitions().delete(TENANT, "patient", KeptHistory.NONE, Actor.of("ann"));

    assertThat(definitions().versions(TENANT, "patient")).isEmpty();
    assertThat(kit.engine().instances().count(TENANT)).isEmpty();
    assertThatThrownBy(() -> kit.engine().instances().get(TENANT, open))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(
            () -> definitions().delete(TENANT, "patient", KeptHistory.NONE, Actor.of("ann")))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("tenant test has no workflow \"patient\"");
  }

  @Test
  void once_the_newest_version_is_archived_the_one_published_before_starts_again() {
    Actor ann = Actor.of("ann");
    definitions().publish(TENANT, nurture(1, "one"), ann);
    definitions().publish(TENANT, nurture(2, "two"), ann);
    definitions().saveDraft(TENANT, nurture(3, "three"), ann);
    InstanceId second = kit.event("lead.created", LEAD, "{}").started().get(0).instance();

    definitions().archive(TENANT, WorkflowRef.of("nurture", 2), ann);
    InstanceId first =
        kit.event("lead.created", SubjectRef.of("lead", "2"), "{}").started().get(0).instance();
    definitions().archive(TENANT, WorkflowRef.of("nurture", 1), ann);

    assertThat(kit.engine().instances().get(TENANT, second).workflow())
        .isEqualTo(WorkflowRef.of("nurture", 2));
    assertThat(kit.engine().instances().get(TENANT, first).workflow())
        .isEqualTo(WorkflowRef.of("nurture", 1));
    assertThat(kit.event("lead.created", SubjectRef.of("lead", "3"), "{}").started()).isEmpty();
  }

  @Test
  void an_archived_version_says_who_published_and_who_archived_it_first() {
    definitions().publish(TENANT, nurture(1, "one"), Actor.of("ann"));
    definitions().publish(TENANT, nurture(2, "two"), Actor.of("ann"));
    Instant published = kit.clock().instant();
    kit.advance(Duration.ofHours(1));
    definitions().archive(TENANT, WorkflowRef.of("nurture", 1), Actor.of("bob"));
    kit.advance(Duration.ofHours(1));
    definitions().archive(TENANT, WorkflowRef.of("nurture", 1), Actor.of("eve"));

    DefinitionVersion archived = definitions().versions(TENANT, "nurture").get(1);
    assertThat(archived.createdBy()).isEqualTo(Actor.of("ann"));
    assertThat(archived.createdAt()).isEqualTo(published);
    assertThat(archived.archivedBy()).isEqualTo(Actor.of("bob"));
    assertThat(archived.archivedAt()).isEqualTo(published.plus(Duration.ofHours(1)));
    DefinitionVersion newest = definitions().versions(TENANT, "nurture").get(0);
    assertThat(newest.archivedBy()).isNull();
    assertThat(newest.archivedAt()).isNull();
    definitions().delete(TENANT, "nurture", KeptHistory.ALL, Actor.of("eve"));
    assertThat(definitions().versions(TENANT, "nurture"))
        .extracting(DefinitionVersion::archivedBy)
        .containsExactly(Actor.of("eve"), Actor.of("bob"));
  }

  @Test
  void the_default_says_who_set_it_and_what_it_was() {
    Assignments assignments = kit.engine().assignments();
    assignments.setDefault(TENANT, "w", Map.of("days", Json.read("14")), Actor.of("ann"));
    kit.clock().advance(Duration.ofHours(1));
    assignments.setDefault(TENANT, null, Map.of(), Actor.of("bob"));
    List<Assignments.Change> changes = assignments.changes(TENANT, null, 10).items();
    assertThat(changes)
        .extracting(change -> change.kind() + " " + change.by().id())
        .containsExactly("DEFAULT_SET bob", "DEFAULT_SET ann");
    assertThat(changes.get(0).at()).isEqualTo(changes.get(1).at().plus(Duration.ofHours(1)));
    assertThat(changes.get(0).rule()).isNull();
    assertThat(changes.get(0).subject()).isNull();
    assertThat(changes.get(0).before())
        .isEqualTo(
            json(
                """
                {"workflow": "w", "terms": {"days": 14}, "by": "ann", "at": "%s"}
                """
                    .formatted(changes.get(1).at())));
    assertThat(changes.get(1).before()).isNull();
  }

  @Test
  void a_rule_and_a_default_that_cannot_be_read_are_shown_replaced_and_removed() {
    Actor ann = Actor.of("ann");
    Assignments assignments = kit.engine().assignments();
    UUID id = new UUID(7, 7);
    store.transact(
        transaction -> {
          Instant at = kit.clock().instant();
          transaction
              .assignments()
              .putRule(new RuleRow(TENANT, id, "broken", 1, true, "{\"all\": ", "w", at, "ann"));
          transaction.assignments().putDefaults(new DefaultRow(TENANT, "w", "{\"a\": ", at, "ann"));
          return id;
        });
    assertThat(assignments.rules(TENANT))
        .extracting(AssignmentRule::condition)
        .containsExactly(TextNode.valueOf("{\"all\": "));
    assertThat(assignments.removeRule(TENANT, id, ann)).isTrue();
    assignments.setDefault(TENANT, null, Map.of(), ann);
    assertThat(assignments.defaults(TENANT).orElseThrow().workflow()).isNull();
    assertThat(assignments.changes(TENANT, null, 10).items())
        .extracting(change -> change.kind() + " " + change.before())
        .containsExactly(
            "DEFAULT_SET {\"workflow\":\"w\",\"terms\":\"{\\\"a\\\": \",\"by\":\"ann\",\"at\":\""
                + kit.clock().instant()
                + "\"}",
            "RULE_REMOVED {\"name\":\"broken\",\"priority\":1,\"enabled\":true,\"condition\":\"{\\\"all\\\": \",\"workflow\":\"w\",\"createdAt\":\""
                + kit.clock().instant()
                + "\",\"createdBy\":\"ann\"}");
  }

  @Test
  void rules_and_overrides_say_who_put_and_removed_them() {
    Actor ann = Actor.of("ann");
    Actor bob = Actor.of("bob");
    Assignments assignments = kit.engine().assignments();
    AssignmentRule rule =
        assignments.putRule(TENANT, AssignmentRule.of("all", 1, json("{}"), "w"), ann);
    assignments.putRule(TENANT, rule.withPriority(7), bob);
    assertThat(assignments.removeRule(TENANT, rule.id(), bob)).isTrue();
    assertThat(assignments.removeRule(TENANT, rule.id(), bob)).isFalse();
    assignments.setOverride(TENANT, LEAD, "w", ann, "why", null);
    assignments.setNone(TENANT, LEAD, bob, null, null);
    assertThat(assignments.removeOverride(TENANT, LEAD, ann)).isTrue();
    assertThat(assignments.removeOverride(TENANT, LEAD, ann)).isFalse();

    Page<Assignments.Change> first = assignments.changes(TENANT, null, 4);
    Page<Assignments.Change> rest = assignments.changes(TENANT, first.next().orElseThrow(), 4);
    assertThat(rest.next()).isEmpty();
    List<Assignments.Change> all =
        Stream.concat(first.items().stream(), rest.items().stream()).toList();
    assertThat(all)
        .extracting(change -> change.kind() + " " + change.by().id())
        .containsExactly(
            "OVERRIDE_REMOVED ann",
            "OVERRIDE_PUT bob",
            "OVERRIDE_PUT ann",
            "RULE_REMOVED bob",
            "RULE_PUT bob",
            "RULE_PUT ann");
    assertThat(all).extracting(Assignments.Change::at).containsOnly(kit.clock().instant());
    String at = kit.clock().instant().toString();
    assertThat(all.get(1).subject()).isEqualTo(LEAD);
    assertThat(all.get(1).before())
        .isEqualTo(
            json(
                """
                {"workflow": "w", "by": "ann", "at": "%s", "reason": "why", "expiresAt": null}
                """
                    .formatted(at)));
    assertThat(all.get(2).before()).isNull();
    assertThat(all.get(3).rule()).isEqualTo(rule.id());
    assertThat(all.get(3).before())
        .isEqualTo(
            json(
                """
                {"name": "all", "priority": 7, "enabled": true, "condition": {}, "workflow": "w",
                 "createdAt": "%s", "createdBy": "ann"}
                """
                    .formatted(at)));
    assertThat(all.get(5).before()).isNull();
    assertThatThrownBy(() -> assignments.changes(TENANT, "x", 4))
        .hasMessage(
            "The cursor has a problem:\n  (document): is not a cursor returned by this list");
    assertThatThrownBy(() -> assignments.changes(TENANT, null, 0))
        .hasMessage("The limit has a problem:\n  (document): is 0; it must be 1 to 1000");
  }

  @Test
  void what_is_published_again_unchanged_keeps_its_version() {
    Actor ann = Actor.of("ann");
    WorkflowDefinition first = definitions().publishIfChanged(TENANT, nurture(1, "one"), ann);
    WorkflowDefinition again =
        definitions().publishIfChanged(TENANT, nurture(1, "one"), Actor.of("bob"));
    WorkflowDefinition changed = definitions().publishIfChanged(TENANT, nurture(2, "one"), ann);

    assertThat(first.version()).isEqualTo(1);
    assertThat(again).isEqualTo(first);
    assertThat(changed.version()).isEqualTo(2);
    assertThat(definitions().versions(TENANT, "nurture"))
        .extracting(version -> version.createdBy().id())
        .containsExactly("ann", "ann");
  }

  @Test
  void an_archived_version_stays_archived_when_it_is_published_again_unchanged() {
    definitions().publishIfChanged(TENANT, nurture(1, "one"));
    definitions().archive(TENANT, WorkflowRef.of("nurture", 1), Actor.of("ann"));

    assertThat(definitions().publishIfChanged(TENANT, nurture(1, "one")).version()).isEqualTo(1);
    assertThat(kit.event("lead.created", LEAD, "{}").started()).isEmpty();
  }

  @Test
  void the_number_of_a_deleted_version_is_not_given_again() {
    Actor ann = Actor.of("ann");
    definitions().publish(TENANT, nurture(1, "one"));
    definitions().publish(TENANT, nurture(2, "one"));
    definitions().delete(TENANT, "nurture", KeptHistory.NONE, ann);
    assertThat(definitions().publishIfChanged(TENANT, nurture(3, "one")).version()).isEqualTo(3);
    definitions().delete(TENANT, "nurture", KeptHistory.NONE, ann);
    assertThat(definitions().publish(TENANT, nurture(4, "one")).version()).isEqualTo(4);
    assertThat(definitions().publish(TENANT, nurture(5, "one")).version()).isEqualTo(5);
  }

  @Test
  void a_draft_is_no_version_that_publishing_again_could_find_unchanged() {
    definitions().saveDraft(TENANT, nurture(1, "one"), Actor.of("ann"));
    assertThat(definitions().publishIfChanged(TENANT, nurture(1, "one")).version()).isEqualTo(1);
  }

  @Test
  void what_cannot_be_published_is_refused_whether_it_changed_or_not() {
    assertThatThrownBy(
            () ->
                definitions()
                    .publishIfChanged(
                        TENANT,
                        WorkflowDefinition.parse(
                            """
                            {"key": "w", "steps": [{"id": "a", "action": "wrok"}]}
                            """)))
        .isInstanceOf(InvalidDefinitionException.class);
    assertThat(definitions().versions(TENANT, "w")).isEmpty();
  }

  @Test
  void nodes_that_publish_the_same_workflow_at_once_get_the_same_version() throws Exception {
    int nodes = 8;
    CyclicBarrier together = new CyclicBarrier(nodes);
    ExecutorService threads = Executors.newFixedThreadPool(nodes);
    try {
      for (int round = 0; round < 40; round++) {
        int version = 1 + round % 2;
        WorkflowDefinition definition =
            WorkflowDefinition.parse(
                """
                {"key": "nurture-%d", "priority": %d, "steps": [{"id": "one", "action": "work"}]}
                """
                    .formatted(round / 2, version));
        List<Future<WorkflowDefinition>> published =
            IntStream.range(0, nodes)
                .mapToObj(
                    node ->
                        threads.submit(
                            () -> {
                              together.await();
                              return definitions().publishIfChanged(TENANT, definition);
                            }))
                .toList();
        for (Future<WorkflowDefinition> each : published) {
          assertThat(each.get().version()).isEqualTo(version);
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static final SubjectRef LEAD = SubjectRef.of("lead", "1");
  private static final String PATIENT =
      """
      {"key": "patient", "triggers": [{"event": "lead.created"}],
       "steps": [{"id": "pause", "delay": "P1D"}]}
      """;

  private InstanceId waiting() {
    definitions().publish(TENANT, WorkflowDefinition.parse(PATIENT));
    return kit.event("lead.created", LEAD, "{}").started().get(0).instance();
  }

  @Test
  void a_schedule_is_nothing_to_warn_of() {
    WorkflowDefinition definition =
        WorkflowDefinition.parse(
            """
            {"key": "digest", "triggers": [{"schedule": "0 9 * * MON-FRI"}],
             "rateLimit": {"permits": 100, "per": "PT1M"},
             "steps": [{"id": "pause", "delay": "P1D"}]}
            """);
    assertThat(definitions().warnings(TENANT, definition)).isEmpty();
  }

  private static WorkflowDefinition starting(String workflow) {
    return WorkflowDefinition.parse(
        """
        {"key": "parent", "steps": [
          {"id": "a", "parallel": [{"steps": [{"id": "sub", "workflow": "%1$s"}]}, {"steps": []}]},
          {"id": "s", "action": "start_workflow", "config": {"workflow": "%1$s"}},
          {"id": "d", "action": "start_workflow", "config": {"workflow": "{{input.which}}"}}]}
        """
            .formatted(workflow));
  }

  private WorkflowTestKit strictKit() {
    return WorkflowTestKit.on(
        store,
        builder ->
            customize(builder)
                .messaging(
                    m -> m.settings(MessageSettings.defaults().withPolicy(MessagePolicy.STRICT))));
  }

  @Test
  void workflows_that_there_are_not_are_named_and_refused_by_a_strict_engine() {
    definitions().publish(TENANT, nurture(1, "one"));
    String[] places = {"/steps/0/parallel/0/steps/0/workflow", "/steps/1/config/workflow"};
    String problem = ": there is no published workflow \"nurtur\"; did you mean \"nurture\"?";

    assertThat(definitions().check(TENANT, starting("nurtur"))).isEmpty();
    assertThat(definitions().warnings(TENANT, starting("nurtur")))
        .extracting(Problem::toString)
        .containsExactly(places[0] + problem, places[1] + problem);
    assertThat(definitions().warnings(TENANT, starting("nurture"))).isEmpty();
    try (WorkflowTestKit strict = strictKit()) {
      assertThat(strict.engine().definitions().check(TENANT, starting("nurtur")))
          .extracting(Problem::toString)
          .containsExactly(places[0] + problem, places[1] + problem);
    }
  }

  @Test
  void what_others_start_is_not_deleted_unless_that_is_wanted() {
    Actor ann = Actor.of("ann");
    definitions().publish(TENANT, nurture(1, "one"));
    definitions().publish(TENANT, starting("nurture"));
    kit.engine()
        .schedules()
        .create(
            TENANT,
            ScheduledTask.parse(
                "{\"name\": \"nightly\", \"type\": \"workflow\", \"config\": {\"workflow_id\":"
                    + " \"nurture\"}, \"every\": \"P1D\"}"),
            ann);
    assertThatThrownBy(() -> definitions().delete(TENANT, "nurture", KeptHistory.ALL, ann))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "the workflow \"nurture\" is started by parent v1 at"
                + " /steps/0/parallel/0/steps/0/workflow, parent v1 at /steps/1/config/workflow,"
                + " scheduled task \"nightly\"; change or delete these first, or delete it though it"
                + " is used");
    assertThat(definitions().get(TENANT, "nurture").version()).isEqualTo(1);

    definitions().deleteThoughUsed(TENANT, "nurture", KeptHistory.ALL, ann);
    assertThat(definitions().list(TENANT))
        .extracting(WorkflowDefinition::key)
        .containsExactly("parent");
    InstanceId parent = kit.start("parent", LEAD, json("{}"));
    assertThat(kit.instance(parent).step("sub").reason())
        .isEqualTo("there is no published and enabled workflow \"nurture\"");
  }

  @Test
  void what_a_workflow_starts_and_what_starts_it_is_known() {
    definitions().publish(TENANT, nurture(1, "one"));
    definitions().publish(TENANT, starting("nurture"));
    definitions()
        .publish(
            TENANT,
            WorkflowDefinition.parse(
                """
                {"key": "pinned", "steps": [{"id": "a", "workflow": {"key": "nurture", "version": 7}},
                  {"id": "b", "workflow": "gone"}]}
                """));

    assertThat(definitions().dependencies(TENANT, "nurture"))
        .isEqualTo(
            new Definitions.Dependencies(
                List.of(),
                List.of(
                    new Definitions.Dependency(
                        "parent v1", "/steps/0/parallel/0/steps/0/workflow", "nurture", null, true),
                    new Definitions.Dependency(
                        "parent v1", "/steps/1/config/workflow", "nurture", null, true),
                    new Definitions.Dependency(
                        "pinned v1", "/steps/0/workflow", "nurture", 7, false))));
    assertThat(definitions().dependencies(TENANT, "pinned").uses())
        .extracting(Definitions.Dependency::workflow, Definitions.Dependency::known)
        .containsExactly(tuple("nurture", false), tuple("gone", false));
    assertThat(definitions().dependencies(TENANT, "none"))
        .isEqualTo(new Definitions.Dependencies(List.of(), List.of()));
  }

  private static WorkflowDefinition called(String key, String name) {
    return WorkflowDefinition.parse(
        "{\"key\": \"%s\", \"name\": \"%s\", \"steps\": [{\"id\": \"a\", \"action\": \"work\"}]}"
            .formatted(key, name));
  }

  @Test
  void two_workflows_of_a_tenant_have_different_names() {
    definitions().publish(TENANT, called("one", "Lead nurture"));
    String taken =
        "/name: the workflow \"one\" is called \"LEAD  nurture\" already; give this one a name of"
            + " its own";
    assertThat(definitions().check(TENANT, called("two", "LEAD  nurture")))
        .extracting(Problem::toString)
        .containsExactly(taken);
    assertThatThrownBy(() -> definitions().publish(TENANT, called("two", "LEAD  nurture")))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage("The workflow \"two\" has a problem:\n  " + taken);
    definitions().saveDraft(TENANT, called("two", "Lead nurture"), Actor.of("ann"));
    definitions().publish(TenantId.of("other"), called("two", "Lead nurture"));

    definitions().publish(TENANT, called("one", "Lead Nurture"));
    definitions().publish(TENANT, called("one", "Something else"));
    definitions().publish(TENANT, called("two", "Lead nurture"));
    definitions().archive(TENANT, WorkflowRef.of("two", 1), Actor.of("ann"));
    assertThat(definitions().check(TENANT, called("three", "Lead nurture"))).hasSize(1);
    definitions().delete(TENANT, "two", KeptHistory.ALL, Actor.of("ann"));
    assertThat(definitions().check(TENANT, called("three", "Lead nurture"))).isEmpty();
  }

  @Test
  void of_two_workflows_that_take_one_name_at_once_one_gets_it() throws Exception {
    CyclicBarrier together = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<String>> all =
          Stream.of("one", "two")
              .map(
                  key ->
                      threads.submit(
                          () -> {
                            together.await();
                            try {
                              return definitions().publish(TENANT, called(key, "The name")).key();
                            } catch (InvalidDefinitionException e) {
                              return String.valueOf(e.problems().get(0).pointer());
                            }
                          }))
              .toList();
      List<String> outcomes = new ArrayList<>();
      for (Future<String> one : all) {
        outcomes.add(one.get());
      }
      assertThat(outcomes).containsOnlyOnce("/name");
      assertThat(definitions().list(TENANT)).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void a_mail_without_a_sender_is_refused_by_a_strict_engine() {
    WorkflowDefinition definition =
        WorkflowDefinition.parse(
            """
            {"key": "w", "steps": [{"id": "a", "action": "send_sms",
              "config": {"to": "+31612345678", "text": "Hello"}}]}
            """);
    try (WorkflowEngine none =
        customize(WorkflowEngine.builder().store(store))
            .messaging(m -> m.settings(MessageSettings.defaults().withPolicy(MessagePolicy.STRICT)))
            .build()) {
      assertThat(none.definitions().check(TENANT, definition))
          .extracting(Problem::toString)
          .containsExactly(
              "/steps/0/config: unknown channel \"sms\"; no sender is registered for it");
    }
  }

  @Test
  void terms_that_the_engine_reads_must_be_what_it_reads() {
    assertThatThrownBy(
            () ->
                WorkflowDefinition.parse(
                    """
                    {"key": "w", "terms": {"validityDays": "soon", "paymentDays": -1, "colour": "red"},
                     "steps": [{"id": "a", "action": "work"}]}
                    """))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("/terms/paymentDays: expected whole days, 0 to 36500; found -1")
        .hasMessageContaining(
            "/terms/validityDays: expected whole days, 0 to 36500; found \"soon\"");
  }

  @Test
  void a_strict_catalogue_takes_the_id_of_the_subject_for_that_of_the_payload() {
    try (WorkflowTestKit own =
        WorkflowTestKit.on(
            store,
            builder -> customize(builder).catalog(EventCatalog.builder().strict().build()))) {
      own.event("lead.created", LEAD, "{\"lead\": {\"name\": \"Anna\"}}");
      assertThatThrownBy(() -> own.event("lead.created", SubjectRef.of("deal", "1"), "{}"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("/payload/lead_id: is required: the lead");
    }
  }

  @Test
  void mistakes_of_the_form_and_of_actions_are_told_together() {
    JsonNode document =
        Json.read(
            """
            {"key": "w", "priorty": 1, "steps": [
              {"id": "a", "delay": "1 day"},
              {"id": "b", "branch": [{"otherwise": true, "steps": [
                {"id": "c", "action": "send_sms", "config": {"txt": "Hello"}}]}]},
              {"id": "a", "action": "wrok"}]}
            """);
    assertThatThrownBy(() -> definitions().publish(TENANT, document, Actor.of("ann")))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageStartingWith("The workflow \"w\" has 7 problems:");
    assertThat(definitions().check(TENANT, document))
        .extracting(Problem::pointer)
        .containsExactly(
            "/priorty",
            "/steps/0/delay",
            "/steps/1/branch/0/steps/0/config",
            "/steps/1/branch/0/steps/0/config/to",
            "/steps/1/branch/0/steps/0/config/txt",
            "/steps/2/id",
            "/steps/2/action");
    assertThat(definitions().versions(TENANT, "w")).isEmpty();

    JsonNode right =
        Json.read("{\"key\": \"w\", \"steps\": [{\"id\": \"a\", \"delay\": \"P1D\"}]}");
    assertThat(definitions().check(TENANT, right)).isEmpty();
    assertThat(definitions().publish(TENANT, right, Actor.of("ann")).version()).isEqualTo(1);
  }

  @Test
  void a_workflow_without_steps_is_probably_a_mistake() {
    WorkflowDefinition definition =
        WorkflowDefinition.parse(
            """
            {"key": "w", "triggers": [{"event": "lead.created"}], "steps": []}
            """);
    assertThat(definitions().warnings(TENANT, definition))
        .extracting(Problem::toString)
        .containsExactly(
            "/steps: is empty, so that an instance ends as it begins and nothing is done; write"
                + " the steps, or \"enabled\": false until there are some");
    assertThat(definitions().publish(TENANT, definition).version()).isEqualTo(1);
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
  void warns_of_events_that_nobody_describes_but_publishes() {
    WorkflowDefinition definition =
        WorkflowDefinition.parse(
            """
            {"key": "w", "triggers": [{"event": "lead.craeted"}, {"event": "deal.won",
              "when": {"field": "amout", "operator": "gt", "value": 5}}],
             "steps": [{"id": "pause", "delay": "P1D"}]}
            """);

    assertThat(definitions().check(TENANT, definition)).isEmpty();
    assertThat(definitions().warnings(TENANT, definition))
        .extracting(Problem::toString)
        .containsExactly(
            "/triggers/0/event: unknown event type \"lead.craeted\"; did you mean"
                + " \"lead.created\"?",
            "/triggers/1/when/field: the EventCatalog describes no payload key \"amout\" of"
                + " deal.won; did you mean \"amount\"?");
    assertThat(definitions().publish(TENANT, definition).version()).isEqualTo(1);
  }

  @Test
  void refuses_what_a_strict_catalogue_does_not_know() {
    WorkflowDefinition definition =
        WorkflowDefinition.parse(
            """
            {"key": "w", "triggers": [{"event": "lead.craeted"}],
             "steps": [{"id": "a", "action": "wrok"}]}
            """);
    UnaryOperator<WorkflowEngine.Builder> strict =
        builder -> customize(builder).catalog(EventCatalog.builder().strict().build());
    try (WorkflowTestKit own = WorkflowTestKit.on(store, strict)) {
      assertThatThrownBy(() -> own.publish(definition))
          .isInstanceOf(InvalidDefinitionException.class)
          .hasMessage(
              """
              The workflow "w" has 2 problems:
                /triggers/0/event: unknown event type "lead.craeted"; did you mean "lead.created"?
                /steps/0/action: unknown action "wrok"; did you mean "work"? If it is an action of \
              yours, register its handler: WorkflowEngine.builder().handler(...), or \
              META-INF/services/dev.workflow.spi.ActionHandler\
              """);
      assertThatThrownBy(() -> own.event("deal.won", LEAD, "{\"amount\": \"much\"}"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              """
              The event has 2 problems:
                /payload/deal_id: is required: the deal
                /payload/amount: expected a number, found a text\
              """);
    }
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

  @Test
  void refuses_roles_that_would_not_be_enforced() {
    WorkflowDefinition definition =
        WorkflowDefinition.parse(
            """
            {"key": "w", "steps": [
              {"id": "a", "action": "approval", "config": {"approverRole": "{{deal.approver}}"}},
              {"id": "b", "action": "checklist", "role": "{{deal.role}}"},
              {"id": "c", "action": "APPROVAL_LAWYER", "config": {"approverRole": "PARTNER"}},
              {"id": "d", "action": "approval", "role": "LAWYER",
               "config": {"approverRole": "LAWYER"}}]}
            """);
    assertThatThrownBy(() -> definitions().publish(TENANT, definition))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage(
            """
            The workflow "w" has 3 problems:
              /steps/0/config/approverRole: "{{deal.approver}}" is an expression, but a role is \
            fixed when the workflow is published: name the role, or let "assignee" give the person
              /steps/1/role: "{{deal.role}}" is an expression, but a role is fixed when the \
            workflow is published: name the role, or let "assignee" give the person
              /steps/2/config/approverRole: says "PARTNER", but the step's role is "LAWYER"; leave \
            one of them out""");
  }

  @Test
  void refuses_the_common_timeout_beside_a_wait() {
    WorkflowDefinition definition =
        WorkflowDefinition.parse(
            """
            {"key": "w", "steps": [{"id": "all", "parallel": [{"steps": [
              {"id": "reply", "wait": {"event": "message.received"}, "timeout": "P3D"}]}]}]}
            """);
    assertThatThrownBy(() -> definitions().publish(TENANT, definition))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage(
            """
            The workflow "w" has a problem:
              /steps/0/parallel/0/steps/0/timeout: a wait has a timeout of its own, which is no \
            failure: put it inside, "wait": {…, "timeout": "P3D"}""");
  }
}

package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.operations.Findings;
import dev.workflow.operations.Findings.Finding;
import dev.workflow.operations.Findings.Kind;
import dev.workflow.schedule.ScheduledTask;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.EngineListener;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What does not work though nothing has failed: each begins, is updated, and settles by itself. */
public abstract class WatchdogContract extends EngineContract {

  private static final Actor ANN = Actor.of("ann");

  private final List<EngineListener.FindingChange> told = new ArrayList<>();
  private volatile Set<String> rolesOfAnn = Set.of();

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .handler(new Special())
        .actors(new Directory())
        .listener(
            new EngineListener() {
              @Override
              public void findingChanged(FindingChange finding) {
                if (Kind.watched().contains(finding.kind())) {
                  told.add(finding);
                }
              }
            });
  }

  /** An action that one of two nodes has. */
  private static final class Special implements ActionHandler {

    @Override
    public String type() {
      return "special";
    }

    @Override
    public ActionResult start(ActionContext context) {
      return ActionResult.completed();
    }
  }

  private final class Directory implements ActorDirectory {

    @Override
    public Set<String> roles(TenantId tenant, Actor actor, @Nullable SubjectRef subject) {
      return actor.equals(ANN) ? Set.of(ADMIN) : Set.of();
    }

    @Override
    public Optional<Map<Membership, Set<Actor>>> eligible(TenantId tenant, Set<Membership> roles) {
      Map<Membership, Set<Actor>> holders = new HashMap<>();
      roles.stream()
          .filter(role -> rolesOfAnn.contains(role.role()))
          .forEach(role -> holders.put(role, Set.of(ANN)));
      return Optional.of(holders);
    }
  }

  private List<Finding> look() {
    kit.clock().moveTo(kit.clock().instant().plusSeconds(60));
    return kit.engine().findings().look(TENANT);
  }

  private Finding only(Kind kind) {
    List<Finding> open = look();
    assertThat(open).extracting(Finding::kind).containsExactly(kind);
    return open.get(0);
  }

  /** What began is settled by the next look, and listeners heard of both. */
  private void assertSettled(Finding finding) {
    assertThat(look()).isEmpty();
    Finding settled =
        kit.engine()
            .findings()
            .list(TENANT, Findings.Query.all().withKind(finding.kind()), null, 10)
            .items()
            .get(0);
    assertThat(settled.settledAt()).isEqualTo(kit.clock().instant());
    assertThat(settled.id()).isEqualTo(finding.id());
    assertThat(told)
        .extracting(EngineListener.FindingChange::kind, EngineListener.FindingChange::begins)
        .containsExactly(tuple(finding.kind(), true), tuple(finding.kind(), false));
    assertThat(kit.engine().findings().count(TENANT)).isEmpty();
  }

  @Test
  void a_trigger_that_starts_nothing_though_events_match() {
    InstanceId stuck =
        run(
            "\"concurrency\": {\"key\": \"one\", \"policy\": \"skip\"},",
            "[{\"id\": \"a\", \"wait\": {\"event\": \"go\"}}]",
            "{}");
    for (int n = 1; n < 3; n++) {
      kit.event(Event.of(TENANT, "lead.created", LEAD, json("{}")).withId("e-" + n));
    }
    assertThat(look()).isEmpty();
    kit.event(Event.of(TENANT, "lead.created", LEAD, json("{}")).withId("e-3"));
    Finding finding = only(Kind.TRIGGER_SILENT);
    assertThat(finding.workflow()).isEqualTo("w");
    assertThat(finding.evidence())
        .isEqualTo(
            json(
                "{\"about\": \"trigger\", \"events\": 3, \"since\": \""
                    + START
                    + "\", \"version\": 1, \"reasons\": {\"concurrency\": 3}, \"samples\": [\"e-3\","
                    + " \"e-2\", \"e-1\"]}"));
    kit.event(Event.of(TENANT, "lead.created", LEAD, json("{}")).withId("e-4"));
    assertThat(only(Kind.TRIGGER_SILENT).evidence().path("events").asInt()).isEqualTo(4);
    assertThat(only(Kind.TRIGGER_SILENT).id()).isEqualTo(finding.id());

    kit.engine().instances().cancel(TENANT, stuck, ANN, "stuck");
    kit.event(Event.of(TENANT, "lead.created", LEAD, json("{}")).withId("e-5"));
    assertSettled(finding);
  }

  @Test
  void events_that_are_kept_from_starting_on_purpose_are_no_finding() {
    kit.publish(
        """
        {"key": "w", "name": "A test", "triggers": [{"event": "lead.created",
          "dedupe": {"key": "one"}}], "steps": []}
        """);
    for (int n = 1; n < 6; n++) {
      kit.event("lead.created", LEAD, "{}");
    }
    assertThat(look()).isEmpty();
  }

  @Test
  void a_deadline_that_nobody_serves() {
    InstanceId id =
        run(
            "[{\"id\": \"ask\", \"action\": \"approval\", \"due\": \"PT1H\", \"config\": {}},"
                + " {\"id\": \"b\", \"action\": \"work\"}]",
            "{}");
    publish(
        "served",
        "",
        "[{\"id\": \"ask\", \"action\": \"approval\", \"due\": \"PT1H\", \"escalate\":"
            + " [{\"after\": \"PT9H\", \"role\": \"BOSS\"}], \"config\": {}}]");
    kit.event("lead.created", SubjectRef.of("lead", "7"), "{}");
    rolesOfAnn = Set.of("BOSS");
    kit.advance(Duration.ofHours(2));
    Finding finding = only(Kind.DEADLINE_UNSERVED);
    assertThat(finding).extracting(Finding::workflow, Finding::step).containsExactly("w", "ask");
    assertThat(finding.evidence().path("tasks").asInt()).isEqualTo(2);
    assertThat(finding.evidence().path("oldestDue").asText())
        .isEqualTo(START.plus(Duration.ofHours(1)).toString());
    assertThat(finding.evidence().path("samples").toString()).contains(id + "/ask");

    for (var task : kit.engine().tasks().inbox(TENANT, ANN, null, 10).items()) {
      if (task.workflow().equals("w")) {
        kit.engine().tasks().claim(TENANT, task.id(), ANN);
      }
    }
    assertSettled(finding);
  }

  @Test
  void a_channel_without_a_sender_is_told_at_the_second_look() {
    publish(
        "w",
        "",
        "[{\"id\": \"a\", \"action\": \"send_message\", \"config\": {\"channels\": [\"pager\"],"
            + " \"recipients\": {\"customPhones\": [\"+31612345678\"]}, \"text\": \"x\"}}]");
    assertThat(look()).isEmpty();
    Finding finding = only(Kind.CHANNEL_WITHOUT_SENDER);
    assertThat(finding.evidence())
        .isEqualTo(
            json(
                "{\"about\": \"channel pager\", \"channel\": \"pager\", \"workflows\": 1,"
                    + " \"samples\": [\"w\"], \"nodes\": ["
                    + finding.evidence().path("nodes").get(0)
                    + "]}"));
    kit.engine().definitions().disable(TENANT, "w", ANN, null);
    assertSettled(finding);
  }

  @Test
  void actions_that_no_node_knows_are_told_and_one_node_that_knows_them_is_enough() {
    publish("w", "", "[{\"id\": \"a\", \"action\": \"special\"}]");
    assertThat(look()).isEmpty();
    assertThat(look()).isEmpty();
    try (WorkflowTestKit other = WorkflowTestKit.on(store)) {
      other.clock().moveTo(kit.clock().instant().plus(Duration.ofHours(2)));
      assertThat(other.engine().findings().look(TENANT)).isEmpty();
      other.clock().moveTo(other.clock().instant().plusSeconds(60));
      List<Finding> open = other.engine().findings().look(TENANT);
      assertThat(open)
          .extracting(
              Finding::kind,
              Finding::workflow,
              one -> one.evidence().path("actions").toString(),
              one -> one.evidence().path("steps").toString())
          .containsExactly(tuple(Kind.ACTION_UNKNOWN, "w", "[\"special\"]", "[\"a\"]"));
      kit.clock().moveTo(other.clock().instant().plusSeconds(60));
      assertThat(look()).isEmpty();
      other.clock().moveTo(kit.clock().instant().plusSeconds(60));
      assertThat(other.engine().findings().look(TENANT)).isEmpty();
    }
  }

  @Test
  void a_role_that_nobody_has() {
    publish(
        "w",
        "",
        "[{\"id\": \"ask\", \"action\": \"approval\", \"role\": \"BOSS\", \"config\": {}}]");
    Finding finding = only(Kind.ROLE_WITHOUT_ANYBODY);
    assertThat(finding.evidence())
        .isEqualTo(
            json(
                "{\"about\": \"role BOSS\", \"role\": \"BOSS\", \"workflows\": 1, \"samples\":"
                    + " [\"w\"]}"));
    rolesOfAnn = Set.of("BOSS");
    assertSettled(finding);
  }

  @Test
  void a_schedule_that_is_behind() {
    kit.engine()
        .schedules()
        .create(
            TENANT,
            ScheduledTask.parse(
                "{\"name\": \"nightly\", \"type\": \"action\", \"config\": {\"action\": \"work\"},"
                    + " \"every\": \"PT1H\"}"),
            ANN);
    kit.clock().moveTo(START.plus(Duration.ofMinutes(64)));
    assertThat(look()).isEmpty();
    Finding finding = only(Kind.SCHEDULE_BEHIND);
    assertThat(finding.evidence().path("task").asText()).isEqualTo("nightly");
    assertThat(finding.evidence().path("planned").asText())
        .isEqualTo(START.plus(Duration.ofHours(1)).toString());
    assertThat(finding.evidence().path("lateSeconds").asLong()).isEqualTo(360);
    kit.run();
    assertSettled(finding);
  }

  @Test
  void a_backlog_that_grows() {
    publish("w", "", "[{\"id\": \"a\", \"action\": \"work\"}]");
    leave(12);
    assertThat(look()).isEmpty();
    leave(1);
    Finding finding = only(Kind.BACKLOG_GROWS);
    assertThat(finding.evidence().path("what").asText()).isEqualTo("instances");
    assertThat(finding.evidence().path("overdue").asInt()).isEqualTo(13);
    assertThat(finding.evidence().path("before").asInt()).isEqualTo(12);
    assertThat(only(Kind.BACKLOG_GROWS).evidence().path("overdue").asInt()).isEqualTo(13);
    kit.run();
    assertSettled(finding);
  }

  /** Instances that start and that no node takes. */
  private void leave(int count) {
    for (int n = 0; n < count; n++) {
      kit.engine().events().publish(Event.of(TENANT, "lead.created", LEAD, json("{}")));
    }
    kit.clock().moveTo(kit.clock().instant().plus(Duration.ofMinutes(6)));
  }

  @Test
  void a_look_at_a_tenant_that_has_nothing_finds_nothing() {
    assertThat(kit.engine().findings().look(TenantId.of("empty"))).isEmpty();
    assertThat(told).isEmpty();
  }
}

package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.InvalidInputException;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.StepState;
import dev.workflow.operations.Findings;
import dev.workflow.operations.Findings.Finding;
import dev.workflow.operations.Findings.Kind;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.EngineListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody has to look at: once, from its begin until it is settled. */
public abstract class FindingsContract extends EngineContract {

  private static final Actor ANNA = Actor.of("anna");
  private static final Actor BOB = Actor.of("bob");
  private static final Actor BOSS = Actor.of("boss");
  private static final String YES = "{\"approved\": true}";

  private final Set<String> lawyers = new ConcurrentSkipListSet<>();
  private final List<String> told = new CopyOnWriteArrayList<>();

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).actors(new Office()).listener(new Told());
  }

  @BeforeEach
  void hire() {
    lawyers.addAll(List.of("anna", "bob"));
  }

  private final class Told implements EngineListener {
    @Override
    public void findingChanged(FindingChange finding) {
      told.add((finding.begins() ? "+" : "-") + finding.kind() + " " + finding.step());
    }
  }

  private final class Office implements ActorDirectory {
    @Override
    public Set<String> roles(TenantId tenant, Actor actor, @Nullable SubjectRef subject) {
      return actor.equals(BOSS)
          ? Set.of(ADMIN)
          : lawyers.contains(actor.id()) ? Set.of("LAWYER") : Set.of();
    }

    @Override
    public Optional<Map<Membership, Set<Actor>>> eligible(TenantId tenant, Set<Membership> asked) {
      return Optional.of(
          asked.stream()
              .collect(
                  Collectors.toMap(
                      role -> role,
                      role -> lawyers.stream().map(Actor::of).collect(Collectors.toSet()))));
    }
  }

  private Tasks tasks() {
    return kit.engine().tasks();
  }

  private List<Finding> found(Findings.Query query) {
    return kit.engine().findings().list(TENANT, query, null, 50).items();
  }

  private List<Kind> open() {
    return found(Findings.Query.open()).stream().map(Finding::kind).toList();
  }

  private TaskId task(String keys, String payload) {
    return TaskId.of(
        run("[{\"id\": \"ask\", \"action\": \"approval\", " + keys + "}]", payload), "ask");
  }

  private TaskId task(String keys) {
    return task(keys, "{}");
  }

  @Test
  void that_nobody_may_is_found_once_and_settled_with_the_step() {
    TaskId id = task("\"assignee\": \"{{nobody}}\"");
    kit.run();
    kit.advance(Duration.ofDays(1));
    List<Finding> found = found(Findings.Query.all());
    assertThat(found).hasSize(1);
    assertThat(found.get(0).kind()).isEqualTo(Kind.NOBODY_MAY);
    assertThat(found.get(0).instance()).isEqualTo(id.instance());
    assertThat(found.get(0).step()).isEqualTo("ask");
    assertThat(found.get(0).workflow()).isEqualTo("w");
    assertThat(found.get(0).subject()).isEqualTo(LEAD);
    assertThat(found.get(0).since()).isEqualTo(kit.clock().instant().minus(Duration.ofDays(1)));
    assertThat(found.get(0).evidence())
        .isEqualTo(
            json(
                "{\"reason\": \"NOBODY_MAY: the assignee {{nobody}} gives nobody, and there is no"
                    + " role; only ADMIN may do it\"}"));
    assertThat(kit.engine().findings().count(TENANT)).isEqualTo(Map.of(Kind.NOBODY_MAY, 1L));
    tasks().complete(TENANT, id, BOSS, json(YES));
    kit.run();
    assertThat(open()).isEmpty();
    assertThat(found(Findings.Query.all()).get(0).settledAt()).isEqualTo(kit.clock().instant());
    assertThat(told).containsExactly("+NOBODY_MAY ask", "-NOBODY_MAY ask");
  }

  @Test
  void it_is_open_while_its_instance_is_paused_and_settled_when_that_is_cancelled() {
    TaskId id = task("\"assignee\": \"{{nobody}}\"");
    kit.engine().instances().pause(TENANT, id.instance(), BOSS, null);
    assertThat(open()).containsExactly(Kind.NOBODY_MAY);
    kit.engine().instances().cancel(TENANT, id.instance(), BOSS, null);
    assertThat(open()).isEmpty();
    assertThat(told).containsExactly("+NOBODY_MAY ask", "-NOBODY_MAY ask");
  }

  @Test
  void each_round_of_a_loop_has_its_own() {
    run(
        "[{\"id\": \"all\", \"each\": {\"items\": \"{{items}}\", \"maxConcurrent\": 2, \"steps\":"
            + " [{\"id\": \"ask\", \"action\": \"approval\", \"assignee\": \"{{nobody}}\"}]}}]",
        "{\"items\": [1, 2]}");
    assertThat(found(Findings.Query.open()))
        .extracting(Finding::step)
        .containsExactlyInAnyOrder("ask[0]", "ask[1]");
  }

  @Test
  void a_sub_workflow_has_its_own() {
    kit.publish(
        """
        {"key": "below", "steps": [{"id": "ask", "action": "approval", "assignee": "{{nobody}}"}]}
        """);
    InstanceId above = run("[{\"id\": \"sub\", \"workflow\": {\"key\": \"below\"}}]", "{}");
    assertThat(found(Findings.Query.open().withInstance(above))).isEmpty();
    assertThat(found(Findings.Query.open())).extracting(Finding::workflow).containsExactly("below");
    kit.engine().instances().cancel(TENANT, above, BOSS, null);
    assertThat(open()).isEmpty();
  }

  @Test
  void a_quorum_with_too_few_seats_is_unreachable_and_no_rejection() {
    TaskId id =
        task(
            "\"quorum\": {\"approvals\": 2, \"of\": [\"{{one}}\", \"{{two}}\"]}",
            "{\"one\": \"anna\"}");
    assertThat(open()).containsExactly(Kind.QUORUM_UNREACHABLE);
    tasks().complete(TENANT, id, ANNA, json(YES));
    kit.run();
    assertInstance(id.instance()).isActive().step("ask", StepState.BLOCKED);
    assertThat(open()).containsExactly(Kind.QUORUM_UNREACHABLE, Kind.NOBODY_MAY);
    tasks().skip(TENANT, id, BOSS, "the board is short of people");
    assertThat(open()).isEmpty();
  }

  @Test
  void a_seat_that_an_earlier_answer_excludes_counts_as_missing() {
    InstanceId id =
        run(
            """
            [{"id": "write", "action": "approval", "role": "LAWYER"},
             {"id": "check", "action": "approval", "excluding": "write",
              "quorum": {"approvals": 2, "of": ["anna", "bob"]}}]
            """,
            "{}");
    assertThat(open()).isEmpty();
    tasks().complete(TENANT, id, "write", ANNA, json(YES));
    kit.run();
    assertThat(found(Findings.Query.open()).get(0).evidence())
        .isEqualTo(json("{\"approvals\": 2, \"given\": 0, \"left\": [\"bob\"]}"));
  }

  @Test
  void an_allocation_without_anybody_is_settled_by_whoever_takes_the_step() {
    lawyers.clear();
    TaskId id = task("\"role\": \"LAWYER\", \"allocate\": \"round-robin\"");
    assertThat(open()).containsExactly(Kind.ALLOCATION_WITHOUT_ANYBODY);
    lawyers.add("bob");
    kit.engine().actors().changed(TENANT);
    tasks().claim(TENANT, id, BOB);
    assertThat(open()).isEmpty();
  }

  @Test
  void what_somebody_may_not_hold_any_more_is_given_to_somebody_else() {
    TaskId id = task("\"role\": \"LAWYER\", \"allocate\": \"round-robin\"");
    TaskId claimed = task("\"role\": \"LAWYER\"");
    TaskId theirs = task("\"assignee\": \"anna\"");
    tasks().claim(TENANT, claimed, ANNA);
    tasks().save(TENANT, claimed, ANNA, json(YES), 0);
    lawyers.remove("anna");
    assertThat(kit.engine().actors().changed(TENANT, ANNA)).isEqualTo(2);
    kit.run();
    assertThat(tasks().get(TENANT, id).task().assignee()).isEqualTo("bob");
    assertThat(tasks().get(TENANT, claimed).task().claimedBy()).isNull();
    assertThat(tasks().get(TENANT, claimed).draft()).isEqualTo(json(YES));
    assertThat(tasks().get(TENANT, theirs).task().assignee()).isEqualTo("anna");
    assertThat(open()).containsExactly(Kind.HOLDER_NOT_ELIGIBLE, Kind.HOLDER_NOT_ELIGIBLE);
    assertThat(found(Findings.Query.open()).get(0).evidence())
        .isEqualTo(json("{\"holder\": \"anna\"}"));
    assertThat(kit.engine().actors().changed(TENANT, ANNA)).isZero();
    tasks().start(TENANT, id, BOB);
    tasks().claim(TENANT, claimed, BOB);
    assertThat(open()).isEmpty();
  }

  @Test
  void what_somebody_held_who_has_left_during_a_pause_is_found_when_it_ends() {
    kit.publish(
        "{\"key\": \"child\", \"steps\": [{\"id\": \"ask\", \"action\": \"approval\", \"role\": \"LAWYER\"}]}");
    InstanceId parent = run("[{\"id\": \"sub\", \"workflow\": \"child\"}]", "{}");
    TaskId below = tasks().list(TENANT, null, 1).items().get(0).id();
    TaskId own = task("\"role\": \"LAWYER\"");
    for (TaskId id : List.of(below, own)) {
      tasks().claim(TENANT, id, ANNA);
    }
    for (InstanceId id : List.of(parent, own.instance())) {
      kit.engine().instances().pause(TENANT, id, BOSS, null);
    }
    lawyers.remove("anna");
    assertThat(kit.engine().actors().changed(TENANT, ANNA)).isZero();
    kit.engine().instances().resume(TENANT, parent, BOSS);
    kit.engine()
        .instances()
        .bulk(Instances.Query.of(TENANT), Instances.BulkOperation.RESUME, BOSS, progress -> {});
    for (TaskId id : List.of(below, own)) {
      assertThat(tasks().get(TENANT, id).task().claimedBy()).isNull();
    }
    assertThat(open()).containsExactly(Kind.HOLDER_NOT_ELIGIBLE, Kind.HOLDER_NOT_ELIGIBLE);
  }

  @Test
  void they_are_listed_in_pages_and_gone_with_their_instance() {
    for (int i = 0; i < 3; i++) {
      task("\"assignee\": \"{{nobody}}\"");
    }
    Page<Finding> page = kit.engine().findings().list(TENANT, Findings.Query.open(), null, 2);
    assertThat(page.items()).hasSize(2);
    String next = page.next().orElseThrow();
    assertThat(kit.engine().findings().list(TENANT, Findings.Query.open(), next, 2).items())
        .hasSize(1)
        .doesNotContainAnyElementsOf(page.items());
    assertThatThrownBy(
            () -> kit.engine().findings().list(TENANT, Findings.Query.open(), "nonsense", 2))
        .isInstanceOf(InvalidInputException.class);
    InstanceId first = page.items().get(0).instance();
    kit.engine().instances().cancel(TENANT, first, BOSS, null);
    assertThat(found(Findings.Query.all().withSettled(true))).hasSize(1);
    assertThat(found(Findings.Query.all().withKind(Kind.UNRECOGNIZED))).isEmpty();
    kit.advance(Duration.ofDays(1));
    kit.engine().instances().purge(TENANT, kit.clock().instant(), removed -> {});
    assertThat(found(Findings.Query.all())).hasSize(2);
  }
}

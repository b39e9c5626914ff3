package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.workflow.Actor;
import dev.workflow.Definitions.KeptHistory;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.TenantId;
import dev.workflow.instance.Migration;
import dev.workflow.messaging.Deliveries.Report;
import dev.workflow.messaging.Deliveries.State;
import dev.workflow.messaging.Messages;
import dev.workflow.messaging.Suppressions.Reason;
import dev.workflow.messaging.Suppressions.Scope;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.Handling.Category;
import dev.workflow.statistics.Statistics;
import dev.workflow.statistics.Statistics.ArmFigures;
import dev.workflow.statistics.Statistics.Bucket;
import dev.workflow.statistics.Statistics.ChannelFigures;
import dev.workflow.statistics.Statistics.Outcome;
import dev.workflow.statistics.Statistics.Period;
import dev.workflow.statistics.Statistics.PersonFigures;
import dev.workflow.statistics.Statistics.Query;
import dev.workflow.statistics.Statistics.RunFigures;
import dev.workflow.statistics.Statistics.StepFigures;
import dev.workflow.testkit.StatisticsCheck;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is counted, once and where. */
public abstract class StatisticsContract extends ReachContract {

  private static final Actor ANN = Actor.of("ann");
  private static final String ONCE =
      "[{\"id\": \"a\", \"action\": \"work\", \"retry\": {\"maxAttempts\": 1}}]";
  private static final Query DAY = Query.of(TENANT, START.minusSeconds(32_400), at("24:00"));

  private boolean comparable = true;

  @AfterEach
  void compareWithTheHistories() {
    if (comparable) {
      StatisticsCheck.check(kit.engine(), TENANT);
    }
  }

  private static Instant at(String time) {
    String[] parts = time.split(":");
    return Instant.parse("2026-01-05T00:00:00Z")
        .plus(Duration.ofHours(Integer.parseInt(parts[0])).plusMinutes(Integer.parseInt(parts[1])));
  }

  private Statistics statistics() {
    return kit.engine().statistics();
  }

  private RunFigures runs() {
    return statistics().runs(DAY.ofWorkflow("w")).get(0);
  }

  private List<RunFigures> hours(String from, String to) {
    return statistics()
        .runs(Query.of(TENANT, at(from), at(to)).ofWorkflow("w").by(Bucket.HOUR, ZoneOffset.UTC));
  }

  private InstanceId start(String lead) {
    return kit.event("lead.created", SubjectRef.of("lead", lead), "{}").started().get(0).instance();
  }

  @Test
  void a_run_counts_once_by_what_has_become_of_it_and_a_retry_where_it_was() {
    answer = context -> ActionResult.failed("no luck", false);
    publish("w", "", ONCE);
    InstanceId id = start("1");
    assertThat(hours("09:00", "10:00"))
        .extracting(RunFigures::started, RunFigures::failed, RunFigures::running)
        .containsExactly(tuple(1L, 1L, 0L));
    assertThat(runs().successRate()).isEqualTo(0.0);
    assertThat(runs().failureRate()).isEqualTo(1.0);

    kit.advance(Duration.ofHours(2));
    answer = context -> ActionResult.completed();
    kit.engine().instances().retry(TENANT, id, ANN);
    kit.run();

    assertThat(hours("09:00", "12:00"))
        .extracting(
            RunFigures::started,
            RunFigures::completed,
            RunFigures::failed,
            RunFigures::retried,
            RunFigures::running)
        .containsExactly(
            tuple(1L, 0L, 0L, 0L, 1L), tuple(0L, 0L, 0L, 0L, 1L), tuple(0L, 1L, 0L, 1L, 0L));
    assertThat(runs().cycle().p50()).isBetween(Duration.ofHours(2), Duration.ofMinutes(122));
    assertThat(statistics().steps(DAY.ofWorkflow("w")))
        .extracting(
            StepFigures::name,
            StepFigures::entered,
            StepFigures::completed,
            StepFigures::failed,
            StepFigures::attempts)
        .containsExactly(tuple("a", 1L, 1L, 0L, 2L));
  }

  @Test
  void a_failed_run_that_is_cancelled_since_is_a_cancelled_one() {
    answer = context -> ActionResult.failed("no luck", false);
    publish("w", "", ONCE);
    InstanceId id = start("1");
    kit.advance(Duration.ofHours(1));
    kit.engine().instances().cancel(TENANT, id, ANN, "enough");
    kit.run();
    assertThat(hours("09:00", "11:00"))
        .extracting(RunFigures::failed, RunFigures::canceled, RunFigures::running)
        .containsExactly(tuple(0L, 0L, 1L), tuple(0L, 1L, 0L));
    assertThat(runs().successRate()).isNull();
    assertThat(runs().cycle()).isNull();
  }

  @Test
  void exits_succeed_and_drafts_are_no_runs() {
    publish(
        "w",
        "\"concurrency\": {\"key\": \"one\", \"policy\": \"queue\"}, \"exit\": [{\"event\": \"lead.won\"}],",
        "[{\"id\": \"wait\", \"wait\": {\"event\": \"x\"}}]");
    InstanceId first = start("1");
    InstanceId queued = start("2");
    assertThat(runs()).extracting(RunFigures::started, RunFigures::running).containsExactly(1L, 1L);
    kit.engine().instances().cancel(TENANT, queued, ANN, null);
    kit.event("lead.won", SubjectRef.of("lead", "1"), "{}");
    assertInstance(first).isCompleted();
    assertThat(runs())
        .extracting(
            RunFigures::started,
            RunFigures::exited,
            RunFigures::canceled,
            RunFigures::completed,
            RunFigures::running,
            RunFigures::successRate)
        .containsExactly(1L, 1L, 0L, 0L, 0L, 1.0);
  }

  @Test
  void steps_count_each_visit_each_round_and_each_wait() {
    publish(
        "w",
        "",
        """
        [{"id": "none", "action": "work", "when": {"field": "lead.x", "operator": "eq", "value": 1}},
         {"id": "all", "each": {"items": [1, 2, 3], "steps": [{"id": "a", "action": "work"}]}},
         {"id": "pause", "delay": "PT1H"},
         {"id": "wait", "wait": {"event": "go"}}]
        """);
    start("1");
    kit.advance(Duration.ofHours(1));
    start("2");
    assertThat(statistics().steps(DAY.ofWorkflow("w")))
        .extracting(
            StepFigures::name,
            StepFigures::entered,
            StepFigures::completed,
            StepFigures::skipped,
            StepFigures::waited)
        .containsExactly(
            tuple("a", 6L, 6L, 0L, 0L),
            tuple("all", 2L, 2L, 0L, 0L),
            tuple("none", 2L, 0L, 2L, 0L),
            tuple("pause", 2L, 1L, 0L, 2L),
            tuple("wait", 1L, 0L, 0L, 1L));
    assertThat(statistics().actions(DAY))
        .extracting(StepFigures::name, StepFigures::entered, StepFigures::attempts)
        .containsExactly(tuple("work", 8L, 6L));
    StepFigures pause = statistics().steps(DAY.ofWorkflow("w")).get(3);
    assertThat(pause.times().p95()).isBetween(Duration.ofHours(1), Duration.ofMinutes(61));
  }

  @Test
  void percentiles_and_the_mean_are_a_percent_off_at_most() {
    publish("w", "", "[{\"id\": \"wait\", \"wait\": {\"event\": \"go\"}}]");
    for (int i = 0; i < 20; i++) {
      start("t" + i);
    }
    for (int i = 0; i < 20; i++) {
      kit.advance(Duration.ofMinutes(7));
      kit.event("go", SubjectRef.of("lead", "t" + i), "{}");
    }
    Statistics.Times cycle = runs().cycle();
    assertThat(cycle.count()).isEqualTo(20);
    assertThat(cycle.mean()).isCloseTo(Duration.ofSeconds(4_410), Duration.ofSeconds(44));
    assertThat(cycle.p50()).isBetween(Duration.ofMinutes(70), Duration.ofSeconds(4_242));
    assertThat(cycle.p90()).isBetween(Duration.ofMinutes(126), Duration.ofSeconds(7_636));
    assertThat(cycle.p95()).isBetween(Duration.ofMinutes(133), Duration.ofSeconds(8_060));
    assertThat(cycle.p99()).isBetween(Duration.ofMinutes(140), Duration.ofSeconds(8_484));
  }

  @Test
  void arms_have_their_shares_and_the_difference_of_their_outcomes() {
    publish(
        "w",
        "",
        """
        [{"id": "ab", "split": [
          {"name": "calm", "steps": [{"id": "in_a", "action": "work"}]},
          {"name": "loud", "steps": [{"id": "in_b", "action": "work", "retry": {"maxAttempts": 1}}]}]}]
        """);
    answer =
        context ->
            context.step().equals("in_b")
                ? ActionResult.failed("too loud", false)
                : ActionResult.completed();
    for (int i = 0; i < 12; i++) {
      start("ab" + i);
    }
    List<ArmFigures> arms =
        statistics().arms(DAY.ofWorkflow("w"), "ab", Set.of(Outcome.COMPLETED, Outcome.EXITED));
    assertThat(arms).extracting(ArmFigures::arm).containsExactly("calm", "loud");
    ArmFigures calm = arms.get(0);
    ArmFigures loud = arms.get(1);
    assertThat(calm.taken() + loud.taken()).isEqualTo(12);
    assertThat(calm.share()).isEqualTo(calm.taken() / 12.0);
    assertThat(calm.completed()).isEqualTo(calm.taken());
    assertThat(loud.failed()).isEqualTo(loud.taken());
    assertThat(calm.difference()).isNull();
    assertThat(loud.difference().estimate()).isEqualTo(-1.0);
    assertThat(loud.difference().low()).isGreaterThanOrEqualTo(-1.0000001);
    assertThat(loud.difference().high()).isBetween(-1.0, 0.0);

    answer = context -> ActionResult.completed();
    kit
        .engine()
        .instances()
        .list(dev.workflow.Instances.Query.of(TENANT), null, 100)
        .items()
        .stream()
        .filter(one -> one.state() == dev.workflow.instance.InstanceState.FAILED)
        .forEach(one -> kit.engine().instances().retry(TENANT, one.id(), ANN));
    kit.run();
    assertThat(statistics().arms(DAY.ofWorkflow("w"), "ab", Set.of(Outcome.COMPLETED)))
        .allSatisfy(arm -> assertThat(arm.completed()).isEqualTo(arm.taken()))
        .allSatisfy(arm -> assertThat(arm.failed()).isZero());
  }

  @Test
  void channels_tell_what_was_sent_and_what_was_heard_of_it() {
    kit.engine()
        .messaging()
        .suppressions()
        .suppress(
            TENANT,
            dev.workflow.messaging.ChannelAddress.of("email", "no@x.nl"),
            Reason.MANUAL,
            Scope.EVERYTHING,
            ANN,
            "asked");
    Messages.Message one = mail(Category.FOLLOW_UP, "ann@x.nl");
    Messages.Message two = mail(Category.FOLLOW_UP, "bob@x.nl");
    Messages.Message three = mail(Category.FOLLOW_UP, "eve@x.nl");
    mail(Category.FOLLOW_UP, "no@x.nl");
    report(one, State.DELIVERED);
    report(one, State.READ);
    report(one, State.DELIVERED);
    report(two, State.READ);
    report(three, State.FAILED);
    report(three, State.BOUNCED);
    ChannelFigures expected =
        new ChannelFigures(new Period(DAY.from(), DAY.to()), "email", 3, 2, 2, 1, 1);
    assertThat(statistics().channels(DAY)).containsExactly(expected);
    assertThat(statistics().channels(DAY.ofWorkflow("mail"))).containsExactly(expected);
    assertThat(statistics().channels(DAY.ofWorkflow("other"))).isEmpty();
  }

  private void report(Messages.Message message, State state) {
    String id = message.delivery().providerId();
    kit.engine()
        .messaging()
        .deliveries()
        .record(TENANT, "email", List.of(Report.of(id + "/" + state, id, state)));
  }

  @Test
  void work_counts_for_the_actor_who_does_it() {
    publish("w", "", "[{\"id\": \"ask\", \"action\": \"approval\"}]");
    InstanceId one = start("1");
    InstanceId two = start("2");
    kit.advance(Duration.ofMinutes(30));
    kit.engine().tasks().claim(TENANT, new TaskId(one, "ask"), ANN);
    kit.engine()
        .tasks()
        .complete(TENANT, new TaskId(one, "ask"), ANN, json("{\"approved\": true}"));
    kit.engine().tasks().skip(TENANT, new TaskId(two, "ask"), Actor.of("boss"), "not needed");
    kit.run();
    assertThat(statistics().people(DAY))
        .extracting(
            PersonFigures::actor,
            PersonFigures::completed,
            PersonFigures::skipped,
            PersonFigures::failed)
        .containsExactly(tuple("ann", 1L, 0L, 0L), tuple("boss", 0L, 1L, 0L));
    assertThat(statistics().people(DAY.ofWorkflow("w"))).hasSize(2);
    assertThat(statistics().people(DAY).get(0).times().p50())
        .isBetween(Duration.ofMinutes(30), Duration.ofMinutes(31));
  }

  @Test
  void days_are_those_of_the_zone_also_off_by_half_an_hour_and_at_the_change_of_the_clocks() {
    publish("w", "", "[{\"id\": \"a\", \"action\": \"work\"}]");
    List<Instant> times =
        List.of(
            Instant.parse("2026-03-27T18:15:00Z"),
            Instant.parse("2026-03-27T18:45:00Z"),
            Instant.parse("2026-03-28T22:59:00Z"),
            Instant.parse("2026-03-29T21:30:00Z"),
            Instant.parse("2026-03-29T22:00:00Z"));
    for (Instant time : times) {
      kit.advanceTo(time);
      start(time.toString());
    }
    Query range = Query.of(TENANT, times.get(0), times.get(4).plusSeconds(1));
    assertThat(days(range, "Asia/Kolkata")).containsExactly(1L, 1L, 1L, 2L);
    assertThat(days(range, "Europe/Berlin")).containsExactly(2L, 1L, 1L, 1L);
    List<RunFigures> berlin = statistics().runs(range.by(Bucket.DAY, ZoneId.of("Europe/Berlin")));
    assertThat(berlin.get(2).period())
        .isEqualTo(
            new Period(
                Instant.parse("2026-03-28T23:00:00Z"), Instant.parse("2026-03-29T22:00:00Z")));
    assertThat(statistics().runs(range.by(Bucket.WEEK, ZoneOffset.UTC)))
        .extracting(RunFigures::started)
        .containsExactly(5L);
    assertThat(statistics().runs(range.by(Bucket.MONTH, ZoneId.of("Asia/Kolkata"))))
        .extracting(RunFigures::period, RunFigures::started)
        .containsExactly(
            tuple(
                new Period(
                    Instant.parse("2026-02-28T18:30:00Z"), Instant.parse("2026-03-31T18:30:00Z")),
                5L));
  }

  private List<Long> days(Query range, String zone) {
    return statistics().runs(range.by(Bucket.DAY, ZoneId.of(zone))).stream()
        .map(RunFigures::started)
        .toList();
  }

  @Test
  void figures_stay_when_instances_are_purged_and_the_workflow_is_deleted() {
    comparable = false;
    publish("w", "", "[{\"id\": \"a\", \"action\": \"work\"}]");
    start("1");
    kit.advance(Duration.ofHours(1));
    assertThat(kit.engine().instances().purge(TENANT, kit.clock().instant(), removed -> {}))
        .isEqualTo(1);
    kit.engine().definitions().delete(TENANT, "w", KeptHistory.NONE, ANN);
    assertThat(runs())
        .extracting(RunFigures::started, RunFigures::completed, RunFigures::running)
        .containsExactly(1L, 1L, 0L);
    assertThat(statistics().steps(DAY.ofWorkflow("w"))).hasSize(1);
  }

  @Test
  void a_purge_leaves_whole_months_and_what_is_running() {
    comparable = false;
    publish("w", "", "[{\"id\": \"wait\", \"wait\": {\"event\": \"go\"}}]");
    start("1");
    Query january =
        Query.of(
                TENANT,
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-02-01T00:00:00Z"))
            .ofWorkflow("w");
    Instant february = Instant.parse("2026-02-10T00:00:00Z");
    assertThat(statistics().runs(january).get(0).started()).isEqualTo(1);
    List<Long> told = new ArrayList<>();
    long removed = statistics().purge(TENANT, february, told::add);
    assertThat(removed).isPositive();
    assertThat(told).contains(removed);
    assertThat(statistics().purge(TENANT, february, gone -> {})).isZero();
    assertThat(statistics().runs(january).get(0).started()).isEqualTo(1);
    assertThat(runs().started()).isZero();
    assertThat(
            statistics()
                .runs(Query.of(TENANT, february, february.plusSeconds(60)).ofWorkflow("w"))
                .get(0)
                .running())
        .isEqualTo(1);
  }

  @Test
  void a_run_that_goes_on_with_another_version_runs_there() {
    publish("w", "", "[{\"id\": \"wait\", \"wait\": {\"event\": \"go\"}}]");
    InstanceId id = start("1");
    publish(
        "w",
        "",
        "[{\"id\": \"wait\", \"wait\": {\"event\": \"go\"}}, {\"id\": \"b\", \"action\": \"work\"}]");
    kit.engine().instances().migrate(TENANT, id, Migration.to(2), ANN);
    assertThat(versions())
        .extracting(RunFigures::started, RunFigures::running)
        .containsExactly(tuple(1L, 0L), tuple(0L, 1L));
    kit.event("go", SubjectRef.of("lead", "1"), "{}");
    assertThat(versions())
        .extracting(RunFigures::completed, RunFigures::running)
        .containsExactly(tuple(0L, 0L), tuple(1L, 0L));
    assertThat(runs())
        .extracting(RunFigures::started, RunFigures::completed, RunFigures::running)
        .containsExactly(1L, 1L, 0L);
  }

  private List<RunFigures> versions() {
    return List.of(
        statistics().runs(DAY.ofVersion("w", 1)).get(0),
        statistics().runs(DAY.ofVersion("w", 2)).get(0));
  }

  @Test
  void what_a_transaction_of_the_host_takes_back_is_not_counted() {
    publish("w", "", "[{\"id\": \"a\", \"action\": \"work\"}]");
    assertThatThrownBy(
            () ->
                store.transact(
                    transaction -> {
                      kit.engine()
                          .in(transaction)
                          .instances()
                          .start(TENANT, "w", LEAD, json("{}"), ANN);
                      throw new IllegalStateException("the host changes its mind");
                    }))
        .hasMessage("the host changes its mind");
    kit.run();
    assertThat(runs().started()).isZero();
  }

  @Test
  void sub_workflows_are_runs_of_their_own() {
    kit.publish("{\"key\": \"child\", \"steps\": [{\"id\": \"a\", \"action\": \"work\"}]}");
    run("[{\"id\": \"sub\", \"workflow\": \"child\"}]", "{}");
    assertThat(statistics().runs(DAY.ofWorkflow("child")).get(0).completed()).isEqualTo(1);
    assertThat(statistics().runs(DAY).get(0).completed()).isEqualTo(2);
  }

  @Test
  void another_tenant_has_figures_of_its_own() {
    publish("w", "", "[{\"id\": \"a\", \"action\": \"work\"}]");
    start("1");
    Query other = Query.of(TenantId.of("other"), DAY.from(), DAY.to());
    assertThat(statistics().runs(other).get(0).started()).isZero();
    assertThat(statistics().steps(other.ofWorkflow("w"))).isEmpty();
    assertThat(
            statistics().purge(TenantId.of("other"), at("24:00").plusSeconds(9_000_000), r -> {}))
        .isZero();
    assertThat(runs().started()).isEqualTo(1);
  }

  @Test
  void facts_that_this_version_cannot_read_wait_and_hold_up_nothing() {
    store.transact(
        transaction -> {
          transaction.statistics().addFacts(List.of("@test\tw\t1\nRz1963000\t"));
          return null;
        });
    publish("w", "", "[{\"id\": \"a\", \"action\": \"work\"}]");
    start("1");
    assertThat(runs().completed()).isEqualTo(1);
    start("2");
    assertThat(runs().completed()).isEqualTo(2);
    List<String> left =
        store.transact(
            transaction ->
                transaction.statistics().facts(0, 10).stream().map(one -> one.body()).toList());
    assertThat(left).containsExactly("@test\tw\t1\nRz1963000\t");
  }

  @Test
  void a_wrong_question_is_refused_and_says_what_to_ask() {
    refused(
        () -> statistics().runs(Query.of(TENANT, START, START)),
        "The range has a problem:\n  (document): is empty: it ends at 2026-01-05T09:00:00Z and begins at"
            + " 2026-01-05T09:00:00Z");
    refused(
        () ->
            statistics()
                .runs(
                    Query.of(TENANT, START, START.plus(Duration.ofDays(42)))
                        .by(Bucket.HOUR, ZoneOffset.UTC)),
        "The range has a problem:\n  (document): has more than 1000 periods of one hour; ask for a shorter"
            + " range or for longer periods");
    refused(
        () -> statistics().runs(Query.of(TENANT, Instant.MIN, START)),
        "The range has a problem:\n  (document): has the time -1000000000-01-01T00:00:00Z; times from"
            + " 1000-01-01T00:00:00Z to 9999-12-31T23:59:59.999999Z are kept");
    refused(
        () -> statistics().steps(DAY),
        "The question has a problem:\n  (document): is for all workflows; steps are those of one: name it");
    refused(
        () -> statistics().arms(DAY, "ab", Set.of(Outcome.EXITED)),
        "The question has a problem:\n  (document): is for all workflows; steps are those of one: name it");
    refused(
        () -> statistics().arms(DAY.ofWorkflow("w"), "ab", Set.of()),
        "The set of successes has a problem:\n  (document): needs one or more of COMPLETED, EXITED and FAILED");
    refused(
        () -> statistics().channels(DAY.ofVersion("w", 1)),
        "The question has a problem:\n  (document): is for one version; messages know the workflow alone");
    refused(
        () ->
            statistics()
                .runs(
                    new Query(TENANT, null, 1, DAY.from(), DAY.to(), Bucket.TOTAL, ZoneOffset.UTC)),
        "The question has a problem:\n  (document): is for a version of no workflow; name the workflow too");
  }

  private static void refused(Runnable question, String reason) {
    assertThatThrownBy(question::run).isInstanceOf(InvalidInputException.class).hasMessage(reason);
  }
}

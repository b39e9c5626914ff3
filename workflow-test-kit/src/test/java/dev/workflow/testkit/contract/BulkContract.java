package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.Instances.BulkOperation;
import dev.workflow.Instances.BulkReport;
import dev.workflow.Instances.Query;
import dev.workflow.SubjectRef;
import dev.workflow.instance.InstanceState;
import dev.workflow.spi.ActionResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an operator does to many instances at once. */
public abstract class BulkContract extends EngineContract {

  private static final Actor OPERATOR = Actor.of("operator");

  private final List<BulkReport> progress = new ArrayList<>();

  private BulkReport all(Query query, BulkOperation operation) {
    progress.clear();
    BulkReport report = kit.engine().instances().bulk(query, operation, OPERATOR, progress::add);
    kit.run();
    return report;
  }

  private void start(int count) {
    publish(
        "w",
        "",
        "[{\"id\": \"pause\", \"delay\": \"PT1H\"}, {\"id\": \"a\", \"action\": \"work\"}]");
    for (int i = 0; i < count; i++) {
      kit.event("lead.created", SubjectRef.of("lead", "l-" + i), "{}");
    }
  }

  private static BulkReport report(long done, long refused) {
    return new BulkReport(done, refused, Map.of());
  }

  /** How many instances there are in each state. */
  private Map<InstanceState, Long> states() {
    return kit.engine().instances().count(TENANT).stream()
        .collect(
            java.util.stream.Collectors.toMap(
                count -> count.state(), count -> count.instances(), Long::sum));
  }

  @Test
  void pausing_and_resuming_reaches_all_that_fit_and_says_how_far_it_is() {
    start(5);
    assertThat(all(Query.of(TENANT).workflow("w"), BulkOperation.PAUSE)).isEqualTo(report(5, 0));
    assertThat(progress)
        .isEqualTo(IntStream.rangeClosed(1, 5).mapToObj(done -> report(done, 0)).toList());
    assertThat(states()).isEqualTo(Map.of(InstanceState.PAUSED, 5L));
    kit.advance(Duration.ofDays(1));
    assertThat(calls).isEmpty();
    assertThat(all(Query.of(TENANT).in(InstanceState.PAUSED), BulkOperation.RESUME))
        .isEqualTo(report(5, 0));
    assertThat(states()).isEqualTo(Map.of(InstanceState.COMPLETED, 5L));
    assertThat(calls).hasSize(5);
  }

  @Test
  void what_is_in_another_state_is_refused_and_counted() {
    start(3);
    InstanceId one = kit.engine().instances().list(Query.of(TENANT), null, 1).items().get(0).id();
    kit.engine().instances().cancel(TENANT, one, OPERATOR, null);
    assertThat(all(Query.of(TENANT), BulkOperation.PAUSE)).isEqualTo(report(2, 1));
    assertThat(all(Query.of(TENANT), BulkOperation.RETRY)).isEqualTo(report(0, 3));
    assertThat(all(Query.of(TENANT), BulkOperation.CANCEL)).isEqualTo(report(2, 1));
    assertThat(all(Query.of(TENANT), BulkOperation.RESUME)).isEqualTo(report(0, 3));
    assertThat(states()).isEqualTo(Map.of(InstanceState.CANCELED, 3L));
  }

  @Test
  void a_retry_takes_all_failed_instances_up_again() {
    publish("w", "", "[{\"id\": \"a\", \"action\": \"work\"}]");
    answer = context -> ActionResult.failed("the service is down", false);
    for (int i = 0; i < 4; i++) {
      kit.event("lead.created", LEAD, "{}");
    }
    assertThat(states()).isEqualTo(Map.of(InstanceState.FAILED, 4L));
    answer = context -> ActionResult.completed();
    assertThat(all(Query.of(TENANT).in(InstanceState.FAILED), BulkOperation.RETRY))
        .isEqualTo(report(4, 0));
    assertThat(states()).isEqualTo(Map.of(InstanceState.COMPLETED, 4L));
  }

  @Test
  void more_than_a_page_is_reached_once_each() {
    start(450);
    assertThat(all(Query.of(TENANT).in(InstanceState.ACTIVE), BulkOperation.CANCEL))
        .isEqualTo(report(450, 0));
    assertThat(progress).hasSize(450);
    assertThat(states()).isEqualTo(Map.of(InstanceState.CANCELED, 450L));
  }

  @Test
  void only_what_fits_the_query_is_touched() {
    start(3);
    publish("other", "", "[{\"id\": \"pause\", \"delay\": \"PT1H\"}]");
    kit.event("lead.created", LEAD, "{}");
    assertThat(
            all(
                Query.of(TENANT).workflow("w").about(SubjectRef.of("lead", "l-1")),
                BulkOperation.CANCEL))
        .isEqualTo(report(1, 0));
    assertThat(all(Query.of(TENANT).workflow("other"), BulkOperation.CANCEL))
        .isEqualTo(report(1, 0));
    assertThat(states()).isEqualTo(Map.of(InstanceState.CANCELED, 2L, InstanceState.ACTIVE, 3L));
  }

  @Test
  void the_history_names_who_did_it() {
    start(1);
    all(Query.of(TENANT), BulkOperation.CANCEL);
    InstanceId id = kit.engine().instances().list(Query.of(TENANT), null, 1).items().get(0).id();
    assertThat(kit.story(id)).contains("by operator").contains("in bulk");
  }

  @Test
  void a_progress_that_throws_ends_the_operation_and_leaves_done_what_is_done() {
    start(3);
    assertThatThrownBy(
            () ->
                kit.engine()
                    .instances()
                    .bulk(
                        Query.of(TENANT),
                        BulkOperation.CANCEL,
                        OPERATOR,
                        report -> {
                          throw new IllegalStateException("enough");
                        }))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("enough");
    assertThat(states()).isEqualTo(Map.of(InstanceState.CANCELED, 1L, InstanceState.ACTIVE, 2L));
  }
}

package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.Json;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.InstanceState;
import dev.workflow.schedule.Tick;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.RecordGateway.ListRequest;
import dev.workflow.spi.RecordSelection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Workflows that are started for each record that the host lists: by time, and by hand. */
public abstract class ForEachContract extends EngineContract {

  private static final Actor ANN = Actor.of("ann");
  private static final String PAUSE =
      "[{\"id\": \"a\", \"action\": \"work\"}, {\"id\": \"b\", \"delay\": \"P30D\"}]";

  private final HostRecords records = new HostRecords();

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).records(records);
  }

  private void leads(int from, int to, String status) {
    for (int i = from; i < to; i++) {
      records.stored.put(lead(i), Json.object().put("status", status));
    }
  }

  private static SubjectRef lead(int number) {
    return SubjectRef.of("lead", "l%05d".formatted(number));
  }

  private void publishDaily(String keys) {
    kit.publish(
        """
        {"key": "w", "subject": "lead", %s "triggers": [
           {"schedule": "0 12 * * *", "overlap": "allow", "input": {"list": "weekly"},
            "for": {"type": "lead", "filters": {"status": "new"}}}], "steps": %s}
        """
            .formatted(keys, PAUSE));
  }

  /** The ids of the subjects of instances, sorted, as often as there are instances. */
  private List<String> started() {
    var query = Instances.Query.of(TENANT).workflow("w");
    List<String> ids = new ArrayList<>();
    Page<Instances.Summary> page = kit.engine().instances().list(query, null, 200);
    page.items().forEach(one -> ids.add(one.subject().id()));
    while (page.next().isPresent()) {
      page = kit.engine().instances().list(query, page.next().get(), 200);
      page.items().forEach(one -> ids.add(one.subject().id()));
    }
    return ids.stream().sorted().toList();
  }

  private List<Tick> ticks() {
    var schedule = kit.engine().schedules().list(TENANT, "w", null, 10).items().get(0);
    return kit.engine().schedules().history(TENANT, schedule.id(), null, 100).items();
  }

  private static List<String> ids(int count) {
    TreeSet<String> ids = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      ids.add(lead(i).id());
    }
    return List.copyOf(ids);
  }

  @Test
  void a_tick_starts_one_instance_for_each_record_that_fits() {
    leads(0, 5, "new");
    leads(5, 9, "lost");
    List<String> seen = new ArrayList<>();
    answer =
        context -> {
          seen.add(
              context.data().at("/input/list").asText()
                  + " "
                  + context.data().at("/input/schedule/plannedAt").asText());
          return ActionResult.completed();
        };
    publishDaily("");
    kit.advance(Duration.ofHours(3));
    assertThat(started()).isEqualTo(ids(5));
    assertThat(ticks()).extracting(Tick::state).containsExactly(Tick.State.COMPLETED);
    assertThat(seen).hasSize(5).containsOnly("weekly 2026-01-05T12:00:00Z");
  }

  @Test
  void the_next_tick_starts_them_again() {
    leads(0, 3, "new");
    publishDaily("");
    kit.advance(Duration.ofHours(3 + 24));
    assertThat(started()).hasSize(6);
  }

  @Test
  void many_records_are_listed_in_portions() {
    leads(0, 450, "new");
    publishDaily("");
    kit.advance(Duration.ofHours(3));
    assertThat(started()).isEqualTo(ids(450));
    assertThat(records.lists)
        .extracting(ListRequest::cursor)
        .containsExactly(null, lead(199).id(), lead(399).id());
    assertThat(records.lists).extracting(ListRequest::limit).containsOnly(200);
  }

  @Test
  void a_record_that_comes_twice_in_a_tick_is_started_once() {
    leads(0, 3, "new");
    records.listing =
        request ->
            new Page<>(
                List.of(lead(0), lead(1), lead(0)),
                request.cursor() == null ? Optional.of("more") : Optional.empty());
    publishDaily("");
    kit.advance(Duration.ofHours(3));
    assertThat(started()).isEqualTo(ids(2));
  }

  @Test
  void a_host_that_cannot_list_is_asked_again_and_nobody_is_started_twice() {
    leads(0, 300, "new");
    records.listing =
        request -> {
          if (request.cursor() != null && records.lists.size() < 4) {
            throw new IllegalStateException("the CRM is down");
          }
          return records.stored.list(request);
        };
    publishDaily("");
    kit.advance(Duration.ofHours(4));
    assertThat(started()).isEqualTo(ids(300));
    assertThat(ticks()).extracting(Tick::state).containsExactly(Tick.State.COMPLETED);
  }

  @Test
  void a_host_that_gives_too_many_or_does_not_move_on_fails_the_tick_and_says_so() {
    publishDaily("");
    records.listing = request -> new Page<>(List.of(), Optional.of("same"));
    kit.advance(Duration.ofHours(3));
    assertThat(ticks()).extracting(Tick::state).containsExactly(Tick.State.FAILED);
    assertThat(instance(ticks().get(0).instance()).step("start[1]").reason())
        .contains("the RecordGateway gave the cursor that it was given, or one longer than 500");
    records.listing = request -> new Page<>(Collections.nCopies(201, lead(1)), Optional.empty());
    kit.advance(Duration.ofDays(1));
    assertThat(instance(ticks().get(0).instance()).step("start[0]").reason())
        .contains("the RecordGateway listed 201 records; it was asked for 200");
    assertThat(started()).isEmpty();
  }

  @Test
  void a_governed_workflow_starts_for_the_records_to_which_it_is_assigned() {
    leads(0, 4, "new");
    publishDaily("\"governed\": true,");
    kit.engine().assignments().setDefault(TENANT, "w", Map.of(), ANN);
    kit.engine().assignments().setNone(TENANT, lead(2), ANN, "no", null);
    kit.advance(Duration.ofHours(3));
    assertThat(started()).containsExactly(lead(0).id(), lead(1).id(), lead(3).id());
  }

  @Test
  void concurrency_holds_for_each_of_them() {
    leads(0, 3, "new");
    publishDaily("\"concurrency\": {\"key\": \"{{subject.id}}\", \"policy\": \"skip\"},");
    kit.start("w", lead(1), Json.object());
    kit.advance(Duration.ofHours(3 + 24));
    assertThat(started()).isEqualTo(ids(3));
  }

  @Test
  void the_same_selection_starts_existing_records_by_hand_with_progress() {
    leads(0, 250, "new");
    publish("w", "\"subject\": \"lead\",", PAUSE);
    InstanceId all =
        kit.engine()
            .instances()
            .startForEach(
                TENANT,
                "w",
                new RecordSelection("lead", Json.object().put("status", "new")),
                Json.object().put("by", "hand"),
                ANN);
    kit.run();
    assertThat(started()).isEqualTo(ids(250));
    assertThat(instance(all).state()).isEqualTo(InstanceState.COMPLETED);
    assertThat(instance(all).step("start[0]").output().path("listed").asInt()).isEqualTo(200);
    assertThat(instance(all).step("start[1]").output().path("listed").asInt()).isEqualTo(50);
    assertThat(records.lists).extracting(ListRequest::principal).containsOnly(ANN);
  }

  @Test
  void a_workflow_that_is_disabled_while_it_is_started_fails_the_rest() {
    leads(0, 3, "new");
    publishDaily("");
    records.listing =
        request -> {
          publishDaily("\"enabled\": false,");
          return records.stored.list(request);
        };
    kit.advance(Duration.ofHours(3));
    assertThat(started()).isEmpty();
  }
}

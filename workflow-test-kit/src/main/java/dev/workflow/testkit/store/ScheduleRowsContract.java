package dev.workflow.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.TenantId;
import dev.workflow.spi.store.ScheduleRow;
import dev.workflow.spi.store.ScheduleRows;
import dev.workflow.spi.store.ScheduleRows.News;
import dev.workflow.spi.store.StaleWriteException;
import dev.workflow.spi.store.TickRow;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Schedules, their ticks and the news of instances. */
public abstract class ScheduleRowsContract extends StoreContract {

  private static ScheduleRow.Key id(TenantId tenant, int n) {
    return new ScheduleRow.Key(tenant, uuid(n));
  }

  private static ScheduleRow row(ScheduleRow.Key key, String name, Instant dueAt) {
    return new ScheduleRow(
        key,
        name,
        name == null ? "w" : null,
        3,
        "{\"every\":\"PT1H\"}",
        NOW,
        "ann",
        new ScheduleRow.Progress("ACTIVE", NOW, dueAt, 1, 2, LATER));
  }

  private static TickRow tick(ScheduleRow.Key schedule, int n, String state, Instant endedAt) {
    return new TickRow(
        new TickRow.Key(schedule, NOW.plusSeconds(n), "TICK"),
        state,
        2,
        uuid(n),
        NOW,
        endedAt,
        LATER,
        "{\"a\":1}",
        "because",
        "ann");
  }

  private void insert(ScheduleRow... rows) {
    run(
        transaction -> {
          for (ScheduleRow row : rows) {
            assertThat(transaction.schedules().insert(row)).isTrue();
          }
        });
  }

  private List<ScheduleRow> due(Instant now, int limit) {
    return list(transaction -> transaction.schedules().lockDue(now, limit));
  }

  @Test
  void a_schedule_is_read_as_it_was_written_and_changed() {
    ScheduleRow task = row(id(ACME, 1), "a task", NOW);
    ScheduleRow trigger = row(id(ACME, 2), null, null);
    insert(task, trigger, row(id(OTHER, 1), "a task", NOW));
    assertThat(list(transaction -> transaction.schedules().list(ACME, null, null, 10)))
        .containsExactly(task, trigger);
    assertThat(list(transaction -> transaction.schedules().list(ACME, "w", null, 10)))
        .containsExactly(trigger);
    assertThat(list(transaction -> transaction.schedules().list(ACME, null, uuid(1), 10)))
        .containsExactly(trigger);
    assertThat(list(transaction -> transaction.schedules().lockOfWorkflow(ACME, "w")))
        .containsExactly(trigger);
    ScheduleRow changed =
        task.named("another")
            .with(0, "{}")
            .with(new ScheduleRow.Progress("PAUSED", null, null, 0, 0, null));
    run(transaction -> transaction.schedules().update(List.of(changed)));
    run(
        transaction -> {
          assertThat(transaction.schedules().find(task.key())).contains(changed);
          assertThat(transaction.schedules().lock(task.key())).contains(changed);
          assertThat(transaction.schedules().lockIfFree(List.of(task.key(), id(ACME, 9))))
              .containsExactly(changed);
          assertThat(transaction.schedules().find(id(OTHER, 2))).isEmpty();
          assertThat(transaction.schedules().areKept()).isTrue();
        });
  }

  @Test
  void a_name_is_given_once_in_a_tenant() {
    insert(
        row(id(ACME, 1), "a task", NOW), row(id(ACME, 2), null, NOW), row(id(ACME, 3), null, NOW));
    run(
        transaction -> {
          assertThat(transaction.schedules().insert(row(id(ACME, 4), "a task", NOW))).isFalse();
          assertThat(transaction.schedules().isTaken(ACME, "a task", uuid(4))).isTrue();
          assertThat(transaction.schedules().isTaken(ACME, "a task", uuid(1))).isFalse();
          assertThat(transaction.schedules().isTaken(OTHER, "a task", uuid(4))).isFalse();
        });
    assertThat(list(transaction -> transaction.schedules().list(ACME, null, null, 10))).hasSize(3);
  }

  @Test
  void tenants_that_have_some_due_are_known_one_after_the_other() {
    insert(
        row(id(ACME, 1), null, NOW),
        row(id(ACME, 2), null, NOW.minusSeconds(1)),
        row(id(ACME, 3), null, LATER),
        row(id(OTHER, 3), null, NOW));
    List<TenantId> both = Stream.of(ACME, OTHER).sorted().toList();
    run(
        transaction -> {
          ScheduleRows rows = transaction.schedules();
          assertThat(rows.dueTenants(NOW, null, 5)).isEqualTo(both);
          assertThat(rows.dueTenants(NOW, null, 1)).containsExactly(both.get(0));
          assertThat(rows.dueTenants(NOW, both.get(0), 5)).containsExactly(both.get(1));
          assertThat(rows.dueTenants(NOW, both.get(1), 5)).isEmpty();
          assertThat(rows.dueTenants(NOW.minusSeconds(1), null, 5)).containsExactly(ACME);
          assertThat(rows.lockDue(ACME, NOW, 5))
              .extracting(row -> row.key().id())
              .containsExactly(uuid(2), uuid(1));
          assertThat(rows.lockDue(ACME, NOW, 1))
              .extracting(row -> row.key().id())
              .containsExactly(uuid(2));
        });
  }

  @Test
  void those_that_are_due_come_in_the_order_of_their_times() {
    insert(
        row(id(ACME, 1), null, LATER),
        row(id(ACME, 2), null, NOW),
        row(id(OTHER, 3), null, NOW.minusSeconds(5)),
        row(id(ACME, 4), null, null));
    assertThat(due(NOW, 10)).extracting(row -> row.key().id()).containsExactly(uuid(3), uuid(2));
    assertThat(due(NOW, 1)).extracting(row -> row.key().id()).containsExactly(uuid(3));
    assertThat(due(NOW.minusSeconds(6), 10)).isEmpty();
    run(transaction -> assertThat(transaction.schedules().nextDue()).contains(NOW.minusSeconds(5)));
    run(
        transaction -> {
          transaction.schedules().delete(id(OTHER, 3));
          transaction.schedules().delete(id(ACME, 2));
        });
    run(transaction -> assertThat(transaction.schedules().nextDue()).contains(LATER));
  }

  @Test
  void active_ones_that_were_planned_before_a_time_are_behind() {
    ScheduleRow late = row(id(ACME, 1), null, LATER);
    insert(late, row(id(OTHER, 2), null, NOW));
    ScheduleRow paused = row(id(ACME, 3), null, null);
    insert(paused.with(new ScheduleRow.Progress("PAUSED", NOW, null, 0, 0, null)));
    assertThat(list(t -> t.schedules().behind(ACME, NOW.plusSeconds(1), 9))).containsExactly(late);
    assertThat(list(t -> t.schedules().behind(ACME, NOW, 9))).isEmpty();
  }

  @Test
  void a_tick_is_added_once_and_can_be_replaced() {
    ScheduleRow.Key schedule = id(ACME, 1);
    insert(row(schedule, null, NOW));
    TickRow one = tick(schedule, 1, "RUNNING", null);
    TickRow two = tick(schedule, 2, "QUEUED", null);
    run(transaction -> transaction.schedules().insertTicks(List.of(one)));
    assertThatThrownBy(() -> run(transaction -> transaction.schedules().insertTicks(List.of(one))))
        .isInstanceOf(StaleWriteException.class);
    TickRow ended =
        new TickRow(one.key(), "COMPLETED", 3, null, null, LATER, null, null, null, null);
    run(transaction -> transaction.schedules().putTicks(List.of(ended, two)));
    assertThat(
            list(
                transaction ->
                    transaction
                        .schedules()
                        .ticks(List.of(one.key(), two.key(), tick(schedule, 3, "", null).key()))))
        .containsExactlyInAnyOrder(ended, two);
  }

  @Test
  void ticks_are_found_by_their_states_and_listed_newest_first() {
    ScheduleRow.Key schedule = id(ACME, 1);
    TickRow one = tick(schedule, 1, "RUNNING", null);
    TickRow two = tick(schedule, 2, "QUEUED", null);
    TickRow three = tick(schedule, 3, "COMPLETED", NOW);
    run(
        transaction ->
            transaction
                .schedules()
                .insertTicks(List.of(three, two, one, tick(id(ACME, 2), 1, "QUEUED", null))));
    run(
        transaction -> {
          var rows = transaction.schedules();
          assertThat(rows.ticks(schedule, Set.of("RUNNING", "QUEUED"), 10))
              .containsExactly(one, two);
          assertThat(rows.ticks(schedule, Set.of("QUEUED"), 10)).containsExactly(two);
          assertThat(rows.ticks(schedule, Set.of(), 2)).containsExactly(one, two);
          assertThat(rows.history(schedule, null, 2)).containsExactly(three, two);
          assertThat(rows.history(schedule, two.key(), 2)).containsExactly(one);
        });
  }

  @Test
  void a_schedule_goes_with_its_ticks_and_ended_ticks_go_by_their_age() {
    ScheduleRow.Key schedule = id(ACME, 1);
    insert(row(schedule, null, NOW), row(id(ACME, 2), null, NOW));
    TickRow open = tick(id(ACME, 2), 1, "RUNNING", null);
    run(
        transaction ->
            transaction
                .schedules()
                .insertTicks(
                    List.of(
                        tick(schedule, 1, "COMPLETED", NOW),
                        open,
                        tick(id(ACME, 2), 2, "COMPLETED", NOW),
                        tick(id(ACME, 2), 3, "COMPLETED", LATER),
                        tick(id(OTHER, 2), 2, "COMPLETED", NOW))));
    run(transaction -> transaction.schedules().delete(schedule));
    run(
        transaction -> {
          var rows = transaction.schedules();
          assertThat(rows.history(schedule, null, 9)).isEmpty();
          assertThat(rows.purge(ACME, NOW, 9)).isZero();
          assertThat(rows.purge(ACME, LATER, 9)).isEqualTo(1);
          assertThat(rows.history(id(ACME, 2), null, 9)).hasSize(2).contains(open);
          assertThat(rows.history(id(OTHER, 2), null, 9)).hasSize(1);
        });
  }

  @Test
  void news_is_taken_in_its_order_and_gone_when_it_is_removed() {
    News one = new News(uuid(1), tick(id(ACME, 1), 1, "", null).key(), uuid(7));
    News two = new News(uuid(2), tick(id(ACME, 1), 1, "", null).key(), uuid(7));
    run(transaction -> transaction.schedules().addNews(List.of(two, one)));
    assertThat(list(transaction -> transaction.schedules().lockNews(1))).containsExactly(one);
    run(transaction -> transaction.schedules().removeNews(List.of(one)));
    assertThat(list(transaction -> transaction.schedules().lockNews(9))).containsExactly(two);
  }
}

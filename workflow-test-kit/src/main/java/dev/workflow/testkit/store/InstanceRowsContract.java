package dev.workflow.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Instances.Order;
import dev.workflow.Instances.Query;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows.Count;
import dev.workflow.spi.store.InstanceRows.DueFilter;
import dev.workflow.spi.store.InstanceRows.DuePlace;
import dev.workflow.spi.store.InstanceRows.Held;
import dev.workflow.spi.store.InstanceRows.InstancePlace;
import dev.workflow.spi.store.InstanceRows.JournalPlace;
import dev.workflow.spi.store.InstanceRows.JournalRow;
import dev.workflow.spi.store.Overdue;
import dev.workflow.spi.store.StoredInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Instances and their journals: written in batches, fenced, claimed, leased, listed. */
abstract class InstanceRowsContract extends StoreContract {

  @Test
  void an_instance_goes_on_with_another_version_of_its_workflow() {
    var row = inserted(instance(key(1), active(NOW)));
    run(transaction -> transaction.instances().setVersion(key(1), 7));
    assertThat(list(transaction -> transaction.instances().rows(List.of(key(1)))))
        .containsExactly(row.with(WorkflowRef.of(row.workflow().key(), 7)));
  }

  @Test
  void an_instance_is_started_by_another_event_before_it_begins() {
    var row = inserted(instance(key(1), active(NOW)));
    run(transaction -> transaction.instances().setEvent(key(1), "e-9"));
    assertThat(list(transaction -> transaction.instances().rows(List.of(key(1)))))
        .containsExactly(row.withEvent("e-9"));
  }

  @Test
  void an_instance_is_read_as_it_was_written() {
    EventRow event = event(ACME, "e-1", NOW);
    InstanceRow row =
        new InstanceRow(
            key(1),
            WorkflowRef.of("w", 3),
            SubjectRef.of("deal", "größer/7"),
            new InstanceRow.Origin("e-1", null, key(9).id() + "/step[2]", "deal-7", NOW),
            new InstanceRow.Progress("ACTIVE", null, 1, "node-1", LATER, null));
    run(transaction -> transaction.events().insert(List.of(event)));
    write(insert(row), insert(instance(key(2), ended("COMPLETED", "completed"))));
    write(append(row, 1, 2), append(instance(key(2), active(null)), 1, 2));
    assertThat(stored(key(1)))
        .isEqualTo(new StoredInstance(row, event.body(), List.of(entry(1), entry(2))));
    assertThat(stored(key(2)).event()).isNull();
    assertThat(stored(key(2)).row()).isEqualTo(instance(key(2), ended("COMPLETED", "completed")));
  }

  @Test
  void the_journals_of_a_subject_are_read_in_one_order_from_both_ends() {
    InstanceRow open = inserted(instance(key(1), active(null)));
    inserted(instance(key(2), ended("COMPLETED", "completed")));
    inserted(instance(key(OTHER, 3), active(null)));
    write(append(open, 1, 2));
    List<JournalRow> all = journal(null, false, 10);
    assertThat(all)
        .containsExactly(
            new JournalRow(key(1), entry(1)),
            new JournalRow(key(1), entry(2)),
            new JournalRow(key(2), entry(1)));
    assertThat(journal(null, true, 2)).containsExactly(all.get(2), all.get(1));
    assertThat(journal(all.get(1).place(), false, 10)).containsExactly(all.get(1), all.get(2));
    assertThat(journal(all.get(1).place(), true, 10)).containsExactly(all.get(1), all.get(0));
    JournalPlace gone = new JournalPlace(NOW, key(1).id(), 7);
    assertThat(journal(gone, false, 10)).containsExactly(all.get(2));
    assertThat(list(to -> to.instances().journal(ACME, SubjectRef.of("lead", "x"), null, true, 1)))
        .isEmpty();
  }

  private List<JournalRow> journal(JournalPlace from, boolean newestFirst, int limit) {
    return list(
        transaction -> transaction.instances().journal(ACME, LEAD, from, newestFirst, limit));
  }

  @Test
  void what_is_missing_is_left_out() {
    inserted(instance(key(1), active(null)));
    List<InstanceKey> keys = List.of(key(1), key(2), key(1));
    assertThat(list(transaction -> transaction.instances().read(keys))).hasSize(1);
    assertThat(list(transaction -> transaction.instances().lock(keys))).hasSize(1);
    assertThat(list(transaction -> transaction.instances().read(List.of()))).isEmpty();
    assertThat(write()).isEmpty();
  }

  @Test
  void the_existing_ones_are_told_from_the_others() {
    inserted(instance(key(1), active(NOW)));
    inserted(instance(key(2), ended("COMPLETED", "completed")));
    inserted(instance(key(OTHER, 3), active(NOW)));
    List<InstanceKey> keys = List.of(key(1), key(2), key(3), key(OTHER, 3), key(1));
    assertThat(set(transaction -> transaction.instances().existing(keys)))
        .containsExactlyInAnyOrder(key(1), key(2), key(OTHER, 3));
    assertThat(set(transaction -> transaction.instances().existing(List.of()))).isEmpty();
  }

  @Test
  void rows_are_locked_and_nothing_else_is_read() {
    InstanceRow row = inserted(instance(key(1), active(NOW)));
    inserted(instance(key(2), ended("COMPLETED", "completed")));
    inserted(instance(key(OTHER, 1), active(NOW)));
    write(update(row, 1, 2, active(LATER)));
    List<InstanceKey> keys = List.of(key(2), key(1), key(OTHER, 1), key(3), key(1));
    run(
        transaction -> {
          assertThat(transaction.instances().lockRows(keys))
              .containsExactlyInAnyOrderElementsOf(transaction.instances().rows(keys))
              .extracting(locked -> locked.progress().revision())
              .containsExactlyInAnyOrder(2L, 1L, 1L);
          assertThat(transaction.instances().lockRows(List.of())).isEmpty();
        });
  }

  @Test
  void an_update_replaces_the_progress_and_raises_the_revision() {
    InstanceRow row = inserted(instance(key(1), active(NOW)));
    assertThat(
            write(
                update(row, 1, 2, new InstanceRow.Progress("PAUSED", null, 77, null, null, null))))
        .isEmpty();
    assertThat(stored(key(1)).row().progress())
        .isEqualTo(new InstanceRow.Progress("PAUSED", null, 2, null, null, null));
    assertThat(stored(key(1)).journal()).hasSize(2);
  }

  @Test
  void those_with_another_revision_are_fenced_out_and_the_rest_of_the_batch_is_written() {
    List<InstanceRow> rows = new ArrayList<>();
    for (int n = 1; n <= 4; n++) {
      rows.add(inserted(instance(key(n), active(NOW))));
    }
    Set<InstanceKey> fenced =
        write(
            append(rows.get(0), 2, 2),
            append(rows.get(1), 1, 2),
            update(rows.get(2), 0, 2, ended("FAILED", "failed")),
            update(rows.get(3), 1, 2, ended("FAILED", "failed")),
            append(instance(key(5), active(null)), 1, 2),
            insert(instance(key(6), active(null))));
    assertThat(fenced).containsExactlyInAnyOrder(key(1), key(3), key(5));
    assertThat(stored(key(1)).journal()).hasSize(1);
    assertThat(stored(key(2)).journal()).hasSize(2);
    assertThat(stored(key(3)).row()).isEqualTo(rows.get(2));
    assertThat(stored(key(3)).journal()).hasSize(1);
    assertThat(stored(key(4)).row().progress().state()).isEqualTo("FAILED");
    assertThat(stored(key(6)).journal()).hasSize(1);
  }

  @Test
  void nothing_of_a_change_that_is_fenced_out_is_written() {
    InstanceRow row = inserted(instance(key(1), active(NOW)));
    var side =
        new dev.workflow.spi.store.InstanceChange.SideRows(
            List.of(subscription(key(1), "wait", "s:lead:42")),
            List.of(),
            List.of(task(key(1), "ask", null)),
            List.of(),
            List.of(message(ACME, 1, key(1))),
            null);
    var stale =
        new dev.workflow.spi.store.InstanceChange(
            dev.workflow.spi.store.InstanceChange.Kind.APPEND, row, 9, entry(2), side);
    assertThat(write(stale)).containsExactly(key(1));
    assertThat(maybe(transaction -> transaction.messages().find(ACME, uuid(1)))).isEmpty();
    assertThat(maybe(transaction -> transaction.instances().task(key(1), "ask"))).isEmpty();
  }

  @Test
  void an_entry_that_is_in_the_journal_already_fences_its_change_out() {
    InstanceRow row = inserted(instance(key(1), active(NOW)));
    InstanceRow other = inserted(instance(key(2), active(NOW)));
    assertThat(write(append(row, 1, 1), append(other, 1, 2))).containsExactly(key(1));
    assertThat(stored(key(1)).journal()).containsExactly(entry(1));
    assertThat(stored(key(2)).journal()).hasSize(2);
  }

  @Test
  void an_instance_that_exists_is_not_inserted_again() {
    InstanceRow row = inserted(instance(key(1), active(NOW)));
    assertThat(write(insert(instance(key(1), ended("FAILED", "failed"))))).containsExactly(key(1));
    assertThat(stored(key(1)).row()).isEqualTo(row);
  }

  @Test
  void one_instance_cannot_be_changed_twice_in_one_batch() {
    InstanceRow row = inserted(instance(key(1), active(NOW)));
    assertThatThrownBy(() -> write(append(row, 1, 2), append(row, 1, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("instance " + key(1) + " is changed twice in one batch");
    assertThat(stored(key(1)).journal()).hasSize(1);
  }

  @Test
  void the_due_ones_are_claimed_earliest_first_and_each_once() {
    inserted(instance(key(1), active(NOW)));
    inserted(instance(key(2), active(NOW.minusSeconds(5))));
    inserted(instance(key(OTHER, 3), active(NOW)));
    inserted(instance(key(4), active(NOW.plusNanos(1_000))));
    inserted(instance(key(5), active(null)));
    inserted(instance(key(6), new InstanceRow.Progress("PAUSED", null, 1, null, NOW, null)));
    List<StoredInstance> first =
        get(transaction -> transaction.instances().claim("one", NOW, LATER, 2));
    assertThat(first).extracting(one -> one.row().key()).containsExactly(key(2), key(1));
    assertThat(first.get(0).row().progress())
        .isEqualTo(new InstanceRow.Progress("ACTIVE", null, 2, "one", LATER, null));
    assertThat(first.get(0)).isEqualTo(stored(key(2)));
    assertThat(list(transaction -> transaction.instances().claim("two", NOW, LATER, 10)))
        .extracting(one -> one.row().key())
        .containsExactly(key(OTHER, 3));
    assertThat(list(transaction -> transaction.instances().claim("two", NOW, LATER, 10))).isEmpty();
  }

  @Test
  void a_claim_fences_the_writer_before_it() {
    InstanceRow row = inserted(instance(key(1), active(NOW)));
    run(transaction -> transaction.instances().claim("heir", NOW, LATER, 1));
    assertThat(write(append(row, 1, 2))).containsExactly(key(1));
    assertThat(write(append(row, 2, 2))).isEmpty();
  }

  @Test
  void a_lease_that_has_ended_can_be_claimed_by_another_node() {
    inserted(instance(key(1), active(NOW)));
    run(transaction -> transaction.instances().claim("one", NOW, LATER, 1));
    assertThat(list(transaction -> transaction.instances().claim("two", LATER, LATER, 1)))
        .singleElement()
        .satisfies(
            claimed -> {
              assertThat(claimed.row().progress().owner()).isEqualTo("two");
              assertThat(claimed.row().progress().revision()).isEqualTo(3);
            });
  }

  @Test
  void a_lease_is_renewed_only_for_the_owner_at_the_known_revision() {
    for (int n = 1; n <= 3; n++) {
      inserted(instance(key(n), active(NOW)));
    }
    run(transaction -> transaction.instances().claim("one", NOW, NOW, 2));
    run(transaction -> transaction.instances().claim("two", NOW, LATER, 1));
    List<Held> held =
        List.of(new Held(key(1), 2), new Held(key(2), 2), new Held(key(3), 1), new Held(key(4), 2));
    Set<InstanceKey> lost =
        get(transaction -> transaction.instances().renew("one", held, LATER.plusSeconds(9)));
    assertThat(lost).containsExactlyInAnyOrder(key(1), key(3), key(4));
    assertThat(stored(key(2)).row().progress())
        .isEqualTo(new InstanceRow.Progress("ACTIVE", null, 2, "one", LATER.plusSeconds(9), null));
    assertThat(stored(key(1)).row().progress().owner()).isEqualTo("two");
  }

  @Test
  void those_that_are_left_have_another_owner_are_due_and_are_lost_to_whoever_had_them() {
    inserted(instance(key(1), active(NOW)));
    inserted(instance(key(2), active(NOW)));
    inserted(instance(key(3), new InstanceRow.Progress("PAUSED", null, 1, null, NOW, null)));
    inserted(instance(key(4), ended("COMPLETED", "completed")));
    run(transaction -> transaction.instances().claim("one", NOW, LATER, 1));
    List<InstanceRow> left =
        list(
            transaction ->
                transaction
                    .instances()
                    .leave(List.of(key(4), key(3), key(2), key(1), key(9)), "~x", NOW, NOW));
    assertThat(left).extracting(InstanceRow::key).containsExactlyInAnyOrder(key(1), key(2), key(3));
    assertThat(left).allMatch(row -> row.progress().state().equals("ACTIVE"));
    assertThat(stored(key(1)).row().progress())
        .isEqualTo(new InstanceRow.Progress("ACTIVE", null, 3, "~x", NOW, null));
    Set<InstanceKey> lost =
        get(
            transaction ->
                transaction.instances().renew("one", List.of(new Held(key(1), 2)), LATER));
    assertThat(lost).containsExactly(key(1));
    assertThat(list(transaction -> transaction.instances().claim("two", NOW, LATER, 9)))
        .hasSize(3)
        .allSatisfy(claimed -> assertThat(claimed.takenFrom()).isEqualTo("~x"));
    assertThat(list(transaction -> transaction.instances().leave(List.of(), "~x", NOW, NOW)))
        .isEmpty();
  }

  @Test
  void the_next_due_time_is_the_earliest_of_the_active_ones() {
    assertThat(maybe(transaction -> transaction.instances().nextDue())).isEmpty();
    inserted(instance(key(1), active(LATER)));
    inserted(instance(key(2), active(NOW)));
    inserted(
        instance(
            key(3), new InstanceRow.Progress("PAUSED", null, 1, null, NOW.minusSeconds(1), null)));
    assertThat(maybe(transaction -> transaction.instances().nextDue())).contains(NOW);
  }

  private Overdue overdue(TenantId tenant, int limit) {
    return get(transaction -> transaction.instances().overdue(tenant, NOW, limit));
  }

  @Test
  void those_that_were_due_before_a_time_are_counted_up_to_a_number() {
    inserted(instance(key(1), active(NOW.minusSeconds(2))));
    inserted(instance(key(2), active(NOW.minusSeconds(1))));
    inserted(instance(key(3), active(NOW)));
    inserted(instance(key(4), active(null)));
    inserted(
        instance(
            key(5), new InstanceRow.Progress("PAUSED", null, 1, null, NOW.minusSeconds(9), null)));
    assertThat(overdue(ACME, 9)).isEqualTo(new Overdue(2, NOW.minusSeconds(2)));
    assertThat(overdue(ACME, 1)).isEqualTo(new Overdue(1, NOW.minusSeconds(2)));
    assertThat(overdue(OTHER, 9)).isEqualTo(Overdue.NOTHING);
  }

  @Test
  void open_instances_are_found_by_subject_and_by_concurrency_key_oldest_first() {
    String[] states = {"DRAFT", "ACTIVE", "PAUSED", "COMPLETED", "FAILED", "CANCELED"};
    for (int n = states.length; n >= 1; n--) {
      inserted(
          new InstanceRow(
              key(n),
              WorkflowRef.of("w", n),
              LEAD,
              new InstanceRow.Origin(null, "{}", null, "k", NOW),
              new InstanceRow.Progress(states[n - 1], null, 1, null, null, null)));
    }
    assertThat(
            list(
                transaction ->
                    transaction.instances().reachable(ACME, LEAD, List.of("w", "other"))))
        .extracting(InstanceRow::key)
        .containsExactly(key(1), key(2), key(3));
    assertThat(list(transaction -> transaction.instances().reachable(ACME, LEAD, List.of())))
        .isEmpty();
    assertThat(
            list(
                transaction ->
                    transaction
                        .instances()
                        .reachable(ACME, SubjectRef.of("lead", "4"), List.of("w"))))
        .isEmpty();
    assertThat(list(transaction -> transaction.instances().openWithKey(ACME, "w", "k", 10)))
        .extracting(InstanceRow::key)
        .containsExactly(key(1), key(2), key(3));
    assertThat(list(transaction -> transaction.instances().openWithKey(ACME, "w", "K", 10)))
        .isEmpty();
  }

  @Test
  void pages_of_instances_are_complete_newest_first_and_stay_in_place_while_others_come() {
    List<InstanceKey> expected = new ArrayList<>();
    for (int n = 1; n <= 23; n++) {
      inserted(instance(key(n), active(null)));
      inserted(instance(key(OTHER, n), active(null)));
      expected.add(0, key(n));
    }
    List<InstanceKey> seen = new ArrayList<>();
    InstanceKey after = null;
    List<InstanceRow> page;
    do {
      InstancePlace from = InstancePlace.of(after);
      page = get(transaction -> transaction.instances().list(Query.of(ACME), from, 5));
      page.forEach(row -> seen.add(row.key()));
      after = seen.get(seen.size() - 1);
      inserted(instance(key(100 + seen.size()), active(null)));
    } while (page.size() == 5);
    assertThat(seen).containsExactlyElementsOf(expected);
  }

  @Test
  void instances_are_filtered_and_counted() {
    inserted(instance(key(1), active(null)));
    inserted(instance(key(2), ended("COMPLETED", "completed")));
    inserted(instance(key(3), ended("COMPLETED", "exited")));
    inserted(
        new InstanceRow(
            key(4),
            WorkflowRef.of("v", 1),
            null,
            new InstanceRow.Origin(null, null, null, null, NOW),
            active(null)));
    assertThat(listed(Query.of(ACME).workflow("w"))).containsExactly(key(3), key(2), key(1));
    assertThat(listed(Query.of(ACME).about(LEAD).in(InstanceState.ACTIVE, InstanceState.PAUSED)))
        .containsExactly(key(1));
    assertThat(listed(Query.of(ACME).in(InstanceState.COMPLETED).outcome(InstanceOutcome.EXITED)))
        .containsExactly(key(3));
    assertThat(listed(Query.of(ACME).workflow("none"))).isEmpty();
    assertThat(list(transaction -> transaction.instances().count(ACME)))
        .containsExactlyInAnyOrder(
            new Count("v", "ACTIVE", null, 1),
            new Count("w", "ACTIVE", null, 1),
            new Count("w", "COMPLETED", "completed", 1),
            new Count("w", "COMPLETED", "exited", 1));
  }

  @Test
  void instances_that_are_woken_are_listed_the_earliest_first() {
    InstanceRow later = inserted(instance(key(1), active(LATER)));
    InstanceRow now = inserted(instance(key(2), active(NOW)));
    InstanceRow twin = inserted(instance(key(3), active(NOW)));
    inserted(instance(key(4), active(null)));
    inserted(instance(key(5), new InstanceRow.Progress("PAUSED", null, 1, null, NOW, null)));
    inserted(instance(key(OTHER, 6), active(NOW)));
    InstanceRow other =
        inserted(
            new InstanceRow(
                key(7),
                WorkflowRef.of("v", 1),
                null,
                new InstanceRow.Origin(null, null, null, null, NOW),
                active(NOW)));
    DueFilter all = new DueFilter(ACME, LATER.plusSeconds(1), null, null);
    assertThat(due(all, null, 9)).containsExactly(now, twin, other, later);
    assertThat(due(all, null, 2)).containsExactly(now, twin);
    assertThat(due(all, new DuePlace(NOW, key(3).id()), 9)).containsExactly(other, later);
    assertThat(due(new DueFilter(ACME, LATER, null, null), null, 9))
        .containsExactly(now, twin, other);
    assertThat(due(new DueFilter(ACME, LATER, "v", null), null, 9)).containsExactly(other);
    assertThat(due(new DueFilter(ACME, LATER, null, LEAD), null, 9)).containsExactly(now, twin);
    assertThat(due(new DueFilter(ACME, NOW, null, null), null, 9)).isEmpty();
  }

  private List<InstanceRow> due(DueFilter filter, @Nullable DuePlace after, int limit) {
    return list(transaction -> transaction.instances().due(filter, after, limit));
  }

  /** Created {@code n} seconds after NOW, of version {@code n}; null: it has not ended. */
  private InstanceRow timed(int n, @Nullable Integer endedAfter) {
    Instant end = endedAfter == null ? null : NOW.plusSeconds(endedAfter);
    return inserted(
        new InstanceRow(
            key(n),
            WorkflowRef.of("w", n),
            LEAD,
            new InstanceRow.Origin(null, "{}", null, null, NOW.plusSeconds(n)),
            end == null
                ? active(null)
                : new InstanceRow.Progress("COMPLETED", "completed", 1, null, null, end)));
  }

  @Test
  void instances_are_found_by_version_and_by_when_they_were_created_and_ended() {
    timed(1, 30);
    timed(2, 20);
    timed(3, null);
    Query all = Query.of(ACME);
    assertThat(listed(all.version(2))).containsExactly(key(2));
    assertThat(listed(all.version(2).workflow("v"))).isEmpty();
    assertThat(listed(all.created(NOW.plusSeconds(2), null))).containsExactly(key(3), key(2));
    assertThat(listed(all.created(null, NOW.plusSeconds(2)))).containsExactly(key(1));
    assertThat(listed(all.created(NOW.plusSeconds(1), NOW.plusSeconds(3)))).hasSize(2);
    assertThat(listed(all.ended(null, null))).containsExactly(key(2), key(1));
    assertThat(listed(all.ended(NOW.plusSeconds(20), NOW.plusSeconds(30)))).containsExactly(key(2));
    assertThat(listed(all.ended(NOW.plusSeconds(31), null))).isEmpty();
    assertThat(listed(all.ended(NOW.plusSeconds(30), null).created(NOW.plusSeconds(2), null)))
        .isEmpty();
  }

  @Test
  void instances_come_in_each_order_page_by_page_and_those_by_their_ends_have_ended() {
    timed(1, 30);
    timed(2, 20);
    timed(3, null);
    timed(4, 30);
    timed(5, 10);
    inserted(instance(key(OTHER, 6), ended("COMPLETED", "completed")));
    assertThat(paged(Order.NEWEST_FIRST)).containsExactly(key(5), key(4), key(3), key(2), key(1));
    assertThat(paged(Order.OLDEST_FIRST)).containsExactly(key(1), key(2), key(3), key(4), key(5));
    assertThat(paged(Order.LAST_ENDED_FIRST)).containsExactly(key(4), key(1), key(2), key(5));
    assertThat(paged(Order.FIRST_ENDED_FIRST)).containsExactly(key(5), key(2), key(1), key(4));
    InstancePlace gone = new InstancePlace(key(9).id(), NOW.plusSeconds(20));
    Query last = Query.of(ACME).order(Order.LAST_ENDED_FIRST);
    assertThat(list(transaction -> transaction.instances().list(last, gone, 10)))
        .extracting(InstanceRow::key)
        .containsExactly(key(2), key(5));
  }

  /** All of them in an order, in pages of two. */
  private List<InstanceKey> paged(Order order) {
    Query query = Query.of(ACME).order(order);
    List<InstanceKey> seen = new ArrayList<>();
    List<InstanceRow> page = List.of();
    do {
      InstancePlace from = page.isEmpty() ? null : InstancePlace.of(page.get(page.size() - 1));
      page = get(transaction -> transaction.instances().list(query, from, 2));
      page.forEach(row -> seen.add(row.key()));
    } while (page.size() == 2);
    return seen;
  }

  private List<InstanceKey> listed(Query query) {
    return get(transaction -> transaction.instances().list(query, null, 10)).stream()
        .map(InstanceRow::key)
        .toList();
  }
}

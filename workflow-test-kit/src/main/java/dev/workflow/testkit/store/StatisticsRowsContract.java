package dev.workflow.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.TenantId;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceChange.SideRows;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows.JournalPlace;
import dev.workflow.spi.store.InstanceRows.LogFilter;
import dev.workflow.spi.store.InstanceRows.LogRow;
import dev.workflow.spi.store.StaleWriteException;
import dev.workflow.spi.store.StatisticsRows.Facts;
import dev.workflow.spi.store.StatisticsRows.Key;
import dev.workflow.spi.store.StatisticsRows.Range;
import dev.workflow.spi.store.StatisticsRows.Rollup;
import dev.workflow.spi.store.StatisticsRows.Selection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Facts come with the changes that they are of, and rollups are kept and read by ranges. */
public abstract class StatisticsRowsContract extends StoreContract {

  private static final Instant HOUR = Instant.parse("2026-01-05T09:00:00Z");

  private static Key rollup(
      TenantId tenant, String workflow, int version, String span, Instant from, String name) {
    return new Key(tenant, workflow, version, "S", span, from, name);
  }

  private static Rollup of(Key key, String body) {
    return new Rollup(key, body);
  }

  private List<String> facts() {
    return list(transaction -> transaction.statistics().facts(0, 100)).stream()
        .map(Facts::body)
        .toList();
  }

  private static InstanceChange counted(InstanceChange change, String facts) {
    return new InstanceChange(
        change.kind(),
        change.row(),
        change.expectedRevision(),
        change.entry(),
        change.side().withFacts(facts));
  }

  @Test
  void facts_come_in_with_the_changes_that_are_written_and_not_with_others() {
    InstanceRow one = instance(key(1), active(null));
    InstanceRow two = instance(key(2), active(null));
    run(
        transaction ->
            transaction
                .instances()
                .write(List.of(counted(insert(one), "one"), counted(insert(two), "two"))));
    assertThat(String.join("\n", facts())).isEqualTo("one\ntwo");
    run(transaction -> transaction.statistics().removeFacts(transaction.statistics().facts(0, 9)));
    Set<dev.workflow.spi.store.InstanceKey> fenced =
        set(
            transaction ->
                transaction
                    .instances()
                    .write(
                        List.of(
                            counted(append(one, 1, 2), "good"),
                            counted(append(two, 99, 2), "fenced out"))));
    assertThat(fenced).containsExactly(key(2));
    assertThat(facts()).containsExactly("good");
  }

  @Test
  void facts_come_in_with_the_last_write_of_a_transaction_too_and_go_with_it() {
    InstanceRow one = instance(key(1), active(null));
    run(transaction -> transaction.finish(List.of(), List.of(counted(insert(one), "whole"))));
    assertThat(facts()).containsExactly("whole");
    assertThatThrownBy(
            () ->
                run(
                    transaction -> {
                      transaction.statistics().addFacts(List.of("lost"));
                      throw new IllegalStateException("rolled back");
                    }))
        .hasMessage("rolled back");
    assertThat(facts()).containsExactly("whole");
  }

  @Test
  void facts_are_read_in_order_in_portions_and_removed() {
    run(transaction -> transaction.statistics().addFacts(List.of("a", "b")));
    run(transaction -> transaction.statistics().addFacts(List.of("c\t'ü\\n")));
    List<Facts> all = list(transaction -> transaction.statistics().facts(0, 10));
    assertThat(all).extracting(Facts::body).containsExactly("a", "b", "c\t'ü\\n");
    assertThat(all).extracting(Facts::id).isSorted().allMatch(id -> id > 0);
    assertThat(list(transaction -> transaction.statistics().facts(all.get(0).id(), 1)))
        .containsExactly(all.get(1));
    run(transaction -> transaction.statistics().removeFacts(all.subList(0, 2)));
    assertThat(facts()).containsExactly("c\t'ü\\n");
    assertThatThrownBy(
            () -> run(transaction -> transaction.statistics().removeFacts(all.subList(1, 3))))
        .isInstanceOf(StaleWriteException.class);
    assertThat(facts()).as("nothing of it was removed").containsExactly("c\t'ü\\n");
    assertThat(truth(transaction -> transaction.statistics().lockCounting())).isTrue();
    assertThat(truth(transaction -> transaction.statistics().areKept())).isTrue();
  }

  @Test
  void rollups_are_found_by_key_and_replaced() {
    Rollup one = of(rollup(ACME, "w", 1, "H", HOUR, "a"), "b1");
    Rollup two = of(rollup(ACME, "w", 2, "H", HOUR, "a"), "b2");
    Rollup others = of(rollup(OTHER, "w", 1, "H", HOUR, "a"), "b3");
    run(transaction -> transaction.statistics().insert(List.of(one, two, others)));
    Rollup changed = of(one.key(), "b10;AAE");
    run(transaction -> transaction.statistics().update(List.of(changed)));
    assertThat(
            list(
                transaction ->
                    transaction
                        .statistics()
                        .find(
                            List.of(
                                one.key(),
                                two.key(),
                                rollup(ACME, "w", 3, "H", HOUR, "a"),
                                rollup(ACME, "w", 1, "D", HOUR, "a")))))
        .containsExactlyInAnyOrder(changed, two);
    run(transaction -> transaction.statistics().insert(List.of()));
    run(transaction -> transaction.statistics().update(List.of()));
    assertThat(list(transaction -> transaction.statistics().find(List.of()))).isEmpty();
  }

  @Test
  void rollups_are_read_by_ranges_workflow_version_and_beginning_of_the_name() {
    Instant next = HOUR.plus(Duration.ofHours(1));
    Rollup a = of(rollup(ACME, "w", 1, "H", HOUR, "ab/x"), "b1");
    Rollup b = of(rollup(ACME, "w", 2, "H", HOUR, "ab/y"), "b2");
    Rollup c = of(rollup(ACME, "w", 1, "H", next, "a%/x"), "b3");
    Rollup day = of(rollup(ACME, "w", 1, "D", HOUR, "ab/x"), "b4");
    Rollup all = of(rollup(ACME, "", 0, "H", HOUR, "ab/x"), "b5");
    Rollup other = of(rollup(OTHER, "w", 1, "H", HOUR, "ab/x"), "b6");
    run(transaction -> transaction.statistics().insert(List.of(a, b, c, day, all, other)));
    Range hour = new Range("H", HOUR, next);
    Range both = new Range("H", HOUR, next.plusSeconds(1));
    assertThat(read(new Selection(ACME, "w", null, "S", null), hour))
        .containsExactlyInAnyOrder(a, b);
    assertThat(read(new Selection(ACME, "w", null, "S", null), both))
        .containsExactlyInAnyOrder(a, b, c);
    assertThat(read(new Selection(ACME, "w", 1, "S", null), both)).containsExactlyInAnyOrder(a, c);
    assertThat(read(new Selection(ACME, "w", null, "S", "ab/"), both))
        .containsExactlyInAnyOrder(a, b);
    assertThat(read(new Selection(ACME, "w", null, "S", "a%/"), both)).containsExactly(c);
    assertThat(
            read(
                new Selection(ACME, "w", null, "S", null),
                new Range("D", HOUR, next),
                new Range("H", next, next.plusSeconds(1))))
        .containsExactlyInAnyOrder(day, c);
    assertThat(read(new Selection(ACME, "", null, "S", null), both)).containsExactly(all);
    assertThat(read(new Selection(ACME, "w", null, "R", null), both)).isEmpty();
    assertThat(read(new Selection(ACME, "w", null, "S", null))).isEmpty();
  }

  private List<Rollup> read(Selection selection, Range... ranges) {
    return list(transaction -> transaction.statistics().read(selection, List.of(ranges)));
  }

  @Test
  void a_purge_takes_old_ones_of_one_tenant_in_portions_and_leaves_one_span() {
    Rollup month = of(rollup(ACME, "w", 1, "M", HOUR, "a"), "b1");
    Rollup old = of(rollup(ACME, "w", 1, "H", HOUR, "a"), "b1");
    Rollup older = of(rollup(ACME, "w", 1, "D", HOUR, "a"), "b1");
    Rollup young = of(rollup(ACME, "w", 1, "H", HOUR.plusSeconds(60), "a"), "b1");
    Rollup other = of(rollup(OTHER, "w", 1, "H", HOUR, "a"), "b1");
    run(transaction -> transaction.statistics().insert(List.of(month, old, older, young, other)));
    Instant before = HOUR.plusSeconds(60);
    assertThat(number(transaction -> transaction.statistics().purge(ACME, before, "M", 1)))
        .isEqualTo(1);
    assertThat(number(transaction -> transaction.statistics().purge(ACME, before, "M", 10)))
        .isEqualTo(1);
    assertThat(
            list(
                transaction ->
                    transaction
                        .statistics()
                        .find(
                            List.of(
                                month.key(), old.key(), older.key(), young.key(), other.key()))))
        .containsExactlyInAnyOrder(month, young, other);
  }

  @Test
  void the_log_is_read_newest_first_across_instances_in_pages() {
    InstanceRow one = instance(key(1), active(null));
    InstanceRow two = instance(key(2), active(null));
    InstanceRow foreign = instance(key(OTHER, 1), active(null));
    run(
        transaction ->
            transaction.instances().write(List.of(insert(one), insert(two), insert(foreign))));
    run(transaction -> transaction.instances().write(List.of(append(one, 1, 2))));
    LogFilter all =
        new LogFilter(ACME, NOW.minusSeconds(3_600), LATER.plusSeconds(3_600), null, null, null);
    List<LogRow> rows = list(transaction -> transaction.instances().log(all, null, 10));
    assertThat(rows).hasSize(3).allMatch(row -> row.row().instance().tenant().equals(ACME));
    assertThat(rows)
        .extracting(row -> row.row().place())
        .isSortedAccordingTo(java.util.Comparator.<JournalPlace>naturalOrder().reversed());
    assertThat(rows).extracting(LogRow::subject).containsOnly(LEAD);
    assertThat(rows).extracting(row -> row.workflow().key()).containsOnly("w");
    JournalPlace first = rows.get(0).row().place();
    assertThat(list(transaction -> transaction.instances().log(all, first, 10)))
        .containsExactlyElementsOf(rows.subList(1, 3));
    assertThat(list(transaction -> transaction.instances().log(all, null, 1)))
        .containsExactly(rows.get(0));
    assertThat(
            list(
                transaction ->
                    transaction
                        .instances()
                        .log(
                            new LogFilter(ACME, all.from(), all.to(), null, key(2).id(), LEAD),
                            null,
                            10)))
        .hasSize(1);
    assertThat(
            list(
                transaction ->
                    transaction
                        .instances()
                        .log(
                            new LogFilter(ACME, all.from(), all.to(), "other", null, null),
                            null,
                            10)))
        .isEmpty();
    assertThat(
            list(
                transaction -> transaction.instances().log(all.between(all.from(), NOW), null, 10)))
        .isEmpty();
  }

  /** Facts of nothing are none. */
  @Test
  void a_change_without_facts_adds_none() {
    run(
        transaction ->
            transaction.finish(
                List.of(), List.of(insert(instance(key(1), active(null)))), Map.of()));
    assertThat(facts()).isEmpty();
    assertThat(SideRows.NONE.isEmpty()).isTrue();
    assertThat(SideRows.NONE.withFacts("some").isEmpty()).isTrue();
  }
}

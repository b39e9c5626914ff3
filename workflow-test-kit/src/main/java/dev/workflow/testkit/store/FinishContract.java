package dev.workflow.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.EventRows;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.StaleWriteException;
import dev.workflow.spi.store.StoreTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Everything about instances once more, written as the last thing of a transaction. */
abstract class FinishContract extends InstanceRowsContract {

  @Override
  Set<InstanceKey> write(StoreTransaction transaction, List<InstanceChange> changes) {
    return transaction.finish(List.of(), changes);
  }

  @Test
  void events_and_instances_are_written_together() {
    EventRow event = event(ACME, "e-1", NOW);
    List<String> after = new ArrayList<>();
    Set<InstanceKey> fenced =
        set(
            transaction -> {
              transaction.afterCommit(() -> after.add("committed"));
              return transaction.finish(
                  List.of(event), List.of(insert(instance(key(1), active(NOW)))));
            });
    assertThat(fenced).isEmpty();
    assertThat(after).containsExactly("committed");
    assertThat(maybe(transaction -> transaction.events().find(ACME, "e-1"))).contains(event);
    assertThat(stored(key(1)).journal()).hasSize(1);
  }

  @Test
  void events_are_written_without_instances() {
    EventRow event = event(ACME, "e-1", NOW);
    set(transaction -> transaction.finish(List.of(event), List.of()));
    assertThat(maybe(transaction -> transaction.events().find(ACME, "e-1"))).contains(event);
  }

  @Test
  void a_repeated_event_leaves_nothing_of_what_comes_with_it() {
    InstanceRow row = inserted(instance(key(1), active(NOW)));
    set(transaction -> transaction.finish(List.of(event(ACME, "e-1", NOW)), List.of()));
    assertThatThrownBy(
            () ->
                set(
                    transaction ->
                        transaction.finish(
                            List.of(event(ACME, "e-2", NOW), event(ACME, "e-1", NOW)),
                            List.of(append(row, 1, 2), insert(instance(key(2), active(NOW)))))))
        .isInstanceOf(EventRows.DuplicateEventException.class);
    assertThat(maybe(transaction -> transaction.events().find(ACME, "e-2"))).isEmpty();
    assertThat(stored(key(1)).journal()).hasSize(1);
    assertThat(list(transaction -> transaction.instances().read(List.of(key(2))))).isEmpty();
  }

  @Test
  void nothing_is_written_by_definitions_that_have_changed() {
    assertThatThrownBy(
            () ->
                set(
                    transaction ->
                        transaction.finish(
                            List.of(event(ACME, "e-1", NOW)),
                            List.of(insert(instance(key(1), active(NOW)))),
                            Map.of(ACME, 1L))))
        .isInstanceOf(StaleWriteException.class);
    assertThat(maybe(transaction -> transaction.events().find(ACME, "e-1"))).isEmpty();
    assertThat(list(transaction -> transaction.instances().read(List.of(key(1))))).isEmpty();
  }

  @Test
  void changes_are_written_by_definitions_that_are_as_they_were() {
    set(
        transaction ->
            transaction.finish(
                List.of(event(ACME, "e-1", NOW)),
                List.of(insert(instance(key(1), active(NOW)))),
                Map.of(ACME, 0L)));
    assertThat(stored(key(1)).journal()).hasSize(1);
  }

  @Test
  void what_was_done_before_is_committed_with_it() {
    set(
        transaction -> {
          transaction.messages().insert(List.of(message(ACME, 1, key(1))));
          return transaction.finish(
              List.of(event(ACME, "e-1", NOW)), List.of(insert(instance(key(1), active(NOW)))));
        });
    assertThat(maybe(transaction -> transaction.messages().find(ACME, uuid(1)))).isPresent();
    assertThat(stored(key(1)).journal()).hasSize(1);
  }
}

package dev.workflow.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.spi.store.DefinitionRow;
import dev.workflow.spi.store.InstanceRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Transactions: all or nothing, and concurrent ones. */
abstract class TransactionContract extends StoreContract {

  private static final int THREADS = 6;
  private static final long PATIENCE_SECONDS = 60;

  @Test
  void what_throws_leaves_nothing_and_its_exception_passes_through() {
    IOException reason = new IOException("the disk is full");
    List<String> after = new ArrayList<>();
    assertThatThrownBy(
            () ->
                store.transact(
                    transaction -> {
                      transaction.events().insert(List.of(event(ACME, "e", NOW)));
                      transaction.instances().write(List.of(insert(instance(key(1), active(NOW)))));
                      transaction.messages().insert(List.of(message(ACME, 1, key(1))));
                      transaction.afterCommit(() -> after.add("never"));
                      assertThat(transaction.events().find(ACME, "e")).isPresent();
                      throw reason;
                    }))
        .isSameAs(reason);
    assertThat(after).isEmpty();
    assertThat(list(transaction -> transaction.events().list(ACME, null, 10))).isEmpty();
    assertThat(list(transaction -> transaction.instances().read(List.of(key(1))))).isEmpty();
    assertThat(maybe(transaction -> transaction.instances().nextDue())).isEmpty();
    assertThat(maybe(transaction -> transaction.messages().nextDue())).isEmpty();
    assertThat(write(insert(instance(key(1), active(NOW))))).isEmpty();
  }

  @Test
  void what_waits_for_the_commit_runs_once_after_it() {
    List<Boolean> durable = new ArrayList<>();
    run(
        transaction -> {
          transaction.events().insert(List.of(event(ACME, "e", NOW)));
          transaction.afterCommit(
              () -> durable.add(get(later -> later.events().find(ACME, "e").isPresent())));
          assertThat(durable).isEmpty();
        });
    assertThat(durable).containsExactly(true);
  }

  @Test
  void many_nodes_claim_every_instance_once() throws Exception {
    for (int n = 1; n <= 200; n++) {
      inserted(instance(key(n), active(NOW)));
    }
    ConcurrentLinkedQueue<Object> claimed = new ConcurrentLinkedQueue<>();
    together(
        node -> {
          List<?> batch;
          do {
            batch =
                get(
                    transaction ->
                        transaction.instances().claim("node-" + node, NOW, LATER, 7).stream()
                            .map(one -> one.row().key())
                            .toList());
            claimed.addAll(batch);
          } while (!batch.isEmpty());
        });
    assertThat(claimed).hasSize(200).doesNotHaveDuplicates();
  }

  @Test
  void of_many_writers_of_one_revision_one_wins() throws Exception {
    var row = inserted(instance(key(1), active(NOW)));
    ConcurrentLinkedQueue<Integer> won = new ConcurrentLinkedQueue<>();
    together(
        node -> {
          if (write(update(row, 1, 2, active(LATER))).isEmpty()) {
            won.add(node);
          }
        });
    assertThat(won).hasSize(1);
    assertThat(stored(key(1)).journal()).hasSize(2);
    assertThat(stored(key(1)).row().progress().revision()).isEqualTo(2);
  }

  @Test
  void writers_that_change_the_same_instances_in_any_order_do_not_block_each_other_for_ever()
      throws Exception {
    for (int n = 1; n <= 20; n++) {
      inserted(instance(key(n), active(NOW)));
    }
    together(
        node -> {
          for (int round = 0; round < 10; round++) {
            run(
                transaction -> {
                  List<dev.workflow.spi.store.InstanceKey> keys = new ArrayList<>();
                  for (int n = 1; n <= 20; n++) {
                    keys.add(key(node % 2 == 0 ? n : 21 - n));
                  }
                  var changes =
                      transaction.instances().lock(keys).stream()
                          .map(
                              one ->
                                  append(
                                      one.row(),
                                      one.row().progress().revision(),
                                      one.journal().size() + 1))
                          .toList();
                  assertThat(transaction.instances().write(changes)).isEmpty();
                });
          }
        });
    for (int n = 1; n <= 20; n++) {
      assertThat(stored(key(n)).journal()).hasSize(1 + THREADS * 10);
    }
  }

  @Test
  void the_first_writers_of_a_tenant_do_not_fail_on_each_other() throws Exception {
    for (int round = 0; round < 5; round++) {
      TenantId tenant = TenantId.of("tenant-" + round);
      together(
          node ->
              run(
                  transaction ->
                      transaction
                          .definitions()
                          .insert(
                              new DefinitionRow(
                                  tenant, "w-" + node, 1, "PUBLISHED", "{}", NOW, "anna"))));
      assertThat(list(transaction -> transaction.definitions().newest(tenant))).hasSize(THREADS);
      assertThat(number(transaction -> transaction.definitions().revision(tenant)))
          .isEqualTo(THREADS);
    }
  }

  @Test
  void a_window_is_opened_by_one_of_many() throws Exception {
    ConcurrentLinkedQueue<Integer> opened = new ConcurrentLinkedQueue<>();
    together(
        node -> {
          if (get(transaction -> transaction.events().openWindow(ACME, "w", "k", NOW, LATER))) {
            opened.add(node);
          }
        });
    assertThat(opened).hasSize(1);
  }

  @Test
  void a_concurrency_key_is_found_free_by_one_of_many() throws Exception {
    run(
        transaction ->
            transaction
                .definitions()
                .insert(new DefinitionRow(ACME, "w", 1, "PUBLISHED", "{}", NOW, "anna")));
    for (int round = 0; round < 10; round++) {
      String concurrencyKey = "k-" + round;
      int first = round * THREADS + 1;
      together(
          node ->
              run(
                  transaction -> {
                    if (transaction
                        .instances()
                        .openWithKey(ACME, "w", concurrencyKey, 10)
                        .isEmpty()) {
                      transaction
                          .instances()
                          .write(List.of(insert(withKey(first + node, concurrencyKey))));
                    }
                  }));
      assertThat(
              list(
                  transaction ->
                      transaction.instances().openWithKey(ACME, "w", concurrencyKey, 10)))
          .hasSize(1);
    }
  }

  private static InstanceRow withKey(int n, String concurrencyKey) {
    return new InstanceRow(
        key(n),
        WorkflowRef.of("w", 1),
        LEAD,
        new InstanceRow.Origin(null, "{}", null, concurrencyKey, NOW),
        active(NOW));
  }

  /** What one of several nodes does. */
  @FunctionalInterface
  private interface Node {
    void work(int number);
  }

  private static void together(Node node) throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(THREADS);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> working = new ArrayList<>();
      for (int n = 0; n < THREADS; n++) {
        int number = n;
        working.add(
            threads.submit(
                () -> {
                  barrier.await();
                  node.work(number);
                  return null;
                }));
      }
      for (Future<?> one : working) {
        one.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}

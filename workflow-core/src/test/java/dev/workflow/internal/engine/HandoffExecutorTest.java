package dev.workflow.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandoffExecutorTest {

  private static final long PATIENCE_SECONDS = 60;

  private final HandoffExecutor threads = new HandoffExecutor(Executors.newCachedThreadPool());

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void tasks_that_wait_for_each_other_have_a_thread_each() throws Exception {
    int count = 100;
    CyclicBarrier together = new CyclicBarrier(count);
    List<Future<Integer>> waiting = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      waiting.add(threads.submit(() -> together.await()));
    }
    for (Future<Integer> one : waiting) {
      assertThat(one.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isBetween(0, count - 1);
    }
  }

  @Test
  void a_task_that_comes_while_all_threads_are_busy_has_one_of_its_own() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    BlockingQueue<String> began = new ArrayBlockingQueue<>(10);
    for (String name : List.of("first", "second", "third")) {
      threads.execute(
          () -> {
            began.add(name);
            awaitQuietly(go);
          });
      assertThat(began.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(name);
    }
    go.countDown();
  }

  @Test
  void every_task_of_many_givers_is_run_once() throws Exception {
    int givers = 4;
    int each = 20_000;
    CountDownLatch left = new CountDownLatch(givers * each);
    Set<Integer> run = ConcurrentHashMap.newKeySet();
    Queue<Integer> twice = new ConcurrentLinkedQueue<>();
    List<Thread> giving = new ArrayList<>();
    for (int giver = 0; giver < givers; giver++) {
      int first = giver * each;
      Thread thread =
          new Thread(
              () -> {
                for (int i = first; i < first + each; i++) {
                  int number = i;
                  threads.execute(
                      () -> {
                        if (!run.add(number)) {
                          twice.add(number);
                        }
                        left.countDown();
                      });
                }
              });
      thread.start();
      giving.add(thread);
    }
    assertThat(left.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    for (Thread thread : giving) {
      thread.join();
    }
    assertThat(run).hasSize(givers * each);
    assertThat(twice).isEmpty();
  }

  @Test
  void tasks_behind_one_that_throws_are_run() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch run = new CountDownLatch(3);
    HandoffExecutor one =
        new HandoffExecutor(Executors.newFixedThreadPool(1, HandoffExecutorTest::quiet));
    try {
      one.execute(
          () -> {
            began.countDown();
            awaitQuietly(go);
            throw new IllegalStateException("thrown on purpose");
          });
      assertThat(began.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < 3; i++) {
        one.execute(run::countDown);
      }
      go.countDown();
      assertThat(run.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      one.shutdownNow();
    }
  }

  private static Thread quiet(Runnable task) {
    Thread thread = new Thread(task);
    thread.setUncaughtExceptionHandler((failed, reason) -> {});
    return thread;
  }

  @Test
  void after_a_shutdown_what_was_given_is_still_run_and_nothing_more_is_taken() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch run = new CountDownLatch(2);
    HandoffExecutor one = new HandoffExecutor(Executors.newFixedThreadPool(1));
    one.execute(
        () -> {
          began.countDown();
          awaitQuietly(go);
        });
    assertThat(began.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    one.execute(run::countDown);
    one.execute(run::countDown);
    one.shutdown();
    assertThat(one.isShutdown()).isTrue();
    go.countDown();
    assertThat(one.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(one.isTerminated()).isTrue();
    assertThat(run.getCount()).isZero();
    assertThatThrownBy(() -> one.execute(run::countDown))
        .isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void what_is_not_begun_comes_back_when_it_stops_at_once() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    HandoffExecutor one = new HandoffExecutor(Executors.newFixedThreadPool(1));
    one.execute(
        () -> {
          began.countDown();
          awaitQuietly(new CountDownLatch(1));
        });
    assertThat(began.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    Runnable never = () -> {};
    one.execute(never);
    assertThat(one.shutdownNow()).containsExactly(never);
    assertThat(one.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

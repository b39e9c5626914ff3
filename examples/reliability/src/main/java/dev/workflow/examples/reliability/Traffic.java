package dev.workflow.examples.reliability;

import com.zaxxer.hikari.HikariDataSource;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowEngine;
import dev.workflow.jdbi.JdbiWorkflowStore;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The events of a run of {@code chaos}: those that start workflows, and those that answer the steps
 * that wait. They go in through the nodes and through engines of this process that are not started.
 */
final class Traffic implements AutoCloseable {

  private static final int THREADS = 12;

  private final Cluster cluster;
  private final Database database;
  private final HikariDataSource pool;
  private final List<WorkflowEngine> own = new ArrayList<>();
  private final ExecutorService publishers = Executors.newFixedThreadPool(THREADS);
  private final ExecutorService answerers = Executors.newFixedThreadPool(THREADS);
  private final Map<String, Kind> accepted = new ConcurrentHashMap<>();
  private final Map<String, String> answered = new ConcurrentHashMap<>();
  private final AtomicLong withoutEffect = new AtomicLong();
  private final Milestones milestones;

  Traffic(Cluster cluster, Database database, Milestones milestones) {
    this.cluster = cluster;
    this.database = database;
    this.milestones = milestones;
    this.pool = Database.pool(database.url(), 2 * THREADS);
    JdbiWorkflowStore store = JdbiWorkflowStore.open(pool);
    for (int i = 0; i < THREADS; i++) {
      own.add(WorkflowEngine.builder().store(store).build());
    }
  }

  /** Publishes {@code runs} events; returns when all are acknowledged. */
  void publish(int runs) throws Exception {
    AtomicInteger next = new AtomicInteger();
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (WorkflowEngine engine : own) {
      tasks.add(
          () -> {
            int count = 0;
            for (int i = next.getAndIncrement(); i < runs; i = next.getAndIncrement()) {
              milestones.awaitMay(i);
              Kind kind = Kind.STARTED.get(i % Kind.STARTED.size());
              String id = kind.key() + "-" + i;
              acknowledged(cluster.publish(kind.event(id), Publisher.of(engine)));
              accepted.put(id, kind);
              milestones.accepted();
              count++;
            }
            return count;
          });
    }
    for (Future<Integer> done : publishers.invokeAll(tasks)) {
      done.get();
    }
  }

  private void acknowledged(boolean effect) {
    if (!effect) {
      withoutEffect.incrementAndGet();
    }
  }

  /**
   * Answers every step that waits now; while the database is away, none.
   *
   * @return how many
   */
  int answer() throws Exception {
    List<List<String>> waiting;
    try {
      waiting =
          database.rows(
              """
              SELECT w.instance_id, w.event_type, i.subject_id
              FROM wf_event_subscription w JOIN wf_instance i ON i.id = w.instance_id LIMIT 1000
              """);
    } catch (SQLException e) {
      return 0;
    }
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (List<String> one : waiting) {
      String id = "re-" + one.get(0);
      if (answered.putIfAbsent(id, one.get(0)) == null) {
        WorkflowEngine engine = own.get(tasks.size() % own.size());
        tasks.add(
            () -> {
              acknowledged(cluster.publish(event(id, one), Publisher.of(engine)));
              return true;
            });
      }
    }
    for (Future<Boolean> done : answerers.invokeAll(tasks)) {
      done.get();
    }
    return tasks.size();
  }

  private static Event event(String id, List<String> waiting) {
    String type = waiting.get(1).equals(Kind.NEVER) ? Kind.CANCELED : Kind.ANSWERED;
    return Event.of(Kind.TENANT, type, SubjectRef.of("order", waiting.get(2)), Json.object())
        .withId(id);
  }

  /** The kinds of the acknowledged events, by their ids. */
  Map<String, Kind> accepted() {
    return Map.copyOf(accepted);
  }

  int answers() {
    return answered.size();
  }

  /** How many acknowledged events said that they did nothing. */
  long withoutEffect() {
    return withoutEffect.get();
  }

  @Override
  public void close() {
    publishers.shutdownNow();
    answerers.shutdownNow();
    own.forEach(WorkflowEngine::close);
    pool.close();
  }
}

package dev.workflow.internal.engine;

import dev.workflow.SubjectRef;
import dev.workflow.internal.decide.RecordFacts;
import dev.workflow.spi.RecordGateway;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads the host's records for instances: one call at a time for a principal of a tenant, with all
 * that has been asked for meanwhile in the next one. A host that hangs keeps only its own tenant's
 * steps waiting. Thread-safe.
 */
final class RecordReads {

  private final EngineContext engine;
  private final Consumer<Runnable> executor;
  private final Timeouts timeouts;
  private final Map<RecordQuery.Asker, Deque<Asked>> waiting = new HashMap<>();

  /**
   * @param executor where the host is asked
   */
  RecordReads(EngineContext engine, Consumer<Runnable> executor, Timeouts timeouts) {
    this.engine = engine;
    this.executor = executor;
    this.timeouts = timeouts;
  }

  private record Asked(RecordFacts.Question question, Consumer<RecordFacts> then) {}

  /** Reads what is asked for, and tells the answer on another thread. */
  void read(RecordQuery.Asker asker, RecordFacts.Question question, Consumer<RecordFacts> then) {
    Asked asked = new Asked(question, then);
    synchronized (this) {
      Deque<Asked> others = waiting.get(asker);
      if (others != null) {
        others.add(asked);
        return;
      }
      waiting.put(asker, new ArrayDeque<>(List.of(asked)));
    }
    executor.accept(() -> portion(asker));
  }

  private void portion(RecordQuery.Asker asker) {
    Set<SubjectRef> records = new HashSet<>();
    List<Asked> together = take(asker, records);
    RecordQuery query =
        new RecordQuery(
            engine,
            asker,
            answer -> {
              goOn(asker);
              together.forEach(asked -> asked.then().accept(answer.to(asked.question())));
            });
    query.ask(timeouts, records);
  }

  private synchronized List<Asked> take(RecordQuery.Asker asker, Set<SubjectRef> records) {
    Deque<Asked> all = waiting.getOrDefault(asker, new ArrayDeque<>());
    List<Asked> together = new ArrayList<>();
    for (Asked next = all.peek(); next != null && fits(next, records); next = all.peek()) {
      records.addAll(next.question().records().values());
      together.add(all.remove());
    }
    return together;
  }

  private static boolean fits(Asked next, Set<SubjectRef> records) {
    int most = RecordGateway.MOST_RECORDS;
    return records.isEmpty() || records.size() + next.question().records().size() <= most;
  }

  private void goOn(RecordQuery.Asker asker) {
    synchronized (this) {
      Deque<Asked> left = waiting.get(asker);
      if (left == null || left.isEmpty()) {
        waiting.remove(asker);
        return;
      }
    }
    executor.accept(() -> portion(asker));
  }
}

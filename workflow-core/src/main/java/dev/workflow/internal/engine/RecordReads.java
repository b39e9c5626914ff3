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

  /** One is made at a time; others were cut off and have not returned. */
  private static final int MOST_AT_ONCE = 4;

  private final EngineContext engine;
  private final Consumer<Runnable> executor;
  private final Timeouts timeouts;
  private final Map<RecordQuery.Asker, Deque<Asked>> waiting = new HashMap<>();
  private final Map<RecordQuery.Asker, Integer> underWay = new HashMap<>();

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
    boolean stuck = !enter(asker);
    try {
      RecordQuery query = new RecordQuery(engine, asker, answer -> tell(asker, together, answer));
      if (stuck) {
        query.giveUp(MOST_AT_ONCE + " calls of the RecordGateway have not returned");
      } else {
        query.ask(timeouts, records);
      }
    } finally {
      if (!stuck) {
        leave(asker);
      }
    }
  }

  private void tell(RecordQuery.Asker asker, List<Asked> together, RecordQuery.Answer answer) {
    goOn(asker);
    together.forEach(asked -> asked.then().accept(answer.to(asked.question())));
  }

  /** Whether another call may be made: those that hang on after they were cut off keep a thread. */
  private synchronized boolean enter(RecordQuery.Asker asker) {
    int others = underWay.getOrDefault(asker, 0);
    if (others >= MOST_AT_ONCE) {
      return false;
    }
    underWay.put(asker, others + 1);
    return true;
  }

  private synchronized void leave(RecordQuery.Asker asker) {
    underWay.computeIfPresent(asker, (any, count) -> count == 1 ? null : count - 1);
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

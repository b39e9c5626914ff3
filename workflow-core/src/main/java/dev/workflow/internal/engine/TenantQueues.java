package dev.workflow.internal.engine;

import dev.workflow.TenantId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hands calls to an executor, the tenants in turn. An executor whose threads are all busy has a
 * queue of its own that knows no tenants, so only a few calls are handed over before they can
 * begin; the others wait here, a queue for each tenant. Where the number of threads is known, one
 * tenant has at most as many as others leave free, alone half of them: calls that take long, or
 * never end, stop only their tenant's. Thread-safe.
 */
final class TenantQueues {

  private static final int AHEAD = 16;

  /** A call, of which either {@link #run} or {@link #refused} is called. */
  interface Call extends Runnable {

    TenantId tenant();

    /** The executor did not take it. */
    void refused(Throwable reason);
  }

  private final Executor executor;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<TenantId, Deque<Call>> waiting = new LinkedHashMap<>();
  private final Map<TenantId, Integer> handed = new HashMap<>();
  private final int threads;
  private int ahead;
  private int allHanded;
  private long lastBegun = System.nanoTime();

  /** On an executor with an unknown number of threads. */
  TenantQueues(Executor executor) {
    this(executor, Integer.MAX_VALUE);
  }

  /**
   * @param threads how many calls the executor runs at the same time
   */
  TenantQueues(Executor executor, int threads) {
    this.executor = executor;
    this.threads = threads;
  }

  /**
   * Whether calls wait although none has begun for a time, and even a tenant that has none would
   * get no thread.
   */
  boolean stuck(Duration time) {
    lock.lock();
    try {
      boolean full = allHanded >= threads || ahead >= AHEAD;
      return full && System.nanoTime() - lastBegun > time.toNanos();
    } finally {
      lock.unlock();
    }
  }

  /** Takes back all calls that were not handed over. */
  List<Call> takeWaiting() {
    lock.lock();
    try {
      List<Call> all = new ArrayList<>();
      waiting.values().forEach(all::addAll);
      waiting.clear();
      return all;
    } finally {
      lock.unlock();
    }
  }

  /** Has the executor run a call when its tenant's turn comes. */
  void execute(Call call) {
    List<Call> next;
    lock.lock();
    try {
      waiting.computeIfAbsent(call.tenant(), key -> new ArrayDeque<>()).add(call);
      next = takeNext();
    } finally {
      lock.unlock();
    }
    handOver(next);
  }

  private void handOver(List<Call> next) {
    for (Call call : next) {
      Handed handed = new Handed(call);
      try {
        executor.execute(handed);
      } catch (RuntimeException | Error e) {
        handed.refused(e);
      }
    }
  }

  /** A call on its way through the executor, which may run it before it returns. */
  private final class Handed implements Runnable {

    private final Call call;
    private final AtomicBoolean begun = new AtomicBoolean();

    Handed(Call call) {
      this.call = call;
    }

    @Override
    public void run() {
      if (begun.compareAndSet(false, true)) {
        handOver(begin());
        try {
          call.run();
        } finally {
          handOver(end(call));
        }
      }
    }

    void refused(Throwable reason) {
      if (begun.compareAndSet(false, true)) {
        handOver(begin());
        handOver(end(call));
        call.refused(reason);
      }
    }
  }

  /** Notes that a call has its thread. Returns what can be handed over now. */
  private List<Call> begin() {
    lock.lock();
    try {
      ahead--;
      lastBegun = System.nanoTime();
      return takeNext();
    } finally {
      lock.unlock();
    }
  }

  /** Notes that a call has ended. Returns what can be handed over now. */
  private List<Call> end(Call call) {
    lock.lock();
    try {
      allHanded--;
      handed.computeIfPresent(
          call.tenant(), (tenant, count) -> count == 1 ? null : Integer.valueOf(count - 1));
      return takeNext();
    } finally {
      lock.unlock();
    }
  }

  private boolean mayHave(TenantId tenant) {
    return handed.getOrDefault(tenant, 0) < threads - allHanded;
  }

  /** As many calls as can be handed over, under the lock. */
  private List<Call> takeNext() {
    if (waiting.isEmpty()) {
      return List.of();
    }
    List<Call> taken = new ArrayList<>(1);
    for (Call call = next(); call != null; call = next()) {
      taken.add(call);
    }
    return taken;
  }

  /** The next tenant's first call; the tenant goes to the end of the line. */
  private @Nullable Call next() {
    if (ahead >= AHEAD) {
      return null;
    }
    Iterator<Map.Entry<TenantId, Deque<Call>>> line = waiting.entrySet().iterator();
    while (line.hasNext()) {
      Map.Entry<TenantId, Deque<Call>> first = line.next();
      TenantId tenant = first.getKey();
      if (mayHave(tenant)) {
        Deque<Call> calls = first.getValue();
        line.remove();
        Call call = calls.remove();
        if (!calls.isEmpty()) {
          waiting.put(tenant, calls);
        }
        ahead++;
        allHanded++;
        handed.merge(tenant, 1, Integer::sum);
        return call;
      }
    }
    return null;
  }
}

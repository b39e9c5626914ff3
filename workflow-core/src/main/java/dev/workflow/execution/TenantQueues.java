package dev.workflow.execution;

import dev.workflow.TenantId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hands calls to an executor, the tenants in turn. An executor whose threads are all busy has a
 * queue of its own that knows no tenants, so only a few calls are handed over before they can
 * begin; the others wait here, a queue for each tenant. Thread-safe.
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
  private int ahead;

  TenantQueues(Executor executor) {
    this.executor = executor;
  }

  /** Has the executor run a call when its tenant's turn comes. */
  void execute(Call call) {
    lock.lock();
    try {
      waiting.computeIfAbsent(call.tenant(), key -> new ArrayDeque<>()).add(call);
    } finally {
      lock.unlock();
    }
    handOver();
  }

  private void handOver() {
    for (Call call = next(); call != null; call = next()) {
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
        leave();
        handOver();
        call.run();
      }
    }

    void refused(Throwable reason) {
      if (begun.compareAndSet(false, true)) {
        leave();
        call.refused(reason);
      }
    }
  }

  private void leave() {
    lock.lock();
    try {
      ahead--;
    } finally {
      lock.unlock();
    }
  }

  /** The next tenant's first call; the tenant goes to the end of the line. */
  private @Nullable Call next() {
    lock.lock();
    try {
      if (ahead >= AHEAD || waiting.isEmpty()) {
        return null;
      }
      ahead++;
      Iterator<Map.Entry<TenantId, Deque<Call>>> line = waiting.entrySet().iterator();
      Map.Entry<TenantId, Deque<Call>> first = line.next();
      TenantId tenant = first.getKey();
      Deque<Call> calls = first.getValue();
      line.remove();
      Call call = calls.remove();
      if (!calls.isEmpty()) {
        waiting.put(tenant, calls);
      }
      return call;
    } finally {
      lock.unlock();
    }
  }
}

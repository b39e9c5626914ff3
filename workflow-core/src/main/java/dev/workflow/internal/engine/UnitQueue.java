package dev.workflow.internal.engine;

import dev.workflow.TenantId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The units that wait to be written: a line for each tenant, from which they are taken in turn. So
 * a tenant of which thousands wait does not fill the transactions, and a lone unit of another one
 * is in the next. The order within a line is kept. Thread-safe.
 */
final class UnitQueue {

  /** So long after a unit of another tenant was handed in, transactions are shared. */
  private static final long SHARED_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition some = lock.newCondition();

  /** Those that have units, the one whose turn it is first. */
  private final Deque<Line> turns = new ArrayDeque<>();

  /** The same ones by tenant; null: what is no tenant's. */
  private final Map<@Nullable TenantId, Line> lines = new HashMap<>();

  private @Nullable TenantId newest;
  private boolean others;
  private long othersAt;

  private record Line(@Nullable TenantId tenant, Deque<Committer.Unit> units) {}

  void add(Committer.Unit unit) {
    lock.lock();
    try {
      TenantId tenant = unit.tenant();
      noteWhose(tenant);
      Line line = lines.get(tenant);
      if (line == null) {
        line = new Line(tenant, new ArrayDeque<>());
        lines.put(tenant, line);
        turns.add(line);
      }
      line.units().add(unit);
      some.signal();
    } finally {
      lock.unlock();
    }
  }

  private void noteWhose(@Nullable TenantId tenant) {
    if (tenant != null && !tenant.equals(newest)) {
      others |= newest != null;
      othersAt = System.nanoTime();
      newest = tenant;
    }
  }

  /** Whether several tenants have handed units in of late: none should make others wait long. */
  boolean shared() {
    lock.lock();
    try {
      return others && System.nanoTime() - othersAt < SHARED_NANOS;
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    lock.lock();
    try {
      return turns.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** The next unit, waiting for one; null: none came in time. */
  Committer.@Nullable Unit poll(long time, TimeUnit unit) throws InterruptedException {
    long left = unit.toNanos(time);
    lock.lockInterruptibly();
    try {
      while (turns.isEmpty()) {
        if (left <= 0) {
          return null;
        }
        left = some.awaitNanos(left);
      }
      return next();
    } finally {
      lock.unlock();
    }
  }

  /** Takes up to so many more. */
  void drainTo(Collection<Committer.Unit> taken, int most) {
    lock.lock();
    try {
      for (int i = 0; i < most && !turns.isEmpty(); i++) {
        taken.add(next());
      }
    } finally {
      lock.unlock();
    }
  }

  private Committer.Unit next() {
    Line line = turns.remove();
    Committer.Unit unit = line.units().remove();
    if (line.units().isEmpty()) {
      lines.remove(line.tenant());
    } else {
      turns.add(line);
    }
    return unit;
  }
}

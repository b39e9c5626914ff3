package dev.workflow.internal.engine;

import dev.workflow.TenantId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The units that wait to be written: a line for each tenant, from which they are taken in turn. So
 * a tenant of which thousands wait does not fill the transactions, and a lone unit of another one
 * is in the next. The order within a line is kept. They come in through one queue and are put into
 * their lines by whoever takes some, so that those who hand them in wait for nobody. Thread-safe.
 */
final class UnitQueue {

  /** So long after a unit of another tenant was handed in, transactions are shared. */
  private static final long SHARED_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Fewer units than this are not worth waiting for. */
  private static final int WORTH_WAITING = 8;

  /** How often, and how long each time, it is waited for more: half a millisecond at most. */
  private static final int LOOKS = 10;

  private static final long BETWEEN_LOOKS_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private final BlockingQueue<Committer.Unit> incoming = new LinkedBlockingQueue<>();

  /** Those that have units, the one whose turn it is first. */
  private final Deque<Line> turns = new ArrayDeque<>();

  /** The same ones by tenant; null: what is no tenant's. */
  private final Map<@Nullable TenantId, Line> lines = new HashMap<>();

  private @Nullable TenantId newest;
  private boolean others;
  private long othersAt;

  private record Line(@Nullable TenantId tenant, Deque<Committer.Unit> units) {}

  void add(Committer.Unit unit) {
    incoming.add(unit);
  }

  /** Whether several tenants have handed units in of late: none should make others wait long. */
  synchronized boolean shared() {
    sort();
    return others && System.nanoTime() - othersAt < SHARED_NANOS;
  }

  synchronized boolean isEmpty() {
    return turns.isEmpty() && incoming.isEmpty();
  }

  /** The next unit, waiting for one; null: none came in time. */
  Committer.@Nullable Unit poll(long time, TimeUnit unit) throws InterruptedException {
    Committer.Unit known = nextKnown();
    if (known != null) {
      return known;
    }
    Committer.Unit come = incoming.poll(time, unit);
    if (come != null) {
      noteWhose(come);
    }
    return come;
  }

  private synchronized Committer.@Nullable Unit nextKnown() {
    if (turns.isEmpty()) {
      return null;
    }
    sort();
    return next();
  }

  private synchronized void noteWhose(Committer.Unit come) {
    noteWhose(come.tenant());
  }

  /**
   * Waits a moment until three quarters of the expected units have come, as long as some do come.
   */
  void gather(int expected) {
    int enough = expected - expected / 4;
    int known = incoming.size();
    for (int look = 0; look < LOOKS && expected >= WORTH_WAITING && known < enough; look++) {
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
      int now = incoming.size();
      if (look > 0 && now == known) {
        return;
      }
      known = now;
    }
  }

  /** Takes up to so many more. */
  synchronized void drainTo(Collection<Committer.Unit> taken, int most) {
    sort();
    for (int i = 0; i < most && !turns.isEmpty(); i++) {
      taken.add(next());
    }
  }

  private void sort() {
    if (incoming.isEmpty()) {
      return;
    }
    List<Committer.Unit> come = new ArrayList<>();
    incoming.drainTo(come);
    for (Committer.Unit unit : come) {
      TenantId tenant = unit.tenant();
      noteWhose(tenant);
      Line line = lines.get(tenant);
      if (line == null) {
        line = new Line(tenant, new ArrayDeque<>());
        lines.put(tenant, line);
        turns.add(line);
      }
      line.units().add(unit);
    }
  }

  private void noteWhose(@Nullable TenantId tenant) {
    if (tenant != null && !tenant.equals(newest)) {
      others |= newest != null;
      othersAt = System.nanoTime();
      newest = tenant;
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

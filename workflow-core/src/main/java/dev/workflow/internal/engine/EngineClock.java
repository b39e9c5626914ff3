package dev.workflow.internal.engine;

import dev.workflow.internal.log.Log;
import dev.workflow.spi.store.StoreException;
import dev.workflow.spi.store.WorkflowStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The time on which the engine decides, in microseconds: the host's clock if it gave one, otherwise
 * the store's clock, carried on by this machine's monotonic timer between looks. So a node whose
 * wall clock is wrong does no harm. Thread-safe.
 */
public final class EngineClock implements InstantSource {

  private static final Log log = Log.of(EngineClock.class);

  private static final long LOOK_AGAIN_NANOS = 10_000_000_000L;

  /** A look at the store's clock. */
  private record Look(Instant time, long nanos) {

    Look carriedOn() {
      long now = System.nanoTime();
      return new Look(time.plusNanos(now - nanos), now);
    }
  }

  private final InstantSource source;

  private EngineClock(InstantSource source) {
    this.source = source;
  }

  public static EngineClock of(InstantSource source) {
    return new EngineClock(source);
  }

  public static EngineClock of(WorkflowStore store) {
    return new EngineClock(new StoreTime(store));
  }

  @Override
  public Instant instant() {
    return source.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static final class StoreTime implements InstantSource {

    private final WorkflowStore store;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Look last;

    StoreTime(WorkflowStore store) {
      this.store = store;
      this.last = look();
    }

    private Look look() {
      long before = System.nanoTime();
      Instant time = store.now();
      return new Look(time, before + (System.nanoTime() - before) / 2);
    }

    @Override
    public Instant instant() {
      Look known = last;
      if (System.nanoTime() - known.nanos() > LOOK_AGAIN_NANOS && looking.tryLock()) {
        try {
          known = lookAgain();
        } finally {
          looking.unlock();
        }
      }
      return known.carriedOn().time();
    }

    /** While the store is away, this machine's timer continues alone. */
    private Look lookAgain() {
      try {
        last = look();
      } catch (StoreException e) {
        last = last.carriedOn();
        log.warn(
            "Cannot read the store's clock; continuing on the local monotonic clock: {}",
            e.toString());
      }
      return last;
    }
  }
}

package dev.workflow.internal.watch;

import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.internal.engine.BackgroundWork;
import dev.workflow.internal.engine.PollingThread;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.log.Log;
import dev.workflow.spi.store.StoreException;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Looks at all tenants once in an interval, the first time after one, on one node each. An engine
 * that is run by {@code runUntilIdle()} looks when it is asked. Thread-safe.
 */
final class WatchWork implements BackgroundWork {

  private static final Log log = Log.of(WatchWork.class);
  private static final int PAGE = 100;

  private final Transactions transactions;
  private final Watch watch;
  private final Duration interval;
  private final PollingThread thread;
  private Instant next;

  WatchWork(Host host) {
    this.transactions = host.transactions();
    this.watch = new Watch(transactions);
    this.interval = host.engine().options().watchInterval();
    this.next = Instant.MIN;
    this.thread =
        new PollingThread(
            "workflow-watchdog",
            host.engine().options().pollInterval(),
            () -> {
              round();
              return false;
            });
  }

  /** Nothing until it is time. */
  synchronized void round() {
    Instant now = transactions.engine().now();
    if (next.equals(Instant.MIN)) {
      next = now.plus(interval);
    } else if (!now.isBefore(next)) {
      next = now.plus(interval);
      all();
    }
  }

  private void all() {
    TenantId last = null;
    List<TenantId> page;
    do {
      TenantId after = last;
      page = transactions.transact(transaction -> transaction.definitions().tenants(after, PAGE));
      for (TenantId tenant : page) {
        one(tenant);
        last = tenant;
      }
    } while (page.size() == PAGE && !Thread.currentThread().isInterrupted());
  }

  private void one(TenantId tenant) {
    try {
      watch.lookIfDue(tenant);
    } catch (StoreException e) {
      throw e;
    } catch (NotFoundException e) {
      log.debug("Tenant {} is not watched: {}", tenant, e.getMessage());
    } catch (RuntimeException e) {
      log.warn("Tenant {} could not be watched; tried again in {}", tenant, interval, e);
    }
  }

  @Override
  public List<PollingThread> threads() {
    return List.of(thread);
  }

  @Override
  public void wake() {}

  @Override
  public void renew() {}

  @Override
  public int runDue() {
    return 0;
  }

  @Override
  public boolean runWhenIdle() {
    return false;
  }

  @Override
  public Optional<Instant> nextDue(StoreTransaction transaction) {
    return Optional.empty();
  }

  @Override
  public void finish() {}
}

package dev.workflow.retention.internal;

import dev.workflow.Actor;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.internal.engine.BackgroundWork;
import dev.workflow.internal.engine.PollingThread;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.log.Log;
import dev.workflow.retention.Retention.Removed;
import dev.workflow.spi.ArchiveSink;
import dev.workflow.spi.RetentionPolicy;
import dev.workflow.spi.store.HoldRows.ErasureRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Goes on with erasures that were broken off, and removes what is old, once an hour, on every node:
 * what one has locked the others pass over, so that each instance is archived by one. Thread-safe.
 */
final class RetentionWork implements BackgroundWork {

  private static final Log log = Log.of(RetentionWork.class);
  private static final Duration BETWEEN = Duration.ofHours(1);

  /** One that was begun so recently is somebody's at work. */
  private static final Duration UNDER_WAY = Duration.ofMinutes(1);

  private static final int MOST = 100;

  private final Transactions transactions;
  private final @Nullable RetentionPolicy policy;
  private final @Nullable ArchiveSink sink;
  private final PollingThread thread;
  private Instant next;

  /**
   * @param policy null: nothing is removed by itself
   */
  RetentionWork(Host host, @Nullable RetentionPolicy policy, @Nullable ArchiveSink sink) {
    this.transactions = host.transactions();
    this.policy = policy;
    this.sink = sink;
    this.next = Instant.MIN;
    this.thread =
        new PollingThread(
            "workflow-retention", host.engine().options().pollInterval(), () -> round() > 0);
  }

  private synchronized int round() {
    Instant now = transactions.engine().now();
    if (now.isBefore(next)) {
      return 0;
    }
    next = now.plus(BETWEEN);
    return goOn(now) + (policy == null ? 0 : removeOld(policy));
  }

  private int goOn(Instant now) {
    int all = 0;
    for (ErasureRow row : transactions.transact(store -> store.holds().unfinished(MOST))) {
      if (!row.begun().plus(UNDER_WAY).isAfter(now)) {
        all += goOn(row);
      }
    }
    return all;
  }

  private int goOn(ErasureRow row) {
    try {
      new Erasure(transactions, row.tenant(), row.subject(), Actor.of(row.actor())).run();
      log.info("The erasure of {} of tenant {} has come to its end", row.subject(), row.tenant());
      return 1;
    } catch (WorkflowException e) {
      log.warn(
          "The erasure of {} of tenant {} cannot go on; tried again in an hour",
          row.subject(),
          row.tenant(),
          e);
      return 0;
    }
  }

  private int removeOld(RetentionPolicy policy) {
    int all = 0;
    try {
      for (TenantId tenant : policy.tenants()) {
        all += remove(policy, tenant);
      }
    } catch (RuntimeException e) {
      log.warn("The RetentionPolicy failed; nothing more is removed in the next hour", e);
    }
    return all;
  }

  private int remove(RetentionPolicy policy, TenantId tenant) {
    try {
      Removed removed =
          new Removal(
                  transactions,
                  tenant,
                  sink,
                  soFar -> {},
                  () -> policy.quiet(tenant, transactions.engine().now()))
              .run(policy.of(tenant));
      if (!removed.equals(Removed.NOTHING)) {
        log.info("Of tenant {} {} were removed, as the RetentionPolicy says", tenant, removed);
      }
      return removed.equals(Removed.NOTHING) ? 0 : 1;
    } catch (RuntimeException e) {
      log.warn("What is old of tenant {} could not be removed; tried again in an hour", tenant, e);
      return 0;
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
    return round();
  }

  @Override
  public boolean runWhenIdle() {
    return false;
  }

  @Override
  public synchronized Optional<Instant> nextDue(StoreTransaction transaction) {
    return policy == null || next.equals(Instant.MIN) ? Optional.empty() : Optional.of(next);
  }

  @Override
  public void finish() {}
}

package dev.workflow.retention.internal;

import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.log.Log;
import dev.workflow.internal.service.EventService;
import dev.workflow.internal.service.HistoryService;
import dev.workflow.internal.text.Limits;
import dev.workflow.retention.Retention.Removed;
import dev.workflow.retention.Retention.What;
import dev.workflow.spi.ArchiveSink;
import dev.workflow.spi.RetentionPolicy.Keep;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Removes what is old of one tenant, a batch in each transaction. Used by one thread. */
final class Removal {

  private static final Log log = Log.of(Removal.class);

  /** Instances are read and handed to the sink with their locks held. */
  private static final int INSTANCES = 100;

  private static final int ROWS = 500;

  private final Transactions transactions;
  private final TenantId tenant;
  private final @Nullable ArchiveSink sink;
  private final Instant now;
  private final Consumer<Removed> progress;
  private final BooleanSupplier goOn;
  private Removed removed = Removed.NOTHING;

  /**
   * @param sink where instances go before; null: nowhere
   * @param goOn asked before each batch
   */
  Removal(
      Transactions transactions,
      TenantId tenant,
      @Nullable ArchiveSink sink,
      Consumer<Removed> progress,
      BooleanSupplier goOn) {
    this.transactions = transactions;
    this.tenant = tenant;
    this.sink = sink;
    this.now = transactions.engine().now();
    this.progress = progress;
    this.goOn = goOn;
  }

  /** Instances first: an event stays as long as an instance that it started. */
  Removed run(Keep keep) {
    Map<String, Duration> workflows = keep.workflows();
    workflows.forEach((workflow, time) -> instances(workflow, Set.of(), time));
    if (keep.instances() != null) {
      instances(null, workflows.keySet(), keep.instances());
    }
    for (What what : What.values()) {
      Duration time =
          switch (what) {
            case INSTANCES -> null;
            case MESSAGES -> keep.messages();
            case EVENTS -> keep.events();
            case TICKS -> keep.ticks();
            case FINDINGS -> keep.findings();
          };
      if (time != null) {
        run(what, time);
      }
    }
    return removed;
  }

  Removed run(What what, Duration olderThan) {
    Instant before = before(olderThan);
    switch (what) {
      case INSTANCES -> instances(null, Set.of(), olderThan);
      case MESSAGES -> rows(what, store -> store.messages().purge(tenant, before, ROWS));
      case EVENTS -> events(before);
      case TICKS -> rows(what, store -> store.schedules().purge(tenant, before, ROWS));
      case FINDINGS -> rows(what, store -> store.findings().purge(tenant, before, ROWS));
    }
    return removed;
  }

  /** However long ago: nothing is older than what is kept at all. */
  private Instant before(Duration olderThan) {
    Duration most = Duration.between(Limits.EARLIEST, now);
    return now.minus(olderThan.compareTo(most) > 0 ? most : olderThan);
  }

  private void rows(What what, ToIntFunction<StoreTransaction> batch) {
    int last = ROWS;
    while (last == ROWS && goOn.getAsBoolean()) {
      last = transactions.transact(batch::applyAsInt);
      count(what, last);
    }
  }

  private void events(Instant before) {
    if (goOn.getAsBoolean()) {
      count(What.EVENTS, new EventService(transactions).purge(tenant, before, gone -> {}));
    }
  }

  private void count(What what, long more) {
    if (more > 0) {
      removed = removed.plus(what, more);
      progress.accept(removed);
    }
  }

  private void instances(@Nullable String workflow, Set<String> except, Duration olderThan) {
    InstanceKey last = null;
    while (goOn.getAsBoolean()) {
      InstanceKey after = last;
      List<InstanceKey> gone = new ArrayList<>();
      List<InstanceKey> ended =
          transactions.transact(
              store -> {
                gone.clear();
                List<InstanceKey> locked =
                    store
                        .instances()
                        .lockEnded(tenant, workflow, except, before(olderThan), after, INSTANCES);
                gone.addAll(archived(store, locked));
                gone.forEach(store.instances()::remove);
                return locked;
              });
      if (ended.isEmpty()) {
        return;
      }
      count(What.INSTANCES, gone.size());
      last = ended.get(ended.size() - 1);
    }
  }

  /** Those that are safe. */
  private List<InstanceKey> archived(StoreTransaction store, List<InstanceKey> ended) {
    if (sink == null || ended.isEmpty()) {
      return ended;
    }
    HistoryService history = new HistoryService(transactions.joined(store));
    List<InstanceKey> readable = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (InstanceKey key : ended) {
      try {
        lines.add(history.evidence(key.tenant(), key.id()).json().replace("\n", ""));
        readable.add(key);
      } catch (WorkflowException e) {
        log.warn("Instance {} cannot be archived, and stays", key, e);
      }
    }
    try {
      sink.write(new ArchiveSink.Batch(tenant, UUID.randomUUID(), lines));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(e);
    } catch (Exception e) {
      throw failed(e);
    }
    return readable;
  }

  private WorkflowException failed(Exception e) {
    return new WorkflowException(
        "the ArchiveSink failed with "
            + e
            + "; nothing of its batch was removed from tenant "
            + tenant
            + ", what was removed before is archived",
        e);
  }
}

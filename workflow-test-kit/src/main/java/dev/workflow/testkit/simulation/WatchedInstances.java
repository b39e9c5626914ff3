package dev.workflow.testkit.simulation;

import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.store.EventSubscriptionLookup;
import dev.workflow.spi.store.EventSubscriptionRow;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows;
import dev.workflow.spi.store.Overdue;
import dev.workflow.spi.store.StoredInstance;
import dev.workflow.spi.store.TaskFilter;
import dev.workflow.spi.store.TaskRow;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Notes who claimed, read and wrote what. */
final class WatchedInstances implements InstanceRows {

  private final InstanceRows rows;
  private final List<Deed> deeds;

  WatchedInstances(InstanceRows rows, List<Deed> deeds) {
    this.rows = rows;
    this.deeds = deeds;
  }

  @Override
  public List<StoredInstance> claim(String owner, Instant now, Instant leaseUntil, int limit) {
    List<StoredInstance> claimed = rows.claim(owner, now, leaseUntil, limit);
    claimed.forEach(instance -> deeds.add(new Deed.Claimed(instance)));
    return claimed;
  }

  @Override
  public DueLanes dueLanes(Instant now, @Nullable Lane after) {
    return rows.dueLanes(now, after);
  }

  @Override
  public List<StoredInstance> claim(
      String owner, Instant now, Instant leaseUntil, Map<Lane, Integer> shares) {
    List<StoredInstance> claimed = rows.claim(owner, now, leaseUntil, shares);
    claimed.forEach(instance -> deeds.add(new Deed.Claimed(instance)));
    return claimed;
  }

  @Override
  public Map<String, Integer> held(TenantId tenant, Instant now, Instant until) {
    return rows.held(tenant, now, until);
  }

  @Override
  public List<StoredInstance> lock(Collection<InstanceKey> keys) {
    return rows.lock(keys);
  }

  @Override
  public List<InstanceRow> lockRows(Collection<InstanceKey> keys) {
    return rows.lockRows(keys);
  }

  @Override
  public List<StoredInstance> read(Collection<InstanceKey> keys) {
    List<StoredInstance> read = rows.read(keys);
    read.forEach(instance -> deeds.add(new Deed.Seen(instance)));
    return read;
  }

  @Override
  public Set<InstanceKey> existing(Collection<InstanceKey> keys) {
    return rows.existing(keys);
  }

  @Override
  public Set<InstanceKey> write(List<InstanceChange> changes) {
    Set<InstanceKey> fenced = rows.write(changes);
    changes.forEach(change -> deeds.add(new Deed.Written(change, fenced.contains(change.key()))));
    return fenced;
  }

  @Override
  public Set<InstanceKey> renew(String owner, Collection<Held> held, Instant leaseUntil) {
    return rows.renew(owner, held, leaseUntil);
  }

  @Override
  public Overdue overdue(TenantId tenant, Instant dueBefore, int limit) {
    return rows.overdue(tenant, dueBefore, limit);
  }

  @Override
  public List<InstanceRow> leave(
      Collection<InstanceKey> keys, String owner, Instant dueAt, @Nullable Instant canceledAt) {
    return rows.leave(keys, owner, dueAt, canceledAt);
  }

  @Override
  public Optional<Instant> nextDue() {
    return rows.nextDue();
  }

  @Override
  public List<InstanceRow> rows(Collection<InstanceKey> keys) {
    return rows.rows(keys);
  }

  @Override
  public List<InstanceRow> reachable(
      TenantId tenant, SubjectRef subject, Collection<String> workflows) {
    return rows.reachable(tenant, subject, workflows);
  }

  @Override
  public Set<InstanceKey> unfinished(Collection<InstanceKey> keys) {
    return rows.unfinished(keys);
  }

  @Override
  public List<InstanceKey> unfinishedWithKey(
      TenantId tenant, String workflow, String concurrencyKey) {
    return rows.unfinishedWithKey(tenant, workflow, concurrencyKey);
  }

  @Override
  public List<InstanceRow> openWithKey(
      TenantId tenant, String workflow, String concurrencyKey, int limit) {
    return rows.openWithKey(tenant, workflow, concurrencyKey, limit);
  }

  @Override
  public List<EventSubscriptionRow> subscriptions(
      Collection<EventSubscriptionLookup> lookups, @Nullable InstanceId after, int limit) {
    return rows.subscriptions(lookups, after, limit);
  }

  @Override
  public boolean isSubscribed(TenantId tenant, String eventType) {
    return rows.isSubscribed(tenant, eventType);
  }

  @Override
  public List<JournalRow> journal(
      TenantId tenant,
      SubjectRef subject,
      @Nullable JournalPlace from,
      boolean newestFirst,
      int limit) {
    return rows.journal(tenant, subject, from, newestFirst, limit);
  }

  @Override
  public List<LogRow> log(LogFilter filter, @Nullable JournalPlace before, int limit) {
    return rows.log(filter, before, limit);
  }

  @Override
  public List<InstanceRow> list(Instances.Query query, @Nullable InstancePlace after, int limit) {
    return rows.list(query, after, limit);
  }

  @Override
  public List<InstanceRow> due(DueFilter filter, @Nullable DuePlace after, int limit) {
    return rows.due(filter, after, limit);
  }

  @Override
  public List<Count> count(TenantId tenant) {
    return rows.count(tenant);
  }

  @Override
  public List<InstanceKey> purge(
      TenantId tenant,
      @Nullable String workflow,
      Instant endedBefore,
      @Nullable Instant canceledSince,
      @Nullable InstanceKey after,
      int limit) {
    return rows.purge(tenant, workflow, endedBefore, canceledSince, after, limit);
  }

  @Override
  public List<InstanceKey> lockEnded(
      TenantId tenant,
      @Nullable String workflow,
      Set<String> except,
      Instant endedBefore,
      @Nullable InstanceKey after,
      int limit) {
    return rows.lockEnded(tenant, workflow, except, endedBefore, after, limit);
  }

  @Override
  public void setVersion(InstanceKey instance, int version) {
    rows.setVersion(instance, version);
  }

  @Override
  public void setEvent(InstanceKey instance, String eventId) {
    rows.setEvent(instance, eventId);
  }

  @Override
  public void withdraw(InstanceKey instance) {
    rows.withdraw(instance);
  }

  @Override
  public void remove(InstanceKey instance) {
    rows.remove(instance);
  }

  @Override
  public Optional<TaskRow> task(InstanceKey instance, String step) {
    return rows.task(instance, step);
  }

  @Override
  public List<TaskRow> tasks(TaskFilter filter, @Nullable TaskRow after, int limit) {
    return rows.tasks(filter, after, limit);
  }

  @Override
  public long countTasks(TaskFilter filter, int atMost) {
    return rows.countTasks(filter, atMost);
  }

  @Override
  public List<TaskCount> countTasks(TaskFilter filter, TaskGroup by) {
    return rows.countTasks(filter, by);
  }
}

package dev.workflow.testkit.simulation;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.store.AbsenceRows;
import dev.workflow.spi.store.ActorRows;
import dev.workflow.spi.store.AssignmentRows;
import dev.workflow.spi.store.BreakerRows;
import dev.workflow.spi.store.ConsentRows;
import dev.workflow.spi.store.DefinitionRows;
import dev.workflow.spi.store.DeliveryRows;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.EventRows;
import dev.workflow.spi.store.FindingRows;
import dev.workflow.spi.store.HoldRows;
import dev.workflow.spi.store.InstanceRows;
import dev.workflow.spi.store.LimitRows;
import dev.workflow.spi.store.MessageLinks;
import dev.workflow.spi.store.MessageRows;
import dev.workflow.spi.store.RecipientRows;
import dev.workflow.spi.store.ScheduleRows;
import dev.workflow.spi.store.SetAsideRows;
import dev.workflow.spi.store.StatisticsRows;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.SuppressionRows;
import dev.workflow.spi.store.TemplateRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A transaction that notes what the store answered. */
final class WatchedTransaction implements StoreTransaction {

  private final StoreTransaction transaction;
  private final List<Deed> deeds = new ArrayList<>();

  WatchedTransaction(StoreTransaction transaction) {
    this.transaction = transaction;
  }

  List<Deed> deeds() {
    return deeds;
  }

  @Override
  public DefinitionRows definitions() {
    return transaction.definitions();
  }

  @Override
  public EventRows events() {
    return new Events(transaction.events());
  }

  @Override
  public InstanceRows instances() {
    return new WatchedInstances(transaction.instances(), deeds);
  }

  @Override
  public MessageRows messages() {
    return transaction.messages();
  }

  @Override
  public MessageLinks messageLinks() {
    return transaction.messageLinks();
  }

  @Override
  public <T> Optional<T> extension(Class<T> type) {
    return transaction.extension(type);
  }

  @Override
  public AssignmentRows assignments() {
    return transaction.assignments();
  }

  @Override
  public LimitRows limits() {
    return transaction.limits();
  }

  @Override
  public SetAsideRows setAside() {
    return transaction.setAside();
  }

  @Override
  public BreakerRows breakers() {
    return transaction.breakers();
  }

  @Override
  public TemplateRows templates() {
    return transaction.templates();
  }

  @Override
  public SuppressionRows suppressions() {
    return transaction.suppressions();
  }

  @Override
  public ConsentRows consents() {
    return transaction.consents();
  }

  @Override
  public HoldRows holds() {
    return transaction.holds();
  }

  @Override
  public FindingRows findings() {
    return transaction.findings();
  }

  @Override
  public ActorRows actors() {
    return transaction.actors();
  }

  @Override
  public AbsenceRows absences() {
    return transaction.absences();
  }

  @Override
  public StatisticsRows statistics() {
    return transaction.statistics();
  }

  @Override
  public ScheduleRows schedules() {
    return transaction.schedules();
  }

  @Override
  public DeliveryRows deliveries() {
    return transaction.deliveries();
  }

  @Override
  public RecipientRows recipients() {
    return transaction.recipients();
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    if (type == TransactionRows.class) {
      TransactionRows rows = key -> deeds.add(new Deed.Row(key));
      return type.cast(rows);
    }
    return transaction.unwrap(type);
  }

  @Override
  public void afterCommit(Runnable action) {
    transaction.afterCommit(action);
  }

  @Override
  public void breakOff() {
    transaction.breakOff();
  }

  private final class Events implements EventRows {

    private final EventRows rows;

    Events(EventRows rows) {
      this.rows = rows;
    }

    @Override
    public Optional<EventRow> find(TenantId tenant, String id) {
      return rows.find(tenant, id);
    }

    @Override
    public List<EventRow> find(Collection<EventKey> keys) {
      return rows.find(keys);
    }

    @Override
    public void insert(List<EventRow> events) {
      rows.insert(events);
      events.forEach(event -> deeds.add(new Deed.Accepted(event)));
    }

    @Override
    public boolean insertIfNew(EventRow event) {
      boolean isNew = rows.insertIfNew(event);
      if (isNew) {
        deeds.add(new Deed.Accepted(event));
      }
      return isNew;
    }

    @Override
    public List<EventRow> list(TenantId tenant, @Nullable EventRow before, int limit) {
      return rows.list(tenant, before, limit);
    }

    @Override
    public List<EventRow> accepted(
        TenantId tenant, Instant from, Instant to, @Nullable EventRow after, int limit) {
      return rows.accepted(tenant, from, to, after, limit);
    }

    @Override
    public List<EventRow> list(EventFilter filter, @Nullable EventRow before, int limit) {
      return rows.list(filter, before, limit);
    }

    @Override
    public int removeAbout(TenantId tenant, SubjectRef subject, int limit) {
      return rows.removeAbout(tenant, subject, limit);
    }

    @Override
    public List<Past> past(
        TenantId tenant, Instant acceptedBefore, @Nullable Past after, int limit) {
      return rows.past(tenant, acceptedBefore, after, limit);
    }

    @Override
    public void putContinuation(Continuation continuation, Instant dueAt) {
      rows.putContinuation(continuation, dueAt);
    }

    @Override
    public Optional<Continuation> lockContinuation(Instant now) {
      return rows.lockContinuation(now);
    }

    @Override
    public void removeContinuation(TenantId tenant, String eventId) {
      rows.removeContinuation(tenant, eventId);
    }

    @Override
    public void remove(TenantId tenant, Collection<String> ids) {
      rows.remove(tenant, ids);
    }

    @Override
    public int removeWindows(TenantId tenant, Instant endedBefore, int limit) {
      return rows.removeWindows(tenant, endedBefore, limit);
    }

    @Override
    public boolean openWindow(
        TenantId tenant, String workflow, String key, Instant now, @Nullable Instant until) {
      boolean opened = rows.openWindow(tenant, workflow, key, now, until);
      deeds.add(new Deed.Window(tenant, workflow, key, now, until, opened));
      return opened;
    }
  }
}

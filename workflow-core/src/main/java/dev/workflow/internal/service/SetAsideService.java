package dev.workflow.internal.service;

import dev.workflow.Actor;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.TenantId;
import dev.workflow.internal.engine.SetAsides;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.Cursors;
import dev.workflow.internal.log.Log;
import dev.workflow.internal.text.Limits;
import dev.workflow.internal.text.Persons;
import dev.workflow.messaging.internal.service.MessageViews;
import dev.workflow.operations.SetAside;
import dev.workflow.spi.store.SetAsideRow;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tenant's directory is not asked: it may be what is broken. */
public final class SetAsideService implements SetAside {

  private static final Log log = Log.of(SetAsideService.class);

  private final Transactions transactions;
  private final SetAsides setAsides;
  private final Runnable changed;

  /**
   * @param changed called after changes by which something may be due
   */
  public SetAsideService(Transactions transactions, Runnable changed) {
    this.transactions = transactions;
    this.setAsides = transactions.engine().setAsides();
    this.changed = changed;
  }

  private static SetAsideRow.Key key(TenantId tenant, Kind kind, UUID id) {
    if (kind == Kind.UNRECOGNIZED) {
      throw new NotFoundException("nothing of a kind that this release does not know can be named");
    }
    return new SetAsideRow.Key(tenant, kind.name(), id);
  }

  @Override
  public Page<Entry> list(TenantId tenant, @Nullable String cursor, int limit) {
    known(tenant);
    UUID after = MessageViews.id(cursor);
    List<SetAsideRow> rows =
        transactions.transact(
            transaction -> transaction.setAside().list(tenant, after, Cursors.limit(limit)));
    return new Page<>(
        rows.stream().map(SetAsideService::entry).toList(),
        Cursors.next(rows, limit, row -> row.key().id().toString()));
  }

  private static Entry entry(SetAsideRow row) {
    return new Entry(
        Kind.of(row.key().kind()),
        row.key().id(),
        row.reason(),
        row.since(),
        row.times(),
        row.retryAt());
  }

  private void known(TenantId tenant) {
    transactions.engine().tenants().knownOrHalted(tenant);
  }

  private void require(SetAsideRow.Key key) {
    known(key.tenant());
    if (transactions.transact(transaction -> transaction.setAside().find(key)).isEmpty()) {
      throw new NotFoundException(
          "nothing of the kind "
              + key.kind()
              + " with the id "
              + key.id()
              + " is set aside for tenant "
              + key.tenant());
    }
  }

  @Override
  public String stored(TenantId tenant, Kind kind, UUID id) {
    SetAsideRow.Key key = key(tenant, kind, id);
    require(key);
    return transactions.transact(transaction -> setAsides.stored(transaction, key));
  }

  @Override
  public boolean retry(TenantId tenant, Kind kind, UUID id, Actor by) {
    Persons.require(by);
    SetAsideRow.Key key = key(tenant, kind, id);
    require(key);
    boolean goesOn = setAsides.retry(transactions, key);
    log.info("{} {} of tenant {}: retried by {}", kind, id, tenant, by.id());
    changed.run();
    return goesOn;
  }

  @Override
  public void cancel(TenantId tenant, Kind kind, UUID id, Actor by, @Nullable String reason) {
    Persons.require(by);
    known(tenant);
    setAsides.cancel(transactions, key(tenant, kind, id), by, Limits.reason(reason));
    changed.run();
  }

  @Override
  public void delete(TenantId tenant, Kind kind, UUID id, Actor by) {
    Persons.require(by);
    known(tenant);
    setAsides.delete(transactions, key(tenant, kind, id));
    log.info("{} {} of tenant {}: deleted by {}", kind, id, tenant, by.id());
    changed.run();
  }

  @Override
  public Optional<StandingTenant> standing(TenantId tenant) {
    known(tenant);
    return Optional.ofNullable(transactions.engine().tenants().all().get(tenant))
        .map(one -> new StandingTenant(one.tenant(), one.reason(), one.since(), one.askAgainAt()));
  }
}

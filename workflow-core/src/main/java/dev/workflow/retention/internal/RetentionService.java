package dev.workflow.retention.internal;

import dev.workflow.Actor;
import dev.workflow.InvalidInputException;
import dev.workflow.Page;
import dev.workflow.Problem;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.Cursors;
import dev.workflow.internal.text.Limits;
import dev.workflow.internal.text.Persons;
import dev.workflow.retention.Retention;
import dev.workflow.spi.RetentionPolicy;
import dev.workflow.spi.store.HoldRows.ErasureRow;
import dev.workflow.spi.store.HoldRows.HoldRow;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

public final class RetentionService implements Retention {

  private final Transactions transactions;
  private final RetentionModule module;

  public RetentionService(Transactions transactions) {
    this.transactions = transactions;
    this.module = transactions.engine().module(RetentionModule.class);
  }

  @Override
  public Hold hold(TenantId tenant, SubjectRef subject, Actor by, String reason) {
    transactions.engine().tenant(tenant);
    Persons.require(by);
    String why = Objects.requireNonNull(Limits.reason(Objects.requireNonNull(reason, "reason")));
    return transactions.transact(
        store -> {
          HoldRow row = new HoldRow(tenant, subject, why, by.id(), transactions.engine().now());
          store.holds().insert(row);
          return hold(store.holds().find(tenant, subject).orElse(row));
        });
  }

  private static Hold hold(HoldRow row) {
    return new Hold(row.subject(), row.reason(), Actor.of(row.actor()), row.since());
  }

  @Override
  public boolean release(TenantId tenant, SubjectRef subject, Actor by) {
    transactions.engine().tenant(tenant);
    Persons.require(by);
    return transactions.transact(store -> store.holds().remove(tenant, subject));
  }

  @Override
  public Optional<Hold> held(TenantId tenant, SubjectRef subject) {
    transactions.engine().tenant(tenant);
    return transactions
        .transact(store -> store.holds().find(tenant, subject))
        .map(RetentionService::hold);
  }

  @Override
  public Page<Hold> holds(TenantId tenant, @Nullable String cursor, int limit) {
    transactions.engine().tenant(tenant);
    SubjectRef after =
        cursor == null
            ? null
            : Cursors.read("holds", cursor, 2, parts -> SubjectRef.of(parts[0], parts[1]));
    List<HoldRow> rows =
        transactions.transact(store -> store.holds().list(tenant, after, Cursors.limit(limit)));
    return new Page<>(
        rows.stream().map(RetentionService::hold).toList(),
        Cursors.next(
            rows, limit, row -> Cursors.of("holds", row.subject().type(), row.subject().id())));
  }

  @Override
  public Removed purge(TenantId tenant, Consumer<Removed> progress) {
    transactions.engine().tenant(tenant);
    RetentionPolicy policy = module.policy();
    return policy == null ? Removed.NOTHING : removal(tenant, progress).run(policy.of(tenant));
  }

  @Override
  public Removed purge(TenantId tenant, What what, Duration olderThan, Consumer<Removed> progress) {
    transactions.engine().tenant(tenant);
    if (olderThan.isNegative() || olderThan.isZero()) {
      throw new InvalidInputException(
          "The purge", List.of(new Problem("/olderThan", "must be more than zero")));
    }
    return removal(tenant, progress).run(what, olderThan);
  }

  private Removal removal(TenantId tenant, Consumer<Removed> progress) {
    return new Removal(transactions, tenant, module.sink(), progress, () -> true);
  }

  @Override
  public ErasureReceipt erase(TenantId tenant, SubjectRef subject, Actor by) {
    transactions.engine().tenant(tenant);
    Persons.require(by);
    return receipt(new Erasure(transactions, tenant, subject, by).run());
  }

  @Override
  public Page<ErasureReceipt> erasures(
      TenantId tenant, @Nullable SubjectRef subject, @Nullable String cursor, int limit) {
    transactions.engine().tenant(tenant);
    UUID before =
        cursor == null
            ? null
            : Cursors.read("erasures", cursor, 1, parts -> UUID.fromString(parts[0]));
    List<ErasureRow> rows =
        transactions.transact(
            store -> store.holds().erasures(tenant, subject, before, Cursors.limit(limit)));
    return new Page<>(
        rows.stream().map(RetentionService::receipt).toList(),
        Cursors.next(rows, limit, row -> Cursors.of("erasures", row.id().toString())));
  }

  private static ErasureReceipt receipt(ErasureRow row) {
    return new ErasureReceipt(
        row.id(),
        row.tenant(),
        row.subject(),
        Actor.of(row.actor()),
        row.begun(),
        row.ended(),
        row.erased().canceled(),
        row.erased().instances(),
        row.erased().messages(),
        row.erased().events(),
        row.erased().findings(),
        row.erased().override());
  }
}

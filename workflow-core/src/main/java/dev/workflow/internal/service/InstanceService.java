package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceEdit;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowInstance;
import dev.workflow.WorkflowRef;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.Migration;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.Cursors;
import dev.workflow.internal.text.Limits;
import dev.workflow.internal.text.Persons;
import dev.workflow.spi.RecordSelection;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

public final class InstanceService implements Instances {

  private final Transactions transactions;
  private final InstanceViews views;
  private final InstanceStarts starts;

  public InstanceService(Transactions transactions) {
    this.transactions = transactions;
    this.views = new InstanceViews(transactions);
    this.starts = new InstanceStarts(transactions, views);
  }

  @Override
  public Optional<InstanceId> start(
      TenantId tenant, String workflow, @Nullable SubjectRef subject, ObjectNode input, Actor by) {
    return starts.start(tenant, workflow, subject, input, by);
  }

  @Override
  public InstanceId startForEach(
      TenantId tenant, String workflow, RecordSelection records, ObjectNode input, Actor by) {
    return starts.startForEach(tenant, workflow, records, input, by);
  }

  @Override
  public Optional<InstanceId> startVersion(
      TenantId tenant,
      WorkflowRef version,
      @Nullable SubjectRef subject,
      ObjectNode input,
      Actor by) {
    return starts.startVersion(tenant, version, subject, input, by);
  }

  @Override
  public InstanceId draft(
      TenantId tenant,
      WorkflowRef version,
      @Nullable SubjectRef subject,
      ObjectNode input,
      Actor by) {
    return starts.draft(tenant, version, subject, input, by);
  }

  @Override
  public void begin(TenantId tenant, InstanceId id, Actor by) {
    starts.begin(tenant, id, by);
  }

  @Override
  public Optional<InstanceId> restart(TenantId tenant, InstanceId id, Actor by) {
    return starts.restart(tenant, id, by);
  }

  @Override
  public WorkflowInstance get(TenantId tenant, InstanceId id) {
    return views.view(tenant, id);
  }

  @Override
  public WorkflowDefinition document(TenantId tenant, InstanceId id) {
    return views.read(tenant, id).tree().definition();
  }

  @Override
  public InstanceEdit edit(TenantId tenant, InstanceId id, Actor actor) {
    Persons.require(actor);
    return new InstanceEdits(transactions, tenant, id, actor, views.read(tenant, id));
  }

  @Override
  public Migration.Report checkMigration(TenantId tenant, InstanceId id, Migration migration) {
    return new Migrations(transactions).check(tenant, id, migration);
  }

  @Override
  public Migration.Report migrate(TenantId tenant, InstanceId id, Migration migration, Actor by) {
    return new Migrations(transactions).migrate(tenant, id, migration, by);
  }

  @Override
  public BulkReport migrate(
      Query query, Migration migration, Actor by, Consumer<BulkReport> progress) {
    Persons.require(by);
    return new Migrations(transactions).migrate(query, this, migration, by, progress);
  }

  @Override
  public void moveTo(
      TenantId tenant, InstanceId id, String step, Actor by, @Nullable String reason) {
    StepKey key = StepKey.parse(step);
    OperatorRights.requireAdmin(
        transactions.engine(), views.read(tenant, id).snapshot().identity(), by, "moved");
    String why = Limits.reason(reason);
    transactions.change(
        work -> {
          CommandContext.Locked locked = work.lock(tenant, id);
          InstanceState state = locked.snapshot().state();
          if (state != InstanceState.ACTIVE && state != InstanceState.PAUSED) {
            throw new IllegalTransitionException(
                "instance "
                    + id
                    + " is "
                    + state
                    + "; it can be moved while it is ACTIVE or PAUSED");
          }
          locked.tree().node(key);
          return locked.handle(new InstanceInput.MoveTo(key, by, why));
        });
  }

  @Override
  public Page<Summary> list(Query query, @Nullable String cursor, int limit) {
    transactions.engine().tenant(query.tenant());
    InstanceCursor cursors = new InstanceCursor(query.order());
    InstanceRows.InstancePlace after = cursor == null ? null : cursors.read(cursor);
    List<InstanceRow> rows =
        transactions.transact(
            transaction -> transaction.instances().list(query, after, Cursors.limit(limit)));
    return new Page<>(
        rows.stream().map(InstanceViews::summary).toList(),
        Cursors.next(rows, limit, cursors::write));
  }

  @Override
  public List<Count> count(TenantId tenant) {
    transactions.engine().tenant(tenant);
    return transactions.transact(transaction -> transaction.instances().count(tenant)).stream()
        .map(InstanceService::count)
        .toList();
  }

  private static Count count(InstanceRows.Count row) {
    String outcome = row.outcome();
    return new Count(
        row.workflow(),
        InstanceState.of(row.state()),
        outcome == null ? null : InstanceOutcome.of(outcome),
        row.instances());
  }

  @Override
  public void pause(TenantId tenant, InstanceId id, Actor by, @Nullable String reason) {
    transactions.engine().tenant(tenant);
    Persons.require(by);
    handle(tenant, id, new InstanceInput.Pause(by, Limits.reason(reason)));
  }

  @Override
  public void resume(TenantId tenant, InstanceId id, Actor by) {
    transactions.engine().tenant(tenant);
    Persons.require(by);
    resumeOne(tenant, id, by);
  }

  @Override
  public void cancel(TenantId tenant, InstanceId id, Actor by, @Nullable String reason) {
    transactions.engine().tenant(tenant);
    Persons.require(by);
    cancelOne(tenant, id, by, Limits.reason(reason));
  }

  private void cancelOne(TenantId tenant, InstanceId id, Actor by, @Nullable String reason) {
    transactions.change(work -> work.lock(tenant, id).cancel(by, reason));
  }

  @Override
  public void retry(TenantId tenant, InstanceId id, Actor by) {
    transactions.engine().tenant(tenant);
    Persons.require(by);
    transactions.change(work -> work.lock(tenant, id).retry(by));
  }

  private void resumeOne(TenantId tenant, InstanceId id, Actor by) {
    transactions.change(work -> work.lock(tenant, id).resume(by));
    new Dismissals(transactions).afterPause(tenant, id);
  }

  private void handle(TenantId tenant, InstanceId id, InstanceInput input) {
    transactions.change(work -> work.lock(tenant, id).handle(input));
  }

  @Override
  public BulkReport bulk(
      Query query, BulkOperation operation, Actor by, Consumer<BulkReport> progress) {
    transactions.engine().tenant(query.tenant());
    Persons.require(by);
    return new InstanceBulk(transactions, this, operation, by).all(query, progress);
  }

  @Override
  public long purge(TenantId tenant, Instant endedBefore, LongConsumer progress) {
    transactions.engine().tenant(tenant);
    return new WorkflowRemoval(transactions).purge(tenant, endedBefore, progress);
  }
}

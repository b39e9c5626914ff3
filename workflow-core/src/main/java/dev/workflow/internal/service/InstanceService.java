package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceEdit;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Limits;
import dev.workflow.Migration;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.RecordSelection;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.WorkflowInstance;
import dev.workflow.WorkflowRef;
import dev.workflow.definition.Concurrency;
import dev.workflow.definition.DefinitionStatus;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.expression.RenderContext;
import dev.workflow.instance.InstanceState;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.RenderedKey;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.Cursors;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

public final class InstanceService implements Instances {

  private static final int BULK_PAGE = 200;
  private static final int FAILURES_KEPT = 100;

  private final Transactions transactions;
  private final InstanceViews views;

  public InstanceService(Transactions transactions) {
    this.transactions = transactions;
    this.views = new InstanceViews(transactions);
  }

  @Override
  public Optional<InstanceId> start(
      TenantId tenant, String workflow, @Nullable SubjectRef subject, ObjectNode input, Actor by) {
    transactions.engine().tenant(tenant);
    ActorRoles.requirePerson(by);
    Problems problems = Problems.none();
    Json.check(input, transactions.engine().options().maxDataBytes(), problems);
    problems.throwIfAny(list -> new InvalidInputException("The input", list));
    return transactions.change(work -> start(work, tenant, workflow, subject, input, by));
  }

  @Override
  public InstanceId startForEach(
      TenantId tenant, String workflow, RecordSelection records, ObjectNode input, Actor by) {
    transactions.engine().tenant(tenant);
    ActorRoles.requirePerson(by);
    Problems problems = Problems.none();
    Json.check(input, transactions.engine().options().maxDataBytes(), problems.at("input"));
    Json.check(
        records.filters(), transactions.engine().options().maxDataBytes(), problems.at("filters"));
    problems.throwIfAny(list -> new InvalidInputException("The start", list));
    transactions.change(work -> startable(work, tenant, workflow).definition().ref());
    transactions.transact(
        transaction -> {
          EachRecord.publish(transaction, tenant, transactions.engine().now());
          return null;
        });
    transactions.engine().workflows().changed(tenant);
    return transactions.change(
        work -> {
          StepTree tree = startable(work, tenant, EachRecord.WORKFLOW);
          ObjectNode given = EachRecord.input(workflow, records, input, "");
          return work.start(tenant, tree, null, given, by, by).orElseThrow();
        });
  }

  private Optional<InstanceId> start(
      CommandContext work,
      TenantId tenant,
      String workflow,
      @Nullable SubjectRef subject,
      ObjectNode input,
      Actor by) {
    StepTree tree = startable(work, tenant, workflow);
    return work.start(
        tenant, tree, subject, input, concurrencyKey(tenant, tree, subject, input), by);
  }

  private static StepTree startable(CommandContext work, TenantId tenant, String workflow) {
    StepTree tree = work.workflows(tenant).newest().get(workflow);
    if (tree == null || !tree.definition().enabled()) {
      throw new NotFoundException(
          "tenant " + tenant + " has no published and enabled workflow \"" + workflow + "\"");
    }
    return tree;
  }

  @Override
  public Optional<InstanceId> startVersion(
      TenantId tenant,
      WorkflowRef version,
      @Nullable SubjectRef subject,
      ObjectNode input,
      Actor by) {
    StepTree tree = version(tenant, version, subject, input, by);
    return transactions.change(
        work -> {
          requireNotDisabled(work, tenant, version.key());
          return work.start(
              tenant, tree, subject, input, concurrencyKey(tenant, tree, subject, input), by);
        });
  }

  private static void requireNotDisabled(CommandContext work, TenantId tenant, String workflow) {
    if (work.workflows(tenant).switchedOff(workflow)) {
      throw new ConflictException(
          "the workflow \""
              + workflow
              + "\" of tenant "
              + tenant
              + " is disabled; enable it first");
    }
  }

  @Override
  public InstanceId draft(
      TenantId tenant,
      WorkflowRef version,
      @Nullable SubjectRef subject,
      ObjectNode input,
      Actor by) {
    StepTree tree = version(tenant, version, subject, input, by);
    if (tree.definition().concurrency().key() != null) {
      Problem problem =
          new Problem("/concurrency/key", "is given: a draft takes part in no queue; start it");
      throw new InvalidInputException("The draft of " + version, List.of(problem));
    }
    return transactions.change(
        work -> {
          requireNotDisabled(work, tenant, version.key());
          return work.draft(tenant, tree, subject, input, by);
        });
  }

  /** A published version that is for the subject. */
  private StepTree version(
      TenantId tenant,
      WorkflowRef version,
      @Nullable SubjectRef subject,
      ObjectNode input,
      Actor by) {
    transactions.engine().tenant(tenant);
    ActorRoles.requirePerson(by);
    StepTree tree =
        transactions.transact(
            transaction ->
                transaction
                    .definitions()
                    .find(tenant, version.key(), version.version())
                    .filter(row -> row.status().equals(DefinitionStatus.PUBLISHED.name()))
                    .map(
                        row -> transactions.engine().workflows().tree(transaction, tenant, version))
                    .orElseThrow(
                        () ->
                            new NotFoundException(
                                "tenant " + tenant + " has no published workflow " + version)));
    Problems problems = Problems.none();
    Json.check(input, transactions.engine().options().maxDataBytes(), problems);
    String type = tree.definition().subject();
    if (type != null && (subject == null || !subject.type().equals(type))) {
      String given =
          subject == null ? "there is none" : "it is of the type \"" + subject.type() + "\"";
      problems
          .at("subject")
          .add(version + " is for a subject of the type \"" + type + "\"; " + given);
    }
    problems.throwIfAny(list -> new InvalidInputException("The input", list));
    return tree;
  }

  @Override
  public void begin(TenantId tenant, InstanceId id, Actor by) {
    transactions.engine().tenant(tenant);
    ActorRoles.requirePerson(by);
    transactions.change(
        work -> {
          CommandContext.Locked locked = work.lock(tenant, id);
          if (locked.snapshot().identity().concurrencyKey() != null
              && locked.snapshot().state() == InstanceState.DRAFT) {
            throw new IllegalTransitionException(
                "instance " + id + " waits for its turn in a queue, and begins by itself");
          }
          if (locked.snapshot().state() == InstanceState.DRAFT) {
            requireNotDisabled(work, tenant, locked.snapshot().identity().workflow().key());
          }
          return locked.handle(new InstanceInput.Start(by));
        });
  }

  private @Nullable String concurrencyKey(
      TenantId tenant, StepTree tree, @Nullable SubjectRef subject, ObjectNode input) {
    Concurrency concurrency = tree.definition().concurrency();
    if (concurrency.key() == null) {
      return null;
    }
    ObjectNode data = input.deepCopy();
    data.set("input", input);
    if (subject != null) {
      data.putObject("subject").put("type", subject.type()).put("id", subject.id());
    }
    var settings = transactions.engine().tenant(tenant);
    RenderContext rendering =
        RenderContext.of(transactions.engine().now(), settings.zone()).locale(settings.locale());
    return RenderedKey.checked("The concurrency key", concurrency.key().render(data, rendering));
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
    ActorRoles.requirePerson(actor);
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
    ActorRoles.requirePerson(by);
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
          locked.tree().place(key);
          return locked.handle(new InstanceInput.MoveTo(key, by, why));
        });
  }

  @Override
  public Optional<InstanceId> restart(TenantId tenant, InstanceId id, Actor by) {
    ActorRoles.requirePerson(by);
    var read = views.read(tenant, id);
    var ended = read.snapshot();
    Actor principal = read.tree().principal(ended.identity());
    if (!ended.state().ended()) {
      throw new IllegalTransitionException(
          "instance " + id + " is " + ended.state() + "; it can be restarted when it has ended");
    }
    String workflow = ended.identity().workflow().key();
    return transactions.change(
        work -> work.restart(ended, principal, startable(work, tenant, workflow), by));
  }

  @Override
  public Page<Summary> list(Query query, @Nullable String cursor, int limit) {
    transactions.engine().tenant(query.tenant());
    InstanceKey after =
        cursor == null
            ? null
            : Cursors.read(
                "instances",
                cursor,
                1,
                parts -> new InstanceKey(query.tenant(), InstanceId.parse(parts[0])));
    List<InstanceRow> rows =
        transactions.transact(
            transaction ->
                transaction.instances().list(filter(query), after, Cursors.limit(limit)));
    return new Page<>(
        rows.stream().map(InstanceViews::summary).toList(),
        Cursors.next(rows, limit, row -> Cursors.of("instances", row.key().id().toString())));
  }

  private static InstanceRows.InstanceFilter filter(Query query) {
    Limits.sought("The workflow", query.workflow());
    Limits.sought("The outcome", query.outcome());
    Set<String> states =
        query.states().stream().map(InstanceState::name).collect(Collectors.toSet());
    return new InstanceRows.InstanceFilter(
        query.tenant(), query.workflow(), query.subject(), states, query.outcome());
  }

  @Override
  public List<Count> count(TenantId tenant) {
    transactions.engine().tenant(tenant);
    return transactions.transact(transaction -> transaction.instances().count(tenant)).stream()
        .map(
            row ->
                new Count(
                    row.workflow(),
                    InstanceState.valueOf(row.state()),
                    row.outcome(),
                    row.instances()))
        .toList();
  }

  @Override
  public void pause(TenantId tenant, InstanceId id, Actor by, @Nullable String reason) {
    transactions.engine().tenant(tenant);
    ActorRoles.requirePerson(by);
    handle(tenant, id, new InstanceInput.Pause(by, Limits.reason(reason)));
  }

  @Override
  public void resume(TenantId tenant, InstanceId id, Actor by) {
    transactions.engine().tenant(tenant);
    ActorRoles.requirePerson(by);
    resumeOne(tenant, id, by);
  }

  @Override
  public void cancel(TenantId tenant, InstanceId id, Actor by, @Nullable String reason) {
    transactions.engine().tenant(tenant);
    ActorRoles.requirePerson(by);
    cancelOne(tenant, id, by, Limits.reason(reason));
  }

  private void cancelOne(TenantId tenant, InstanceId id, Actor by, @Nullable String reason) {
    transactions.change(work -> work.lock(tenant, id).cancel(by, reason));
  }

  @Override
  public void retry(TenantId tenant, InstanceId id, Actor by) {
    transactions.engine().tenant(tenant);
    ActorRoles.requirePerson(by);
    transactions.change(work -> work.lock(tenant, id).retry(by));
  }

  private void resumeOne(TenantId tenant, InstanceId id, Actor by) {
    transactions.change(work -> work.lock(tenant, id).resume(by));
  }

  private void handle(TenantId tenant, InstanceId id, InstanceInput input) {
    transactions.change(work -> work.lock(tenant, id).handle(input));
  }

  @Override
  public BulkReport bulk(
      Query query, BulkOperation operation, Actor by, Consumer<BulkReport> progress) {
    transactions.engine().tenant(query.tenant());
    ActorRoles.requirePerson(by);
    long done = 0;
    long refused = 0;
    Map<InstanceId, String> failures = new LinkedHashMap<>();
    Set<InstanceId> carried = new HashSet<>();
    BulkReport report = new BulkReport(0, 0, Map.of());
    Optional<String> cursor = Optional.empty();
    do {
      Page<Summary> page = list(query, cursor.orElse(null), BULK_PAGE);
      for (Summary instance : page.items()) {
        try {
          if (!carried.remove(instance.id())) {
            carried.addAll(change(query.tenant(), instance.id(), operation, by));
          }
          done++;
        } catch (IllegalTransitionException e) {
          refused++;
          if (operation == BulkOperation.RETRY
              && instance.state() == InstanceState.FAILED
              && failures.size() < FAILURES_KEPT) {
            failures.put(instance.id(), String.valueOf(e.getMessage()));
          }
        } catch (WorkflowException e) {
          if (failures.size() < FAILURES_KEPT) {
            failures.put(instance.id(), String.valueOf(e.getMessage()));
          }
        }
        report = new BulkReport(done, refused, Map.copyOf(failures));
        progress.accept(report);
      }
      cursor = page.next();
    } while (cursor.isPresent());
    return report;
  }

  @Override
  public long purge(TenantId tenant, Instant endedBefore, LongConsumer progress) {
    transactions.engine().tenant(tenant);
    return new WorkflowRemoval(transactions).purge(tenant, endedBefore, progress);
  }

  /** Returns which other instances went on with it: their turn in the operation has been. */
  private List<InstanceId> change(
      TenantId tenant, InstanceId id, BulkOperation operation, Actor by) {
    switch (operation) {
      case PAUSE -> handle(tenant, id, new InstanceInput.Pause(by, "in bulk"));
      case RESUME -> resumeOne(tenant, id, by);
      case CANCEL -> cancelOne(tenant, id, by, "in bulk");
      case RETRY -> {
        return transactions.change(work -> work.lock(tenant, id).retry(by)).stream()
            .filter(other -> !other.equals(id))
            .toList();
      }
    }
    return List.of();
  }
}

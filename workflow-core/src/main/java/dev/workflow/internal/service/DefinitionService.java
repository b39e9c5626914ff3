package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.Definitions;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.definition.DefinitionDiff;
import dev.workflow.definition.DefinitionStatus;
import dev.workflow.definition.DefinitionVersion;
import dev.workflow.definition.DraftEdit;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.Cursors;
import dev.workflow.internal.log.Log;
import dev.workflow.internal.text.Limits;
import dev.workflow.internal.text.Persons;
import dev.workflow.spi.store.DefinitionRow;
import dev.workflow.spi.store.StoreTransaction;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

public final class DefinitionService implements Definitions {

  private static final String PUBLISHED = DefinitionStatus.PUBLISHED.name();

  private static final int PUBLISH_ATTEMPTS = 20;

  private static final Log log = Log.of(DefinitionService.class);

  private final Transactions transactions;
  private final DefinitionChecks checks;

  public DefinitionService(Transactions transactions) {
    this.transactions = transactions;
    this.checks = new DefinitionChecks(transactions);
  }

  @Override
  public WorkflowDefinition publish(TenantId tenant, WorkflowDefinition definition, Actor by) {
    refuseProblems(tenant, definition);
    requireActions(tenant, definition, by);
    return published(
        tenant,
        transactions.transact(
            transaction ->
                named(transaction, insert(transaction, tenant, definition, by), tenant)));
  }

  @Override
  public WorkflowDefinition publishIfChanged(
      TenantId tenant, WorkflowDefinition definition, Actor by) {
    refuseProblems(tenant, definition);
    requireActions(tenant, definition, by);
    for (int attempt = 1; ; attempt++) {
      try {
        WorkflowDefinition newest =
            transactions.transact(
                transaction -> insertIfChanged(transaction, tenant, definition, by));
        return published(tenant, newest);
      } catch (ConflictException e) {
        if (attempt == PUBLISH_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /**
   * Publishes a definition that has been checked as a workflow that there is not yet.
   *
   * @throws ConflictException if there is a workflow or a draft of its key
   */
  public WorkflowDefinition publishNew(TenantId tenant, WorkflowDefinition checked, Actor by) {
    requireActions(tenant, checked, by);
    return published(
        tenant,
        transactions.transact(
            transaction -> {
              int last = transaction.definitions().lastVersion(tenant, checked.key());
              if (!transaction.definitions().versions(tenant, checked.key()).isEmpty()) {
                throw taken(tenant, checked.key());
              }
              return named(
                  transaction,
                  insert(transaction, tenant, checked.withVersion(last + 1), by.id()),
                  tenant);
            }));
  }

  public static ConflictException taken(TenantId tenant, String key) {
    return new ConflictException(
        "tenant " + tenant + " has a workflow \"" + key + "\" already; give this one another key");
  }

  private WorkflowDefinition insertIfChanged(
      StoreTransaction transaction, TenantId tenant, WorkflowDefinition definition, Actor by) {
    // The number is read first: read after the versions, it could be one that another node has
    // given
    // to this very document in between, and the document would be published twice.
    int last = transaction.definitions().lastVersion(tenant, definition.key());
    Optional<DefinitionRow> newest =
        transaction.definitions().versions(tenant, definition.key()).stream()
            .filter(row -> row.version() > 0)
            .max(Comparator.comparingInt(DefinitionRow::version));
    if (newest.isPresent()) {
      WorkflowDefinition same = definition.withVersion(newest.get().version());
      if (saysTheSame(newest.get(), same)) {
        transactions.engine().workflowChanged(transaction, tenant, same.key());
        return same;
      }
    }
    return named(
        transaction,
        insert(transaction, tenant, definition.withVersion(last + 1), by.id()),
        tenant);
  }

  /** Compares what is written, so that a version that this release cannot read is another one. */
  private static boolean saysTheSame(DefinitionRow row, WorkflowDefinition definition) {
    return row.document().equals(Json.write(definition.toJson()));
  }

  /** What was inserted keeps others of the tenant from taking the name at the same moment. */
  private static WorkflowDefinition named(
      StoreTransaction transaction, WorkflowDefinition published, TenantId tenant) {
    WorkflowNames.take(transaction, tenant, published);
    return published;
  }

  private void refuseProblems(TenantId tenant, WorkflowDefinition definition) {
    List<Problem> problems = check(tenant, definition);
    if (!problems.isEmpty()) {
      throw new InvalidDefinitionException("The workflow \"" + definition.key() + "\"", problems);
    }
  }

  /** Whoever publishes lets the actions act as they do. */
  public void requireActions(TenantId tenant, WorkflowDefinition definition, Actor by) {
    new ActionRights(transactions.engine().access(), tenant, by).require(definition);
  }

  private WorkflowDefinition published(TenantId tenant, WorkflowDefinition published) {
    transactions.engine().workflows().changed(tenant);
    checks
        .published(tenant, published)
        .forEach(problem -> log.warn("{} of tenant {}: {}", published.ref(), tenant, problem));
    return published;
  }

  /** Adds the next version of a definition that has been checked, without taking its name. */
  public WorkflowDefinition insert(
      StoreTransaction transaction, TenantId tenant, WorkflowDefinition definition, Actor by) {
    int last = transaction.definitions().lastVersion(tenant, definition.key());
    return insert(transaction, tenant, definition.withVersion(last + 1), by.id());
  }

  private WorkflowDefinition insert(
      StoreTransaction transaction, TenantId tenant, WorkflowDefinition next, String by) {
    DefinitionRow row =
        new DefinitionRow(
            tenant,
            next.key(),
            next.version(),
            PUBLISHED,
            Json.write(next.toJson()),
            transactions.engine().now(),
            by);
    if (!transaction.definitions().insert(row)) {
      throw new ConflictException(
          "somebody else published version "
              + next.version()
              + " of \""
              + next.key()
              + "\" at the same moment; look at it and publish again");
    }
    transactions.engine().workflowChanged(transaction, tenant, next.key());
    return next;
  }

  @Override
  public List<Problem> check(TenantId tenant, WorkflowDefinition definition) {
    Problems problems = Problems.none();
    problems.addAll(checkDocument(tenant, definition));
    problems.addAll(
        transactions.transact(transaction -> WorkflowNames.check(transaction, tenant, definition)));
    return problems.list();
  }

  /** The same but for its name, of a document that is not one of the tenant's workflows. */
  public List<Problem> checkDocument(TenantId tenant, WorkflowDefinition definition) {
    return checks.problems(tenant, definition);
  }

  @Override
  public WorkflowDefinition publish(TenantId tenant, JsonNode document, Actor by) {
    return publish(tenant, read(document), by);
  }

  @Override
  public List<Problem> check(TenantId tenant, JsonNode document) {
    transactions.engine().tenant(tenant);
    WorkflowDefinition definition;
    try {
      definition = read(document);
    } catch (InvalidDefinitionException e) {
      return e.problems();
    }
    return check(tenant, definition);
  }

  /** Reads a document with what the engine knows of its actions. */
  public WorkflowDefinition read(JsonNode document) {
    return WorkflowDefinition.parse(document, new HandlerCatalog(transactions.engine().actions()));
  }

  @Override
  public List<Problem> warnings(TenantId tenant, WorkflowDefinition definition) {
    return checks.warnings(tenant, definition);
  }

  @Override
  public void saveDraft(TenantId tenant, WorkflowDefinition definition, Actor by) {
    Persons.require(by);
    new Drafts(transactions, tenant).save(definition, by);
  }

  @Override
  public Draft saveDraft(
      TenantId tenant, WorkflowDefinition definition, String revision, Actor by) {
    Persons.require(by);
    return new Drafts(transactions, tenant).save(definition, revision, by);
  }

  @Override
  public WorkflowDefinition publishDraft(
      TenantId tenant, String key, String revision, int version, Actor by) {
    Persons.require(by);
    Drafts drafts = new Drafts(transactions, tenant);
    WorkflowDefinition definition =
        transactions.transact(transaction -> drafts.locked(transaction, key, revision));
    refuseProblems(tenant, definition);
    requireActions(tenant, definition, by);
    return published(
        tenant,
        transactions.transact(
            transaction -> {
              drafts.locked(transaction, key, revision);
              WorkflowDefinition next = insert(transaction, tenant, definition, by);
              if (next.version() != version) {
                throw new ConflictException(
                    "version "
                        + (next.version() - 1)
                        + " of \""
                        + key
                        + "\" has been published meanwhile (expected the draft to become version "
                        + version
                        + "); look at it and publish again");
              }
              return named(transaction, next, tenant);
            }));
  }

  @Override
  public Optional<WorkflowDefinition> draft(TenantId tenant, String key) {
    return savedDraft(tenant, key).map(Draft::definition);
  }

  @Override
  public boolean discardDraft(TenantId tenant, String key, Actor by) {
    Persons.require(by);
    return new Drafts(transactions, tenant).discard(key);
  }

  @Override
  public List<ActionType> actions(TenantId tenant) {
    transactions.engine().tenant(tenant);
    return new HandlerCatalog(transactions.engine().actions()).described();
  }

  @Override
  public Optional<Draft> savedDraft(TenantId tenant, String key) {
    return new Drafts(transactions, tenant).find(key);
  }

  @Override
  public DraftEdit editDraft(TenantId tenant, String key, Actor by) {
    Draft draft = savedDraft(tenant, key).orElseThrow(() -> noDraft(tenant, key));
    long most = transactions.engine().options().maxDataBytes();
    return new DraftEdits(this, tenant, draft, by, most);
  }

  static NotFoundException noDraft(TenantId tenant, String key) {
    return new NotFoundException("tenant " + tenant + " has no draft of \"" + key + "\"");
  }

  @Override
  public boolean disable(TenantId tenant, String key, Actor by, @Nullable String reason) {
    Persons.require(by);
    transactions.engine().tenant(tenant);
    return new WorkflowSwitches(transactions, tenant, key).switchTo(false, by, reason);
  }

  @Override
  public boolean enable(TenantId tenant, String key, Actor by, @Nullable String reason) {
    Persons.require(by);
    transactions.engine().tenant(tenant);
    return new WorkflowSwitches(transactions, tenant, key).switchTo(true, by, reason);
  }

  @Override
  public List<EnabledChange> enabledChanges(TenantId tenant, String key) {
    transactions.engine().tenant(tenant);
    return new WorkflowSwitches(transactions, tenant, key).changes();
  }

  @Override
  public Dependencies dependencies(TenantId tenant, String key) {
    transactions.engine().tenant(tenant);
    return new WorkflowDependencies(transactions, tenant).of(key);
  }

  @Override
  public WorkflowDefinition rollback(TenantId tenant, WorkflowRef to, Actor by) {
    Persons.require(by);
    return publish(tenant, get(tenant, to), by);
  }

  @Override
  public void archive(TenantId tenant, WorkflowRef version, Actor by) {
    Persons.require(by);
    transactions.engine().tenant(tenant);
    transactions.transact(
        transaction -> {
          DefinitionRow row = find(transaction, tenant, version);
          archive(transaction, row, by);
          return row;
        });
    transactions.engine().workflows().changed(tenant);
  }

  /** Takes a version out of use in a transaction. */
  public void archive(StoreTransaction transaction, DefinitionRow row, Actor by) {
    transaction.definitions().put(row.archived(transactions.engine().now(), by.id()));
    transactions.engine().workflowChanged(transaction, row.tenant(), row.key());
  }

  @Override
  public void delete(TenantId tenant, String key, KeptHistory history, Actor by) {
    Persons.require(by);
    transactions.engine().tenant(tenant);
    new WorkflowDependencies(transactions, tenant).requireUnused(key);
    new WorkflowRemoval(transactions).delete(tenant, key, history, by);
  }

  @Override
  public void deleteThoughUsed(TenantId tenant, String key, KeptHistory history, Actor by) {
    Persons.require(by);
    transactions.engine().tenant(tenant);
    new WorkflowDependencies(transactions, tenant).warnOfUsers(key);
    new WorkflowRemoval(transactions).delete(tenant, key, history, by);
  }

  private static DefinitionRow find(
      StoreTransaction transaction, TenantId tenant, WorkflowRef version) {
    return transaction
        .definitions()
        .find(tenant, version.key(), version.version())
        .filter(row -> row.version() > 0)
        .orElseThrow(
            () -> new NotFoundException("tenant " + tenant + " has no workflow " + version));
  }

  @Override
  public WorkflowDefinition get(TenantId tenant, String key) {
    transactions.engine().tenant(tenant);
    return transactions
        .transact(transaction -> transaction.definitions().versions(tenant, key))
        .stream()
        .filter(row -> row.status().equals(PUBLISHED))
        .findFirst()
        .map(this::parse)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "tenant " + tenant + " has no published workflow \"" + key + "\""));
  }

  @Override
  public WorkflowDefinition get(TenantId tenant, WorkflowRef version) {
    transactions.engine().tenant(tenant);
    return parse(transactions.transact(transaction -> find(transaction, tenant, version)));
  }

  @Override
  public List<DefinitionVersion> versions(TenantId tenant, String key) {
    transactions.engine().tenant(tenant);
    return transactions
        .transact(transaction -> transaction.definitions().versions(tenant, key))
        .stream()
        .map(
            row ->
                new DefinitionVersion(
                    parse(row),
                    DefinitionStatus.valueOf(row.status()),
                    row.createdAt(),
                    Actor.of(row.createdBy()),
                    row.archivedAt(),
                    row.archivedBy() == null ? null : Actor.of(row.archivedBy())))
        .toList();
  }

  @Override
  public DefinitionDiff diff(TenantId tenant, String key, int fromVersion, int toVersion) {
    return DefinitionDiff.between(
        version(tenant, key, fromVersion), version(tenant, key, toVersion));
  }

  private WorkflowDefinition version(TenantId tenant, String key, int version) {
    if (version != 0) {
      return get(tenant, WorkflowRef.of(key, version));
    }
    return draft(tenant, key).orElseThrow(() -> noDraft(tenant, key));
  }

  @Override
  public List<WorkflowDefinition> list(TenantId tenant) {
    transactions.engine().tenant(tenant);
    return transactions.transact(transaction -> transaction.definitions().newest(tenant)).stream()
        .map(this::parse)
        .toList();
  }

  @Override
  public Page<Listed> list(
      TenantId tenant, @Nullable String q, @Nullable String cursor, int limit) {
    transactions.engine().tenant(tenant);
    return new DefinitionList(transactions, tenant, Limits.sought("The search", q))
        .page(cursor, Cursors.limit(limit));
  }

  private WorkflowDefinition parse(DefinitionRow row) {
    return WorkflowDefinition.parse(row.document()).withVersion(row.version());
  }
}

package dev.workflow.internal.assignment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.Problems;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.assignment.AssignmentRule;
import dev.workflow.assignment.Assignments;
import dev.workflow.assignment.EffectiveWorkflow;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.internal.text.Persons;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.store.AssignmentRows;
import dev.workflow.spi.store.AssignmentRows.DefaultRow;
import dev.workflow.spi.store.AssignmentRows.OverrideRow;
import dev.workflow.spi.store.WorkflowStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@link Assignments} on a store. Thread-safe. */
public final class DefaultAssignments implements Assignments {

  private final WorkflowStore store;
  private final InstantSource clock;
  private final TenantDirectory tenants;
  private final Map<String, JsonNode> hostTerms;
  private final Resolving resolving;
  private final Consumer<TenantId> defaultsChanged;

  /**
   * @param newest the newest published version of a tenant's workflow, enabled or not; never called
   *     within a transaction of the store
   * @param hostTerms the terms that hold where neither workflow nor tenant has one
   * @param defaultsChanged told after a tenant's default has been written
   */
  public DefaultAssignments(
      WorkflowStore store,
      InstantSource clock,
      BiFunction<TenantId, String, Optional<WorkflowDefinition>> newest,
      TenantDirectory tenants,
      Map<String, JsonNode> hostTerms,
      Consumer<TenantId> defaultsChanged) {
    this.defaultsChanged = defaultsChanged;
    this.store = store;
    this.clock = clock;
    this.tenants = tenants;
    this.hostTerms = Map.copyOf(hostTerms);
    this.resolving = new Resolving(store, newest, this.hostTerms);
  }

  @Override
  public Choice setOverride(
      TenantId tenant,
      SubjectRef subject,
      String workflow,
      Actor by,
      @Nullable String reason,
      @Nullable Instant expiresAt) {
    return choose(tenant, subject, workflow, by, reason, expiresAt);
  }

  @Override
  public Choice setNone(
      TenantId tenant,
      SubjectRef subject,
      Actor by,
      @Nullable String reason,
      @Nullable Instant expiresAt) {
    return choose(tenant, subject, null, by, reason, expiresAt);
  }

  private Choice choose(
      TenantId tenant,
      SubjectRef subject,
      @Nullable String workflow,
      Actor by,
      @Nullable String reason,
      @Nullable Instant expiresAt) {
    Persons.require(by);
    settings(tenant);
    Instant now = now();
    AssignmentInput.checkOverride(workflow, reason, expiresAt, now);
    OverrideRow row = new OverrideRow(tenant, subject, workflow, by.id(), now, reason, expiresAt);
    inStore(
        rows -> {
          OverrideRow before = stored(rows, tenant, subject);
          rows.putOverride(row);
          StoredChanges.add(rows, ChangeKind.OVERRIDE_PUT, tenant, subject, before, by, now);
          return row;
        });
    return choice(row);
  }

  private static Choice choice(OverrideRow row) {
    return new Choice(
        row.subject(), row.workflow(), Actor.of(row.by()), row.at(), row.reason(), row.expiresAt());
  }

  @Override
  public boolean removeOverride(TenantId tenant, SubjectRef subject, Actor by) {
    Persons.require(by);
    settings(tenant);
    return inStore(
        rows -> {
          OverrideRow before = stored(rows, tenant, subject);
          boolean existed = rows.deleteOverride(tenant, subject);
          if (existed) {
            StoredChanges.add(
                rows, ChangeKind.OVERRIDE_REMOVED, tenant, subject, before, by, now());
          }
          return existed;
        });
  }

  private static @Nullable OverrideRow stored(
      AssignmentRows rows, TenantId tenant, SubjectRef subject) {
    return rows.overrides(tenant, List.of(subject)).stream().findFirst().orElse(null);
  }

  @Override
  public Page<Change> changes(TenantId tenant, @Nullable String cursor, int limit) {
    settings(tenant);
    UUID after = StoredChanges.after(cursor);
    int most = StoredChanges.limit(limit);
    return StoredChanges.page(inStore(rows -> rows.changes(tenant, after, most)), limit);
  }

  @Override
  public Optional<Choice> override(TenantId tenant, SubjectRef subject) {
    settings(tenant);
    return inStore(rows -> rows.overrides(tenant, List.of(subject))).stream()
        .findFirst()
        .map(DefaultAssignments::choice);
  }

  @Override
  public AssignmentRule putRule(TenantId tenant, AssignmentRule rule, Actor by) {
    Persons.require(by);
    settings(tenant);
    AssignmentInput.checkRule(rule);
    return StoredRules.rule(inStore(rows -> StoredRules.put(rows, tenant, rule, by, now())));
  }

  @Override
  public boolean removeRule(TenantId tenant, UUID id, Actor by) {
    Persons.require(by);
    settings(tenant);
    return inStore(rows -> StoredRules.remove(rows, tenant, id, by, now()));
  }

  @Override
  public List<AssignmentRule> rules(TenantId tenant) {
    settings(tenant);
    return inStore(rows -> rows.rules(tenant)).stream()
        .sorted(TenantRules.ORDER)
        .map(StoredRules::rule)
        .toList();
  }

  @Override
  public void setDefault(
      TenantId tenant, @Nullable String workflow, Map<String, JsonNode> terms, Actor by) {
    Persons.require(by);
    Map<String, JsonNode> known = new HashMap<>(hostTerms);
    known.putAll(settings(tenant).terms());
    AssignmentInput.checkDefault(workflow, terms, known);
    ObjectNode json = Json.object();
    terms.forEach(json::set);
    DefaultRow row = new DefaultRow(tenant, workflow, Json.write(json), now(), by.id());
    inStore(
        rows -> {
          StoredChanges.add(rows, row, rows.defaults(tenant).orElse(null));
          rows.putDefaults(row);
          return row;
        });
    defaultsChanged.accept(tenant);
  }

  @Override
  public Optional<TenantDefault> defaults(TenantId tenant) {
    settings(tenant);
    return inStore(rows -> rows.defaults(tenant)).map(DefaultAssignments::tenantDefault);
  }

  private static TenantDefault tenantDefault(DefaultRow row) {
    Map<String, JsonNode> terms = new LinkedHashMap<>();
    Json.read(row.terms()).properties().forEach(term -> terms.put(term.getKey(), term.getValue()));
    return new TenantDefault(row.workflow(), Map.copyOf(terms), Actor.of(row.by()), row.at());
  }

  @Override
  public EffectiveWorkflow resolve(TenantId tenant, SubjectRef subject, JsonNode context) {
    TenantDirectory.Settings settings = settings(tenant);
    Problems problems = Problems.none();
    ObjectNode data = AssignmentInput.data(subject, context, problems);
    problems.throwIfAny(list -> new InvalidInputException("The context", list));
    return resolving.at(tenant, settings, now(), List.of(subject)).decide(subject, data);
  }

  @Override
  public EffectiveWorkflow preview(TenantId tenant, JsonNode context) {
    TenantDirectory.Settings settings = settings(tenant);
    Problems problems = Problems.none();
    ObjectNode data = AssignmentInput.data(null, context, problems);
    problems.throwIfAny(list -> new InvalidInputException("The context", list));
    return resolving.at(tenant, settings, now(), List.of()).decide(null, data);
  }

  @Override
  public Map<SubjectRef, EffectiveWorkflow> resolveAll(
      TenantId tenant, Map<SubjectRef, ? extends JsonNode> contexts) {
    TenantDirectory.Settings settings = settings(tenant);
    Problems problems = Problems.none();
    Map<SubjectRef, ObjectNode> data = new LinkedHashMap<>();
    contexts.forEach(
        (subject, context) ->
            data.put(
                subject, AssignmentInput.data(subject, context, problems.at(subject.toString()))));
    problems.throwIfAny(list -> new InvalidInputException("The list of contexts", list));
    Resolving.Moment moment = resolving.at(tenant, settings, now(), data.keySet());
    Map<SubjectRef, EffectiveWorkflow> resolved = new LinkedHashMap<>();
    data.forEach((subject, context) -> resolved.put(subject, moment.decide(subject, context)));
    return resolved;
  }

  private TenantDirectory.Settings settings(TenantId tenant) {
    return tenants
        .find(tenant)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "tenant \"" + tenant + "\" is unknown to the host's TenantDirectory"));
  }

  /** To the microsecond, as databases keep it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private interface Rows<T> {
    T in(AssignmentRows rows);
  }

  private <T> T inStore(Rows<T> work) {
    return store.transact(transaction -> work.in(transaction.assignments()));
  }
}

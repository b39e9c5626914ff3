package dev.workflow.memory;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.gallery.spi.GalleryRow;
import dev.workflow.ruleimport.spi.ImportedRuleRow;
import dev.workflow.spi.store.AbsenceRows.AbsenceRow;
import dev.workflow.spi.store.ActorRows;
import dev.workflow.spi.store.AssignmentRows;
import dev.workflow.spi.store.BreakerRow;
import dev.workflow.spi.store.ConsentRows.ConsentRow;
import dev.workflow.spi.store.DefinitionRow;
import dev.workflow.spi.store.DeliveryRows.DeliveryRow;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.EventRows;
import dev.workflow.spi.store.EventRows.EventKey;
import dev.workflow.spi.store.EventSubscriptionLookup;
import dev.workflow.spi.store.EventSubscriptionRow;
import dev.workflow.spi.store.FindingRows;
import dev.workflow.spi.store.HoldRows;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows;
import dev.workflow.spi.store.JournalEntry;
import dev.workflow.spi.store.LimitRows;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRows;
import dev.workflow.spi.store.ScheduleRow;
import dev.workflow.spi.store.ScheduleRows;
import dev.workflow.spi.store.SetAsideRow;
import dev.workflow.spi.store.StatisticsRows;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import dev.workflow.spi.store.SuppressionRows.SuppressionRow;
import dev.workflow.spi.store.TaskRow;
import dev.workflow.spi.store.TemplateRow;
import dev.workflow.spi.store.TickRow;
import dev.workflow.spi.store.WorkflowSwitchRow;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The tables of the store, with the ways to find rows. Guarded by the store's lock. */
final class Tables {

  record Due(Instant at, InstanceKey instance) {}

  record ScheduleDue(Instant at, ScheduleRow.Key schedule) {}

  record MessageDue(Instant at, MessageKey message) {}

  record MessageKey(TenantId tenant, UUID id) {}

  record SubstitutionKey(TenantId tenant, UUID id) {}

  record StepRef(InstanceKey instance, String step) {}

  record BySubject(TenantId tenant, SubjectRef subject) {}

  record ByConcurrency(TenantId tenant, String workflow, String key) {}

  record DefinitionKey(TenantId tenant, String key, int version) {}

  record NameKey(TenantId tenant, String name) {}

  record ImportedRule(TenantId tenant, String workflow) {}

  record WindowKey(TenantId tenant, String workflow, String key) {}

  record MessageOnce(TenantId tenant, String idempotencyKey) {}

  record DeliveryKey(TenantId tenant, String channel, String eventKey) {}

  private static final Comparator<Due> DUE =
      Comparator.comparing(Due::at)
          .thenComparing(due -> due.instance().id())
          .thenComparing(due -> due.instance().tenant());
  private static final Comparator<ScheduleDue> SCHEDULE_DUE =
      Comparator.comparing(ScheduleDue::at).thenComparing(ScheduleDue::schedule);
  static final Comparator<TickRow.Key> TICKS =
      Comparator.comparing(TickRow.Key::schedule)
          .thenComparing(TickRow.Key::plannedAt)
          .thenComparing(TickRow.Key::kind);
  private static final Comparator<MessageDue> MESSAGE_DUE =
      Comparator.comparing(MessageDue::at)
          .thenComparing(due -> due.message().tenant())
          .thenComparing(due -> due.message().id());
  private static final Comparator<EventRow> EVENTS =
      Comparator.comparing(EventRow::tenant)
          .thenComparing(EventRow::acceptedAt)
          .thenComparing(EventRow::id);
  static final Comparator<TaskRow> TASKS =
      Comparator.comparing(
              (TaskRow row) -> row.times().dueAt(),
              Comparator.nullsLast(Comparator.<Instant>naturalOrder()))
          .thenComparing(row -> -row.times().priority())
          .thenComparing(TaskRow::since)
          .thenComparing(TaskRow::instance)
          .thenComparing(TaskRow::step);
  private static final Comparator<DefinitionKey> DEFINITIONS =
      Comparator.comparing(DefinitionKey::tenant)
          .thenComparing(DefinitionKey::key)
          .thenComparingInt(DefinitionKey::version);
  private static final Comparator<BreakerRow.Key> STOPS =
      Comparator.comparing(BreakerRow.Key::lane)
          .thenComparing(
              BreakerRow.Key::template, Comparator.nullsFirst(Comparator.naturalOrder()));
  private static final Comparator<ImportedRule> IMPORTED_RULES =
      Comparator.comparing(ImportedRule::tenant).thenComparing(ImportedRule::workflow);
  private static final Comparator<EventSubscriptionRow> SUBSCRIPTIONS =
      Comparator.comparing(EventSubscriptionRow::instance)
          .thenComparing(EventSubscriptionRow::step);

  final NavigableMap<ImportedRule, ImportedRuleRow> importedRules = new TreeMap<>(IMPORTED_RULES);
  final NavigableMap<InstanceKey, InstanceRow> instances = new TreeMap<>();
  final Map<InstanceKey, List<JournalEntry>> journals = new HashMap<>();
  final NavigableSet<Due> due = new TreeSet<>(DUE);
  final NavigableMap<InstanceRows.Lane, NavigableSet<Due>> dueByLane = new TreeMap<>();
  final Map<BySubject, NavigableSet<InstanceKey>> openBySubject = new HashMap<>();
  final Map<ByConcurrency, NavigableSet<InstanceKey>> openByKey = new HashMap<>();
  final Map<BySubject, NavigableSet<InstanceKey>> endedBySubject = new HashMap<>();
  final Map<ByConcurrency, NavigableSet<InstanceKey>> endedByKey = new HashMap<>();
  final Map<InstanceKey, NavigableSet<UUID>> messagesByInstance = new HashMap<>();
  final Map<StepRef, EventSubscriptionRow> subscriptions = new HashMap<>();
  final Map<EventSubscriptionLookup, NavigableSet<EventSubscriptionRow>> subscriptionsByKey =
      new HashMap<>();
  final Map<StepRef, TaskRow> tasks = new HashMap<>();
  final NavigableSet<TaskRow> tasksInOrder = new TreeSet<>(TASKS);
  final Map<EventKey, EventRow> events = new HashMap<>();
  final NavigableSet<EventRow> eventsInOrder = new TreeSet<>(EVENTS);
  final Map<WindowKey, Instant> windows = new HashMap<>();
  final Map<EventKey, DueContinuation> continuations = new HashMap<>();

  record DueContinuation(EventRows.Continuation continuation, Instant at) {}

  final Map<MessageKey, MessageRow> messages = new HashMap<>();
  final NavigableMap<TenantId, NavigableMap<UUID, MessageRow>> messagesInOrder = new TreeMap<>();
  final Map<MessageOnce, UUID> messagesOnce = new HashMap<>();
  final NavigableSet<MessageDue> messagesDue = new TreeSet<>(MESSAGE_DUE);
  final NavigableMap<MessageRows.Lane, NavigableSet<MessageDue>> messagesByLane = new TreeMap<>();

  /** The highest version of each deleted definition; the version of the key is 0. */
  final Map<DefinitionKey, Integer> deletedDefinitions = new HashMap<>();

  final NavigableMap<DefinitionKey, DefinitionRow> definitions = new TreeMap<>(DEFINITIONS);
  final NavigableMap<DefinitionKey, List<WorkflowSwitchRow>> workflowSwitches =
      new TreeMap<>(DEFINITIONS);
  final NavigableMap<DefinitionKey, GalleryRow> gallery = new TreeMap<>(DEFINITIONS);
  final Map<NameKey, String> workflowNames = new HashMap<>();
  final Map<NameKey, String> namesOfWorkflows = new HashMap<>();
  final Map<TenantId, Long> definitionRevisions = new HashMap<>();
  final Map<BySubject, AssignmentRows.OverrideRow> overrides = new HashMap<>();
  final Map<TenantId, NavigableMap<UUID, AssignmentRows.RuleRow>> rules = new HashMap<>();
  final Map<TenantId, NavigableMap<UUID, AssignmentRows.ChangeRow>> assignmentChanges =
      new HashMap<>();
  final Map<TenantId, AssignmentRows.DefaultRow> defaults = new HashMap<>();
  final Map<TenantId, Long> assignmentRevisions = new HashMap<>();

  /** To whom a step of a workflow was given when. */
  record Allocation(TenantId tenant, String workflow, String step, String actor) {

    boolean isOf(TenantId ofTenant, String ofWorkflow, String ofStep) {
      return tenant.equals(ofTenant) && workflow.equals(ofWorkflow) && step.equals(ofStep);
    }
  }

  record FindingKey(TenantId tenant, String id) implements Comparable<FindingKey> {
    @Override
    public int compareTo(FindingKey other) {
      int byTenant = tenant.compareTo(other.tenant);
      return byTenant != 0 ? byTenant : id.compareTo(other.id);
    }
  }

  record HoldKey(TenantId tenant, SubjectRef subject) {}

  final Map<HoldKey, HoldRows.HoldRow> holds = new HashMap<>();

  /** Oldest first. */
  final TreeMap<UUID, HoldRows.ErasureRow> erasures = new TreeMap<>();

  final NavigableMap<FindingKey, FindingRows.FindingRow> findings = new TreeMap<>();
  final Map<SubstitutionKey, ActorRows.SubstitutionRow> substitutions = new HashMap<>();
  final Map<Allocation, Long> allocations = new HashMap<>();
  final Map<TenantId, Long> actorRevisions = new HashMap<>();
  final NavigableMap<BreakerRow.Key, BreakerRow> stops = new TreeMap<>(STOPS);
  final NavigableMap<DefinitionKey, TemplateRow> templates = new TreeMap<>(DEFINITIONS);
  final Map<TenantId, Long> templateRevisions = new HashMap<>();
  final Map<LimitRows.LimitKey, String> limits = new HashMap<>();
  final NavigableMap<AddressKey, NavigableMap<String, SuppressionRow>> suppressions =
      new TreeMap<>();
  final NavigableMap<AddressKey, NavigableMap<UUID, ConsentRow>> consents = new TreeMap<>();
  final NavigableMap<AddressKey, AbsenceRow> absences = new TreeMap<>();
  final Map<DeliveryKey, DeliveryRow> deliveries = new LinkedHashMap<>();

  final Map<SetAsideRow.Key, SetAsideRow> setAside = new LinkedHashMap<>();

  final Map<LimitRows.LimitKey, Instant> limitsUntil = new HashMap<>();

  final NavigableMap<ScheduleRow.Key, ScheduleRow> schedules = new TreeMap<>();
  final NavigableSet<ScheduleDue> schedulesDue = new TreeSet<>(SCHEDULE_DUE);
  final NavigableMap<TickRow.Key, TickRow> ticks = new TreeMap<>(TICKS);
  final NavigableMap<UUID, ScheduleRows.News> tickNews = new TreeMap<>();

  final AtomicLong lastFact = new AtomicLong();
  final NavigableMap<Long, StatisticsRows.Facts> facts = new TreeMap<>();
  final Map<StatisticsRows.Key, StatisticsRows.Rollup> rollups = new HashMap<>();

  NavigableSet<Due> due(InstanceRows.Lane lane) {
    return dueByLane.computeIfAbsent(lane, key -> new TreeSet<>(DUE));
  }

  NavigableSet<MessageDue> messagesDue(MessageRows.Lane lane) {
    return messagesByLane.computeIfAbsent(lane, key -> new TreeSet<>(MESSAGE_DUE));
  }

  NavigableSet<EventSubscriptionRow> subscriptions(EventSubscriptionLookup lookup) {
    return subscriptionsByKey.computeIfAbsent(lookup, key -> new TreeSet<>(SUBSCRIPTIONS));
  }

  NavigableSet<InstanceKey> open(TenantId tenant, SubjectRef subject) {
    return openBySubject.computeIfAbsent(new BySubject(tenant, subject), key -> new TreeSet<>());
  }

  NavigableSet<InstanceKey> open(TenantId tenant, String workflow, String concurrencyKey) {
    return openByKey.computeIfAbsent(
        new ByConcurrency(tenant, workflow, concurrencyKey), key -> new TreeSet<>());
  }

  NavigableSet<InstanceKey> ended(TenantId tenant, SubjectRef subject) {
    return endedBySubject.computeIfAbsent(new BySubject(tenant, subject), key -> new TreeSet<>());
  }

  NavigableSet<InstanceKey> ended(TenantId tenant, String workflow, String concurrencyKey) {
    return endedByKey.computeIfAbsent(
        new ByConcurrency(tenant, workflow, concurrencyKey), key -> new TreeSet<>());
  }

  NavigableSet<UUID> messagesOf(InstanceKey instance) {
    return messagesByInstance.computeIfAbsent(instance, key -> new TreeSet<>());
  }

  static @Nullable Due due(InstanceRow row) {
    Instant at = row.progress().dueAt();
    return at == null || !row.progress().state().equals("ACTIVE") ? null : new Due(at, row.key());
  }
}

package dev.workflow.preview.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Definitions;
import dev.workflow.Event;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.Problem;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.definition.DefinitionDiff;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.engine.EventCheck;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.service.DefinitionService;
import dev.workflow.internal.service.WorkflowReferences;
import dev.workflow.internal.text.Limits;
import dev.workflow.messaging.MessageTemplate;
import dev.workflow.messaging.internal.service.TemplateService;
import dev.workflow.preview.Assumptions;
import dev.workflow.preview.PastStarts;
import dev.workflow.preview.PreviewedRun;
import dev.workflow.preview.Previews;
import dev.workflow.preview.PublicationPreview;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.store.EventRow;
import dev.workflow.trigger.TenantWorkflows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

public final class PreviewService implements Previews {

  /** How many workflows a run may start, and how many events after its own are looked through. */
  private static final int MOST_WORKFLOWS = 100;

  private static final int MOST_SEARCHED = 100_000;
  private static final int MOST_LATER = 1_000;
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final Transactions transactions;
  private final Stage stage;
  private final DefinitionService definitions;

  /**
   * @param stage where runs are played
   */
  public PreviewService(Transactions transactions, Stage stage) {
    this.transactions = transactions;
    this.stage = stage;
    this.definitions = new DefinitionService(transactions);
  }

  /** A document of the tenant's that could be published. */
  private void require(TenantId tenant, WorkflowDefinition definition) {
    List<Problem> problems = definitions.checkDocument(tenant, definition);
    if (!problems.isEmpty()) {
      throw new InvalidDefinitionException("The workflow \"" + definition.key() + "\"", problems);
    }
  }

  private PastEvents events(TenantId tenant, Instant from, Instant to) {
    return after ->
        transactions.transact(
            transaction ->
                transaction.events().accepted(tenant, from, to, after, PastEvents.PORTION));
  }

  private DefinitionTrial trial(
      TenantId tenant, WorkflowDefinition definition, Instant from, Instant to, Actor by) {
    return new DefinitionTrial(
        new TriggerTrial(
            definition,
            transactions.engine().tenant(tenant),
            transactions.engine().fields(),
            by,
            governor(tenant, definition)),
        new StartsTally(tenant, definition.key(), from, to));
  }

  /** What is assigned now. */
  private TriggerTrial.Governor governor(TenantId tenant, WorkflowDefinition definition) {
    return (event, data, context) ->
        definition.governed()
            ? transactions.transact(
                transaction -> {
                  TenantWorkflows known = transactions.engine().workflows().of(transaction, tenant);
                  var refusal =
                      transactions
                          .engine()
                          .governing()
                          .ask(
                              transaction,
                              tenant,
                              event.subject(),
                              data,
                              key -> newest(known, definition, key),
                              context)
                          .refusal(definition);
                  return refusal == null ? null : refusal.because();
                })
            : null;
  }

  private static Optional<WorkflowDefinition> newest(
      TenantWorkflows known, WorkflowDefinition definition, String key) {
    return key.equals(definition.key())
        ? Optional.of(definition)
        : Optional.ofNullable(known.newest().get(key)).map(StepTree::definition);
  }

  @Override
  public PastStarts starts(
      TenantId tenant,
      WorkflowDefinition definition,
      Instant from,
      Instant to,
      Actor by,
      Consumer<PastStarts> progress) {
    require(tenant, definition);
    Limits.time("The beginning", from);
    Limits.time("The end", to);
    if (!from.isBefore(to)) {
      throw new InvalidInputException(
          "The time",
          List.of(new Problem("", "is empty: it begins at " + from + " and ends at " + to)));
    }
    DefinitionTrial trial = trial(tenant, definition, from, to, by);
    events(tenant, from, to).each(MOST_EVENTS, trial::add, () -> progress.accept(trial.result()));
    return trial.result();
  }

  @Override
  public PreviewedRun run(
      TenantId tenant,
      WorkflowDefinition definition,
      String eventId,
      Assumptions assumptions,
      Actor by) {
    require(tenant, definition);
    EventRow row =
        transactions
            .transact(transaction -> transaction.events().find(tenant, eventId))
            .orElseThrow(
                () ->
                    new NotFoundException(
                        "tenant " + tenant + " has no event \"" + Limits.oneLine(eventId) + "\""));
    Event event = Event.parse(Json.read(row.body()));
    return stage.play(
        scene(definition, event, row.acceptedAt(), later(row, assumptions), assumptions, by));
  }

  @Override
  public PreviewedRun run(
      WorkflowDefinition definition, Event event, Assumptions assumptions, Actor by) {
    require(event.tenant(), definition);
    EventCheck.require(transactions.engine(), event);
    Instant at = event.occurredAt() == null ? transactions.engine().now() : event.occurredAt();
    EventRow place = EventRow.place(event.tenant(), "", at);
    List<Scene.Later> later =
        later(
            new EventRow(place.tenant(), place.id(), event.type(), event.subject(), at, "", null),
            assumptions);
    return stage.play(scene(definition, event, at, later, assumptions, by));
  }

  private Scene scene(
      WorkflowDefinition definition,
      Event event,
      Instant at,
      List<Scene.Later> later,
      Assumptions assumptions,
      Actor by) {
    TenantId tenant = event.tenant();
    TenantDirectory.Settings settings = settings(tenant);
    List<WorkflowDefinition> others = others(tenant, definition);
    return new Scene(
        tenant,
        settings,
        freed(definition, false),
        others.stream().map(other -> freed(other, true)).toList(),
        templates(tenant, definition, others),
        event,
        at,
        later,
        assumptions,
        by);
  }

  /** With the terms that were set through the engine, and without limits. */
  private TenantDirectory.Settings settings(TenantId tenant) {
    TenantDirectory.Settings known = transactions.engine().tenant(tenant);
    Map<String, JsonNode> terms = new LinkedHashMap<>(known.terms());
    terms.putAll(transactions.engine().tenantTerms().of(transactions.engine().store(), tenant));
    return new TenantDirectory.Settings(known.zone(), known.locale(), terms);
  }

  /** What was accepted later about the same subject. */
  private List<Scene.Later> later(EventRow first, Assumptions assumptions) {
    SubjectRef subject = first.subject();
    if (subject == null || !assumptions.laterEvents()) {
      return List.of();
    }
    List<Scene.Later> later = new ArrayList<>();
    Instant end = first.acceptedAt().plus(assumptions.time());
    events(first.tenant(), first.acceptedAt(), end)
        .each(
            MOST_SEARCHED,
            row -> {
              boolean self = row.id().equals(first.id());
              if (!self && subject.equals(row.subject()) && later.size() < MOST_LATER) {
                later.add(new Scene.Later(Event.parse(Json.read(row.body())), row.acceptedAt()));
              }
            },
            () -> {});
    return later;
  }

  /** A document that starts whatever is assigned, enabled or not. */
  private static WorkflowDefinition freed(WorkflowDefinition definition, boolean silent) {
    ObjectNode json = definition.toJson();
    json.remove("governed");
    json.put("enabled", true);
    if (silent) {
      json.remove("triggers");
    }
    return WorkflowDefinition.parse(json).withVersion(definition.version());
  }

  /** The workflows that it names, and that those name. */
  private List<WorkflowDefinition> others(TenantId tenant, WorkflowDefinition definition) {
    TenantWorkflows known =
        transactions.transact(
            transaction -> transactions.engine().workflows().of(transaction, tenant));
    Map<String, WorkflowDefinition> found = new LinkedHashMap<>();
    Deque<WorkflowDefinition> open = new ArrayDeque<>(List.of(definition));
    while (!open.isEmpty() && found.size() < MOST_WORKFLOWS) {
      for (String key : WorkflowReferences.keys(open.remove())) {
        StepTree tree = known.newest().get(key);
        if (tree != null
            && !key.equals(definition.key())
            && found.putIfAbsent(key, tree.definition()) == null) {
          open.add(tree.definition());
        }
      }
    }
    return List.copyOf(found.values());
  }

  private List<MessageTemplate> templates(
      TenantId tenant, WorkflowDefinition definition, List<WorkflowDefinition> others) {
    boolean any =
        definition.toJson().findValue("template") != null
            || others.stream().anyMatch(one -> one.toJson().findValue("template") != null);
    return any ? new TemplateService(transactions).list(tenant) : List.of();
  }

  @Override
  public PublicationPreview publication(
      TenantId tenant,
      String key,
      Duration past,
      Actor by,
      Consumer<PublicationPreview.Progress> progress) {
    Definitions.Draft draft =
        definitions
            .savedDraft(tenant, key)
            .orElseThrow(
                () ->
                    new NotFoundException(
                        "tenant " + tenant + " has no draft of \"" + Limits.oneLine(key) + "\""));
    if (past.isNegative() || past.compareTo(LONGEST) > 0) {
      throw new InvalidInputException(
          "The time", List.of(new Problem("", "is " + past + "; it must be 0 to " + LONGEST)));
    }
    require(tenant, draft.definition());
    int next =
        1
            + transactions.transact(
                transaction -> transaction.definitions().lastVersion(tenant, key));
    WorkflowDefinition published = draft.definition().withVersion(next);
    WorkflowDefinition active = active(tenant, key);
    List<Problem> warnings = new ArrayList<>(definitions.warnings(tenant, draft.definition()));
    PublicationTrial trial = trial(tenant, active, published, past, by, warnings, progress);
    long events = trial.events();
    return new PublicationPreview(
        draft,
        active == null ? 0 : active.version(),
        next,
        DefinitionDiff.between(active == null ? nothing(published) : active, published),
        warnings,
        trial.result(),
        new RunningFit(transactions, tenant, published)
            .look(looked -> progress.accept(new PublicationPreview.Progress(events, looked))));
  }

  private PublicationTrial trial(
      TenantId tenant,
      @Nullable WorkflowDefinition active,
      WorkflowDefinition draft,
      Duration past,
      Actor by,
      List<Problem> warnings,
      Consumer<PublicationPreview.Progress> progress) {
    Instant to = transactions.engine().now();
    Instant from = to.minus(past);
    StepTree known = newest(tenant, draft.key());
    boolean off =
        transactions.transact(
            transaction ->
                transactions.engine().workflows().of(transaction, tenant).switchedOff(draft.key()));
    if (off) {
      warnings.add(
          new Problem(
              "", "somebody has disabled the workflow: it starts nothing until it is enabled"));
    }
    boolean enabled = known != null && known.definition().enabled();
    PublicationTrial trial =
        new PublicationTrial(
            active != null && enabled ? trial(tenant, active, from, to, by) : null,
            trial(tenant, draft, from, to, by));
    if (from.isBefore(to)) {
      events(tenant, from, to)
          .each(
              MOST_EVENTS,
              trial::add,
              () -> progress.accept(new PublicationPreview.Progress(trial.events(), 0)));
    }
    return trial;
  }

  private @Nullable StepTree newest(TenantId tenant, String key) {
    return transactions.transact(
        transaction -> transactions.engine().workflows().of(transaction, tenant).newest().get(key));
  }

  private @Nullable WorkflowDefinition active(TenantId tenant, String key) {
    StepTree newest = newest(tenant, key);
    return newest == null ? null : definitions.get(tenant, newest.definition().ref());
  }

  private static WorkflowDefinition nothing(WorkflowDefinition draft) {
    ObjectNode json = Json.object().put("key", draft.key()).put("name", draft.name());
    json.putArray("steps");
    return WorkflowDefinition.parse(json);
  }
}

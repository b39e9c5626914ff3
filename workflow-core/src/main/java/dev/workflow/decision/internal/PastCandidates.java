package dev.workflow.decision.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.PublishReceipt;
import dev.workflow.PublishReceipt.Suppressed;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.WorkflowRef;
import dev.workflow.condition.EvaluationContext;
import dev.workflow.condition.Explanation;
import dev.workflow.condition.NotEvaluableException;
import dev.workflow.decision.Decision;
import dev.workflow.decision.Decision.Kind;
import dev.workflow.decision.Decision.Location;
import dev.workflow.decision.Decision.Rule;
import dev.workflow.decision.Decision.Verdict;
import dev.workflow.definition.Trigger;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.internal.decide.InstanceData;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.FieldRights;
import dev.workflow.internal.engine.Receipts;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.StoreException;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.WorkflowSwitchRow;
import dev.workflow.trigger.TenantWorkflows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about the candidates of stored events: what their receipts say, and for the
 * others what their triggers say when they are asked again. Used by one thread, in one transaction.
 */
final class PastCandidates {

  private final EngineContext engine;
  private final StoreTransaction transaction;
  private final TenantId tenant;
  private final Actor viewer;
  private final PastWorkflows past;
  private int asked;

  PastCandidates(
      EngineContext engine, StoreTransaction transaction, TenantId tenant, Actor viewer) {
    this.engine = engine;
    this.transaction = transaction;
    this.tenant = tenant;
    this.viewer = viewer;
    this.past = new PastWorkflows(engine, transaction, tenant);
  }

  /** How many triggers were asked so far. */
  int asked() {
    return asked;
  }

  PastWorkflows past() {
    return past;
  }

  /**
   * Of one event.
   *
   * @param workflow of this workflow alone; null: of all
   * @param most how many that the receipt does not name are asked
   */
  List<Decision> of(EventRow row, @Nullable String workflow, int most) {
    List<Decision> decisions = new ArrayList<>();
    PublishReceipt receipt = Receipts.of(row);
    Set<String> named = new HashSet<>();
    for (PublishReceipt.Started one : receipt.started()) {
      named.add(one.workflow().key());
      decisions.add(
          new Decision(
              row.acceptedAt(),
              Kind.START,
              Verdict.MATCHED,
              one.workflow(),
              row.subject(),
              new Location(row.id(), one.instance(), null),
              null,
              null,
              "its trigger matches"));
    }
    for (Suppressed one : receipt.suppressed()) {
      InstanceId instance = Receipts.instance(one);
      if (instance == null) {
        named.add(one.workflow().key());
      }
      Decision told = suppressed(row, one, instance);
      decisions.add(engine.fields().concern(viewer) ? WithoutValues.of(told) : told);
    }
    decisions.addAll(others(row, candidates(row, workflow, named), most));
    return workflow == null
        ? decisions
        : decisions.stream()
            .filter(one -> one.workflow() != null && one.workflow().key().equals(workflow))
            .toList();
  }

  /** Who has chosen another workflow, or none, for the subject, if that still holds. */
  private @Nullable Actor overrider(EventRow row, Suppressed one) {
    SubjectRef subject = row.subject();
    return one.reason() != Suppressed.Reason.OVERRIDDEN || subject == null
        ? null
        : transaction.assignments().overrides(tenant, List.of(subject)).stream()
            .filter(override -> !override.at().isAfter(row.acceptedAt()))
            .findFirst()
            .map(override -> Actor.of(override.by()))
            .orElse(null);
  }

  private Decision suppressed(EventRow row, Suppressed one, @Nullable InstanceId instance) {
    Verdict verdict =
        switch (one.reason()) {
          case ERROR -> Verdict.BROKEN;
          case CHAIN -> Verdict.LIMITED;
          default -> Verdict.SUPPRESSED;
        };
    return new Decision(
        row.acceptedAt(),
        instance == null ? Kind.START : Kind.WAIT,
        verdict,
        one.workflow(),
        row.subject(),
        new Location(row.id(), instance, null),
        Rule.of(one.reason().name()),
        overrider(row, one),
        one.detail());
  }

  private Collection<String> candidates(
      EventRow row, @Nullable String workflow, Set<String> named) {
    Collection<String> ever =
        workflow == null
            ? engine.workflows().of(transaction, tenant).everTriggeredBy(row.type())
            : List.of(workflow);
    Set<String> rest = new TreeSet<>(ever);
    rest.removeAll(named);
    return rest;
  }

  private List<Decision> others(EventRow row, Collection<String> keys, int most) {
    Map<String, Decision> decisions = new LinkedHashMap<>();
    if (!engine.fields().concern(viewer)) {
      for (Receipts.NotMatched one : Receipts.notMatched(row)) {
        decisions.put(
            one.workflow().key(),
            decision(
                row, Verdict.NOT_MATCHED, one.workflow(), Rule.CONDITION, null, one.because()));
      }
    }
    Event event = null;
    int left = most;
    int more = 0;
    for (String key : keys) {
      if (decisions.containsKey(key)) {
        continue;
      } else if (left == 0) {
        more++;
        continue;
      }
      event = event == null ? Event.parse(Json.read(row.body())) : event;
      Decision decision = ask(row, event, key);
      if (decision != null) {
        decisions.put(key, decision);
        left--;
      }
    }
    List<Decision> all = new ArrayList<>(decisions.values());
    if (more > 0) {
      String because =
          "at most " + most + " candidates are asked again; " + more + " more may be none";
      all.add(decision(row, Verdict.LIMITED, null, Rule.CAP, null, because));
    }
    return all;
  }

  private static Decision decision(
      EventRow row,
      Verdict verdict,
      @Nullable WorkflowRef workflow,
      Rule rule,
      @Nullable Actor by,
      String because) {
    return new Decision(
        row.acceptedAt(),
        Kind.START,
        verdict,
        workflow,
        row.subject(),
        Location.of(row.id()),
        rule,
        by,
        because);
  }

  /** Asks the triggers of a workflow again; null: it had none for the type of the event. */
  private @Nullable Decision ask(EventRow row, Event event, String key) {
    asked++;
    WorkflowRef version = past.newest(key, row.acceptedAt()).orElse(null);
    if (version == null) {
      return null;
    }
    StepTree tree;
    try {
      tree = past.tree(version);
    } catch (StoreException e) {
      throw e;
    } catch (WorkflowException e) {
      return decision(
          row, Verdict.BROKEN, version, Rule.ERROR, null, String.valueOf(e.getMessage()));
    }
    List<Trigger.OnEvent> triggers =
        tree.definition().triggers().stream()
            .filter(Trigger.OnEvent.class::isInstance)
            .map(Trigger.OnEvent.class::cast)
            .filter(trigger -> trigger.event().equals(row.type()))
            .toList();
    return triggers.isEmpty() ? null : ask(row, event, tree, triggers);
  }

  private Decision ask(EventRow row, Event event, StepTree tree, List<Trigger.OnEvent> triggers) {
    WorkflowDefinition definition = tree.definition();
    WorkflowRef version = definition.ref();
    if (!TenantWorkflows.fits(definition, event)) {
      return decision(
          row,
          Verdict.NOT_MATCHED,
          version,
          Rule.SUBJECT_TYPE,
          null,
          "it is about a "
              + definition.subject()
              + "; the event's subject is "
              + (event.subject() == null ? "none" : "a " + event.subject().type()));
    }
    Seen seen = seen(row, event, tree.publisher());
    List<String> why = new ArrayList<>();
    for (Trigger.OnEvent trigger : triggers) {
      Explanation explanation;
      try {
        if (trigger.when().test(seen.data(), seen.context())) {
          return holds(row, tree);
        }
        explanation = trigger.when().explain(seen.data(), seen.context());
      } catch (NotEvaluableException e) {
        return decision(
            row, Verdict.BROKEN, version, Rule.ERROR, null, String.valueOf(e.getMessage()));
      }
      why.add(
          explanation.firstFailing().map(Explanation::toString).orElse("its condition is false"));
    }
    return decision(
        row,
        Verdict.NOT_MATCHED,
        version,
        Rule.CONDITION,
        null,
        why.stream().distinct().collect(Collectors.joining("; ")));
  }

  /** One that matches, and that the receipt does not name. */
  private Decision holds(EventRow row, StepTree tree) {
    WorkflowRef version = tree.definition().ref();
    if (past.enabled(tree, row.acceptedAt())) {
      return decision(
          row,
          Verdict.NOT_MATCHED,
          version,
          Rule.CHANGED_SINCE,
          null,
          "its trigger did not match when the event was accepted, and would match now");
    }
    WorkflowSwitchRow who = past.disabled(tree.definition().key(), row.acceptedAt()).orElse(null);
    return who == null
        ? decision(
            row,
            Verdict.SUPPRESSED,
            version,
            Rule.DISABLED,
            tree.publisher().equals(Actor.ENGINE) ? null : tree.publisher(),
            "its document says that it is disabled")
        : decision(
            row,
            Verdict.SUPPRESSED,
            version,
            Rule.DISABLED,
            Actor.of(who.by()),
            "disabled by "
                + who.by()
                + " at "
                + who.at()
                + (who.reason() == null ? "" : ": " + who.reason()));
  }

  /** What a trigger sees, and whoever asks. */
  private record Seen(ObjectNode data, EvaluationContext context) {}

  private Seen seen(EventRow row, Event event, Actor publisher) {
    TenantDirectory.Settings settings = engine.tenant(tenant);
    ObjectNode data = InstanceData.ofEvent(tenant, settings, event.subject(), event.toJson());
    EvaluationContext context = EvaluationContext.of(row.acceptedAt(), settings.zone());
    JsonNode previous = event.previous();
    Seen plain = new Seen(data, previous == null ? context : context.withPrevious(previous));
    return masked(event, masked(event, plain, publisher), viewer);
  }

  private Seen masked(Event event, Seen seen, Actor who) {
    FieldRights fields = engine.fields();
    if (!fields.concern(who)) {
      return seen;
    }
    String type = event.subject() == null ? null : event.subject().type();
    EvaluationContext context = seen.context();
    EvaluationContext masked =
        context.previous() instanceof ObjectNode previous
            ? context.withPrevious(fields.masked(who, tenant, type, previous))
            : context;
    return new Seen(fields.masked(who, tenant, type, seen.data()), masked.withMasks());
  }
}

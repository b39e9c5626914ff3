package dev.workflow.preview.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Cause;
import dev.workflow.Event;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.condition.Condition;
import dev.workflow.condition.EvaluationContext;
import dev.workflow.condition.Explanation;
import dev.workflow.condition.NotEvaluableException;
import dev.workflow.definition.Trigger;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.expression.RenderContext;
import dev.workflow.internal.decide.InstanceData;
import dev.workflow.internal.decide.RenderedKey;
import dev.workflow.internal.engine.FieldRights;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.trigger.EventExplanation.Verdict;
import dev.workflow.trigger.TenantWorkflows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tries events on the triggers of one definition, in the order in which they came, as the engine
 * does with an event that comes in: assignment, loops, conditions, changes, quiet times and dedupe
 * windows. Reads nothing and writes nothing; used by one thread.
 */
final class TriggerTrial {

  /**
   * How an event fares.
   *
   * @param trigger the position of the trigger that decided
   * @param because for people, the same for all events alike
   * @param line the same with what this event has
   */
  record Outcome(
      Verdict verdict,
      int trigger,
      String because,
      @Nullable JsonNode clause,
      String line,
      @Nullable JsonNode value) {

    static Outcome of(Verdict verdict, int trigger, String because, String line) {
      return new Outcome(verdict, trigger, because, null, line, null);
    }
  }

  /** Says of a governed workflow why it is not the one for a subject; null: it is. */
  @FunctionalInterface
  interface Governor {
    @Nullable String refusal(Event event, ObjectNode data, EvaluationContext context);
  }

  private final WorkflowDefinition definition;
  private final TenantDirectory.Settings settings;
  private final FieldRights fields;
  private final Actor principal;
  private final Governor governor;
  private final List<Integer> triggers = new ArrayList<>();
  private final Set<String> types = new TreeSet<>();
  private final KeyWindows dedupe = new KeyWindows();
  private final KeyWindows quiet = new KeyWindows();
  private final KeyWindows concurrency = new KeyWindows();
  private long sharing;

  TriggerTrial(
      WorkflowDefinition definition,
      TenantDirectory.Settings settings,
      FieldRights fields,
      Actor principal,
      Governor governor) {
    this.definition = definition;
    this.settings = settings;
    this.fields = fields;
    this.principal = principal;
    this.governor = governor;
    for (int i = 0; i < definition.triggers().size(); i++) {
      if (definition.triggers().get(i) instanceof Trigger.OnEvent trigger) {
        triggers.add(i);
        types.add(trigger.event());
      }
    }
  }

  /** Whether a trigger names a type of event. */
  boolean concerns(String type) {
    return types.contains(type);
  }

  /** How many starts have a concurrency key that an earlier one has. */
  long sharing() {
    return sharing;
  }

  /** Whether all keys are remembered. */
  boolean whole() {
    return dedupe.whole() && quiet.whole() && concurrency.whole();
  }

  /** What an event is to a trigger. */
  private record Seen(Event event, ObjectNode data, EvaluationContext context, Instant at) {}

  /** Tries an event of a type that a trigger names. */
  Outcome of(Event event, Instant at) {
    Seen seen = seen(event, at);
    Outcome first = null;
    for (int position : triggers) {
      Trigger.OnEvent trigger = (Trigger.OnEvent) definition.triggers().get(position);
      if (trigger.event().equals(event.type())) {
        Outcome outcome = tried(trigger, position, seen);
        if (outcome.verdict() == Verdict.STARTS) {
          return outcome;
        }
        first = weightier(first, outcome);
      }
    }
    if (first == null) {
      throw new IllegalStateException("no trigger names " + event.type());
    }
    return first;
  }

  /** What matched says more than what did not. */
  private static Outcome weightier(@Nullable Outcome first, Outcome next) {
    if (first == null) {
      return next;
    }
    boolean matchedLater =
        first.verdict() == Verdict.NOT_MATCHED && next.verdict() != Verdict.NOT_MATCHED;
    return matchedLater ? next : first;
  }

  private Seen seen(Event event, Instant at) {
    SubjectRef subject = event.subject();
    TenantId tenant = event.tenant();
    ObjectNode json = event.toJson();
    ObjectNode data = InstanceData.ofEvent(tenant, settings, subject, json);
    EvaluationContext context = EvaluationContext.of(at, settings.zone());
    JsonNode previous = event.previous();
    if (!fields.concern(principal)) {
      return new Seen(event, data, context.withPrevious(previous), at);
    }
    String type = subject == null ? null : subject.type();
    JsonNode before =
        previous instanceof ObjectNode object
            ? fields.masked(principal, tenant, type, object)
            : previous;
    return new Seen(
        event,
        fields.masked(principal, tenant, type, data),
        context.withPrevious(before).withMasks(),
        at);
  }

  private Outcome tried(Trigger.OnEvent trigger, int position, Seen seen) {
    Event event = seen.event();
    if (!TenantWorkflows.fits(definition, event)) {
      String found = event.subject() == null ? "none" : "a " + event.subject().type();
      String because =
          "it is about a " + definition.subject() + "; the event's subject is " + found;
      return Outcome.of(Verdict.NOT_MATCHED, position, because, because);
    }
    try {
      Outcome failing = condition(trigger.when(), position, seen);
      return failing != null ? failing : matched(trigger, position, seen);
    } catch (NotEvaluableException e) {
      return Outcome.of(
          Verdict.ERROR,
          position,
          "its condition depends on what the principal may not see",
          String.valueOf(e.getMessage()));
    } catch (WorkflowException e) {
      return Outcome.of(
          Verdict.ERROR, position, "it cannot be worked out", String.valueOf(e.getMessage()));
    }
  }

  /** Null: it holds. */
  private static @Nullable Outcome condition(Condition when, int position, Seen seen) {
    if (seen.context().masked()) {
      when.test(seen.data(), seen.context());
    }
    Explanation why = when.explain(seen.data(), seen.context());
    if (why.holds()) {
      return null;
    }
    return why.firstFailing()
        .map(leaf -> failing(leaf, position))
        .orElseGet(
            () ->
                Outcome.of(
                    Verdict.NOT_MATCHED,
                    position,
                    "its condition is false",
                    "its condition is false"));
  }

  private static Outcome failing(Explanation leaf, int position) {
    ObjectNode clause = (ObjectNode) leaf.toJson();
    JsonNode value = clause.get("actual");
    clause.remove(List.of("outcome", "actual", "expected", "notes"));
    return new Outcome(
        Verdict.NOT_MATCHED, position, clause.toString(), clause, leaf.toString(), value);
  }

  private Outcome matched(Trigger.OnEvent trigger, int position, Seen seen) {
    Event event = seen.event();
    String governed = governor.refusal(event, seen.data(), seen.context());
    if (governed != null) {
      return suppressed(position, "another workflow is assigned to the subject", governed);
    }
    Cause cause = event.cause();
    if (cause != null && cause.count(definition.key()) > 0) {
      return suppressed(
          position,
          "the workflow caused the event itself",
          "the workflow caused this event itself: " + cause.links());
    }
    if (cause != null && cause.depth() >= Cause.MAX_DEPTH) {
      String because = "automations that cause one another are nested too deeply";
      return suppressed(position, because, because);
    }
    if (trigger.becomes() && heldBefore(trigger.when(), seen)) {
      String because = "its condition held before the change, too";
      return suppressed(position, because, because);
    }
    if (isPutOff(trigger, event, seen.at())) {
      return suppressed(
          position,
          "the subject is not quiet: an earlier event has put the start off already",
          event.subject() + " is not quiet: the start is put off by " + trigger.settle());
    }
    return kept(trigger, position, seen);
  }

  private static Outcome suppressed(int position, String because, String line) {
    return Outcome.of(Verdict.SUPPRESSED, position, because, line);
  }

  /** Whether the condition held with what the subject was before the change. */
  private boolean heldBefore(Condition when, Seen seen) {
    Event event = seen.event();
    if (event.previous() == null) {
      return false;
    }
    ObjectNode json = event.toJson();
    json.set("payload", event.previous());
    json.remove("previous");
    ObjectNode data = InstanceData.ofEvent(event.tenant(), settings, event.subject(), json);
    EvaluationContext context = EvaluationContext.of(seen.at(), settings.zone());
    if (!fields.concern(principal)) {
      return when.testTogether(data, context);
    }
    String type = event.subject() == null ? null : event.subject().type();
    return when.testTogether(
        fields.masked(principal, event.tenant(), type, data), context.withMasks());
  }

  /** Of events that follow one another quickly one starts: the first stands for all here. */
  private boolean isPutOff(Trigger.OnEvent trigger, Event event, Instant at) {
    if (trigger.settle() == null || event.subject() == null) {
      return false;
    }
    String key = event.subject().toString();
    boolean open = quiet.open(key, at);
    quiet.put(key, at.plus(trigger.settle()));
    return open;
  }

  private Outcome kept(Trigger.OnEvent trigger, int position, Seen seen) {
    RenderContext rendering =
        RenderContext.of(seen.at(), settings.zone()).locale(settings.locale());
    Trigger.Dedupe dedupes = trigger.dedupe();
    if (dedupes != null) {
      String key =
          RenderedKey.checked("The dedupe key", dedupes.key().render(seen.data(), rendering));
      if (dedupe.open(key, seen.at())) {
        return suppressed(
            position,
            "an event with the same dedupe key started it before, and its window is open",
            "an event with key \"" + key + "\" started it before, and its window is open");
      }
      dedupe.put(
          key,
          dedupes.window() == null ? null : dedupes.window().addTo(seen.at(), settings.zone()));
    }
    if (definition.concurrency().key() != null) {
      String key =
          RenderedKey.checked(
              "The concurrency key", definition.concurrency().key().render(seen.data(), rendering));
      sharing += concurrency.open(key, seen.at()) ? 1 : 0;
      concurrency.put(key, null);
    }
    String because =
        definition.triggers().size() == 1 ? "its trigger matches" : "a trigger matches";
    return Outcome.of(Verdict.STARTS, position, because, "trigger " + position + " matches");
  }
}

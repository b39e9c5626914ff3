package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.NOTHING_AFTER_AN_END;

import dev.workflow.ConflictException;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.internal.decide.Transition;
import dev.workflow.messaging.Inbound;
import dev.workflow.spi.store.MessageRow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An ending on purpose (cancel, an exit event, replacement, the end of a parent on purpose) reaches
 * everything that is still to happen, whatever state it is in.
 */
final class EndCheck implements Check {

  private final Stage stage;
  private final Map<SeenInstance, String> ended = new HashMap<>();
  private final Set<UUID> resent = new HashSet<>();

  /** What was there before each act under way: others happen while a node stands still. */
  private final Deque<Map<SeenInstance, InstanceState>> acts = new ArrayDeque<>();

  private Map<SeenInstance, InstanceState> known = Map.of();

  EndCheck(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void before(Act act) {
    Map<SeenInstance, InstanceState> states = new LinkedHashMap<>();
    stage.sight().instances().forEach(instance -> states.put(instance, instance.state()));
    acts.push(states);
  }

  private void ends(SeenInstance instance, String why) {
    stage.sight().instances().stream()
        .filter(one -> stage.sight().belongsTo(one, instance))
        .forEach(one -> ended.putIfAbsent(one, why));
  }

  private @Nullable String why(SeenInstance instance) {
    return unreached(instance) ? null : ended.get(instance);
  }

  /** What cannot be read is reached when it continues, and so is what is reached through it. */
  private boolean unreached(SeenInstance instance) {
    SeenInstance parent = stage.sight().parent(instance);
    return stage.unreadable(instance) || (parent != null && unreached(parent));
  }

  @Override
  public void called(Calls.Call call) {
    SeenInstance instance = stage.sight().find(call.instance());
    String why = instance == null ? null : why(instance);
    if (instance != null && why != null && !call.stale() && !call.step().endsWith("~undo")) {
      throw instance.broken(
          NOTHING_AFTER_AN_END,
          "step " + call.step() + " was called although it had ended by " + why);
    }
  }

  @Override
  public void sent(Calls.Sending sending) {
    MessageRow row = row(sending.message().id());
    if (!sending.stale() && row != null && Sight.carries(row)) {
      SimActions.marks(sending.message().content()).forEach(this::carried);
    }
    SeenInstance instance =
        row == null || row.origin().instance() == null
            ? null
            : stage.sight().find(row.origin().instance());
    String why = instance == null ? null : why(instance);
    if (instance != null
        && row != null
        && why != null
        && !sending.stale()
        && !Sight.carries(row)
        && !resent.contains(row.id())) {
      throw instance.broken(
          NOTHING_AFTER_AN_END,
          "the message of step "
              + row.origin().step()
              + " was sent although it had ended by "
              + why);
    }
  }

  /** A digest goes out: what is in it of an instance that had ended must not be. */
  private void carried(String from) {
    SeenInstance instance =
        stage.sight().instances().stream()
            .filter(one -> from.startsWith(one.row().key().id() + "/"))
            .findFirst()
            .orElse(null);
    String why = instance == null ? null : why(instance);
    if (instance != null && why != null) {
      throw instance.broken(
          NOTHING_AFTER_AN_END,
          "a digest went out with the message of step "
              + Act.afterLast(from, '/')
              + " although it had ended by "
              + why);
    }
  }

  private @Nullable MessageRow row(String id) {
    return stage.sight().messages().stream()
        .filter(one -> one.id().toString().equals(id))
        .findFirst()
        .orElse(null);
  }

  @Override
  public void moved(SeenInstance instance, Transition transition) {
    if (transition instanceof Transition.OfInstance moved && moved.to() == InstanceState.CANCELED) {
      ends(instance, "its cancellation");
    } else if (transition instanceof Transition.OfInstance moved
        && moved.to() == InstanceState.COMPLETED
        && moved.outcome() == InstanceOutcome.EXITED) {
      ends(instance, "its exit");
    }
  }

  @Override
  public void after(Act act, Outcome outcome) {
    known = acts.pop();
    String why = "\"" + act + "\"";
    if (act.verb() == Verb.MESSAGE_RESEND && outcome.done()) {
      MessageRow row = stage.sight().message(act.target());
      resent.add(Objects.requireNonNull(row, "the message").id());
      SeenInstance of =
          row.origin().instance() == null ? null : stage.sight().find(row.origin().instance());
      if (of != null && ended.containsKey(of)) {
        throw of.broken(
            NOTHING_AFTER_AN_END, why + " is done although it had ended by " + ended.get(of));
      }
    } else if (act.verb() == Verb.CANCEL && outcome.done()) {
      SeenInstance instance = stage.sight().find(act.instance());
      ends(Objects.requireNonNull(instance, "the instance"), why);
      draft(instance);
    } else if (act.verb() == Verb.DELETE && outcome.done()) {
      known.keySet().stream()
          .filter(one -> one.row().key().tenant().toString().equals(act.tenant()))
          .filter(one -> one.row().workflow().key().equals(act.rest()))
          .forEach(one -> ended.putIfAbsent(one, why));
    } else if (act.verb() == Verb.PUBLISH && accepted(act, outcome)) {
      exits(
          act.rest(),
          act.tenant(),
          SubjectRef.of("lead", Json.read(act.argument()).path("subject").asText()),
          why);
    } else if (act.verb() == Verb.REPLY
        && outcome.value() instanceof Inbound.Receipt receipt
        && receipt.kind() == Inbound.Kind.HUMAN
        && !receipt.repeated()
        && receipt.subject() != null) {
      exits(Documents.RECEIVED, act.tenant(), receipt.subject(), why);
    }
    refused(act, outcome);
    replaced();
    ended.forEach((instance, how) -> reached(instance, how));
  }

  /** What can still happen can be ended, and what is ended can be removed. */
  private void refused(Act act, Outcome outcome) {
    if (!outcome.refused() || act.fault() != Fault.NONE || stage.host().failing(Host.TENANTS)) {
      return;
    }
    SeenInstance instance =
        act.verb() == Verb.CANCEL && !Nasty.mustBeRefused(act)
            ? stage.sight().find(act.instance())
            : null;
    if (instance != null
        && !unreached(instance)
        && stage.sight().messages(instance).stream()
            .anyMatch(row -> row.status().open() && !Sight.carries(row))) {
      throw instance.broken(
          NOTHING_AFTER_AN_END,
          "a message of it is still to be sent, and it cannot be cancelled: " + outcome.shown());
    }
    if (act.verb() == Verb.DELETE
        && outcome.refusal() instanceof ConflictException
        && stage.sight().instances().stream().noneMatch(stage::unreadable)) {
      throw new Broken(
          NOTHING_AFTER_AN_END, null, "\"" + act + "\" leaves something: " + outcome.shown());
    }
  }

  private boolean accepted(Act act, Outcome outcome) {
    return outcome.done()
        || outcome.kind() == Outcome.Kind.IN_DOUBT
            && stage
                .reader()
                .events()
                .receipt(TenantId.of(act.tenant()), Json.read(act.argument()).get("id").asText())
                .isPresent();
  }

  private void exits(String type, String tenant, SubjectRef subject, String why) {
    for (SeenInstance instance : known.keySet()) {
      if (instance.row().key().tenant().toString().equals(tenant)
          && subject.equals(instance.row().subject())
          && instance.outline().exitsOn(type)
          && !instance.gone()) {
        ends(instance, why);
      }
    }
  }

  /** The instances that a new one takes the place of. */
  private void replaced() {
    for (SeenInstance newer : stage.sight().instances()) {
      String key = newer.row().origin().concurrencyKey();
      if (known.containsKey(newer) || key == null || !newer.outline().policy().equals("replace")) {
        continue;
      }
      for (SeenInstance older : known.keySet()) {
        if (key.equals(older.row().origin().concurrencyKey())
            && older.row().workflow().key().equals(newer.row().workflow().key())
            && older.row().key().tenant().equals(newer.row().key().tenant())) {
          ends(older, "its replacement by " + newer.name());
        }
      }
    }
  }

  private void draft(SeenInstance instance) {
    boolean wasDraft = known.get(instance) == InstanceState.DRAFT;
    long moves =
        instance.history().stream().filter(Transition.OfInstance.class::isInstance).count();
    if (wasDraft && moves != 1) {
      throw instance.broken(
          NOTHING_AFTER_AN_END, "it was queued, was cancelled and has moved " + moves + " times");
    }
  }

  private void reached(SeenInstance instance, String how) {
    if (instance.gone() || unreached(instance)) {
      return;
    }
    if (!instance.state().ended()) {
      throw instance.broken(
          NOTHING_AFTER_AN_END, "it is " + instance.state() + " although it had ended by " + how);
    }
    for (MessageRow row : stage.sight().messages(instance)) {
      if (row.status().open() && !Sight.carries(row) && !resent.contains(row.id())) {
        throw instance.broken(
            NOTHING_AFTER_AN_END,
            "the message of step "
                + row.origin().step()
                + " is "
                + row.state()
                + " although it had ended by "
                + how);
      }
    }
  }
}

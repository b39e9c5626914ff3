package dev.workflow.testkit.simulation.features;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Definitions;
import dev.workflow.Event;
import dev.workflow.Instances;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.operations.SetAside;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Does what the acts of a story say, at a node. */
final class Doer {

  private final Stage stage;

  Doer(Stage stage) {
    this.stage = stage;
  }

  Outcome perform(StageNode node, Act act) {
    node.begin(act.fault());
    try {
      return act(node, act);
    } catch (RuntimeException | StageNode.NodeIsDead e) {
      return Outcome.thrown(e);
    } finally {
      node.finish();
    }
  }

  private Outcome act(StageNode node, Act act) {
    WorkflowEngine engine = node.engine();
    return switch (act.verb()) {
      case WORK -> Outcome.done(engine.runUntilIdle());
      case ADVANCE -> {
        stage.clock().advance(Duration.parse(act.argument()));
        yield Outcome.done(null);
      }
      case PUBLISH -> Outcome.done(engine.events().publish(event(act)));
      case START -> start(engine, act);
      case PAUSE, RESUME, CANCEL, RETRY -> ofInstance(engine, act);
      case BULK -> {
        Instances.Query query = Instances.Query.of(TenantId.of(act.tenant()));
        Instances.BulkOperation operation = Instances.BulkOperation.valueOf(act.argument());
        yield Outcome.done(engine.instances().bulk(query, operation, by(act), report -> {}));
      }
      case CLAIM, RELEASE, COMPLETE, FAIL, SKIP -> ofStep(engine, act);
      case DECLINE, HELPERS, ASSIGN, DELEGATE, RESOLVE, SUSPEND, UNSUSPEND, PLAN ->
          ofTask(engine, act);
      case AWAY -> away(engine, act);
      case CHANGED -> Outcome.done(engine.actors().changed(TenantId.of(act.tenant()), by(act)));
      case INBOX ->
          Outcome.done(engine.tasks().inbox(TenantId.of(act.tenant()), by(act), null, 500).items());
      case MESSAGE_HOLD,
          MESSAGE_RELEASE,
          MESSAGE_SKIP,
          MESSAGE_SEND_NOW,
          MESSAGE_RESEND,
          MESSAGE_MOVE,
          REPLY,
          REPORT,
          SUPPRESS ->
          new MessageDoer(stage).perform(engine, act);
      case REPUBLISH -> {
        stage.publish(node, TenantId.of(act.tenant()), (ObjectNode) Json.read(act.argument()));
        yield Outcome.done(null);
      }
      case PURGE ->
          Outcome.done(
              engine
                  .instances()
                  .purge(TenantId.of(act.tenant()), stage.clock().instant(), done -> {}));
      case DELETE -> {
        engine
            .definitions()
            .delete(TenantId.of(act.tenant()), act.rest(), Definitions.KeptHistory.NONE, by(act));
        yield Outcome.done(null);
      }
      case MEND, RECORD, HOST_FAILS, HOST_RECOVERS -> ofHost(node, act);
      case POISON, POISON_MESSAGE, POISON_WORKFLOW, HEAL -> poisons(node, act);
      case ASIDE_RETRY, ASIDE_CANCEL, ASIDE_DELETE -> ofAside(engine, act);
      case STEP_HOLD, STEP_LET, STEP_SKIP, STEP_MOVE, STEP_NOW, SUBJECT_HOLD, SUBJECT_FREE, ERASE ->
          new CalendarDoer(stage).perform(engine, act);
    };
  }

  private Outcome ofHost(StageNode node, Act act) {
    switch (act.verb()) {
      case MEND -> stage.host().mend();
      case RECORD -> stage.leads().put(act.rest(), act.argument());
      case HOST_FAILS -> {
        stage.host().fails(act.argument());
        stage.restart(node);
      }
      default -> stage.host().recovers(act.argument());
    }
    return Outcome.done(null);
  }

  private Outcome poisons(StageNode node, Act act) {
    InstanceKey key = stage.names().key(act.instance());
    MessageRow message = stage.sight().message(act.target());
    if (act.verb() == Verb.HEAL) {
      stage.poison().heal();
    } else if (act.verb() == Verb.POISON_WORKFLOW) {
      stage.poison().spoilWorkflow(act.target());
      stage.restart(node);
    } else if (act.verb() == Verb.POISON_MESSAGE && message != null) {
      stage.poison().spoil(message.id());
    } else if (act.verb() == Verb.POISON && key != null) {
      stage.poison().spoil(key);
    } else {
      return Outcome.NOTHING;
    }
    return Outcome.done(null);
  }

  private Outcome ofAside(WorkflowEngine engine, Act act) {
    InstanceKey key = stage.names().key(act.instance());
    if (key == null) {
      return Outcome.NOTHING;
    }
    UUID id = key.id().value();
    switch (act.verb()) {
      case ASIDE_RETRY -> {
        return Outcome.done(
            engine.setAside().retry(key.tenant(), SetAside.Kind.INSTANCE, id, by(act)));
      }
      case ASIDE_CANCEL ->
          engine
              .setAside()
              .cancel(key.tenant(), SetAside.Kind.INSTANCE, id, by(act), "cannot be read");
      default -> engine.setAside().delete(key.tenant(), SetAside.Kind.INSTANCE, id, by(act));
    }
    return Outcome.done(null);
  }

  private Outcome away(WorkflowEngine engine, Act act) {
    Instant now = stage.clock().instant();
    Instant end = now.plus(Duration.ofHours(2));
    engine.actors().absence(TenantId.of(act.tenant()), by(act), now, end, Actor.of(act.argument()));
    stage.absences().add(by(act).id(), act.argument(), now, end);
    return Outcome.done(null);
  }

  private static Actor by(Act act) {
    return Actor.of(act.actor().isEmpty() ? Cast.ADMIN : act.actor());
  }

  /** The event that an act publishes. */
  private Event event(Act act) {
    JsonNode said = Json.read(act.argument());
    Event event =
        Event.of(
                TenantId.of(act.tenant()),
                act.rest(),
                SubjectRef.of("lead", said.path("subject").asText("0")),
                payload(said))
            .withId(Nasty.text(said.get("id").asText()));
    String waiting = said.path("correlation").asText("");
    if (waiting.isEmpty()) {
      return event;
    }
    Act named = Act.of(Verb.PUBLISH, waiting);
    InstanceKey key = stage.names().key(named.instance());
    return key == null ? event : event.withCorrelation(key.id() + "/" + named.step());
  }

  private static ObjectNode payload(JsonNode said) {
    ObjectNode payload = ((ObjectNode) said.path("payload")).deepCopy();
    if (payload.has("nasty")) {
      payload.set("nasty", Nasty.result(payload.get("nasty").asInt()));
    }
    return payload;
  }

  private static Outcome start(WorkflowEngine engine, Act act) {
    JsonNode said = Json.read(act.argument());
    SubjectRef subject = SubjectRef.of("lead", said.path("subject").asText("0"));
    return Outcome.done(
        engine
            .instances()
            .start(TenantId.of(act.tenant()), act.rest(), subject, payload(said), by(act)));
  }

  private Outcome ofInstance(WorkflowEngine engine, Act act) {
    InstanceKey key = stage.names().key(act.instance());
    if (key == null) {
      return Outcome.NOTHING;
    }
    Instances instances = engine.instances();
    String reason = reason(act);
    switch (act.verb()) {
      case PAUSE -> instances.pause(key.tenant(), key.id(), by(act), reason);
      case RESUME -> instances.resume(key.tenant(), key.id(), by(act));
      case CANCEL -> instances.cancel(key.tenant(), key.id(), by(act), reason);
      default -> instances.retry(key.tenant(), key.id(), by(act));
    }
    return Outcome.done(null);
  }

  private static @Nullable String reason(Act act) {
    return act.argument().isEmpty() ? null : Nasty.text(act.argument());
  }

  /** Whatever comes of it: who has the step from now on is what the step says. */
  private Outcome ofTask(WorkflowEngine engine, Act act) {
    InstanceKey key = stage.names().key(act.instance());
    if (key == null) {
      return Outcome.NOTHING;
    }
    stage.handed().add(act.target());
    TaskId task = TaskId.of(key.id(), act.step());
    Instant soon = stage.clock().instant().plus(Duration.ofHours(3));
    switch (act.verb()) {
      case DECLINE -> engine.tasks().decline(key.tenant(), task, by(act), null);
      case HELPERS ->
          engine.tasks().helpers(key.tenant(), task, by(act), Set.of(act.argument()), Set.of());
      case ASSIGN -> engine.tasks().assign(key.tenant(), task, by(act), act.argument());
      case DELEGATE -> engine.tasks().delegate(key.tenant(), task, by(act), act.argument());
      case RESOLVE -> engine.tasks().resolve(key.tenant(), task, by(act), null);
      case SUSPEND ->
          engine
              .tasks()
              .suspend(
                  key.tenant(), task, by(act), act.argument().isEmpty() ? null : soon, "later");
      case UNSUSPEND -> engine.tasks().resume(key.tenant(), task, by(act));
      default -> engine.tasks().setDue(key.tenant(), task, by(act), soon);
    }
    return Outcome.done(null);
  }

  private Outcome ofStep(WorkflowEngine engine, Act act) {
    InstanceKey key = stage.names().key(act.instance());
    if (key == null) {
      return Outcome.NOTHING;
    }
    String step = act.step();
    switch (act.verb()) {
      case CLAIM -> engine.tasks().claim(key.tenant(), key.id(), step, by(act));
      case RELEASE -> engine.tasks().release(key.tenant(), key.id(), step, by(act));
      case COMPLETE ->
          engine
              .tasks()
              .complete(key.tenant(), key.id(), step, by(act), Json.object().put("yes", true));
      case FAIL ->
          engine
              .tasks()
              .fail(
                  key.tenant(),
                  key.id(),
                  step,
                  by(act),
                  Objects.requireNonNullElse(reason(act), "cannot"));
      default -> engine.tasks().skip(key.tenant(), key.id(), step, by(act), reason(act));
    }
    return Outcome.done(null);
  }
}

package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.instance.StepState;
import dev.workflow.spi.TenantDirectory;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data that conditions and expressions see. The payload's own keys come first; the fixed names
 * ({@code event}, {@code subject}, {@code input}, {@code steps}, {@code terms}, {@code tenant}) win
 * over payload keys of the same name.
 */
public final class InstanceData {

  private InstanceData() {}

  /** What a trigger sees of an event that has just come. */
  public static ObjectNode ofEvent(
      TenantId tenant,
      TenantDirectory.Settings settings,
      @Nullable SubjectRef subject,
      ObjectNode event) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    addPayload(data, event);
    data.set("event", event);
    addFixed(data, tenant, settings, subject);
    return data;
  }

  /**
   * What a step of an instance sees.
   *
   * @param arrived an event that has just come, for the exits and waits it may fit: it is the
   *     {@code event} then, and its payload's keys come over what the instance has of the same name
   */
  static ObjectNode of(
      InstanceSnapshot instance,
      Map<StepKey, StepRun> runs,
      DecisionContext around,
      Scope scope,
      @Nullable Event arrived) {
    InstanceSnapshot.Identity identity = instance.identity();
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    addPayload(data, identity.event());
    if (identity.input() instanceof ObjectNode input) {
      data.setAll(input);
    }
    data.setAll(instance.variables());
    addRecords(data, instance, around);
    data.setAll(scope.names());
    JsonNode event = arrived == null ? identity.event() : arrived.toJson();
    if (arrived != null) {
      addPayload(data, event);
    }
    if (event != null) {
      data.set("event", event);
    }
    if (identity.input() != null) {
      data.set("input", identity.input());
    }
    SubjectRef subject =
        arrived == null || arrived.subject() == null ? identity.subject() : arrived.subject();
    addFixed(data, identity.tenant(), around.tenant(), subject);
    addTerms(data, around.terms());
    data.set("steps", steps(runs, around.tree(), scope));
    return around
        .lookup()
        .masked(around.tree().principal(identity), subject == null ? null : subject.type(), data);
  }

  private static void addPayload(ObjectNode data, @Nullable JsonNode event) {
    if (event != null && event.get("payload") instanceof ObjectNode payload) {
      data.setAll(payload);
    }
  }

  /** A record comes in the place of what the payload says of it. */
  private static void addRecords(
      ObjectNode data, InstanceSnapshot instance, DecisionContext around) {
    Actor principal = around.tree().principal(instance.identity());
    for (String name : around.tree().definition().records().keySet()) {
      RecordFact read = instance.records().values().get(name);
      if (read != null && read.value() instanceof ObjectNode value) {
        data.set(name, around.lookup().masked(principal, read.record().type(), value));
      } else if (read != null) {
        data.set(name, read.value());
      }
    }
  }

  private static void addFixed(
      ObjectNode data,
      TenantId tenant,
      TenantDirectory.Settings settings,
      @Nullable SubjectRef subject) {
    ObjectNode tenantNode = data.putObject("tenant");
    tenantNode.put("id", tenant.value());
    tenantNode.put("zone", settings.zone().getId());
    if (subject != null) {
      data.putObject("subject").put("type", subject.type()).put("id", subject.id());
    }
  }

  private static void addTerms(ObjectNode data, Map<String, JsonNode> terms) {
    ObjectNode node = data.putObject("terms");
    terms.forEach(node::set);
  }

  /** Goes through the runs or, where loops have made many of them, through the document. */
  private static ObjectNode steps(Map<StepKey, StepRun> runs, StepTree tree, Scope scope) {
    ObjectNode steps = JsonNodeFactory.instance.objectNode();
    if (runs.size() <= 2 * tree.nodes().size()) {
      // A later visit of a step comes after the earlier ones, and takes their place.
      runs.values().stream()
          .filter(run -> run.state() != StepState.PENDING)
          .filter(run -> !run.key().undo() && scope.sees(run.key().rounds()))
          .forEach(run -> add(steps, run));
      return steps;
    }
    for (StepTree.Node node : tree.nodes()) {
      int loops = node.loops().size();
      if (loops <= scope.rounds().size()) {
        List<Integer> rounds = scope.rounds().subList(0, loops);
        StepRun run = newest(runs, new StepKey(node.step().id(), rounds, false));
        if (run != null && run.state() != StepState.PENDING) {
          add(steps, run);
        }
      }
    }
    return steps;
  }

  /** The newest visit that has begun. */
  private static @Nullable StepRun newest(Map<StepKey, StepRun> runs, StepKey key) {
    StepKey newest = runs instanceof StepRuns known ? known.newest(key) : key;
    StepRun run = runs.get(newest);
    boolean begun = run != null && run.state() != StepState.PENDING;
    return !begun && newest.visit() > 1
        ? runs.get(new StepKey(key.id(), key.rounds(), false, newest.visit() - 1))
        : run;
  }

  private static void add(ObjectNode steps, StepRun run) {
    ObjectNode step = steps.putObject(run.key().id());
    step.put("state", run.state().name());
    step.put("attempt", run.attempt());
    if (run.claimedBy() != null && !run.state().open()) {
      step.put("by", run.claimedBy().id());
    }
    if (run.output() != null) {
      step.set("output", run.output());
    }
    if (run.reason() != null) {
      step.put("reason", run.reason());
    }
    TaskParticipation.End end = run.task().participation().end();
    if (end != null && end.code() != null) {
      step.put("code", end.code());
    }
  }
}

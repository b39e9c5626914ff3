package dev.workflow.testkit.simulation.features;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepRun;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who may do a step now, as the documents and the directory say. */
final class Performing {

  private final Stage stage;
  private final SeenInstance instance;
  private final Outline.Part part;
  private final String step;

  private Performing(Stage stage, SeenInstance instance, Outline.Part part, String step) {
    this.stage = stage;
    this.instance = instance;
    this.part = part;
    this.step = step;
  }

  static @Nullable Performing of(Stage stage, SeenInstance instance, String step) {
    Outline.Part part = instance.outline().part(Outline.id(step));
    return part == null ? null : new Performing(stage, instance, part, step);
  }

  SeenInstance instance() {
    return instance;
  }

  Outline.Part part() {
    return part;
  }

  StepState state() {
    return instance.step(step);
  }

  @Nullable String claimant() {
    StepRun run = instance.steps().get(step);
    return run == null || run.claimedBy() == null ? null : run.claimedBy().id();
  }

  /** Why somebody cannot do it; null: nothing is known that hinders. */
  @Nullable String hindrance(String actor) {
    if (instance.gone()) {
      return "the instance is gone";
    }
    if (instance.state() != InstanceState.ACTIVE) {
      return "the instance is " + instance.state();
    }
    StepRun run = instance.steps().get(step);
    if (run == null || !run.state().open()) {
      return "the step is " + state();
    }
    boolean waiting =
        part.callback()
            && run.state() == StepState.IN_PROGRESS
            && run.memory().waitingFor() != null;
    if (!part.people() && !waiting) {
      return "it is no task";
    }
    if (part.people() && delayed()) {
      return "its delay has not passed";
    }
    if (run.state() == StepState.BLOCKED && run.dueAt() != null) {
      return "it is blocked";
    }
    if (suspended()) {
      return "it is suspended";
    }
    if (run.state() == StepState.BLOCKED && part.is("lock")) {
      return "it waits for its lock";
    }
    if (stage.host().failing(Host.ACTORS)) {
      return "nobody knows who has which role";
    }
    if (run.task().participation().declined().contains(actor)) {
      return "they have declined it";
    }
    if (Cast.admin(actor)) {
      return null;
    }
    if (actor.equals(Cast.RESERVED)) {
      return "it is the engine's own name";
    }
    String owner = run.task().owner();
    String claimant = claimant();
    if (claimant != null && !claimant.equals(actor) && !actor.equals(owner)) {
      return "it is claimed by " + claimant;
    }
    return handedOn() ? handed(run, actor) : eligible(actor);
  }

  /** Whether whose it is now stands in the step alone. */
  private boolean handedOn() {
    return part.json().has("allocate") || stage.handed().contains(instance.name() + "/" + step);
  }

  /** Whether somebody gives it back to its owner instead of answering it. */
  boolean resolvesFirst(String actor) {
    StepRun run = instance.steps().get(step);
    String owner = run == null ? null : run.task().owner();
    return run != null
        && owner != null
        && !owner.equals(actor)
        && actor.equals(run.memory().assignee());
  }

  /** Somebody has handed it on, or tried to: then it is whose the step says. */
  private @Nullable String handed(StepRun run, String actor) {
    String assignee = run.memory().assignee();
    if (assignee == null || assignee.isEmpty()) {
      return eligible(actor);
    }
    return actor.equals(assignee) || actor.equals(run.task().owner())
        ? null
        : "it is assigned to " + assignee;
  }

  private @Nullable String eligible(String actor) {
    String role = part.text("role");
    if (part.json().has("assignee")) {
      String assignee = owner();
      if (!assignee.isEmpty()) {
        return actor.equals(assignee) ? null : "it is assigned to " + assignee;
      }
      if (role.isEmpty()) {
        return "its assignee is nobody";
      }
    }
    if (role.isEmpty()) {
      return part.people() ? null : "only its callback answers it";
    }
    return Cast.roles(actor, instance.row().subject()).contains(role)
        ? null
        : "it needs the role " + role;
  }

  /** To whom it is assigned; empty: to nobody. */
  String assigned() {
    StepRun run = instance.steps().get(step);
    if (run != null && handedOn()) {
      String assignee = run.memory().assignee();
      return assignee == null ? "" : assignee;
    }
    return part.json().has("assignee") ? owner() : "";
  }

  /** What {@code {{owner}}} gives. */
  private String owner() {
    SeenInstance first = instance;
    for (SeenInstance at = instance; at != null; at = stage.sight().parent(at)) {
      first = at;
    }
    String event = first.row().origin().eventId();
    JsonNode data =
        event == null
            ? Json.read(java.util.Objects.requireNonNullElse(first.row().origin().input(), "{}"))
            : stage.reader().events().list(first.row().key().tenant(), null, 500).items().stream()
                .filter(one -> event.equals(one.event().id()))
                .findFirst()
                .<JsonNode>map(one -> one.event().payload())
                .orElse(Json.object());
    JsonNode owner = (event == null ? data.path("input") : data).path("owner");
    return owner.isTextual() ? owner.asText() : "";
  }

  /** Whether somebody has put it aside. */
  boolean suspended() {
    StepRun run = instance.steps().get(step);
    return run != null && run.task().suspension() != null;
  }

  /** Whether its delay has passed, perhaps, and no node has opened it yet. */
  boolean unopened() {
    StepRun run = instance.steps().get(step);
    return run != null && run.state() == StepState.READY && run.dueAt() != null;
  }

  /** Whether its delay lasts. */
  boolean delayed() {
    if (stage.retimed().contains(instance.name() + "/" + step)) {
      return unopened();
    }
    Duration delay = part.span("delay");
    Instant since = instance.readySince(step);
    return delay != null
        && since != null
        && !instance.everRetried()
        && stage.clock().instant().isBefore(since.plus(delay));
  }
}

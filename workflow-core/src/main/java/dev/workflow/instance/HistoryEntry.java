package dev.workflow.instance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One act in the history of an instance: who did what, for whom, when, from what to what, with what
 * and why. Secrets that a step has read are masked in it. Immutable.
 */
public sealed interface HistoryEntry {

  Stamp stamp();

  /** Why, in the words of whoever did it; null: nobody said. */
  @Nullable String reason();

  /** The instance to which it happened. */
  default InstanceId instance() {
    return stamp().instance();
  }

  default Instant at() {
    return stamp().at();
  }

  /** Who did it; {@link Actor#ENGINE} if nobody in particular. */
  default Actor actor() {
    return stamp().actor();
  }

  /** For whom they did it, such as the owner of a delegated task; null: for themselves. */
  default @Nullable Actor onBehalfOf() {
    return stamp().onBehalfOf();
  }

  /**
   * Where, when and by whom.
   *
   * @param id its place in the history of its instance, such as {@code 3.0}: the commit, and the
   *     act in it. It stays
   * @param onBehalfOf null: for themselves
   */
  record Stamp(
      InstanceId instance, String id, Instant at, Actor actor, @Nullable Actor onBehalfOf) {}

  /**
   * The instance moved; or, from COMPLETED or FAILED to the same, it has exited or was cancelled
   * since: what was still to happen of it does not happen.
   *
   * @param outcome how it ended; null: it has not
   */
  record InstanceMove(
      Stamp stamp,
      InstanceState from,
      InstanceState to,
      @Nullable InstanceOutcome outcome,
      @Nullable String reason)
      implements HistoryEntry {}

  /**
   * A step moved or, from a state to the same, something about it changed.
   *
   * @param step its id, in loops with its rounds: {@code check[2]}
   * @param how how it stands then
   */
  record StepMove(Stamp stamp, String step, StepState from, StepState to, StepStatus how)
      implements HistoryEntry {

    @Override
    public @Nullable String reason() {
      return how.reason();
    }
  }

  /**
   * How a step stands after a move.
   *
   * @param attempt how many attempts have begun
   * @param dueAt when something happens to it by itself, such as its timeout; null: never
   * @param holder who has claimed it, or to whom it is assigned; null: nobody
   * @param output what it gave, such as the answer of a person; null: nothing (yet)
   * @param reason why it is in its state
   */
  record StepStatus(
      int attempt,
      @Nullable Instant dueAt,
      @Nullable String holder,
      @Nullable JsonNode output,
      @Nullable String reason) {}

  /**
   * Somebody did something to a task that its state alone does not tell, or an escalation did.
   *
   * @param step the task's step
   * @param act in lower case: {@code assign}, {@code comment}, {@code vote}, {@code escalate} …
   * @param detail with what, such as {@code from} and {@code to}: an object
   */
  record TaskAct(Stamp stamp, String step, String act, JsonNode detail) implements HistoryEntry {

    @Override
    public @Nullable String reason() {
      return detail.path("reason").textValue();
    }
  }

  /**
   * The instance is to begin later.
   *
   * @param reason the limit that delays it
   */
  record LaterBegin(Stamp stamp, Instant begins, String reason) implements HistoryEntry {}

  /**
   * What happened cannot be read by this version of the library. Only in the history of a subject,
   * so that the rest of it can be.
   *
   * @param stamp with the time of the commit, by the engine
   * @param reason what is wrong with it
   */
  record Unreadable(Stamp stamp, String reason) implements HistoryEntry {}

  /**
   * The instance's steps became others: it was edited, or goes on with another version.
   *
   * @param revision how often that has happened then
   * @param version the version it goes on with; null: it was edited
   * @param renamed steps that are called otherwise from now on, by what they were called
   * @param withdrawn steps that were open or had ended and are no more, or open anew
   * @param difference what changed, as {@link dev.workflow.definition.DefinitionDiff} lists it; an
   *     array
   */
  record StepsChanged(
      Stamp stamp,
      int revision,
      @Nullable Integer version,
      Map<String, String> renamed,
      List<String> withdrawn,
      JsonNode difference)
      implements HistoryEntry {

    public StepsChanged {
      renamed = Map.copyOf(renamed);
      withdrawn = List.copyOf(withdrawn);
    }

    @Override
    public @Nullable String reason() {
      return null;
    }
  }

  /**
   * The host's records were read before a step, or could not be.
   *
   * @param records those that are different from what was known, by the name under which the
   *     workflow sees them
   * @param reason why they could not be read; null: they were
   */
  record RecordsRead(Stamp stamp, Map<String, ReadRecord> records, @Nullable String reason)
      implements HistoryEntry {

    public RecordsRead {
      records = Collections.unmodifiableMap(new LinkedHashMap<>(records));
    }
  }

  /**
   * A record as it was read.
   *
   * @param value null (of JSON): it is gone
   */
  record ReadRecord(SubjectRef record, JsonNode value) {}

  /** A top-level value of the data was set. */
  record VariableSet(Stamp stamp, String name, JsonNode value) implements HistoryEntry {

    @Override
    public @Nullable String reason() {
      return null;
    }
  }
}

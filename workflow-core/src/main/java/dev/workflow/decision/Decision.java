package dev.workflow.decision;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowRef;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about one thing, and why. A condition that is false ({@link
 * Verdict#NOT_MATCHED}) and one that could not be evaluated ({@link Verdict#BROKEN}) are never the
 * same. Immutable.
 *
 * @param workflow the version that it is about; null: several, see {@link Rule#CAP}
 * @param rule by which rule; null: none in particular
 * @param by who is behind that rule, such as who disabled the workflow; null: nobody is known
 * @param because one line for people
 */
public record Decision(
    Instant at,
    Kind kind,
    Verdict verdict,
    @Nullable WorkflowRef workflow,
    @Nullable SubjectRef subject,
    Location location,
    @Nullable Rule rule,
    @Nullable Actor by,
    String because) {

  /**
   * Where it was decided.
   *
   * @param event the id of the event it was about; null: of none
   * @param instance null: there is none, as nothing started
   * @param step in loops with its round, such as {@code check[2]}; null: none
   */
  public record Location(
      @Nullable String event, @Nullable InstanceId instance, @Nullable String step) {

    /** Of an event alone. */
    public static Location of(String event) {
      return new Location(event, null, null);
    }
  }

  /** What was decided about. */
  public enum Kind {
    /** Whether a workflow starts, and when its instance begins. */
    START,
    /** Whether a step begins. */
    STEP,
    /** Which case of a branch, or arm of a split, is taken. */
    BRANCH,
    /** What a wait waits for, and what answered it. */
    WAIT,
    /** What ended an instance. */
    EXIT
  }

  /** How it was decided. */
  public enum Verdict {
    /** Yes: the workflow started, the case was taken, the event answered the wait. */
    MATCHED,
    /** No, because a condition is false. */
    NOT_MATCHED,
    /** No, although it matches: another rule keeps it from happening. */
    SUPPRESSED,
    /** Later, or no more of it, because a limit was reached. */
    LIMITED,
    /** Not yet: it waits. */
    WAITING,
    /** Nobody knows: it could not be evaluated. */
    BROKEN,
    /** The instance has ended otherwise than by an exit. */
    ENDED
  }

  /** By which rule. */
  public enum Rule {
    /** A condition. */
    CONDITION,
    /** The workflow is for subjects of another type. */
    SUBJECT_TYPE,
    /** The window that an event with the same dedupe key has opened is still open. */
    DEDUPE,
    /** An instance with the same concurrency key is active. */
    CONCURRENCY,
    /** The workflow caused the event itself. */
    LOOP,
    /** The chain of automations is too deep, or too much has come of it. */
    CHAIN,
    /** Somebody chose another workflow, or none, for the subject. */
    OVERRIDDEN,
    /** The workflow is governed, and another one, or none, is assigned to the subject. */
    GOVERNED,
    /** The condition held before the change, too. */
    UNCHANGED,
    /** The subject is to be quiet first. */
    SETTLING,
    /** The workflow was disabled. */
    DISABLED,
    /** A limit on starts. */
    RATE,
    /** More candidates than are looked at. */
    CAP,
    /** A key, a condition or an expression cannot be evaluated. */
    ERROR,
    /** What the condition was asked with has changed since, so that it cannot be asked again. */
    CHANGED_SINCE,
    /** It begins at a later time. */
    DELAY,
    /** It is tried again at a later time. */
    RETRY,
    /** It is blocked: by a lock, its {@code while}, a record, a person, or its handler. */
    BLOCKED,
    /** Somebody or something left it out. */
    SKIPPED,
    /** The time for an answer has passed. */
    TIMEOUT,
    /** An event. */
    EVENT,
    /** A rule that this release does not know, written by a newer one on the same database. */
    UNRECOGNIZED;

    /** The rule of a name; {@link #UNRECOGNIZED} if no other has it. */
    public static Rule of(String stored) {
      for (Rule rule : values()) {
        if (rule.name().equals(stored)) {
          return rule;
        }
      }
      return UNRECOGNIZED;
    }
  }

  /** The same with another line for people. */
  public Decision because(String line) {
    return new Decision(at, kind, verdict, workflow, subject, location, rule, by, line);
  }

  /** One line for people. */
  @Override
  public String toString() {
    String who = workflow == null ? "" : workflow + " ";
    String where = location.step() == null ? "" : location.step() + ": ";
    String rules = rule == null ? "" : " (" + rule.name().toLowerCase(Locale.ROOT) + ")";
    return who + kind + " " + where + verdict + rules + ", " + because;
  }
}

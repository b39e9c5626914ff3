package dev.workflow.spi;

import dev.workflow.Actor;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what. Asked on every call of {@link dev.workflow.WorkflowEngine#as an engine that acts
 * as a principal}, when a workflow is published as one for each type of its actions, and before
 * every attempt of an automatic action. {@link Actor#ENGINE}, the engine itself, is never asked
 * about: it may everything.
 *
 * <p>Called on the caller's thread, at runs on the threads of handlers, never inside a transaction
 * of the engine; may block, and is asked often: keep answers that cost something. Thread-safe. It
 * fails closed: what it throws is a refusal, which says so; a run whose action is refused that way
 * tries again as the step's {@code retry} says.
 */
@FunctionalInterface
public interface AccessPolicy {

  /** What somebody may do. None includes another. */
  enum Right {
    /** Write, check and save drafts of workflows and message templates. */
    DEFINE,
    /** Publish, archive and roll back workflows and message templates, and import rules. */
    PUBLISH,
    /** Start instances, publish events, and create schedules. */
    START,
    /** Read, and work on tasks as far as their steps let one. */
    SEE,
    /** Change what runs: pause, cancel, retry, edit, migrate; messages, consents, assignments. */
    OPERATE,
    /** What concerns a tenant as a whole: rules, absences of others, deleting, purging. */
    ADMINISTER,
    /** Use a type of action in a workflow, when it is published and when it runs. */
    USE
  }

  /**
   * What is asked.
   *
   * @param workflow the key of a workflow; null: all of them
   * @param subject what it is about; null: all subjects
   * @param action the type of the action of {@link Right#USE}; null with every other right
   */
  record Request(
      Actor principal,
      TenantId tenant,
      Right right,
      @Nullable String workflow,
      @Nullable SubjectRef subject,
      @Nullable String action) {

    public Request {
      Objects.requireNonNull(principal, "principal");
      Objects.requireNonNull(tenant, "tenant");
      Objects.requireNonNull(right, "right");
    }
  }

  /**
   * Whether it is allowed. A yes where the workflow or the subject is null is a yes for all of
   * them: lists are then not filtered.
   */
  boolean allows(Request request);

  /** Everybody may everything. */
  static AccessPolicy open() {
    return request -> true;
  }
}

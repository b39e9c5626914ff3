package dev.workflow.operations;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.instance.HistoryEntry;
import dev.workflow.internal.text.Limits;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The execution log of a tenant: every act in the histories of all its instances, newest first.
 * Secrets that a step has read are masked in it, in what is exported too; and so is, for a
 * principal, what the {@link dev.workflow.spi.FieldPolicy} masks for them. Thread-safe.
 *
 * <p>An act is found for as long as its instance is kept. What may be anywhere, such as a text, is
 * looked for in the acts one by one: name a workflow, a time, a subject or an instance with it
 * where the log is large.
 */
public interface ExecutionLog {

  /**
   * What is looked for; null parts do not filter. An act fits that fits all parts.
   *
   * @param range when
   * @param about in which instances
   * @param act which acts
   */
  record Query(TenantId tenant, Range range, About about, Act act) {

    /** Everything of a tenant. */
    public static Query of(TenantId tenant) {
      return new Query(
          tenant,
          new Range(Limits.EARLIEST, Limits.LATEST),
          new About(null, null, null),
          new Act(null, null, null, null, null));
    }

    /** From a time, to before another one. */
    public Query between(Instant from, Instant to) {
      return new Query(tenant, new Range(from, to), about, act);
    }

    /** Of one workflow, in all versions. */
    public Query ofWorkflow(String key) {
      return new Query(tenant, range, new About(key, about.instance(), about.subject()), act);
    }

    public Query ofInstance(InstanceId id) {
      return new Query(tenant, range, new About(about.workflow(), id, about.subject()), act);
    }

    public Query about(SubjectRef subject) {
      return new Query(tenant, range, new About(about.workflow(), about.instance(), subject), act);
    }

    /** On one step, in every round and visit. */
    public Query atStep(String id) {
      return new Query(
          tenant, range, about, new Act(id, act.action(), act.actor(), act.outcome(), act.text()));
    }

    /** On steps with a type of action. */
    public Query withAction(String type) {
      return new Query(
          tenant, range, about, new Act(act.step(), type, act.actor(), act.outcome(), act.text()));
    }

    /** By an actor, or on behalf of them. */
    public Query by(Actor actor) {
      return new Query(
          tenant,
          range,
          about,
          new Act(act.step(), act.action(), actor, act.outcome(), act.text()));
    }

    /** By which an instance or a step ended so: {@code completed}, {@code failed}, … */
    public Query withOutcome(String outcome) {
      return new Query(
          tenant,
          range,
          about,
          new Act(act.step(), act.action(), act.actor(), outcome, act.text()));
    }

    /** With a reason, such as an error, in which a text is, in whatever case. */
    public Query saying(String text) {
      return new Query(
          tenant,
          range,
          about,
          new Act(act.step(), act.action(), act.actor(), act.outcome(), text));
    }
  }

  /**
   * A time.
   *
   * @param to the first moment after it
   */
  record Range(Instant from, Instant to) {}

  /** In which instances acts are looked for. */
  record About(
      @Nullable String workflow, @Nullable InstanceId instance, @Nullable SubjectRef subject) {}

  /** Which acts are looked for. */
  record Act(
      @Nullable String step,
      @Nullable String action,
      @Nullable Actor actor,
      @Nullable String outcome,
      @Nullable String text) {}

  /**
   * An act.
   *
   * @param workflow the version that its instance runs now
   * @param step the id of the step it happened to; null: none
   * @param action the type of that step's action; null: none, or not known any more
   * @param outcome how an instance or a step ended by it; null: none did
   */
  record Entry(
      WorkflowRef workflow,
      @Nullable SubjectRef subject,
      @Nullable String step,
      @Nullable String action,
      @Nullable String outcome,
      HistoryEntry act) {}

  /** A form of export. */
  enum Format {
    /**
     * RFC 4180 with a line of names first. A cell that a spreadsheet would take for a formula, as
     * it begins with {@code = + - @}, a tab or a carriage return, begins with an apostrophe.
     */
    CSV,
    /** A JSON object in each line; what is null is left out. */
    NDJSON
  }

  /**
   * One page, newest first. It ends early where the acts before were looked at for long, 10,000
   * commits: it may be empty, and others follow as long as there is a {@link Page#next}.
   *
   * @param cursor {@link Page#next()} of the page before, of the same question; null: the newest
   * @param limit 1 to 1,000
   * @throws InvalidInputException if the range is empty, or a text is empty
   */
  Page<Entry> search(Query query, @Nullable String cursor, int limit);

  /**
   * Writes all that fits, newest first, as it is read: no transaction is open while the sink
   * writes, and no more than a page is in memory. What happens meanwhile is not in it.
   *
   * @return how many acts
   * @throws IOException what the sink throws, as it is: what was written stays written, nothing of
   *     the engine has changed, and the rest is what happened before the last line
   */
  long export(Query query, Format format, Appendable sink) throws IOException;
}

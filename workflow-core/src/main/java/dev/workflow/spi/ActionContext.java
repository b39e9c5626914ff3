package dev.workflow.spi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Cause;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The context of one attempt of a handler. Used by the attempt's thread only, and not after it.
 *
 * <p>{@link #send}, {@link #publish}, {@link #startWorkflow} and {@link #set} take effect together
 * with the step's result, in one transaction, if the result is {@code completed} or {@code
 * waiting}; otherwise they never happened. They are 10,000 together at most; more fail the step for
 * good.
 */
public interface ActionContext {

  TenantId tenant();

  /**
   * What the principal may do with a field of the host's records, as the {@link FieldPolicy} says.
   *
   * @param record the type of the record
   */
  FieldPolicy.Access field(String record, String field);

  /** What the workflow is about, or null. */
  @Nullable SubjectRef subject();

  /**
   * As whom the action acts: who started the instance by hand or created the scheduled task; of one
   * that an event or a trigger's schedule started, who published its version; of a sub-workflow,
   * the principal of what started it. {@link Actor#ENGINE}: the engine itself.
   */
  Actor principal();

  InstanceId instance();

  WorkflowRef workflow();

  /** The step's id; inside loops with its round, such as {@code send[2]}. */
  String step();

  /** 1 for the first attempt. */
  int attempt();

  /** The same for every attempt of the same step of the same instance, and for no other. */
  String idempotencyKey();

  /**
   * What the instance sees: event, payload keys, subject, input, steps, terms, tenant. Read-only.
   */
  ObjectNode data();

  /**
   * The step's configuration with all expressions worked out, secrets included: do not store or log
   * it.
   */
  JsonNode config();

  /** The engine's clock. */
  InstantSource clock();

  /** The tenant's zone. */
  ZoneId zone();

  /** The tenant's language. */
  Locale locale();

  /** To hand on with events that this step's writes give rise to, see {@link Event#withCause}. */
  Cause cause();

  /** A secret of the tenant, or null if there is none of this name. */
  @Nullable String secret(String name);

  /** Puts a message into the outbox with the step's result. Returns its id. */
  String send(OutboundMessage message);

  /** Publishes an event with the step's result. The tenant and the cause are the step's own. */
  void publish(Event event);

  /**
   * Starts a workflow's newest version with the step's result, for the same subject, without
   * waiting for it. Returns the instance's id. If its concurrency does not let it start, there is
   * none: where the id is at the top of the step's output, null is put in its place, and the reason
   * under {@code notStarted}.
   *
   * @throws dev.workflow.NotFoundException if no version is published, or the newest is disabled
   * @throws dev.workflow.ConflictException if workflows have started one another in a chain of
   *     {@link Cause#MAX_DEPTH}
   */
  InstanceId startWorkflow(String workflow, ObjectNode input);

  /**
   * Starts a workflow's newest version with the step's result, for another subject, without waiting
   * for it: once for each key and subject, however often that is said. Nothing starts, and nobody
   * is told, where it has started under this key before, where its concurrency does not let it, or
   * where it is governed and another workflow is assigned to the subject.
   *
   * @param once at most 200 characters
   * @throws dev.workflow.NotFoundException if no version is published, or the newest is disabled
   * @throws dev.workflow.ConflictException if workflows have started one another in a chain of
   *     {@link Cause#MAX_DEPTH}
   */
  default void startWorkflow(String workflow, SubjectRef subject, ObjectNode input, String once) {
    throw new UnsupportedOperationException("this context starts workflows for its subject only");
  }

  /** Sets a top-level value of the instance's data with the step's result. */
  void set(String name, JsonNode value);

  /**
   * The database handle of the step's transaction: {@code java.sql.Connection} or {@code
   * org.jdbi.v3.core.Handle} on the JDBI store.
   *
   * @throws IllegalStateException if the handler is not {@link ActionHandler#transactional()
   *     transactional}
   */
  <T> T transaction(Class<T> type);
}

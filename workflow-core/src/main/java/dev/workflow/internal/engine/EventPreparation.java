package dev.workflow.internal.engine;

import dev.workflow.Event;
import dev.workflow.TenantId;
import dev.workflow.condition.Effort;
import dev.workflow.internal.decide.Budget;
import dev.workflow.trigger.TenantWorkflows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjLongConsumer;

/**
 * What is found out about an event before the transaction that accepts it changes anything: what it
 * holds, as it is stored, and which triggers it matches. For what a host publishes that is done on
 * the publisher's thread, so that a large event, or one that is dear to match, keeps nobody else
 * waiting. It counts as long as the tenant's workflows are still the same; otherwise the triggers
 * are asked again. Immutable.
 *
 * @param workflows those whose triggers were asked
 * @param notEvaluable those of which nobody knows whether their trigger matches
 * @param notMatched why others do not match, as far as that is recorded
 */
record EventPreparation(
    IncomingEvent incoming,
    TenantWorkflows workflows,
    List<TenantWorkflows.Candidate> matching,
    List<TenantWorkflows.Candidate> notEvaluable,
    List<Receipts.NotMatched> notMatched) {

  /**
   * Of an event that is about to be published. Empty if the tenant's workflows are not known yet.
   *
   * @throws dev.workflow.NotFoundException if the host does not know the tenant
   */
  static Optional<EventPreparation> of(EngineContext engine, Event published) {
    return engine
        .workflows()
        .known(published.tenant())
        .map(
            workflows ->
                of(
                    engine,
                    IncomingEvent.of(engine, published, engine.now()),
                    workflows,
                    (tenant, effort) -> {}));
  }

  /**
   * The same inside a transaction.
   *
   * @param cost is told what the conditions have cost
   */
  static EventPreparation of(
      EngineContext engine,
      Event published,
      TenantWorkflows workflows,
      Instant now,
      ObjLongConsumer<TenantId> cost) {
    return of(engine, IncomingEvent.of(engine, published, now), workflows, cost);
  }

  private static EventPreparation of(
      EngineContext engine,
      IncomingEvent incoming,
      TenantWorkflows workflows,
      ObjLongConsumer<TenantId> cost) {
    Event event = incoming.event();
    List<TenantWorkflows.Candidate> notEvaluable = new ArrayList<>(0);
    long before = Effort.total();
    List<TenantWorkflows.Candidate> matching =
        workflows.matching(event, incoming.data(), incoming.context(), notEvaluable);
    cost.accept(event.tenant(), Effort.total() - before);
    return new EventPreparation(
        incoming,
        workflows,
        matching,
        notEvaluable,
        NotMatchedCandidates.of(engine, incoming, workflows, matching, notEvaluable));
  }

  /** The same for the tenant's workflows as they are now. */
  EventPreparation at(EngineContext engine, TenantWorkflows now, ObjLongConsumer<TenantId> cost) {
    return now == workflows ? this : of(engine, incoming, now, cost);
  }

  /** The same of the event with the id that it got when it was published before. */
  EventPreparation again(Event published) {
    return new EventPreparation(
        incoming.again(published), workflows, matching, notEvaluable, notMatched);
  }

  /** What it costs to accept it, in moves of steps. */
  int moves() {
    return Budget.OF_ROW * (1 + matching.size());
  }
}

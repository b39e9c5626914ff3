package dev.workflow.spi.store;

import dev.workflow.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One transaction of a {@link WorkflowStore}, its rows by concern. Used by one thread at a time;
 * dead after the transaction has ended.
 *
 * <p><b>Required</b> of every store are the concerns without a default: what workflows need
 * (definitions, events, instances, assignments, limits, what is set aside) and what the outbox
 * needs (messages, links, recipients, breakers, suppressions). The contract {@code
 * WorkflowStoreContract} of the test kit tests them.
 *
 * <p><b>Optional</b> are the concerns with a default: as long as a store does not implement one,
 * there is nothing to read of it, and who writes to it gets an {@link
 * UnsupportedOperationException} that names it; everything else works. {@code FullStoreContract}
 * tests these too.
 */
public interface StoreTransaction {

  DefinitionRows definitions();

  EventRows events();

  InstanceRows instances();

  AssignmentRows assignments();

  LimitRows limits();

  SetAsideRows setAside();

  MessageRows messages();

  MessageLinks messageLinks();

  RecipientRows recipients();

  BreakerRows breakers();

  SuppressionRows suppressions();

  /** Message templates. Optional: without them, steps write their texts themselves. */
  default TemplateRows templates() {
    return NoTemplates.INSTANCE;
  }

  /**
   * Who agreed to be written to. Optional: without them, nobody has agreed, and what asks for a
   * consent is not sent.
   */
  default ConsentRows consents() {
    return NoConsents.INSTANCE;
  }

  /** Who is away. Optional: without them, nobody is. */
  default AbsenceRows absences() {
    return NoAbsences.INSTANCE;
  }

  /** What is known of actors. Optional: without them, nobody is told that it has changed. */
  default ActorRows actors() {
    return NoActors.INSTANCE;
  }

  /** Subjects of which nothing may be removed. Optional: without them, none can be held. */
  default HoldRows holds() {
    return NoHolds.INSTANCE;
  }

  /** What somebody has to look at. Optional: without them, only listeners are told. */
  default FindingRows findings() {
    return NoFindings.INSTANCE;
  }

  /**
   * What providers reported. Optional: without them, a message shows what its sender said, and a
   * reply does not find its message by the provider's id.
   */
  default DeliveryRows deliveries() {
    return NoDeliveries.INSTANCE;
  }

  /** What starts by time. Optional: without them, nothing does. */
  default ScheduleRows schedules() {
    return NoSchedules.INSTANCE;
  }

  /** What is counted. Optional: without it, there are no statistics. */
  default StatisticsRows statistics() {
    return NoStatistics.INSTANCE;
  }

  /**
   * Rows that only an optional part of the library needs, such as {@code
   * dev.workflow.ruleimport.spi.ImportedRuleRows}. A store that keeps none of them leaves it at
   * this: that part then refuses its calls, and everything else works.
   *
   * @param type the interface of the rows
   * @return empty if this store does not keep them
   */
  default <T> Optional<T> extension(Class<T> type) {
    return Optional.empty();
  }

  /**
   * Adds events and writes changes of instances: {@link EventRows#insert} and then {@link
   * InstanceRows#write}, or both at once where a store can do that faster.
   *
   * @return as {@link InstanceRows#write} does
   * @throws EventRows.DuplicateEventException if one of the events exists already; the transaction
   *     can only be rolled back
   */
  default Set<InstanceKey> write(List<EventRow> events, List<InstanceChange> changes) {
    if (!events.isEmpty()) {
      events().insert(events);
    }
    return changes.isEmpty() ? Set.of() : instances().write(changes);
  }

  /**
   * The same as the last thing of the transaction, for which nothing may be asked afterwards: a
   * store that can commit at once does so.
   *
   * @return as {@link #write} does
   */
  default Set<InstanceKey> finish(List<EventRow> events, List<InstanceChange> changes) {
    return finish(events, changes, Map.of());
  }

  /**
   * The same, provided that definitions are still at the revisions by which the changes were
   * decided. A store that can compare them with the statement that writes saves a question for each
   * batch of events.
   *
   * @param revisions {@link DefinitionRows#revision} by tenant
   * @throws StaleWriteException if one is another: the transaction can only be rolled back
   */
  default Set<InstanceKey> finish(
      List<EventRow> events, List<InstanceChange> changes, Map<TenantId, Long> revisions) {
    Set<InstanceKey> fenced = write(events, changes);
    if (!revisions.isEmpty() && !definitions().revisions(revisions.keySet()).equals(revisions)) {
      throw new StaleWriteException();
    }
    return fenced;
  }

  /**
   * The database handle behind the transaction: {@code java.sql.Connection} or {@code
   * org.jdbi.v3.core.Handle} on the JDBI store.
   *
   * @throws UnsupportedOperationException naming what is available, if this store has no such
   *     handle
   */
  <T> T unwrap(Class<T> type);

  /**
   * Runs {@code action} once after the transaction has committed, on the committing thread; never
   * after a rollback.
   */
  void afterCommit(Runnable action);

  /**
   * Breaks the transaction off: what its thread waits for in the database fails soon, and the
   * transaction can only be rolled back. May be called from any thread, and only while the
   * transaction is open. Stores that cannot do it do nothing, as here.
   */
  default void breakOff() {}
}

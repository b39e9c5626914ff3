package dev.workflow.internal;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.Definitions;
import dev.workflow.Event;
import dev.workflow.Events;
import dev.workflow.History;
import dev.workflow.Instances;
import dev.workflow.Tasks;
import dev.workflow.WorkflowEngine;
import dev.workflow.assignment.Assignments;
import dev.workflow.decision.Decisions;
import dev.workflow.gallery.Gallery;
import dev.workflow.internal.access.PrincipalCalls;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.messaging.Messaging;
import dev.workflow.operations.Actors;
import dev.workflow.operations.ExecutionLog;
import dev.workflow.operations.Findings;
import dev.workflow.operations.SetAside;
import dev.workflow.preview.Previews;
import dev.workflow.retention.Retention;
import dev.workflow.ruleimport.NotificationRules;
import dev.workflow.schedule.Schedules;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.statistics.Statistics;
import dev.workflow.trigger.EventExplanation;
import dev.workflow.upcoming.UpcomingWork;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * An engine as a principal has it. Its services are made when they are asked for: they hold
 * nothing.
 */
final class PrincipalEngine implements WorkflowEngine {

  private final WorkflowEngine engine;
  private final Actor principal;
  private final PrincipalCalls calls;
  private final Function<StoreTransaction, Transactions> inside;
  private final Function<Event, EventExplanation> explaining;
  private final Decisions decisions;

  /**
   * @param inside what works in a transaction of the host
   * @param explaining explains an event to the principal
   * @param decisions as the principal sees them
   */
  PrincipalEngine(
      WorkflowEngine engine,
      Actor principal,
      Transactions transactions,
      Function<StoreTransaction, Transactions> inside,
      Function<Event, EventExplanation> explaining,
      Decisions decisions) {
    this.decisions = decisions;
    this.explaining = explaining;
    this.engine = engine;
    this.principal = principal;
    this.calls = new PrincipalCalls(principal, transactions);
    this.inside = inside;
  }

  private AccessDeniedException notTheirs(String what) {
    return new AccessDeniedException(
        "\"" + principal + "\" cannot " + what + ": that is up to who built the engine");
  }

  @Override
  public WorkflowEngine as(Actor other) {
    if (other.equals(principal)) {
      return this;
    }
    throw notTheirs("become \"" + other + "\"");
  }

  @Override
  public void start() {
    throw notTheirs("start the engine");
  }

  @Override
  public int runUntilIdle() {
    throw notTheirs("run the engine");
  }

  @Override
  public Optional<Instant> nextDue() {
    throw notTheirs("run the engine");
  }

  /** What it is a view of stays open. */
  @Override
  public void close() {}

  @Override
  public Definitions definitions() {
    return calls.checked(Definitions.class, engine.definitions());
  }

  @Override
  public Events events() {
    return calls.checked(Events.class, engine.events());
  }

  @Override
  public Instances instances() {
    return calls.checked(Instances.class, engine.instances());
  }

  @Override
  public Tasks tasks() {
    return calls.checked(Tasks.class, engine.tasks());
  }

  @Override
  public Actors actors() {
    return calls.checked(Actors.class, engine.actors());
  }

  @Override
  public Assignments assignments() {
    return calls.checked(Assignments.class, engine.assignments());
  }

  @Override
  public Schedules schedules() {
    return calls.checked(Schedules.class, engine.schedules());
  }

  @Override
  public ExecutionLog log() {
    return calls.checked(ExecutionLog.class, engine.log());
  }

  @Override
  public UpcomingWork upcoming() {
    return calls.checked(UpcomingWork.class, engine.upcoming());
  }

  @Override
  public Decisions decisions() {
    return calls.checked(Decisions.class, decisions);
  }

  @Override
  public Statistics statistics() {
    return calls.checked(Statistics.class, engine.statistics());
  }

  @Override
  public Gallery gallery() {
    return calls.checked(Gallery.class, engine.gallery());
  }

  @Override
  public Messaging messaging() {
    return calls.checked(Messaging.class, engine.messaging());
  }

  @Override
  public History history() {
    return calls.checked(History.class, engine.history());
  }

  @Override
  public Findings findings() {
    return calls.checked(Findings.class, engine.findings());
  }

  @Override
  public Previews previews() {
    return calls.checked(Previews.class, engine.previews());
  }

  @Override
  public NotificationRules notificationRules() {
    return calls.checked(NotificationRules.class, engine.notificationRules());
  }

  @Override
  public Retention retention() {
    return calls.checked(Retention.class, engine.retention());
  }

  @Override
  public SetAside setAside() {
    return calls.checked(SetAside.class, engine.setAside());
  }

  @Override
  public EventExplanation explain(Event event) {
    calls.requireSeen(event);
    return explaining.apply(event);
  }

  @Override
  public Joined in(StoreTransaction transaction) {
    return new PrincipalCalls(principal, inside.apply(transaction))
        .checked(Joined.class, engine.in(transaction));
  }
}

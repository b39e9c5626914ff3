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
import dev.workflow.decision.internal.DecisionService;
import dev.workflow.gallery.Gallery;
import dev.workflow.gallery.internal.GalleryService;
import dev.workflow.internal.assignment.DefaultAssignments;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.HandlerThreads;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.engine.Workers;
import dev.workflow.internal.log.Log;
import dev.workflow.internal.service.ActorService;
import dev.workflow.internal.service.DefinitionService;
import dev.workflow.internal.service.EventService;
import dev.workflow.internal.service.Explainer;
import dev.workflow.internal.service.FindingService;
import dev.workflow.internal.service.HistoryService;
import dev.workflow.internal.service.InstanceService;
import dev.workflow.internal.service.LogService;
import dev.workflow.internal.service.SetAsideService;
import dev.workflow.internal.service.TaskService;
import dev.workflow.internal.watch.Watch;
import dev.workflow.messaging.Messaging;
import dev.workflow.messaging.internal.MessagingServices;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.operations.Actors;
import dev.workflow.operations.ExecutionLog;
import dev.workflow.operations.Findings;
import dev.workflow.operations.SetAside;
import dev.workflow.preview.Previews;
import dev.workflow.preview.internal.PreviewService;
import dev.workflow.preview.internal.Stage;
import dev.workflow.retention.Retention;
import dev.workflow.retention.internal.RetentionService;
import dev.workflow.ruleimport.NotificationRules;
import dev.workflow.ruleimport.internal.NotificationRuleService;
import dev.workflow.schedule.Schedules;
import dev.workflow.schedule.internal.ScheduleService;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.statistics.Statistics;
import dev.workflow.statistics.internal.StatisticsService;
import dev.workflow.trigger.EventExplanation;
import dev.workflow.upcoming.UpcomingWork;
import dev.workflow.upcoming.internal.UpcomingService;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** The engine: hands out its services. */
final class DefaultEngine implements WorkflowEngine {

  private static final Log log = Log.of(DefaultEngine.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final EngineContext engine;
  private final Workers workers;
  private final List<ExecutorService> ownExecutors;
  private final Services services;
  private final Assignments assignments;
  private final Messaging messaging;
  private final History history;
  private final NotificationRules notificationRules;
  private final Explainer explaining;
  private final SetAside setAside;
  private final Retention retention;
  private final Findings findings;
  private final Previews previews;
  private final ExecutionLog executionLog;
  private final Statistics statistics;
  private final Decisions decisions;
  private final UpcomingWork upcoming;

  /**
   * @param stage where previews are played
   */
  DefaultEngine(EngineContext engine, @Nullable Executor executor, Stage stage) {
    this.engine = engine;
    if (executor == null) {
      ExecutorService handlers = HandlerThreads.create();
      ExecutorService senders = HandlerThreads.forSenders();
      this.ownExecutors = List.of(handlers, senders);
      this.workers = new Workers(engine, handlers, HandlerThreads.count(), senders);
    } else {
      this.ownExecutors = List.of();
      this.workers = new Workers(engine, executor, executor);
    }
    Transactions transactions = workers.transactions();
    this.services = new Services(transactions, workers::wake);
    this.assignments = assignments(engine, transactions);
    this.messaging = MessagingServices.of(transactions, workers::wake);
    this.history = new HistoryService(transactions);
    this.notificationRules = new NotificationRuleService(transactions);
    this.explaining = new Explainer(transactions);
    this.findings = new FindingService(transactions, new Watch(transactions)::look);
    this.previews = new PreviewService(transactions, stage);
    this.executionLog = new LogService(transactions);
    this.statistics = new StatisticsService(transactions);
    this.decisions = new DecisionService(transactions);
    this.upcoming =
        new UpcomingService(transactions, messaging.messages(), services.tasks(), workers::wake);
    this.retention = new RetentionService(transactions);
    this.setAside = new SetAsideService(transactions, workers::wake);
  }

  private static Assignments assignments(EngineContext engine, Transactions transactions) {
    return new DefaultAssignments(
        engine.store(),
        engine.clock(),
        (tenant, key) ->
            transactions.transact(
                transaction ->
                    Optional.ofNullable(
                            engine.workflows().of(transaction, tenant).newest().get(key))
                        .map(StepTree::definition)),
        tenant -> Optional.of(engine.tenant(tenant)),
        engine.options().hostTerms(),
        tenant -> engine.tenantTerms().changed(tenant));
  }

  /** The services that work in either kind of transaction. */
  private record Services(
      Definitions definitions,
      Events events,
      Instances instances,
      Tasks tasks,
      Actors actors,
      Schedules schedules,
      Gallery gallery,
      Messaging.Joined messaging)
      implements Joined {

    /**
     * @param changed called after changes by which something may be due
     */
    Services(Transactions transactions, Runnable changed) {
      this(
          new DefinitionService(transactions),
          new EventService(transactions),
          new InstanceService(transactions),
          FollowedTasks.of(new TaskService(transactions), transactions.engine().listeners()),
          new ActorService(transactions),
          new ScheduleService(transactions, changed),
          new GalleryService(transactions),
          MessagingServices.Joined.of(transactions));
    }
  }

  @Override
  public void start() {
    workers.start();
    log.info(
        "Workflow engine {} started on {}: actions {}, channels {}",
        engine.options().nodeId(),
        engine.store().describe(),
        engine.actions().all().keySet(),
        MessagingContext.of(workers.transactions()).senders().all().keySet());
  }

  @Override
  public int runUntilIdle() {
    return workers.runUntilIdle();
  }

  @Override
  public Optional<Instant> nextDue() {
    return workers.nextDue();
  }

  @Override
  public Definitions definitions() {
    return services.definitions();
  }

  @Override
  public Events events() {
    return services.events();
  }

  @Override
  public Instances instances() {
    return services.instances();
  }

  @Override
  public Actors actors() {
    return services.actors();
  }

  @Override
  public Tasks tasks() {
    return services.tasks();
  }

  @Override
  public Schedules schedules() {
    return services.schedules();
  }

  @Override
  public Gallery gallery() {
    return services.gallery();
  }

  @Override
  public Assignments assignments() {
    return assignments;
  }

  @Override
  public Messaging messaging() {
    return messaging;
  }

  @Override
  public History history() {
    return history;
  }

  @Override
  public NotificationRules notificationRules() {
    return notificationRules;
  }

  @Override
  public Findings findings() {
    return findings;
  }

  @Override
  public Previews previews() {
    return previews;
  }

  @Override
  public ExecutionLog log() {
    return executionLog;
  }

  @Override
  public UpcomingWork upcoming() {
    return upcoming;
  }

  @Override
  public Decisions decisions() {
    return decisions;
  }

  @Override
  public Statistics statistics() {
    return statistics;
  }

  @Override
  public Retention retention() {
    return retention;
  }

  @Override
  public SetAside setAside() {
    return setAside;
  }

  @Override
  public EventExplanation explain(Event event) {
    return explaining.explain(event);
  }

  @Override
  public Joined in(StoreTransaction transaction) {
    return new Services(workers.transactions(transaction), () -> {});
  }

  @Override
  public WorkflowEngine as(Actor principal) {
    if (principal.equals(Actor.ENGINE)) {
      throw new AccessDeniedException(
          "\"" + principal + "\" is the engine itself; as it, nobody needs this");
    }
    return new PrincipalEngine(
        this,
        principal,
        workers.transactions(),
        workers::transactions,
        event -> explaining.explain(event, principal),
        new DecisionService(workers.transactions(), principal));
  }

  @Override
  public void close() {
    workers.close(PATIENCE);
    ownExecutors.forEach(ExecutorService::shutdownNow);
  }
}

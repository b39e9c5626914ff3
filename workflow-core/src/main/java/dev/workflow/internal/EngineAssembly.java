package dev.workflow.internal;

import dev.workflow.Actor;
import dev.workflow.EngineOptions;
import dev.workflow.TaskSettings;
import dev.workflow.WorkflowEngine;
import dev.workflow.action.BuiltInActions;
import dev.workflow.action.Providers;
import dev.workflow.expression.BusinessDays;
import dev.workflow.internal.engine.Access;
import dev.workflow.internal.engine.EngineClock;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.FieldRights;
import dev.workflow.internal.engine.Handlers;
import dev.workflow.internal.engine.Listeners;
import dev.workflow.internal.log.Log;
import dev.workflow.internal.watch.WatchModule;
import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.messaging.MessagingSetup;
import dev.workflow.messaging.internal.MessagingAssembly;
import dev.workflow.messaging.internal.content.MessageStepContext;
import dev.workflow.preview.internal.Stage;
import dev.workflow.retention.internal.CleanupAction;
import dev.workflow.retention.internal.RetentionModule;
import dev.workflow.schedule.internal.ScheduleModule;
import dev.workflow.spi.AccessPolicy;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.ArchiveSink;
import dev.workflow.spi.DocumentProvider;
import dev.workflow.spi.EngineListener;
import dev.workflow.spi.FieldPolicy;
import dev.workflow.spi.HolidayCalendar;
import dev.workflow.spi.PaymentProvider;
import dev.workflow.spi.RecordGateway;
import dev.workflow.spi.RetentionPolicy;
import dev.workflow.spi.SecretSource;
import dev.workflow.spi.SignatureProvider;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.statistics.internal.ReportAction;
import dev.workflow.statistics.internal.ReportRows;
import dev.workflow.statistics.internal.StatisticsModule;
import dev.workflow.trigger.EventCatalog;
import dev.workflow.trigger.EventCatalogs;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The builder of the engine. */
public final class EngineAssembly implements WorkflowEngine.Builder {

  private static final Log log = Log.of(EngineAssembly.class);

  private final List<ActionHandler> handlers = new ArrayList<>();
  private final MessagingAssembly messaging = new MessagingAssembly();
  private final List<SignatureProvider> signatures = new ArrayList<>();
  private final List<DocumentProvider> documents = new ArrayList<>();
  private final List<PaymentProvider> payments = new ArrayList<>();
  private final List<EngineListener> listeners = new ArrayList<>();
  private @Nullable WorkflowStore store;
  private @Nullable RecordGateway records;
  private @Nullable InstantSource clock;
  private @Nullable Executor executor;
  private TenantDirectory tenants = TenantDirectory.open();
  private @Nullable ActorDirectory actors;
  private @Nullable AccessPolicy access;
  private @Nullable FieldPolicy fields;
  private @Nullable RetentionPolicy retention;
  private @Nullable ArchiveSink archive;
  private SecretSource secrets = SecretSource.none();
  private HolidayCalendar holidays = tenant -> BusinessDays.weekdays();
  private EventCatalog catalog = EventCatalog.builtIn();
  private EventCatalogs catalogs = tenant -> null;
  private EngineOptions options = EngineOptions.defaults();
  private TaskSettings tasks = TaskSettings.defaults();

  @Override
  public WorkflowEngine.Builder store(WorkflowStore store) {
    this.store = Objects.requireNonNull(store, "store");
    return this;
  }

  @Override
  public WorkflowEngine.Builder handler(ActionHandler handler) {
    handlers.add(Objects.requireNonNull(handler, "handler"));
    return this;
  }

  @Override
  public WorkflowEngine.Builder messaging(Consumer<MessagingSetup> setup) {
    setup.accept(messaging);
    return this;
  }

  @Override
  public WorkflowEngine.Builder signatures(SignatureProvider provider) {
    signatures.add(Objects.requireNonNull(provider, "provider"));
    return this;
  }

  @Override
  public WorkflowEngine.Builder documents(DocumentProvider provider) {
    documents.add(Objects.requireNonNull(provider, "provider"));
    return this;
  }

  @Override
  public WorkflowEngine.Builder payments(PaymentProvider provider) {
    payments.add(Objects.requireNonNull(provider, "provider"));
    return this;
  }

  @Override
  public WorkflowEngine.Builder records(RecordGateway records) {
    this.records = Objects.requireNonNull(records, "records");
    return this;
  }

  @Override
  public WorkflowEngine.Builder tenants(TenantDirectory tenants) {
    this.tenants = Objects.requireNonNull(tenants, "tenants");
    return this;
  }

  @Override
  public WorkflowEngine.Builder actors(ActorDirectory actors) {
    this.actors = Objects.requireNonNull(actors, "actors");
    return this;
  }

  @Override
  public WorkflowEngine.Builder access(AccessPolicy policy) {
    this.access = Objects.requireNonNull(policy, "policy");
    return this;
  }

  @Override
  public WorkflowEngine.Builder fields(FieldPolicy policy) {
    this.fields = Objects.requireNonNull(policy, "policy");
    return this;
  }

  @Override
  public WorkflowEngine.Builder retention(RetentionPolicy policy) {
    this.retention = Objects.requireNonNull(policy, "policy");
    return this;
  }

  @Override
  public WorkflowEngine.Builder archive(ArchiveSink sink) {
    this.archive = Objects.requireNonNull(sink, "sink");
    return this;
  }

  @Override
  public WorkflowEngine.Builder secrets(SecretSource secrets) {
    this.secrets = Objects.requireNonNull(secrets, "secrets");
    return this;
  }

  @Override
  public WorkflowEngine.Builder businessDays(BusinessDays businessDays) {
    Objects.requireNonNull(businessDays, "businessDays");
    return holidays(tenant -> businessDays);
  }

  @Override
  public WorkflowEngine.Builder holidays(HolidayCalendar calendar) {
    this.holidays = Objects.requireNonNull(calendar, "calendar");
    return this;
  }

  @Override
  public WorkflowEngine.Builder catalog(EventCatalog catalog) {
    this.catalog = Objects.requireNonNull(catalog, "catalog");
    return this;
  }

  @Override
  public WorkflowEngine.Builder catalogs(EventCatalogs catalogs) {
    this.catalogs = Objects.requireNonNull(catalogs, "catalogs");
    return this;
  }

  @Override
  public WorkflowEngine.Builder listener(EngineListener listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  @Override
  public WorkflowEngine.Builder clock(InstantSource clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
    return this;
  }

  @Override
  public WorkflowEngine.Builder executor(Executor executor) {
    this.executor = Objects.requireNonNull(executor, "executor");
    return this;
  }

  @Override
  public WorkflowEngine.Builder options(EngineOptions options) {
    this.options = Objects.requireNonNull(options, "options");
    return this;
  }

  @Override
  public WorkflowEngine.Builder tasks(UnaryOperator<TaskSettings> settings) {
    this.tasks = Objects.requireNonNull(settings.apply(tasks), "the task settings");
    return this;
  }

  private static ActorDirectory everybody() {
    log.warn(
        "There is no ActorDirectory: every actor has every role, ADMIN included; give one with"
            + " actors(...), or ActorDirectory.open() if that is meant");
    return ActorDirectory.open();
  }

  private static Access everything() {
    log.warn(
        "There is no AccessPolicy: every principal may do everything; give one with access(...), or"
            + " AccessPolicy.open() if that is meant");
    return new Access(null);
  }

  /** What of the host answers and changes nothing. */
  private Stage stage(EngineContext context) {
    RecordGateway gateway = records;
    return new PreviewStage(
        new PreviewStage.Sight(
            actors == null ? ActorDirectory.open() : actors,
            context.fields(),
            holidays,
            new EngineContext.Catalogs(catalog, catalogs),
            options,
            gateway == null ? null : gateway::read,
            scratch -> messaging.steps(scratch, holidays),
            messaging.channels(),
            context.actions().all().values().stream()
                .flatMap(handler -> PreviewStage.shape(handler).stream())
                .toList()));
  }

  @Override
  public WorkflowEngine build() {
    WorkflowStore chosen = store == null ? new InMemoryWorkflowStore() : store;
    MessageStepContext steps = messaging.steps(chosen, holidays);
    Providers providers =
        new Providers(
            Handlers.providers(SignatureProvider.class, signatures).all(),
            Handlers.providers(DocumentProvider.class, documents).all(),
            Handlers.providers(PaymentProvider.class, payments).all());
    SessionCancellation cancellation = new SessionCancellation();
    CleanupAction cleanup = new CleanupAction();
    List<ActionHandler> builtIn = new ArrayList<>(BuiltInActions.all(records, steps, providers));
    builtIn.add(cleanup);
    ReportAction report = new ReportAction(options.maxDataBytes());
    builtIn.add(report);
    List<EngineListener> all = new ArrayList<>(listeners);
    if (providers.any()) {
      all.add(cancellation);
    }
    EngineContext context =
        new EngineContext(
            new EngineContext.HostComponents(
                chosen,
                clock == null ? EngineClock.of(chosen) : EngineClock.of(clock),
                Handlers.actions(builtIn, handlers),
                tenants,
                actors == null ? everybody() : actors,
                access == null ? everything() : new Access(access),
                new FieldRights(fields),
                secrets,
                holidays,
                new EngineContext.Catalogs(catalog, catalogs),
                new Listeners(all),
                options,
                tasks,
                records),
            List.of(
                messaging.module(steps, tasks.notices()),
                ScheduleModule::new,
                StatisticsModule::new,
                WatchModule::new,
                engine -> new RetentionModule(retention, archive)));
    WorkflowEngine engine = new DefaultEngine(context, executor, stage(context));
    cancellation.of(engine.instances(), context.actions());
    cleanup.of(engine.retention());
    report.of(
        principal -> {
          WorkflowEngine theirs = principal.equals(Actor.ENGINE) ? engine : engine.as(principal);
          return new ReportRows(theirs.statistics(), theirs.log());
        });
    return engine;
  }
}

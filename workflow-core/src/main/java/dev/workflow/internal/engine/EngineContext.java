package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.workflow.Actor;
import dev.workflow.Cause;
import dev.workflow.EngineOptions;
import dev.workflow.InstanceId;
import dev.workflow.NotFoundException;
import dev.workflow.TaskSettings;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.WorkflowRef;
import dev.workflow.expression.BusinessDays;
import dev.workflow.internal.assignment.Governing;
import dev.workflow.internal.decide.Budget;
import dev.workflow.internal.decide.DecisionContext;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.decide.Workload;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.HolidayCalendar;
import dev.workflow.spi.RecordGateway;
import dev.workflow.spi.SecretSource;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.TenantLimits;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.trigger.EventCatalog;
import dev.workflow.trigger.EventCatalogs;
import dev.workflow.trigger.TenantWorkflows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The parts an engine was built from. Immutable; every room that does I/O holds it. */
public final class EngineContext {

  /** What the host gave. */
  public record HostComponents(
      WorkflowStore store,
      EngineClock clock,
      Handlers<ActionHandler> actions,
      TenantDirectory tenants,
      ActorDirectory actors,
      Access access,
      FieldRights fields,
      SecretSource secrets,
      HolidayCalendar holidays,
      Catalogs catalogs,
      Listeners listeners,
      EngineOptions options,
      TaskSettings tasks,
      @Nullable RecordGateway records) {}

  /** The catalogues of events. */
  public record Catalogs(EventCatalog ofEngine, EventCatalogs ofTenants) {}

  private final HostComponents host;
  private final WorkflowCache workflows;
  private final TenantTerms tenantTerms;
  private final ChainLimit chains;
  private final TenantCache tenants;
  private final DirectoryCache actors;
  private final EngineModules modules;
  private final Governing governing;
  private final SetAsides setAsides;
  private final SharedEvents events;

  public EngineContext(HostComponents host, List<EngineModule.Factory> modules) {
    this.host = host;
    this.workflows = new WorkflowCache();
    this.tenantTerms = new TenantTerms();
    this.events = new SharedEvents();
    this.chains = new ChainLimit(host.options().budgets().maxChain());
    this.tenants = new TenantCache(host.tenants(), host.clock()::instant);
    this.actors =
        new DirectoryCache(
            host.actors(), host.tasks().directoryCache(), host.store(), host.clock()::instant);
    this.governing = new Governing();
    this.modules = new EngineModules(made(modules));
    this.setAsides = new SetAsides(this, this.modules.setAside());
  }

  private List<EngineModule> made(List<EngineModule.Factory> factories) {
    List<EngineModule> all = new ArrayList<>();
    for (EngineModule.Factory factory : factories) {
      all.add(factory.create(this));
    }
    return all;
  }

  private EngineContext(EngineContext outside, StoreTransaction transaction) {
    this.host = outside.host;
    this.workflows = outside.workflows.inside(transaction);
    this.tenantTerms = outside.tenantTerms;
    this.events = outside.events;
    this.chains = outside.chains;
    this.tenants = outside.tenants;
    this.actors = outside.actors.inside(transaction);
    this.governing = outside.governing;
    this.modules = outside.modules.inside(transaction);
    this.setAsides = new SetAsides(this, this.modules.setAside());
  }

  /** The same for a transaction of the host, which may see what nobody else does yet. */
  EngineContext inside(StoreTransaction transaction) {
    return new EngineContext(this, transaction);
  }

  public WorkflowStore store() {
    return host.store();
  }

  public Instant now() {
    return host.clock().instant();
  }

  public EngineClock clock() {
    return host.clock();
  }

  public Handlers<ActionHandler> actions() {
    return host.actions();
  }

  /** Whether people do an action. False for an unknown action. */
  public boolean performedByPeople(String action) {
    ActionHandler handler = host.actions().find(action);
    return handler != null && handler.performedByPeople();
  }

  /** The host's directory, with its answers kept for a while. */
  public DirectoryCache actors() {
    return actors;
  }

  /** What the host says about who may do what. */
  public Access access() {
    return host.access();
  }

  /** What the host says about who may see and write which fields. */
  public FieldRights fields() {
    return host.fields();
  }

  /** The host's records; null: it gives none. */
  public @Nullable RecordGateway recordGateway() {
    return host.records();
  }

  public SecretSource secrets() {
    return host.secrets();
  }

  public Listeners listeners() {
    return host.listeners();
  }

  public EngineOptions options() {
    return host.options();
  }

  /** What holds for tasks whose step says nothing else. */
  public TaskSettings tasks() {
    return host.tasks();
  }

  /** The tenant's calendar. */
  public BusinessDays businessDays(TenantId tenant) {
    return host.holidays().of(tenant);
  }

  /** The catalogue of a tenant's events. */
  public EventCatalog catalog(TenantId tenant) {
    EventCatalog own;
    try {
      own = host.catalogs().ofTenants().of(tenant);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw new WorkflowException(
          "the EventCatalogs failed for tenant " + tenant + " with " + e + "; try again", e);
    }
    return own == null ? host.catalogs().ofEngine() : own;
  }

  /** What the engine's modules add to its own work. */
  EngineModules modules() {
    return modules;
  }

  /**
   * Tells the modules, in the transaction that does it, that a version of a workflow was published,
   * archived or deleted.
   */
  public void workflowChanged(StoreTransaction transaction, TenantId tenant, String workflow) {
    modules.workflowChanged(transaction, tenant, workflow);
    if (host.fields().given()) {
      MaskedConditions.settle(transaction, tenant, workflow, now());
    }
  }

  /**
   * The engine's module of a type, for what belongs to that module.
   *
   * @throws IllegalStateException if the engine was built without it
   */
  public <M> M module(Class<M> type) {
    return modules
        .find(type)
        .orElseThrow(() -> new IllegalStateException("the engine has no " + type.getName()));
  }

  public WorkflowCache workflows() {
    return workflows;
  }

  /** What is known of tenants, and whose work is halted. */
  public TenantCache tenants() {
    return tenants;
  }

  /** What says whether a governed workflow is the one that is assigned. */
  public Governing governing() {
    return governing;
  }

  /** What sets aside what cannot be read. */
  public SetAsides setAsides() {
    return setAsides;
  }

  public TenantTerms tenantTerms() {
    return tenantTerms;
  }

  public TenantDirectory tenantDirectory() {
    return host.tenants();
  }

  public static InstanceId newInstanceId() {
    return InstanceId.of(UuidCreator.getTimeOrderedEpochPlus1());
  }

  /**
   * The tenant's settings.
   *
   * @throws NotFoundException if the host does not know the tenant
   * @throws TenantFaultException if the host cannot say
   */
  public TenantDirectory.Settings tenant(TenantId tenant) {
    return tenants.of(tenant);
  }

  /** The tenant's limits; none if the host does not know the tenant any more. */
  public TenantLimits limits(TenantId tenant) {
    try {
      return tenant(tenant).limits();
    } catch (NotFoundException | TenantFaultException e) {
      return TenantLimits.NONE;
    }
  }

  /**
   * Where a decision finds more, if it needs it.
   *
   * @param newest the tenant's workflows as the transaction sees them
   * @param workload what the transaction knows of actors
   */
  record Sources(Supplier<TenantWorkflows> newest, Supplier<Workload> workload) {}

  /** What a decision about an instance of a workflow may know. */
  DecisionContext context(
      StoreTransaction transaction,
      TenantId tenant,
      StepTree tree,
      Instant now,
      Budget budget,
      Sources sources) {
    TenantDirectory.Settings settings = tenant(tenant);
    return new DecisionContext(
        tree,
        now,
        settings,
        terms(settings, tenantTerms.of(transaction, tenant), tree),
        new Lookup(transaction, sources, tenant),
        EngineContext::newInstanceId,
        budget);
  }

  /** The same outside a transaction: a sub-workflow is then looked up in one of its own. */
  public DecisionContext context(TenantId tenant, StepTree tree, Instant now) {
    TenantDirectory.Settings settings = tenant(tenant);
    return new DecisionContext(
        tree,
        now,
        settings,
        terms(settings, tenantTerms.of(store(), tenant), tree),
        new Lookup(null, null, tenant),
        EngineContext::newInstanceId,
        budget(false, new Budget.Written()));
  }

  ChainLimit chains() {
    return chains;
  }

  SharedEvents events() {
    return events;
  }

  /**
   * What one unit of work may do for one tenant.
   *
   * @param shared whether others are at work at the same time
   */
  Budget budget(boolean shared, Budget.Written bytes) {
    int maxSteps = options().budgets().maxSteps();
    return Budget.of(maxSteps, shared, bytes);
  }

  /** The workflow's terms over those set through the engine, the tenant's, and the host's. */
  private Map<String, JsonNode> terms(
      TenantDirectory.Settings settings, Map<String, JsonNode> set, StepTree tree) {
    Map<String, JsonNode> terms = new LinkedHashMap<>(options().hostTerms());
    terms.putAll(settings.terms());
    terms.putAll(set);
    terms.putAll(tree.definition().terms());
    return terms;
  }

  private final class Lookup implements DecisionContext.Lookup {

    private final @Nullable StoreTransaction transaction;
    private final @Nullable Sources known;
    private final TenantId tenant;

    Lookup(@Nullable StoreTransaction transaction, @Nullable Sources known, TenantId tenant) {
      this.transaction = transaction;
      this.known = known;
      this.tenant = tenant;
    }

    @Override
    public boolean performedByPeople(String action) {
      return EngineContext.this.performedByPeople(action);
    }

    @Override
    public Optional<WorkflowRef> workflow(String key, @Nullable Integer version) {
      if (transaction != null) {
        return find(transaction, key, version);
      }
      return store().transact(own -> find(own, key, version));
    }

    private Optional<WorkflowRef> find(StoreTransaction in, String key, @Nullable Integer version) {
      TenantWorkflows workflows = of(in);
      if (version == null) {
        return Optional.ofNullable(workflows.newest().get(key))
            .filter(tree -> tree.definition().enabled())
            .map(tree -> tree.definition().ref());
      }
      if (workflows.switchedOff(key)) {
        return Optional.empty();
      }
      return in.definitions()
          .find(tenant, key, version)
          .filter(row -> row.status().equals("PUBLISHED"))
          .map(row -> WorkflowRef.of(key, version));
    }

    private TenantWorkflows of(StoreTransaction in) {
      return known != null
          ? known.newest().get()
          : workflows.at(in, tenant, in.definitions().revision(tenant));
    }

    /** Where one of the tenant's workflows cannot be read, any may. */
    @Override
    public boolean queues(String workflow) {
      try {
        return transaction != null && of(transaction).queues(workflow);
      } catch (UnreadableException e) {
        return true;
      }
    }

    @Override
    public @Nullable String chainLimit(Cause cause) {
      return chains.limit(tenant, cause);
    }

    @Override
    public BusinessDays businessDays() {
      return new HostDays(host.holidays(), tenant);
    }

    @Override
    public boolean masks(Actor principal) {
      return host.fields().concern(principal);
    }

    @Override
    public ObjectNode masked(Actor principal, @Nullable String subject, ObjectNode data) {
      return host.fields().masked(principal, tenant, subject, data);
    }

    @Override
    public TaskSettings tasks() {
      return host.tasks();
    }

    @Override
    public Workload workload() {
      return known == null ? Workload.NONE : known.workload().get();
    }

    @Override
    public long maxDataBytes() {
      return options().maxDataBytes();
    }
  }
}

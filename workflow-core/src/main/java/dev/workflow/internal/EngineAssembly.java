package dev.workflow.internal;

import dev.workflow.EngineOptions;
import dev.workflow.WorkflowEngine;
import dev.workflow.action.BuiltInActions;
import dev.workflow.expression.BusinessDays;
import dev.workflow.internal.engine.EngineClock;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.Handlers;
import dev.workflow.internal.engine.Listeners;
import dev.workflow.internal.log.Log;
import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.messaging.InboundClassifier;
import dev.workflow.messaging.MessageSettings;
import dev.workflow.messaging.UnsubscribeLinks;
import dev.workflow.messaging.internal.MessagingModule;
import dev.workflow.messaging.internal.content.MessageStepContext;
import dev.workflow.messaging.internal.content.TemplateCache;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.messaging.internal.inbound.StandardClassifier;
import dev.workflow.messaging.internal.recipient.AddressFormats;
import dev.workflow.messaging.internal.routing.Routes;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.AddressFormat;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.ConsentPolicy;
import dev.workflow.spi.ContactDirectory;
import dev.workflow.spi.EngineListener;
import dev.workflow.spi.FrequencyCap;
import dev.workflow.spi.HolidayCalendar;
import dev.workflow.spi.HostPath;
import dev.workflow.spi.RecordGateway;
import dev.workflow.spi.SecretSource;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.trigger.EventCatalog;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The builder of the engine. */
public final class EngineAssembly implements WorkflowEngine.Builder {

  private static final Log log = Log.of(EngineAssembly.class);

  private final List<ActionHandler> handlers = new ArrayList<>();
  private final List<ChannelSender> senders = new ArrayList<>();
  private final List<HostPath> hostPaths = new ArrayList<>();
  private final List<EngineListener> listeners = new ArrayList<>();
  private final List<AddressFormat> formats = new ArrayList<>();
  private ContactDirectory contacts = ContactDirectory.fromData();
  private MessageSettings messageSettings = MessageSettings.defaults();
  private @Nullable WorkflowStore store;
  private @Nullable RecordGateway records;
  private @Nullable InstantSource clock;
  private @Nullable Executor executor;
  private TenantDirectory tenants = TenantDirectory.open();
  private @Nullable ActorDirectory actors;
  private SecretSource secrets = SecretSource.none();
  private HolidayCalendar holidays = tenant -> BusinessDays.weekdays();
  private EventCatalog catalog = EventCatalog.builtIn();
  private ConsentPolicy consent = ConsentPolicy.NONE;
  private @Nullable UnsubscribeLinks unsubscribe;
  private InboundClassifier classifier = new StandardClassifier();

  private List<FrequencyCap> frequencyCaps = List.of();
  private EngineOptions options = EngineOptions.defaults();

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
  public WorkflowEngine.Builder sender(ChannelSender sender) {
    senders.add(Objects.requireNonNull(sender, "sender"));
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
  public WorkflowEngine.Builder consent(ConsentPolicy policy) {
    this.consent = Objects.requireNonNull(policy, "policy");
    return this;
  }

  @Override
  public WorkflowEngine.Builder unsubscribe(UnsubscribeLinks links) {
    this.unsubscribe = Objects.requireNonNull(links, "links");
    return this;
  }

  @Override
  public WorkflowEngine.Builder inboundClassifier(InboundClassifier classifier) {
    this.classifier = Objects.requireNonNull(classifier, "classifier");
    return this;
  }

  @Override
  public WorkflowEngine.Builder hostPath(HostPath path) {
    hostPaths.add(Objects.requireNonNull(path, "path"));
    return this;
  }

  @Override
  public WorkflowEngine.Builder frequencyCaps(List<FrequencyCap> caps) {
    int most = caps.stream().mapToInt(FrequencyCap::most).sum();
    if (most > FrequencyCap.MOST_TOGETHER) {
      throw new IllegalArgumentException(
          "all frequency caps together allow "
              + most
              + " messages; at most "
              + FrequencyCap.MOST_TOGETHER
              + " can be remembered for each person");
    }
    this.frequencyCaps = List.copyOf(caps);
    return this;
  }

  @Override
  public WorkflowEngine.Builder listener(EngineListener listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  @Override
  public WorkflowEngine.Builder addressFormat(AddressFormat format) {
    formats.add(Objects.requireNonNull(format, "format"));
    return this;
  }

  @Override
  public WorkflowEngine.Builder contacts(ContactDirectory contacts) {
    this.contacts = Objects.requireNonNull(contacts, "contacts");
    return this;
  }

  @Override
  public WorkflowEngine.Builder messageSettings(MessageSettings settings) {
    this.messageSettings = Objects.requireNonNull(settings, "settings");
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

  private static ActorDirectory everybody() {
    log.warn(
        "There is no ActorDirectory: every actor has every role, ADMIN included; give one with"
            + " actors(...), or ActorDirectory.open() if that is meant");
    return ActorDirectory.open();
  }

  @Override
  public WorkflowEngine build() {
    WorkflowStore chosen = store == null ? new InMemoryWorkflowStore() : store;
    Routes routes = new Routes(hostPaths);
    MessageStepContext messaging =
        new MessageStepContext(
            chosen,
            new TemplateCache(),
            AddressFormats.of(formats),
            contacts,
            holidays,
            messageSettings);
    MessagingContext.HostComponents parts =
        new MessagingContext.HostComponents(
            Handlers.senders(Stream.concat(senders.stream(), routes.senders().stream()).toList()),
            consent,
            unsubscribe,
            classifier,
            routes,
            messaging,
            frequencyCaps);
    EngineContext wiring =
        new EngineContext(
            new EngineContext.HostComponents(
                chosen,
                clock == null ? EngineClock.of(chosen) : EngineClock.of(clock),
                Handlers.actions(BuiltInActions.all(records, messaging), handlers),
                tenants,
                actors == null ? everybody() : actors,
                secrets,
                holidays,
                catalog,
                new Listeners(listeners),
                options),
            List.of(engine -> new MessagingModule(engine, parts)));
    return new DefaultEngine(wiring, executor);
  }
}

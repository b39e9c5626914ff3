package dev.workflow.messaging.internal;

import dev.workflow.TaskNotices;
import dev.workflow.internal.engine.EngineModule;
import dev.workflow.internal.engine.Handlers;
import dev.workflow.internal.log.Log;
import dev.workflow.messaging.InboundClassifier;
import dev.workflow.messaging.MessageSettings;
import dev.workflow.messaging.MessagingSetup;
import dev.workflow.messaging.UnsubscribeLinks;
import dev.workflow.messaging.internal.content.MessageStepContext;
import dev.workflow.messaging.internal.content.TemplateCache;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.messaging.internal.inbound.StandardClassifier;
import dev.workflow.messaging.internal.notice.NoticeSender;
import dev.workflow.messaging.internal.outbox.TaskMark;
import dev.workflow.messaging.internal.recipient.AddressFormats;
import dev.workflow.messaging.internal.routing.Routes;
import dev.workflow.spi.AddressFormat;
import dev.workflow.spi.ChannelLimit;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.ConsentPolicy;
import dev.workflow.spi.ContactDirectory;
import dev.workflow.spi.FrequencyCap;
import dev.workflow.spi.HolidayCalendar;
import dev.workflow.spi.HostPath;
import dev.workflow.spi.QuietHours;
import dev.workflow.spi.TenantMessaging;
import dev.workflow.spi.store.WorkflowStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gathers what messaging works with, and makes its module of it. */
public final class MessagingAssembly implements MessagingSetup {

  private static final Log log = Log.of(MessagingAssembly.class);

  private final List<ChannelSender> senders = new ArrayList<>();
  private final List<HostPath> hostPaths = new ArrayList<>();
  private final List<AddressFormat> formats = new ArrayList<>();
  private ContactDirectory contacts = ContactDirectory.fromData();
  private MessageSettings settings = MessageSettings.defaults();
  private ConsentPolicy consent = ConsentPolicy.NONE;
  private @Nullable UnsubscribeLinks unsubscribe;
  private InboundClassifier classifier = new StandardClassifier();
  private TenantMessaging rules = TenantMessaging.DEFAULT;

  @Override
  public MessagingSetup sender(ChannelSender sender) {
    senders.add(Objects.requireNonNull(sender, "sender"));
    return this;
  }

  @Override
  public MessagingSetup consent(ConsentPolicy policy) {
    this.consent = Objects.requireNonNull(policy, "policy");
    return this;
  }

  @Override
  public MessagingSetup unsubscribe(UnsubscribeLinks links) {
    this.unsubscribe = Objects.requireNonNull(links, "links");
    return this;
  }

  @Override
  public MessagingSetup inboundClassifier(InboundClassifier classifier) {
    this.classifier = Objects.requireNonNull(classifier, "classifier");
    return this;
  }

  @Override
  public MessagingSetup hostPath(HostPath path) {
    hostPaths.add(Objects.requireNonNull(path, "path"));
    return this;
  }

  @Override
  public MessagingSetup frequencyCaps(List<FrequencyCap> caps) {
    rules = rules.withFrequencyCaps(Objects.requireNonNull(caps, "caps"));
    return this;
  }

  @Override
  public MessagingSetup quietHours(QuietHours hours) {
    rules = rules.withQuietHours(Objects.requireNonNull(hours, "hours"));
    return this;
  }

  @Override
  public MessagingSetup channelLimits(List<ChannelLimit> limits) {
    rules = rules.withChannelLimits(limits);
    return this;
  }

  @Override
  public MessagingSetup addressFormat(AddressFormat format) {
    formats.add(Objects.requireNonNull(format, "format"));
    return this;
  }

  @Override
  public MessagingSetup contacts(ContactDirectory contacts) {
    this.contacts = Objects.requireNonNull(contacts, "contacts");
    return this;
  }

  @Override
  public MessagingSetup settings(MessageSettings settings) {
    this.settings = Objects.requireNonNull(settings, "settings");
    return this;
  }

  /** What message steps work with in an engine on this store. */
  public MessageStepContext steps(WorkflowStore store, HolidayCalendar holidays) {
    return new MessageStepContext(
        store, new TemplateCache(), AddressFormats.of(formats), contacts, holidays, settings);
  }

  /**
   * The module of an engine that has these senders and nothing else of a host.
   *
   * @param senders by channel
   */
  public static EngineModule.Factory without(
      MessageStepContext steps, Map<String, ChannelSender> senders) {
    Handlers<ChannelSender> given = Handlers.only(senders);
    return engine ->
        new MessagingModule(
            engine,
            new MessagingContext.HostComponents(
                given.and(TaskMark.CHANNEL, new NoticeSender(engine, steps, given.all().keySet())),
                ConsentPolicy.NONE,
                null,
                new StandardClassifier(),
                new Routes(List.of()),
                steps,
                TenantMessaging.DEFAULT));
  }

  /** On which channels the host sends. */
  public Set<String> channels() {
    Routes routes = new Routes(hostPaths);
    return Handlers.senders(Stream.concat(senders.stream(), routes.senders().stream()).toList())
        .all()
        .keySet();
  }

  /**
   * The module of an engine whose message steps work with this.
   *
   * @param notices how people are told of their tasks
   */
  public EngineModule.Factory module(MessageStepContext steps, TaskNotices notices) {
    Routes routes = new Routes(hostPaths);
    Handlers<ChannelSender> given =
        Handlers.senders(Stream.concat(senders.stream(), routes.senders().stream()).toList());
    for (String channel : notices.ready() ? notices.channels() : List.<String>of()) {
      if (given.find(channel) == null) {
        log.warn(
            "People are to be told of their tasks on the channel {}, and no sender is registered"
                + " for it: nobody is told on it. Give one with builder.messaging(m ->"
                + " m.sender(...)); that of in_app is in workflow-spi-channels",
            channel);
      }
    }
    return engine ->
        new MessagingModule(
            engine,
            new MessagingContext.HostComponents(
                given.and(TaskMark.CHANNEL, new NoticeSender(engine, steps, given.all().keySet())),
                consent,
                unsubscribe,
                classifier,
                routes,
                steps,
                rules));
  }
}

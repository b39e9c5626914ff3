package dev.workflow.messaging.internal.context;

import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.EngineModule;
import dev.workflow.internal.engine.Handlers;
import dev.workflow.internal.engine.TenantFaultException;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.messaging.InboundClassifier;
import dev.workflow.messaging.MessageSettings;
import dev.workflow.messaging.UnsubscribeLinks;
import dev.workflow.messaging.internal.content.MessageStepContext;
import dev.workflow.messaging.internal.content.TemplateCache;
import dev.workflow.messaging.internal.routing.Routes;
import dev.workflow.spi.ChannelLimit;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.ConsentPolicy;
import dev.workflow.spi.FrequencyCap;
import dev.workflow.spi.QuietHours;
import dev.workflow.spi.TenantMessaging;
import dev.workflow.spi.store.StoreTransaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts messaging was built from. Immutable and thread-safe. */
public final class MessagingContext {

  /** What the host gave. */
  public record HostComponents(
      Handlers<ChannelSender> senders,
      ConsentPolicy consent,
      @Nullable UnsubscribeLinks unsubscribe,
      InboundClassifier classifier,
      Routes routes,
      MessageStepContext steps,
      TenantMessaging rules) {}

  /** The module that has it. */
  public interface Holder extends EngineModule {
    MessagingContext context();
  }

  private final EngineContext engine;
  private final HostComponents host;
  private final TemplateCache templates;
  private final AddressDoor addresses;
  private final SetAsideTemplates setAsideTemplates;

  public MessagingContext(EngineContext engine, HostComponents host) {
    this.engine = engine;
    this.host = host;
    this.templates = host.steps().templates();
    this.addresses = new AddressDoor(engine, host.steps());
    this.setAsideTemplates = new SetAsideTemplates(engine, templates);
  }

  private MessagingContext(MessagingContext outside, TemplateCache templates) {
    this.engine = outside.engine;
    this.host = outside.host;
    this.templates = templates;
    this.addresses = outside.addresses;
    this.setAsideTemplates = outside.setAsideTemplates;
  }

  /** Messaging as transactions of a kind see it: the engine's own, or one of the host. */
  public static MessagingContext of(Transactions transactions) {
    return of(transactions.engine());
  }

  /** The same inside one. */
  public static MessagingContext of(CommandContext work) {
    return of(work.engine());
  }

  private static MessagingContext of(EngineContext engine) {
    return engine.module(Holder.class).context();
  }

  /** The same for a transaction of the host. */
  public MessagingContext inside(StoreTransaction transaction) {
    return new MessagingContext(this, templates.inside(transaction));
  }

  public EngineContext engine() {
    return engine;
  }

  public Handlers<ChannelSender> senders() {
    return host.senders();
  }

  public ConsentPolicy consent() {
    return host.consent();
  }

  /** Where recipients unsubscribe; null: the host has no such page. */
  public @Nullable UnsubscribeLinks unsubscribe() {
    return host.unsubscribe();
  }

  public InboundClassifier classifier() {
    return host.classifier();
  }

  public Routes routes() {
    return host.routes();
  }

  /** What message steps work with. */
  public MessageStepContext steps() {
    return host.steps();
  }

  public MessageSettings settings() {
    return host.steps().settings();
  }

  /** How many messages one person of a tenant gets. */
  public Setting<List<FrequencyCap>> frequencyCaps(TenantId tenant) {
    List<FrequencyCap> own = rules(tenant).frequencyCaps();
    return own == null
        ? new Setting<>(orElse(host.rules().frequencyCaps(), List.of()), false)
        : new Setting<>(own, true);
  }

  /** When messages of a tenant wait. */
  public Setting<QuietHours> quietHours(TenantId tenant) {
    QuietHours own = rules(tenant).quietHours();
    return own == null
        ? new Setting<>(orElse(host.rules().quietHours(), QuietHours.NONE), false)
        : new Setting<>(own, true);
  }

  /** How many messages of a tenant go out on a channel; null: any number. */
  public @Nullable Setting<ChannelLimit> channelLimit(TenantId tenant, String channel) {
    ChannelLimit own = on(channel, rules(tenant));
    if (own != null) {
      return new Setting<>(own, true);
    }
    ChannelLimit ofEngine = on(channel, host.rules());
    return ofEngine == null ? null : new Setting<>(ofEngine, false);
  }

  private static @Nullable ChannelLimit on(String channel, TenantMessaging rules) {
    for (ChannelLimit limit : rules.channelLimits()) {
      if (limit.channel().equals(channel)) {
        return limit;
      }
    }
    return null;
  }

  private static <T> T orElse(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }

  /** What the host says of a tenant; nothing if it does not know it any more, or cannot say. */
  private TenantMessaging rules(TenantId tenant) {
    try {
      return engine.tenant(tenant).messaging();
    } catch (NotFoundException | TenantFaultException e) {
      return TenantMessaging.DEFAULT;
    }
  }

  /** How addresses are read. */
  public AddressDoor addresses() {
    return addresses;
  }

  public TemplateCache templates() {
    return templates;
  }

  /** Templates whose stored version cannot be read. */
  public SetAsideTemplates setAsideTemplates() {
    return setAsideTemplates;
  }
}

package dev.workflow.messaging;

import dev.workflow.spi.AddressFormat;
import dev.workflow.spi.ChannelLimit;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.ConsentPolicy;
import dev.workflow.spi.ContactDirectory;
import dev.workflow.spi.FrequencyCap;
import dev.workflow.spi.HostPath;
import dev.workflow.spi.QuietHours;
import dev.workflow.spi.TenantMessaging;
import java.util.List;

/**
 * The settings of messaging, given to the builder of an engine: {@code builder.messaging(m ->
 * m.sender(mail).consent(policy))}. It may be called several times: what is registered adds up,
 * what is set replaces what was set before. Defaults: the senders and formats found through {@code
 * META-INF/services}, no consent needed, no unsubscribe links, the classifier of the engine, no
 * host paths, no caps, no quiet hours, no limits of channels, {@link ContactDirectory#fromData()},
 * {@link MessageSettings#defaults()}. Not thread-safe.
 */
public interface MessagingSetup {

  /** Registers a sender; it takes precedence over discovered ones of the same channel. */
  MessagingSetup sender(ChannelSender sender);

  /** Whether marketing needs consent; {@link ConsentPolicy#NONE} by default. */
  MessagingSetup consent(ConsentPolicy policy);

  /**
   * Where recipients unsubscribe. Every e-mail of the category {@code MARKETING} then has the
   * header {@code List-Unsubscribe} with a link of its own, unless its content has one, and the
   * place {@link UnsubscribeLinks#PLACE} in the text of any message becomes that link. Without it,
   * neither happens.
   */
  MessagingSetup unsubscribe(UnsubscribeLinks links);

  /** What a message that came in is; by default what the headers and words of the field say. */
  MessagingSetup inboundClassifier(InboundClassifier classifier);

  /**
   * The code with which the host has sent notifications so far: it is called for what no workflow
   * governs yet. Without one, nothing is routed. Give several if each covers something else.
   */
  MessagingSetup hostPath(HostPath path);

  /**
   * How many messages one person gets at most, on all nodes together; give every node the same.
   * None by default. Replaces those given before. A tenant may have {@linkplain TenantMessaging its
   * own}.
   *
   * @throws IllegalArgumentException if they allow more than {@link FrequencyCap#MOST_TOGETHER}
   *     messages together
   */
  MessagingSetup frequencyCaps(List<FrequencyCap> caps);

  /**
   * When messages that can wait are not sent; {@link QuietHours#NONE} by default. A tenant may have
   * {@linkplain TenantMessaging its own}.
   */
  MessagingSetup quietHours(QuietHours hours);

  /**
   * How many messages of each tenant go out on a channel, on all nodes together; give every node
   * the same. None by default. Replaces those given before. A tenant may have {@linkplain
   * TenantMessaging its own}, and a workflow further ones for its messages.
   *
   * @throws IllegalArgumentException if a channel has two
   */
  MessagingSetup channelLimits(List<ChannelLimit> limits);

  /**
   * Registers a format of addresses; it takes precedence over discovered ones for the same
   * channels.
   */
  MessagingSetup addressFormat(AddressFormat format);

  /** Who the parties of a subject are; {@link ContactDirectory#fromData()} by default. */
  MessagingSetup contacts(ContactDirectory contacts);

  /** How message steps treat names they do not know, and how much they may send. */
  MessagingSetup settings(MessageSettings settings);
}

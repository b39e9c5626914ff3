package dev.workflow.testkit;

import dev.workflow.messaging.InboundClassifier;
import dev.workflow.messaging.MessageSettings;
import dev.workflow.messaging.MessagingSetup;
import dev.workflow.messaging.UnsubscribeLinks;
import dev.workflow.spi.AddressFormat;
import dev.workflow.spi.ChannelLimit;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.ConsentPolicy;
import dev.workflow.spi.ContactDirectory;
import dev.workflow.spi.FrequencyCap;
import dev.workflow.spi.HostPath;
import dev.workflow.spi.QuietHours;
import java.util.List;
import java.util.function.Consumer;

/**
 * The setup of the engine's messaging.
 *
 * @param sending told of every sender that is registered
 */
record KitMessaging(MessagingSetup engine, Consumer<ChannelSender> sending)
    implements MessagingSetup {

  @Override
  public MessagingSetup sender(ChannelSender sender) {
    engine.sender(sender);
    sending.accept(sender);
    return this;
  }

  @Override
  public MessagingSetup consent(ConsentPolicy policy) {
    engine.consent(policy);
    return this;
  }

  @Override
  public MessagingSetup unsubscribe(UnsubscribeLinks links) {
    engine.unsubscribe(links);
    return this;
  }

  @Override
  public MessagingSetup inboundClassifier(InboundClassifier classifier) {
    engine.inboundClassifier(classifier);
    return this;
  }

  @Override
  public MessagingSetup hostPath(HostPath path) {
    engine.hostPath(path);
    return this;
  }

  @Override
  public MessagingSetup frequencyCaps(List<FrequencyCap> caps) {
    engine.frequencyCaps(caps);
    return this;
  }

  @Override
  public MessagingSetup quietHours(QuietHours hours) {
    engine.quietHours(hours);
    return this;
  }

  @Override
  public MessagingSetup channelLimits(List<ChannelLimit> limits) {
    engine.channelLimits(limits);
    return this;
  }

  @Override
  public MessagingSetup addressFormat(AddressFormat format) {
    engine.addressFormat(format);
    return this;
  }

  @Override
  public MessagingSetup contacts(ContactDirectory contacts) {
    engine.contacts(contacts);
    return this;
  }

  @Override
  public MessagingSetup settings(MessageSettings settings) {
    engine.settings(settings);
    return this;
  }
}

package dev.workflow.examples.host.senders;

import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.Channels;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The demo's senders, one for each channel to people outside. */
@Configuration
class DemoSenders {

  @Bean
  ChannelSender emailSender(SentTable sent) {
    return new DemoSender(Channels.EMAIL, sent);
  }

  @Bean
  ChannelSender smsSender(SentTable sent) {
    return new DemoSender(Channels.SMS, sent);
  }

  @Bean
  ChannelSender whatsappSender(SentTable sent) {
    return new DemoSender(Channels.WHATSAPP, sent);
  }
}

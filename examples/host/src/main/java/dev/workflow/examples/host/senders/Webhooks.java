package dev.workflow.examples.host.senders;

import dev.workflow.channels.http.AddressPolicy;
import dev.workflow.channels.http.OutboundHttp;
import dev.workflow.channels.webhook.CallWebhook;
import dev.workflow.channels.webhook.WebhookSettings;
import dev.workflow.examples.host.HostSettings;
import dev.workflow.spi.ActionHandler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The action {@code call_webhook}. A URL that a user wrote goes to the public internet only, by
 * https and port 443; {@code host.webhooks.networks} names networks of your own that may be called
 * too, and {@code host.webhooks.plain-http} allows what is not encrypted.
 */
@Configuration
class Webhooks {

  @Bean
  OutboundHttp outboundHttp() {
    return OutboundHttp.create();
  }

  @Bean
  ActionHandler callWebhook(OutboundHttp http, HostSettings settings) {
    AddressPolicy policy = policy(settings.webhooks());
    return CallWebhook.create(http, WebhookSettings.defaults().withPolicies(tenant -> policy));
  }

  private static AddressPolicy policy(HostSettings.Webhooks settings) {
    AddressPolicy policy = AddressPolicy.publicInternet();
    if (settings.plainHttp()) {
      policy = policy.allowPlainHttp();
    }
    if (!settings.ports().isEmpty()) {
      policy = policy.ports(settings.ports().stream().mapToInt(Integer::intValue).toArray());
    }
    return settings.networks().isEmpty()
        ? policy
        : policy.allowNetworks(settings.networks().toArray(String[]::new));
  }
}

package dev.workflow.channels.webhook;

import dev.workflow.TenantId;
import dev.workflow.channels.http.AddressPolicy;
import java.util.Objects;
import java.util.function.Function;

/**
 * Settings of webhooks. Defaults:
 *
 * <ul>
 *   <li>{@code policies}: {@link AddressPolicy#publicInternet()} for every tenant
 *   <li>{@code keys}: none, so that calls are not signed
 * </ul>
 *
 * <p>Immutable; thread-safe if the functions are.
 *
 * @param policies where the calls of a tenant may go; asked for each call
 */
public record WebhookSettings(Function<TenantId, AddressPolicy> policies, WebhookKeys keys) {

  public WebhookSettings {
    Objects.requireNonNull(policies, "policies");
    Objects.requireNonNull(keys, "keys");
  }

  public static WebhookSettings defaults() {
    return new WebhookSettings(tenant -> AddressPolicy.publicInternet(), WebhookKeys.none());
  }

  public WebhookSettings withPolicies(Function<TenantId, AddressPolicy> value) {
    return new WebhookSettings(value, keys);
  }

  public WebhookSettings withKeys(WebhookKeys value) {
    return new WebhookSettings(policies, value);
  }
}

package dev.workflow.spi.store;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of a tenant; null and empty parts do not filter.
 *
 * @param concurrencyKey of the instances that send them
 * @param states names as in {@link MessageRow.Status}
 * @param scope what the last failed attempt was about
 * @param code the provider's code of that
 */
public record MessageFilter(
    TenantId tenant,
    @Nullable SubjectRef subject,
    @Nullable String workflow,
    @Nullable String concurrencyKey,
    @Nullable String channel,
    Set<String> states,
    @Nullable String scope,
    @Nullable String code) {

  public MessageFilter {
    states = Set.copyOf(states);
  }

  public static MessageFilter of(TenantId tenant) {
    return new MessageFilter(tenant, null, null, null, null, Set.of(), null, null);
  }

  public MessageFilter about(@Nullable SubjectRef value) {
    return new MessageFilter(tenant, value, workflow, concurrencyKey, channel, states, scope, code);
  }

  public MessageFilter in(String... values) {
    return new MessageFilter(
        tenant, subject, workflow, concurrencyKey, channel, Set.of(values), scope, code);
  }
}

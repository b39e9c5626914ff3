package dev.workflow.spi.store;

import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.MessageState;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A filter of a tenant's messages; null and empty parts do not filter.
 *
 * @param states any of them
 * @param plannedBefore only what is to be sent before this time
 */
public record MessageFilter(
    TenantId tenant,
    From from,
    To to,
    Set<MessageState> states,
    Failed failed,
    @Nullable Instant plannedBefore) {

  /**
   * Where they come from.
   *
   * @param concurrencyKey of the instances that send them
   * @param instance the one that sends them
   */
  public record From(
      @Nullable SubjectRef subject,
      @Nullable String workflow,
      @Nullable String concurrencyKey,
      @Nullable String template,
      @Nullable InstanceId instance) {

    public From(
        @Nullable SubjectRef subject,
        @Nullable String workflow,
        @Nullable String concurrencyKey,
        @Nullable String template) {
      this(subject, workflow, concurrencyKey, template, null);
    }

    public static final From ANYWHERE = new From(null, null, null, null);
  }

  /**
   * Where they go.
   *
   * @param addresses in their {@linkplain dev.workflow.messaging.ChannelAddress#normal normal
   *     forms}: any of them; empty: all
   */
  public record To(@Nullable String channel, Set<String> addresses) {

    public static final To ANYWHERE = new To(null, Set.of());

    public To {
      addresses = Set.copyOf(addresses);
    }
  }

  /**
   * What their last failed attempt was about.
   *
   * @param code the provider's
   */
  public record Failed(@Nullable String scope, @Nullable String code) {

    public static final Failed OR_NOT = new Failed(null, null);
  }

  public MessageFilter {
    states = Set.copyOf(states);
  }

  public static MessageFilter of(TenantId tenant) {
    return new MessageFilter(tenant, From.ANYWHERE, To.ANYWHERE, Set.of(), Failed.OR_NOT, null);
  }

  public MessageFilter about(@Nullable SubjectRef value) {
    return from(
        new From(value, from.workflow(), from.concurrencyKey(), from.template(), from.instance()));
  }

  public MessageFilter from(From value) {
    return new MessageFilter(tenant, value, to, states, failed, plannedBefore);
  }

  public MessageFilter to(To value) {
    return new MessageFilter(tenant, from, value, states, failed, plannedBefore);
  }

  public MessageFilter in(MessageState... values) {
    return new MessageFilter(tenant, from, to, Set.of(values), failed, plannedBefore);
  }

  public MessageFilter failed(Failed value) {
    return new MessageFilter(tenant, from, to, states, value, plannedBefore);
  }

  public MessageFilter plannedBefore(@Nullable Instant value) {
    return new MessageFilter(tenant, from, to, states, failed, value);
  }
}

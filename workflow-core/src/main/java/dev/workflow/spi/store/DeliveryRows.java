package dev.workflow.spi.store;

import dev.workflow.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of providers' reports, and of how far messages have come by them. */
public interface DeliveryRows {

  /**
   * A report.
   *
   * @param eventKey unique in the tenant and the channel
   * @param message null: not known, or not known yet
   * @param state a name of {@link dev.workflow.messaging.Deliveries.State}
   * @param refusal a name of {@link dev.workflow.spi.SendResult.Refusal}
   */
  record DeliveryRow(
      TenantId tenant,
      String channel,
      String eventKey,
      String providerId,
      @Nullable UUID message,
      String state,
      Instant at,
      Instant reportedAt,
      @Nullable String code,
      @Nullable String reason,
      @Nullable String refusal) {

    public DeliveryRow of(UUID known) {
      return new DeliveryRow(
          tenant,
          channel,
          eventKey,
          providerId,
          known,
          state,
          at,
          reportedAt,
          code,
          reason,
          refusal);
    }
  }

  /**
   * As much of a message as a report needs.
   *
   * @param state how far it has come; null: not heard of
   */
  record Reported(
      UUID id,
      MessageRow.Origin origin,
      String recipient,
      @Nullable String providerId,
      @Nullable String state) {}

  /** Messages of a channel by the provider's id, in one read; the newest of each id. */
  List<Reported> byProvider(TenantId tenant, String channel, Collection<String> providerIds);

  /** Messages of a channel by their own id, in one read. */
  List<Reported> byId(TenantId tenant, String channel, Collection<UUID> ids);

  /**
   * Adds the reports of one tenant and channel that are not there yet.
   *
   * @return the event keys of those that were added
   */
  Set<String> insertNew(List<DeliveryRow> rows);

  /**
   * Moves messages to the states of reports about them where these are farther; one report a
   * message, all of one tenant. Leaves their revision as it is.
   *
   * @return the messages that were moved
   */
  Set<UUID> raise(List<DeliveryRow> reports);

  /**
   * Reports about no message that were heard since a time, with the message that is known by now;
   * the earliest first, those that are still about none left out.
   */
  List<DeliveryRow> lateKnown(Instant reportedSince, int limit);

  /** Notes what message reports are about. */
  void settle(List<DeliveryRow> rows);

  /** All of a message, in the order in which they were heard. */
  List<DeliveryRow> list(TenantId tenant, UUID message);

  /** Removes reports about no message; returns how many, fewer than {@code limit}: no more. */
  int removeUnknown(TenantId tenant, Instant reportedBefore, int limit);
}

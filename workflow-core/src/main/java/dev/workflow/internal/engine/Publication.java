package dev.workflow.internal.engine;

import dev.workflow.Event;
import dev.workflow.PublishReceipt;
import dev.workflow.TenantId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A host publishes an event. What takes long with a large one, writing it as text and asking the
 * triggers, is done on the caller's thread before its turn comes. Used once.
 */
public final class Publication implements Transactions.Change<PublishReceipt> {

  private final @Nullable EventPreparation foreseen;
  private Event event;

  private Publication(Event event, @Nullable EventPreparation foreseen) {
    this.event = event;
    this.foreseen = foreseen;
  }

  /**
   * Of an event that has been checked.
   *
   * @throws dev.workflow.NotFoundException if the host does not know the tenant
   */
  public static Publication of(Transactions transactions, Event event) {
    return new Publication(event, EventPreparation.of(transactions.engine(), event).orElse(null));
  }

  @Override
  public Optional<TenantId> publishes() {
    return Optional.of(event.tenant());
  }

  /** An event without an id keeps the one it gets, in case it is published again. */
  @Override
  public PublishReceipt in(CommandContext work) {
    PublishReceipt receipt = work.accept(event, foreseen);
    event = event.withId(receipt.eventId());
    return receipt;
  }
}

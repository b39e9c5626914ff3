package dev.workflow.internal.engine;

import dev.workflow.Event;
import dev.workflow.PublishReceipt;
import dev.workflow.PublishReceipt.Suppressed.Reason;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.EventRows;
import dev.workflow.spi.store.EventRows.EventKey;
import dev.workflow.trigger.TenantWorkflows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Accepts events inside a transaction: first the instances it answers or ends, then the workflows
 * it starts. What an event did is its receipt, stored with it.
 */
final class EventIntake {

  private static final String NOT_EVALUABLE =
      "the trigger's condition is not evaluable: it would take more work than one evaluation may"
          + " (about 20 ms), or with those evaluated before it more than all conditions asked about"
          + " one event may (about 50 ms)";

  private final UnitOfWork work;
  private final UnitOfWork.Repeats repeats;
  private final Map<EventKey, PublishReceipt> receipts = new HashMap<>();

  EventIntake(UnitOfWork work, UnitOfWork.Repeats repeats) {
    this.work = work;
    this.repeats = repeats;
  }

  /** Accepts an event, or finds the receipt of its first time. */
  PublishReceipt accept(Event published) {
    return accept(published, null);
  }

  /**
   * The same.
   *
   * @param foreseen what was found out about it before; null: nothing
   */
  PublishReceipt accept(Event published, @Nullable EventPreparation foreseen) {
    return accept(published, foreseen, new EventDelivery(work));
  }

  /**
   * The same with an event that a step published.
   *
   * @param later steps of the publisher that have begun since: the event does not answer them
   */
  void accept(Event published, InstanceUpdate publisher, Set<StepKey> later) {
    work.engine().chains().leads(publisher.snapshot().identity());
    accept(published, work.foreseen(published), new EventDelivery(work, publisher, later));
  }

  private PublishReceipt accept(
      Event published, @Nullable EventPreparation foreseen, EventDelivery arrivals) {
    Optional<PublishReceipt> known = known(published);
    if (known.isPresent()) {
      work.answer(published, known.get());
      return known.get();
    }
    TenantWorkflows workflows = work.definitions().of(published.tenant());
    EventPreparation now =
        foreseen == null
            ? EventPreparation.of(work.engine(), published, workflows, work.now(), work::charge)
            : foreseen.again(published).at(work.engine(), workflows, work::charge);
    PublishReceipt receipt = acceptUnlessStored(now, arrivals);
    work.answer(now.incoming().event(), receipt);
    return receipt;
  }

  /** An event that this unit of work has accepted already. */
  private Optional<PublishReceipt> known(Event event) {
    return Optional.ofNullable(event.id())
        .map(id -> receipts.get(new EventKey(event.tenant(), id)))
        .map(ReceiptJson::repeated);
  }

  private PublishReceipt acceptUnlessStored(EventPreparation foreseen, EventDelivery arrivals) {
    IncomingEvent incoming = foreseen.incoming();
    Event event = incoming.event();
    if (repeats == UnitOfWork.Repeats.REFUSED || incoming.idIsNew()) {
      return acceptNew(foreseen, arrivals);
    }
    if (foreseen.matching().isEmpty()
        && foreseen.notEvaluable().isEmpty()
        && !foreseen.workflows().concerns(event.type())
        && event.correlation() == null
        && !work.engine().modules().concern(event.type())) {
      return acceptIdle(foreseen);
    }
    return stored(event).orElseGet(() -> acceptNew(foreseen, arrivals));
  }

  private Optional<PublishReceipt> stored(Event event) {
    return work.transaction()
        .events()
        .find(event.tenant(), String.valueOf(event.id()))
        .map(ReceiptJson::repeated);
  }

  /** An event that nobody waits for: storing it is all there is to do. */
  private PublishReceipt acceptIdle(EventPreparation foreseen) {
    IncomingEvent incoming = foreseen.incoming();
    PublishReceipt receipt = new ReceiptDraft().receipt(incoming.id());
    if (work.transaction().events().insertIfNew(row(foreseen, receipt))) {
      receipts.put(new EventKey(incoming.event().tenant(), incoming.id()), receipt);
      return receipt;
    }
    return stored(incoming.event()).orElseThrow(EventRows.DuplicateEventException::new);
  }

  private PublishReceipt acceptNew(EventPreparation foreseen, EventDelivery arrivals) {
    IncomingEvent incoming = foreseen.incoming();
    TenantWorkflows workflows = foreseen.workflows();
    ReceiptDraft draft = new ReceiptDraft();
    arrivals.arrive(incoming.event(), workflows, draft);
    new TriggeredStarts(work).start(foreseen.matching(), incoming, draft);
    for (TenantWorkflows.Candidate candidate : foreseen.notEvaluable()) {
      draft.suppressed(
          new PublishReceipt.Suppressed(candidate.definition().ref(), Reason.ERROR, NOT_EVALUABLE));
    }
    work.engine()
        .modules()
        .accept(
            incoming, step -> step.accept(new CommandContext(work), incoming, workflows, draft));
    PublishReceipt receipt = draft.receipt(incoming.id());
    receipts.put(new EventKey(incoming.event().tenant(), incoming.id()), receipt);
    work.insert(row(foreseen, receipt));
    return receipt;
  }

  private EventRow row(EventPreparation foreseen, PublishReceipt receipt) {
    IncomingEvent incoming = foreseen.incoming();
    Event event = incoming.event();
    List<Receipts.NotMatched> notMatched = foreseen.notMatched();
    boolean silent =
        !receipt.hadEffect()
            && receipt.suppressed().isEmpty()
            && receipt.routes().isEmpty()
            && notMatched.isEmpty();
    return new EventRow(
        event.tenant(),
        receipt.eventId(),
        event.type(),
        event.subject(),
        work.now(),
        incoming.body(),
        silent ? null : ReceiptJson.write(receipt, notMatched));
  }
}

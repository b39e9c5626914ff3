package dev.workflow.execution;

import dev.workflow.Event;
import dev.workflow.PublishReceipt;

/**
 * Lets an event in without leaving a trace: the intake is the real one, its transaction is rolled
 * back.
 */
public final class Rehearsal {

  /** Carries the receipt out of the transaction that it rolls back. */
  private static final class Over extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient PublishReceipt receipt;

    Over(PublishReceipt receipt) {
      super("the rehearsal is over", null, false, false);
      this.receipt = receipt;
    }
  }

  private final Wiring wiring;

  public Rehearsal(Wiring wiring) {
    this.wiring = wiring;
  }

  /** What the event would do now. An id that was published before is left aside. */
  public PublishReceipt of(Event event) {
    Event fresh =
        new Event(
            null,
            event.tenant(),
            event.type(),
            event.occurredAt(),
            event.subject(),
            event.payload(),
            event.previous(),
            event.correlation(),
            event.cause());
    try {
      return wiring
          .store()
          .transact(
              transaction -> {
                UnitOfWork work =
                    new UnitOfWork(wiring, transaction, false, UnitOfWork.Repeats.LOOKED_UP);
                throw new Over(work.intake().accept(fresh));
              });
    } catch (Over over) {
      return over.receipt;
    }
  }
}

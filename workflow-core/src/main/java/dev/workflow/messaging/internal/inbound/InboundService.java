package dev.workflow.messaging.internal.inbound;

import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.log.Log;
import dev.workflow.messaging.Inbound;
import dev.workflow.messaging.InboundClassifier.Classification;
import dev.workflow.messaging.InboundClassifier.Human;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.messaging.internal.outbox.Feedback;

public final class InboundService implements Inbound {

  private static final Log log = Log.of(InboundService.class);

  private final Transactions transactions;
  private final Feedback feedback;

  public InboundService(Transactions transactions, Feedback feedback) {
    this.transactions = transactions;
    this.feedback = feedback;
  }

  @Override
  public Receipt receive(InboundMessage message) {
    transactions.engine().tenant(message.tenant());
    InboundEvents.check(message, transactions.engine().options().maxDataBytes());
    Classification what = classify(message);
    return transactions.repeatableChange(
        work -> new InboundProcessor(work, feedback, message).receive(what));
  }

  private Classification classify(InboundMessage message) {
    try {
      Classification what = MessagingContext.of(transactions).classifier().classify(message);
      if (what != null) {
        return what;
      }
      log.warn("The InboundClassifier returned null; the message counts as one from a human");
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      log.warn("The InboundClassifier failed; the message counts as one from a human", e);
    }
    return new Human();
  }
}

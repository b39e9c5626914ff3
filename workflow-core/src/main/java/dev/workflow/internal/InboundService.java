package dev.workflow.internal;

import dev.workflow.Inbound;
import dev.workflow.InboundMessage;
import dev.workflow.execution.Gate;
import dev.workflow.execution.outbox.Feedback;
import dev.workflow.spi.InboundClassifier.Classification;
import dev.workflow.spi.InboundClassifier.Human;

final class InboundService implements Inbound {

  private static final Log log = Log.of(InboundService.class);

  private final Gate gate;
  private final Feedback feedback;

  InboundService(Gate gate, Feedback feedback) {
    this.gate = gate;
    this.feedback = feedback;
  }

  @Override
  public Receipt receive(InboundMessage message) {
    gate.wiring().tenant(message.tenant());
    InboundEvents.check(message, gate.wiring().options().maxDataBytes());
    Classification what = classify(message);
    return gate.repeatableChange(work -> new Reception(work, feedback, message).receive(what));
  }

  private Classification classify(InboundMessage message) {
    try {
      Classification what = gate.wiring().classifier().classify(message);
      if (what != null) {
        return what;
      }
      log.warn("The InboundClassifier returned null; the message counts as one from a human");
    } catch (RuntimeException e) {
      log.warn("The InboundClassifier failed; the message counts as one from a human", e);
    }
    return new Human();
  }
}

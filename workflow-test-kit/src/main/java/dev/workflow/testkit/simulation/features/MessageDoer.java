package dev.workflow.testkit.simulation.features;

import dev.workflow.Actor;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.messaging.Deliveries;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.messaging.Messages;
import dev.workflow.messaging.Suppressions;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.store.MessageRow;
import java.time.Duration;
import java.util.List;

/** Does what the acts of a story say about messages, and what their recipients do. */
final class MessageDoer {

  private final Stage stage;

  MessageDoer(Stage stage) {
    this.stage = stage;
  }

  Outcome perform(WorkflowEngine engine, Act act) {
    Actor by = Actor.of(act.actor().isEmpty() ? Cast.ADMIN : act.actor());
    if (act.verb() == Verb.SUPPRESS) {
      ChannelAddress address = new ChannelAddress(SimActions.EMAIL, act.rest());
      Suppressions.Scope scope = Suppressions.Scope.valueOf(act.argument());
      return Outcome.done(
          engine
              .messaging()
              .suppressions()
              .suppress(
                  TenantId.of(act.tenant()),
                  address,
                  Suppressions.Reason.OPT_OUT,
                  scope,
                  by,
                  null));
    }
    MessageRow row = stage.sight().message(act.target());
    if (row == null) {
      return Outcome.NOTHING;
    }
    Messages messages = engine.messaging().messages();
    TenantId tenant = row.tenant();
    switch (act.verb()) {
      case MESSAGE_HOLD -> messages.hold(tenant, row.id(), by, null);
      case MESSAGE_RELEASE -> messages.release(tenant, row.id(), by);
      case MESSAGE_SKIP -> messages.skip(tenant, row.id(), by, null);
      case MESSAGE_SEND_NOW -> messages.sendNow(tenant, row.id(), by);
      case MESSAGE_RESEND -> messages.resend(tenant, row.id(), by);
      case MESSAGE_MOVE ->
          messages.move(
              tenant, row.id(), stage.clock().instant().plus(Duration.parse(act.argument())), by);
      case REPLY -> {
        return Outcome.done(engine.messaging().inbound().receive(reply(row, act)));
      }
      default -> {
        return Outcome.done(
            engine
                .messaging()
                .deliveries()
                .record(tenant, row.channel(), List.of(report(row, act))));
      }
    }
    return Outcome.done(null);
  }

  private InboundMessage reply(MessageRow row, Act act) {
    return InboundMessage.of(row.tenant(), row.channel(), row.recipient().address(), act.argument())
        .withId("in-" + act.target() + "-" + act.argument().length())
        .withAnswerTo(row.delivery().providerId())
        .withSubject(row.origin().subject())
        .withReceivedAt(stage.clock().instant());
  }

  private Deliveries.Report report(MessageRow row, Act act) {
    Deliveries.State state = Deliveries.State.valueOf(act.argument());
    String providerId = row.delivery().providerId();
    Deliveries.Report report =
        Deliveries.Report.of(
                "report-" + act.target() + "-" + state,
                providerId == null ? "p-" + row.id() : providerId,
                state)
            .withMessage(row.id())
            .withAt(stage.clock().instant());
    return state == Deliveries.State.BOUNCED
        ? report.withCause(
            new Deliveries.Cause("5.1.1", "no such mailbox", SendResult.Refusal.HARD_BOUNCE))
        : report;
  }
}

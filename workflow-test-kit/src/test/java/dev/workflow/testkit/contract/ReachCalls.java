package dev.workflow.testkit.contract;

import static dev.workflow.testkit.contract.ForeignCalls.SPY;
import static dev.workflow.testkit.contract.ForeignCalls.done;

import dev.workflow.WorkflowEngine;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.messaging.Consents;
import dev.workflow.messaging.Deliveries;
import dev.workflow.messaging.Deliveries.Report;
import dev.workflow.messaging.Deliveries.State;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.messaging.Notifications;
import dev.workflow.messaging.Suppressions;
import dev.workflow.messaging.Suppressions.Reason;
import dev.workflow.messaging.Suppressions.Scope;
import dev.workflow.operations.SetAside;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The calls about whom messages reach. */
final class ReachCalls {

  static final ChannelAddress ANN = ChannelAddress.of("email", "ann@x.nl");

  private final ForeignCalls calls;
  private final UUID message;

  /** With the id of a message. */
  ReachCalls(ForeignCalls calls, UUID message) {
    this.calls = calls;
    this.message = message;
  }

  void addAll(WorkflowEngine engine) {
    suppressions(engine.messaging().suppressions());
    consents(engine.messaging().consents());
    deliveries(engine.messaging().deliveries());
    notifications(engine.messaging().notifications());
    setAside(engine.setAside());
    calls.add(
        "Inbound.receive(InboundMessage)",
        "null",
        tenant ->
            String.valueOf(
                engine
                    .messaging()
                    .inbound()
                    .receive(
                        InboundMessage.of(tenant, "email", "ann@x.nl", "hi")
                            .withTo("bounces+" + message + "@x.nl"))
                    .answers()));
  }

  private void setAside(SetAside it) {
    String none =
        "NotFoundException: nothing of the kind MESSAGE with the id "
            + message
            + " is set aside for tenant {tenant}";
    calls.add(
        "SetAside.list(TenantId, String, int)", "[]", tenant -> it.list(tenant, null, 10).items());
    calls.add("SetAside.standing(TenantId)", "Optional.empty", it::standing);
    calls.add(
        "SetAside.stored(TenantId, Kind, UUID)",
        none,
        tenant -> it.stored(tenant, SetAside.Kind.MESSAGE, message));
    calls.add(
        "SetAside.retry(TenantId, Kind, UUID, Actor)",
        none,
        tenant -> it.retry(tenant, SetAside.Kind.MESSAGE, message, SPY));
    calls.add(
        "SetAside.cancel(TenantId, Kind, UUID, Actor, String)",
        none,
        tenant -> done(() -> it.cancel(tenant, SetAside.Kind.MESSAGE, message, SPY, null)));
    calls.add(
        "SetAside.delete(TenantId, Kind, UUID, Actor)",
        none,
        tenant -> done(() -> it.delete(tenant, SetAside.Kind.MESSAGE, message, SPY)));
  }

  private void suppressions(Suppressions it) {
    calls.add(
        "Suppressions.suppress(TenantId, ChannelAddress, Reason, Scope, Actor, String)",
        "spy",
        tenant -> it.suppress(tenant, ANN, Reason.MANUAL, Scope.EVERYTHING, SPY, null).by());
    calls.add(
        "Suppressions.suppressRecipient(TenantId, ChannelAddress, Reason, Scope, Actor, String)",
        "spy",
        tenant ->
            it.suppressRecipient(tenant, ANN, Reason.OPT_OUT, Scope.EVERYTHING, SPY, null).by());
    calls.add(
        "Suppressions.lift(TenantId, ChannelAddress, Reason, Actor)",
        "false",
        tenant -> it.lift(tenant, ANN, Reason.MANUAL, SPY));
    calls.add("Suppressions.of(TenantId, ChannelAddress)", "[]", tenant -> it.of(tenant, ANN));
    calls.add(
        "Suppressions.list(TenantId, String, String, int)",
        "[]",
        tenant -> it.list(tenant, null, null, 10).items());
    calls.add(
        "Suppressions.absence(TenantId, ChannelAddress)",
        "Optional.empty",
        tenant -> it.absence(tenant, ANN));
    calls.add(
        "Suppressions.absences(TenantId, String, String, int)",
        "[]",
        tenant -> it.absences(tenant, null, null, 10).items());
    calls.add(
        "Suppressions.endAbsence(TenantId, ChannelAddress)",
        "false",
        tenant -> it.endAbsence(tenant, ANN));
    calls.add(
        "Suppressions.rewriteAddresses(TenantId, LongConsumer)",
        "0",
        tenant -> it.rewriteAddresses(tenant, done -> {}));
  }

  private void consents(Consents it) {
    calls.add(
        "Consents.grant(TenantId, ChannelAddress, String, Actor, String)",
        "spy",
        tenant -> it.grant(tenant, ANN, "news", SPY, null).by());
    calls.add(
        "Consents.withdraw(TenantId, ChannelAddress, String, Actor, String)",
        "spy",
        tenant -> it.withdraw(tenant, ANN, "news", SPY, null).by());
    calls.add(
        "Consents.withdrawRecipient(TenantId, ChannelAddress, String, Actor, String)",
        "spy",
        tenant -> it.withdrawRecipient(tenant, ANN, "news", SPY, null).by());
    calls.add(
        "Consents.current(TenantId, ChannelAddress, String)",
        "Optional.empty",
        tenant -> it.current(tenant, ANN, "news"));
    calls.add(
        "Consents.history(TenantId, ChannelAddress)", "[]", tenant -> it.history(tenant, ANN));
  }

  private void deliveries(Deliveries it) {
    calls.add(
        "Deliveries.record(TenantId, String, List)",
        "1 unknown",
        tenant ->
            it.record(
                        tenant,
                        "email",
                        List.of(Report.of("key", "id", State.READ).withMessage(message)))
                    .unknown()
                + " unknown");
    calls.add(
        "Deliveries.of(TenantId, UUID)",
        "NotFoundException: tenant {tenant} has no message {message}",
        tenant -> it.of(tenant, message));
    calls.add(
        "Deliveries.purgeUnknown(TenantId, Instant)",
        "0",
        tenant -> it.purgeUnknown(tenant, Instant.parse("2100-01-01T00:00:00Z")));
  }

  private void notifications(Notifications it) {
    calls.add(
        "Notifications.list(TenantId, String, boolean, String, int)",
        "[]",
        tenant ->
            List.of(
                it.list(tenant, "ann", false, null, 10).items(),
                it.list(tenant, "ann", true, message.toString(), 10).items()));
    calls.add(
        "Notifications.unreadCount(TenantId, String)",
        "0",
        tenant -> it.unreadCount(tenant, "ann"));
    calls.add(
        "Notifications.markRead(TenantId, String, UUID)",
        "NotFoundException: recipient ann of tenant {tenant} has no notification {message}",
        tenant -> done(() -> it.markRead(tenant, "ann", message)));
    calls.add(
        "Notifications.markAllRead(TenantId, String)",
        "0",
        tenant -> it.markAllRead(tenant, "ann"));
  }
}

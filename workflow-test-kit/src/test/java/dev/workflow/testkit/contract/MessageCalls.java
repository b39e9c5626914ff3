package dev.workflow.testkit.contract;

import static dev.workflow.testkit.contract.EngineContract.LEAD;
import static dev.workflow.testkit.contract.ForeignCalls.SPY;
import static dev.workflow.testkit.contract.ForeignCalls.done;

import dev.workflow.TenantId;
import dev.workflow.messaging.Messages;
import dev.workflow.messaging.Messages.BulkOperation;
import dev.workflow.messaging.Messages.Query;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The calls about messages. */
final class MessageCalls {

  private static final String NONE = "NotFoundException: tenant {tenant} has no message {message}";
  private static final Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");

  private final ForeignCalls calls;
  private final UUID message;

  /** With the id of a message. */
  MessageCalls(ForeignCalls calls, UUID message) {
    this.calls = calls;
    this.message = message;
  }

  void addAll(Messages it) {
    calls.add("Messages.get(TenantId, UUID)", NONE, tenant -> it.get(tenant, message));
    lists(it);
    stops(it);
    one(it);
    many(it);
  }

  private void lists(Messages it) {
    calls.add(
        "Messages.list(TenantId, SubjectRef, MessageState, String, int)",
        "[]",
        tenant ->
            List.of(
                it.list(tenant, LEAD, null, null, 10).items(),
                it.list(tenant, null, null, message.toString(), 10).items()));
    String place = LONG_AGO + "/" + message;
    calls.add(
        "Messages.upcoming(Query, String, int)",
        "[]",
        tenant ->
            List.of(
                it.upcoming(Query.of(tenant), null, 10).items(),
                it.upcoming(Query.of(tenant), place, 10).items()));
    calls.add(
        "Messages.failed(Query, String, int)",
        "[]",
        tenant ->
            List.of(
                it.failed(Query.of(tenant), null, 10).items(),
                it.failed(Query.of(tenant), message.toString(), 10).items()));
  }

  private void stops(Messages it) {
    calls.add("Messages.stops(TenantId)", "[]", it::stops);
    calls.add(
        "Messages.resume(TenantId, Stop, Actor)",
        "NotFoundException: tenant {tenant} has no stop of channel email; it may have ended by itself",
        tenant ->
            done(
                () ->
                    it.resume(
                        tenant,
                        new Messages.Stop("email", null, null, "", null, SPY, LONG_AGO, null),
                        SPY)));
    calls.add(
        "Messages.stop(TenantId, String, String, Actor, String)",
        "1",
        tenant -> {
          it.stop(tenant, "none", null, SPY, "mine");
          int own = it.stops(tenant).size();
          it.resume(tenant, it.stops(tenant).get(0), SPY);
          return own;
        });
  }

  private void one(Messages it) {
    deed("skip(TenantId, UUID, Actor, String)", t -> it.skip(t, message, SPY, "no"));
    deed("move(TenantId, UUID, Instant, Actor)", t -> it.move(t, message, LONG_AGO, SPY));
    deed("sendNow(TenantId, UUID, Actor)", t -> it.sendNow(t, message, SPY));
    deed("hold(TenantId, UUID, Actor, String)", t -> it.hold(t, message, SPY, null));
    deed("release(TenantId, UUID, Actor)", t -> it.release(t, message, SPY));
    deed("readdress(TenantId, UUID, String, Actor)", t -> it.readdress(t, message, "x@x.nl", SPY));
    deed("resend(TenantId, UUID, Actor)", t -> it.resend(t, message, SPY));
    deed("discard(TenantId, UUID, Actor, String)", t -> it.discard(t, message, SPY, null));
  }

  private void deed(String signature, Consumer<TenantId> deed) {
    calls.add("Messages." + signature, NONE, tenant -> done(() -> deed.accept(tenant)));
  }

  private void many(Messages it) {
    calls.add(
        "Messages.purge(TenantId, Instant, LongConsumer)",
        "0",
        tenant -> it.purge(tenant, Instant.parse("2100-01-01T00:00:00Z"), gone -> {}));
    calls.add(
        "Messages.cancel(TenantId, SubjectRef, Actor)",
        "0",
        tenant -> it.cancel(tenant, LEAD, SPY));
    calls.add(
        "Messages.cancel(Query, Actor, String)",
        "0",
        tenant -> it.cancel(Query.of(tenant), SPY, null));
    calls.add(
        "Messages.bulk(Query, BulkOperation, Actor, Consumer)",
        "0 changed",
        tenant -> {
          long changed =
              Stream.of(BulkOperation.values())
                  .mapToLong(one -> it.bulk(Query.of(tenant), one, SPY, report -> {}).done())
                  .sum();
          return changed + " changed";
        });
  }
}

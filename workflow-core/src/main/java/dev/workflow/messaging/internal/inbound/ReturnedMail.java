package dev.workflow.messaging.internal.inbound;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.messaging.Deliveries;
import dev.workflow.messaging.Inbound.Kind;
import dev.workflow.messaging.Inbound.Receipt;
import dev.workflow.messaging.InboundClassifier.Bounce;
import dev.workflow.messaging.InboundClassifier.Complaint;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.messaging.Suppressions;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.messaging.internal.outbox.Feedback;
import dev.workflow.messaging.internal.outbox.MessageRowMapper;
import dev.workflow.spi.SendResult.Refusal;
import dev.workflow.spi.store.DeliveryRows.Reported;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import dev.workflow.spi.store.SuppressionRows.SuppressionRow;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Takes a report that a mail came back, or that somebody called it spam, inside a transaction. Such
 * a report is believed as far as it names a message of the tenant, and an address that this message
 * was sent to. Used by one thread.
 */
final class ReturnedMail {

  /** Whom a report is about. */
  private enum Whom {
    RECIPIENT,
    /** Somebody who got a copy, or the recipient before the message was readdressed. */
    ANOTHER,
    /** An address that the message was passed on to, or none of the message's. */
    UNKNOWN
  }

  private final CommandContext work;
  private final Feedback feedback;
  private final InboundMessage message;

  /** How many of the report's recipients have been taken. */
  private int taken;

  ReturnedMail(CommandContext work, Feedback feedback, InboundMessage message) {
    this.work = work;
    this.feedback = feedback;
    this.message = message;
  }

  Receipt bounced(Bounce bounce, @Nullable Reported about) {
    String kind = taken == 0 ? "bounce/" : "bounce-" + taken + "/";
    taken++;
    MessageRow row = row(about);
    if (row == null) {
      return receipt(Kind.BOUNCE, false, about, false);
    }
    Whom whom = whom(row, bounce.address());
    Refusal refusal = bounce.hard() ? Refusal.HARD_BOUNCE : null;
    if (whom == Whom.RECIPIENT || (whom == Whom.UNKNOWN && row.recipient().original() == null)) {
      boolean hard = bounce.hard() && whom == Whom.RECIPIENT;
      boolean repeated =
          repeated(
              row,
              kind,
              Deliveries.State.BOUNCED,
              new Deliveries.Cause(bounce.code(), bounce.reason(), hard ? refusal : null));
      return receipt(Kind.BOUNCE, repeated, about, hard && !repeated);
    }
    return apart(Kind.BOUNCE, row, whom == Whom.ANOTHER ? bounce.address() : null, refusal);
  }

  Receipt complained(Complaint complaint, @Nullable Reported about) {
    MessageRow row = row(about);
    if (row == null) {
      return receipt(Kind.COMPLAINT, false, about, false);
    }
    String said = complaint.address();
    boolean hidden = said != null && said.toLowerCase(Locale.ROOT).contains("redact");
    String address = hidden ? null : said;
    Whom whom = whom(row, address);
    if (whom != Whom.RECIPIENT) {
      return apart(Kind.COMPLAINT, row, whom == Whom.ANOTHER ? address : null, Refusal.COMPLAINT);
    }
    Deliveries.Cause cause =
        new Deliveries.Cause(null, "the recipient reported it as spam", Refusal.COMPLAINT);
    boolean repeated = repeated(row, "complaint/", Deliveries.State.DELIVERED, cause);
    return receipt(Kind.COMPLAINT, repeated, about, !repeated);
  }

  private @Nullable MessageRow row(@Nullable Reported about) {
    return about == null
        ? null
        : work.transaction().messages().find(message.tenant(), about.id()).orElse(null);
  }

  private Whom whom(MessageRow row, @Nullable String address) {
    MessageRow.Recipient recipient = row.recipient();
    if (address == null) {
      return recipient.original() == null ? Whom.RECIPIENT : Whom.UNKNOWN;
    }
    String reported = normal(address);
    if (reported.equals(normal(recipient.address()))) {
      return Whom.RECIPIENT;
    }
    boolean before = recipient.original() != null && reported.equals(normal(recipient.original()));
    return before || isCopy(row, reported) ? Whom.ANOTHER : Whom.UNKNOWN;
  }

  private boolean isCopy(MessageRow row, String reported) {
    JsonNode content = Json.read(row.body());
    for (String part : List.of("cc", "bcc")) {
      JsonNode given = content.path(part);
      if (given.isTextual() && reported.equals(normal(given.textValue()))) {
        return true;
      }
      for (JsonNode copy : given) {
        if (reported.equals(normal(copy.asText()))) {
          return true;
        }
      }
    }
    return false;
  }

  private String normal(String address) {
    return MessagingContext.of(work)
        .addresses()
        .of(message.tenant(), message.channel(), address)
        .address();
  }

  /** Whether the same report was taken before; otherwise it is applied to its message. */
  private boolean repeated(
      MessageRow row, String kind, Deliveries.State state, Deliveries.Cause cause) {
    String providerId = row.delivery().providerId();
    Deliveries.Report report =
        Deliveries.Report.of(
                kind + key(row), providerId == null ? row.id().toString() : providerId, state)
            .withMessage(row.id())
            .withAt(message.receivedAt())
            .withCause(cause);
    return feedback.record(work, message.tenant(), message.channel(), List.of(report)).repeated()
        > 0;
  }

  /** One that says nothing of the message's own recipient: at most of the address it names. */
  private Receipt apart(
      Kind kind, MessageRow row, @Nullable String address, @Nullable Refusal refusal) {
    boolean known = false;
    if (address != null && refusal != null) {
      String nobodys = "another address of " + row.id();
      Deliveries.Report report =
          Deliveries.Report.of(
                  "apart/" + key(row) + "/" + MessageRowMapper.fingerprint(normal(address)),
                  nobodys,
                  Deliveries.State.BOUNCED)
              .withAt(message.receivedAt());
      known =
          feedback.record(work, message.tenant(), message.channel(), List.of(report)).repeated()
              > 0;
      if (!known) {
        suppress(normal(address), refusal, row);
      }
    }
    return new Receipt(
        kind,
        known,
        row.id(),
        subject(row.origin()),
        null,
        0,
        address != null && refusal != null && !known);
  }

  private void suppress(String address, Refusal refusal, MessageRow row) {
    Suppressions.Reason reason =
        refusal == Refusal.COMPLAINT
            ? Suppressions.Reason.COMPLAINT
            : Suppressions.Reason.HARD_BOUNCE;
    work.transaction()
        .suppressions()
        .put(
            List.of(
                SuppressionRow.of(
                    new AddressKey(message.tenant(), message.channel(), address),
                    reason.name(),
                    Suppressions.Scope.EVERYTHING.name(),
                    work.now(),
                    Actor.ENGINE.id(),
                    row.id())));
  }

  private String key(MessageRow row) {
    return message.conversation().id() == null ? row.id().toString() : InboundEvents.key(message);
  }

  private Receipt receipt(
      Kind kind, boolean repeated, @Nullable Reported about, boolean suppressed) {
    return new Receipt(
        kind,
        repeated,
        about == null ? null : about.id(),
        about == null ? message.subject() : subject(about.origin()),
        null,
        0,
        suppressed);
  }

  private @Nullable SubjectRef subject(MessageRow.Origin origin) {
    return message.subject() == null ? origin.subject() : message.subject();
  }
}

package dev.workflow.messaging.internal.inbound;

import dev.workflow.Actor;
import dev.workflow.PublishReceipt;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.input.AddressInput;
import dev.workflow.internal.text.Limits;
import dev.workflow.messaging.Deliveries;
import dev.workflow.messaging.Inbound.Kind;
import dev.workflow.messaging.Inbound.Receipt;
import dev.workflow.messaging.InboundClassifier.Bounce;
import dev.workflow.messaging.InboundClassifier.Bounces;
import dev.workflow.messaging.InboundClassifier.Classification;
import dev.workflow.messaging.InboundClassifier.Complaint;
import dev.workflow.messaging.InboundClassifier.Human;
import dev.workflow.messaging.InboundClassifier.OptIn;
import dev.workflow.messaging.InboundClassifier.OptOut;
import dev.workflow.messaging.InboundClassifier.OutOfOffice;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.messaging.Suppressions;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.messaging.internal.outbox.AbsenceCheck;
import dev.workflow.messaging.internal.outbox.Feedback;
import dev.workflow.spi.store.AbsenceRows;
import dev.workflow.spi.store.AbsenceRows.AbsenceRow;
import dev.workflow.spi.store.DeliveryRows.Reported;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import dev.workflow.spi.store.SuppressionRows.SuppressionRow;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes one message inside a transaction. Used by one thread. */
final class InboundProcessor {

  private static final int MAX_ADDRESS = 1_000;
  private static final int MOST_RETURNED = 100;
  private static final Duration USUAL_ABSENCE = Duration.ofDays(3);
  private static final Duration LONGEST_ABSENCE = Duration.ofDays(60);

  /** How many absences of others, of no use any more, are removed in passing. */
  private static final int FORGOTTEN = 20;

  private final CommandContext work;
  private final Feedback feedback;
  private final InboundMessage message;

  InboundProcessor(CommandContext work, Feedback feedback, InboundMessage message) {
    this.work = work;
    this.feedback = feedback;
    this.message = message;
  }

  Receipt receive(Classification what) {
    if (what instanceof Bounce bounce) {
      return returned(List.of(bounce));
    } else if (what instanceof Bounces bounces && !bounces.each().isEmpty()) {
      return returned(bounces.each());
    } else if (what instanceof Complaint complaint) {
      Reported about = ReplyMatcher.named(work.transaction(), message, complaint.original());
      return new ReturnedMail(work, feedback, message).complained(complaint, about);
    }
    Reported answered = ReplyMatcher.of(work, message);
    if (what instanceof Human) {
      return answeredByHuman(answered);
    } else if (what instanceof OptOut optOut) {
      return optedOut(optOut, answered);
    } else if (what instanceof OptIn) {
      return optedIn(answered);
    } else if (what instanceof OutOfOffice away) {
      return silent(Kind.OUT_OF_OFFICE, answered, away(away.until(), answered), false);
    }
    return silent(Kind.OTHER_AUTOMATIC, answered, 0, false);
  }

  /** Whom a mail could not be given to, each by themselves. */
  private Receipt returned(List<Bounce> bounces) {
    ReturnedMail mail = new ReturnedMail(work, feedback, message);
    @Nullable Receipt all = null;
    for (Bounce bounce : bounces.subList(0, Math.min(bounces.size(), MOST_RETURNED))) {
      Reported about = ReplyMatcher.named(work.transaction(), message, bounce.original());
      Receipt one = mail.bounced(bounce, about);
      all = all == null ? one : both(all, one);
    }
    return Objects.requireNonNull(all, "there is one");
  }

  private static Receipt both(Receipt first, Receipt second) {
    Receipt named = first.answers() == null ? second : first;
    boolean suppressed = first.suppressed() || second.suppressed();
    return new Receipt(
        Kind.BOUNCE,
        !suppressed && (first.repeated() || second.repeated()),
        named.answers(),
        named.subject(),
        null,
        0,
        suppressed);
  }

  private Receipt answeredByHuman(@Nullable Reported answered) {
    Receipt receipt = published(Kind.HUMAN, "message.received", answered, false);
    if (!receipt.repeated()) {
      read(answered);
      AddressKey key = key(message.from());
      boolean later =
          work.transaction().absences().away(List.of(key), work.now()).stream()
              .anyMatch(row -> !row.reportedAt().isAfter(at()));
      if (later) {
        work.transaction().absences().end(key, work.now());
      }
    }
    return receipt;
  }

  /** Who answers a message has read it: nothing is sent instead. */
  private void read(@Nullable Reported answered) {
    if (answered != null) {
      String key =
          message.conversation().id() == null
              ? answered.id().toString()
              : InboundEvents.key(message);
      Deliveries.Report report =
          Deliveries.Report.of("answer/" + key, answered.id().toString(), Deliveries.State.READ)
              .withMessage(answered.id())
              .withAt(message.receivedAt());
      feedback.record(work, message.tenant(), message.channel(), List.of(report));
    }
  }

  private Instant at() {
    return message.receivedAt() == null ? work.now() : Limits.nearest(message.receivedAt());
  }

  private Receipt published(
      Kind kind, String type, @Nullable Reported answered, boolean suppressed) {
    SubjectRef subject = subject(answered);
    PublishReceipt event = work.accept(InboundEvents.event(type, message, answered, subject));
    return new Receipt(
        kind, event.repeated(), id(answered), subject, event, 0, suppressed && !event.repeated());
  }

  private Receipt silent(
      Kind kind, @Nullable Reported answered, int postponed, boolean suppressed) {
    return new Receipt(kind, false, id(answered), subject(answered), null, postponed, suppressed);
  }

  private static @Nullable UUID id(@Nullable Reported answered) {
    return answered == null ? null : answered.id();
  }

  private @Nullable SubjectRef subject(@Nullable Reported answered) {
    return message.subject() != null || answered == null
        ? message.subject()
        : answered.origin().subject();
  }

  private AddressKey key(String address) {
    return ReplyMatcher.key(work, message.tenant(), message.channel(), address);
  }

  private Receipt optedOut(OptOut optOut, @Nullable Reported answered) {
    Receipt receipt = published(Kind.OPT_OUT, "message.opted_out", answered, true);
    if (!receipt.repeated()) {
      read(answered);
      for (AddressKey key : optingOut(answered)) {
        suppress(key, Suppressions.Reason.OPT_OUT, optOut.scope(), answered);
      }
    }
    return receipt;
  }

  /**
   * Who wrote, and whom we wrote to: who answers a message has read it, in whichever form the
   * provider names them. After a change of its address who wrote it is not known, unless only the
   * message can tell.
   */
  private Set<AddressKey> optingOut(@Nullable Reported answered) {
    Set<AddressKey> keys = new LinkedHashSet<>();
    TenantId tenant = message.tenant();
    MessagingContext.of(work)
        .addresses()
        .sender(tenant, message.channel(), message.from())
        .ifPresent(keys::add);
    if (answered != null && (keys.isEmpty() || !isReaddressed(answered))) {
      keys.add(
          MessagingContext.of(work)
              .addresses()
              .of(tenant, message.channel(), answered.recipient()));
    }
    return keys.isEmpty() ? Set.of(key(message.from())) : keys;
  }

  private boolean isReaddressed(Reported answered) {
    return work.transaction()
        .messages()
        .find(message.tenant(), answered.id())
        .filter(row -> row.recipient().original() != null)
        .isPresent();
  }

  private void suppress(
      AddressKey key,
      Suppressions.Reason reason,
      Suppressions.Scope scope,
      @Nullable Reported because) {
    work.transaction()
        .suppressions()
        .put(
            List.of(
                SuppressionRow.of(
                    key, reason.name(), scope.name(), work.now(), Actor.ENGINE.id(), id(because))));
  }

  private Receipt optedIn(@Nullable Reported answered) {
    Receipt receipt = published(Kind.OPT_IN, "message.opted_in", answered, false);
    if (!receipt.repeated()) {
      read(answered);
      String reason = Suppressions.Reason.OPT_OUT.name();
      work.transaction()
          .suppressions()
          .lift(key(message.from()), reason, work.now(), Actor.ENGINE.id());
    }
    return receipt;
  }

  /** Returns how many messages were put off. */
  private int away(@Nullable Instant said, @Nullable Reported answered) {
    Instant now = work.now();
    AddressKey key = key(message.from());
    Instant until = said == null ? atLeastAsLong(key, now.plus(USUAL_ABSENCE)) : said;
    Instant latest = now.plus(LONGEST_ABSENCE);
    Instant back = until.isAfter(latest) ? latest : until;
    if (back.isAfter(now) && isAddress(key.address())) {
      AbsenceRows absences = work.transaction().absences();
      absences.put(new AbsenceRow(key, back, at(), id(answered)));
      absences.forget(now, FORGOTTEN);
    }
    return putOff(key, back);
  }

  /** An absence whose end is not said does not end before one whose end was. */
  private Instant atLeastAsLong(AddressKey key, Instant usual) {
    return work.transaction().absences().away(List.of(key), work.now()).stream()
        .map(AbsenceRow::endsAt)
        .filter(usual::isBefore)
        .findFirst()
        .orElse(usual);
  }

  private int putOff(AddressKey key, Instant back) {
    List<MessageRow> rows =
        work.transaction().recipients().waiting(key, work.now()).stream()
            .filter(AbsenceCheck::concerns)
            .filter(row -> planned(row).isBefore(back))
            .map(row -> row.with(row.status().result(AbsenceCheck.AWAY).pendingAt(back)))
            .toList();
    return rows.size() - work.transaction().messages().update(rows).size();
  }

  private static Instant planned(MessageRow row) {
    return Objects.requireNonNull(row.status().plannedAt(), "a PENDING one is planned");
  }

  private static boolean isAddress(String text) {
    return !text.isBlank() && text.length() <= MAX_ADDRESS && AddressInput.storable(text);
  }
}

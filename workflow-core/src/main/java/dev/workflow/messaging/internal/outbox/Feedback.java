package dev.workflow.messaging.internal.outbox;

import dev.workflow.TenantId;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.engine.StoredText;
import dev.workflow.internal.text.Limits;
import dev.workflow.messaging.Deliveries.Receipt;
import dev.workflow.messaging.Deliveries.Report;
import dev.workflow.messaging.Deliveries.State;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.spi.SendResult.Refusal;
import dev.workflow.spi.store.DeliveryRows;
import dev.workflow.spi.store.DeliveryRows.DeliveryRow;
import dev.workflow.spi.store.DeliveryRows.Reported;
import dev.workflow.spi.store.SuppressionRows.SuppressionRow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes what providers report about messages. Thread-safe.
 *
 * <p>A report may be faster than the note that its message was sent. It is then kept without its
 * message, and the node that took it looks for the message from time to time for a while.
 */
public final class Feedback {

  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final int MAX_CODE = 100;
  private static final int LATE_AT_ONCE = 1_000;
  private static final Set<State> TOLD = Set.of(State.FAILED, State.BOUNCED);

  private volatile Instant lookUntil = Instant.MIN;

  /** Takes reports of one channel, each event key once. */
  public Receipt record(
      CommandContext work, TenantId tenant, String channel, List<Report> reports) {
    Map<String, Report> once = new LinkedHashMap<>();
    reports.forEach(report -> once.putIfAbsent(report.eventKey(), report));
    DeliveryRows rows = work.transaction().deliveries();
    Map<String, Reported> messages =
        messages(rows, tenant, channel, once.values().stream().toList());
    List<DeliveryRow> all = new ArrayList<>();
    once.forEach((key, report) -> all.add(row(work, tenant, channel, report, messages.get(key))));
    Set<String> added = rows.insertNew(all);
    List<DeliveryRow> fresh = all.stream().filter(row -> added.contains(row.eventKey())).toList();
    int unknown = (int) fresh.stream().filter(row -> row.message() == null).count();
    if (unknown > 0) {
      lookUntil = work.now().plus(PATIENCE);
    }
    int applied =
        apply(work, fresh.stream().filter(row -> row.message() != null).toList(), byId(messages));
    return new Receipt(
        applied, reports.size() - fresh.size(), fresh.size() - unknown - applied, unknown);
  }

  private static Map<String, Reported> messages(
      DeliveryRows rows, TenantId tenant, String channel, List<Report> reports) {
    List<UUID> ids = reports.stream().map(Report::message).filter(Objects::nonNull).toList();
    Map<UUID, Reported> byId =
        rows.byId(tenant, channel, ids).stream()
            .collect(Collectors.toMap(Reported::id, one -> one));
    List<String> providerIds =
        reports.stream()
            .filter(report -> !byId.containsKey(report.message()))
            .map(Report::providerId)
            .toList();
    Map<String, Reported> byProvider = new HashMap<>();
    rows.byProvider(tenant, channel, providerIds)
        .forEach(one -> byProvider.put(String.valueOf(one.providerId()), one));
    Map<String, Reported> found = new HashMap<>();
    for (Report report : reports) {
      Reported one = byId.getOrDefault(report.message(), byProvider.get(report.providerId()));
      if (one != null) {
        found.put(report.eventKey(), one);
      }
    }
    return found;
  }

  private static Map<UUID, Reported> byId(Map<String, Reported> messages) {
    Map<UUID, Reported> byId = new HashMap<>();
    messages.values().forEach(one -> byId.put(one.id(), one));
    return byId;
  }

  private static DeliveryRow row(
      CommandContext work,
      TenantId tenant,
      String channel,
      Report report,
      @Nullable Reported message) {
    var cause = report.cause();
    String code = cause == null || cause.code() == null ? null : cause.code();
    String reason = cause == null || cause.reason() == null ? null : cause.reason();
    Refusal refusal = cause == null ? null : cause.refusal();
    Instant at = report.at() == null ? work.now() : report.at();
    return new DeliveryRow(
        tenant,
        channel,
        report.eventKey(),
        report.providerId(),
        message == null ? null : message.id(),
        report.state().name(),
        Limits.nearest(at).truncatedTo(ChronoUnit.MICROS),
        work.now(),
        code == null ? null : StoredText.cut(code, MAX_CODE),
        reason == null ? null : StoredText.cut(reason),
        refusal == null ? null : refusal.name());
  }

  /** Returns how many moved a message on. */
  private int apply(CommandContext work, List<DeliveryRow> rows, Map<UUID, Reported> messages) {
    Map<UUID, DeliveryRow> farthest = new LinkedHashMap<>();
    for (DeliveryRow row : rows) {
      farthest.merge(message(row), row, (a, b) -> state(b).compareTo(state(a)) > 0 ? b : a);
    }
    Set<UUID> moved = work.transaction().deliveries().raise(List.copyOf(farthest.values()));
    DeliveryConfirmation.reported(work.transaction(), farthest, messages, work.now());
    MessageFacts.reported(
        work.transaction(),
        moved.stream().map(farthest::get).filter(Objects::nonNull).toList(),
        messages,
        work.now());
    List<MessageEvents.Lost> lost = new ArrayList<>();
    Map<TenantId, Set<UUID>> failed = new HashMap<>();
    for (UUID id : moved) {
      DeliveryRow row = Objects.requireNonNull(farthest.get(id), "only these were moved");
      if (TOLD.contains(state(row))) {
        Reported message = Objects.requireNonNull(messages.get(id), "it was found");
        lost.add(MessageEvents.reported(row, message));
        failed.computeIfAbsent(row.tenant(), tenant -> new HashSet<>()).add(id);
      }
    }
    MessageEvents.publish(work, lost);
    failed.forEach((tenant, ids) -> Fallbacks.hurry(work.transaction(), tenant, ids, work.now()));
    suppress(work, rows, messages);
    return steps(rows, moved, messages);
  }

  private static int steps(List<DeliveryRow> rows, Set<UUID> moved, Map<UUID, Reported> messages) {
    Map<UUID, Integer> reached = new HashMap<>();
    messages.forEach((id, one) -> reached.put(id, rank(one.state())));
    int steps = 0;
    for (DeliveryRow row : rows) {
      UUID id = message(row);
      if (moved.contains(id) && rank(row.state()) > reached.getOrDefault(id, -1)) {
        reached.put(id, rank(row.state()));
        steps++;
      }
    }
    return steps;
  }

  private static int rank(@Nullable String state) {
    return state == null ? -1 : State.of(state).ordinal();
  }

  private static State state(DeliveryRow row) {
    return State.of(row.state());
  }

  private static UUID message(DeliveryRow row) {
    return Objects.requireNonNull(row.message(), "the message is known");
  }

  private static void suppress(
      CommandContext work, List<DeliveryRow> rows, Map<UUID, Reported> messages) {
    List<SuppressionRow> suppressions = new ArrayList<>();
    for (DeliveryRow row : rows) {
      Reported message = messages.get(message(row));
      if (row.refusal() != null && message != null && isAboutItsRecipient(work, row, message)) {
        suppressions.add(
            RefusedAddresses.suppression(
                MessagingContext.of(work)
                    .addresses()
                    .of(row.tenant(), row.channel(), message.recipient()),
                Refusal.valueOf(row.refusal()),
                row.at(),
                message.id()));
      }
    }
    if (!suppressions.isEmpty()) {
      work.transaction().suppressions().put(suppressions);
    }
  }

  /** One of a message that was readdressed may be about the address before. */
  private static boolean isAboutItsRecipient(
      CommandContext work, DeliveryRow row, Reported message) {
    return row.providerId().equals(message.providerId())
        || work.transaction()
            .messages()
            .find(row.tenant(), message.id())
            .map(one -> one.recipient().original() == null)
            .orElse(false);
  }

  /** Whether a report has come lately whose message was not known. */
  public boolean isLooking(Instant now) {
    return now.isBefore(lookUntil);
  }

  /** From now on looks for the messages of reports that other nodes may have taken. */
  public void look(Instant now) {
    lookUntil = now.plus(PATIENCE);
  }

  /** Applies reports whose messages are known by now; returns how many. */
  public int applyLate(CommandContext work) {
    DeliveryRows rows = work.transaction().deliveries();
    List<DeliveryRow> known = rows.lateKnown(work.now().minus(PATIENCE), LATE_AT_ONCE);
    record Room(TenantId tenant, String channel) {}
    Map<Room, List<DeliveryRow>> rooms =
        known.stream()
            .sorted(Comparator.comparing(DeliveryRow::reportedAt))
            .collect(Collectors.groupingBy(row -> new Room(row.tenant(), row.channel())));
    rooms.forEach(
        (room, reports) -> {
          rows.settle(reports);
          Map<UUID, Reported> messages = new HashMap<>();
          rows.byId(room.tenant(), room.channel(), reports.stream().map(Feedback::message).toList())
              .forEach(one -> messages.put(one.id(), one));
          apply(work, reports, messages);
        });
    return known.size();
  }
}

package dev.workflow.messaging.internal.outbox;

import dev.workflow.NotFoundException;
import dev.workflow.internal.decide.WindowSchedule;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.messaging.internal.context.Setting;
import dev.workflow.spi.Handling;
import dev.workflow.spi.QuietHours;
import dev.workflow.spi.Window;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message whose window is closed at the moment of sending waits for the next opening, unless
 * somebody wants it to be sent now. For one without a window it is the tenant's quiet hours that
 * count, or the engine's. Thread-safe.
 */
final class OpeningCheck implements SendCheck {

  private final MessagingContext messaging;
  private final EngineContext engine;

  OpeningCheck(MessagingContext messaging) {
    this.messaging = messaging;
    this.engine = messaging.engine();
  }

  /**
   * The hours of a message.
   *
   * @param closed what is said of it while they have not come
   */
  private record Hours(Window window, @Nullable ZoneId zone, String closed) {}

  @Override
  public List<Verdict> check(StoreTransaction transaction, List<MessageRow> claimed, Instant now) {
    return claimed.stream().map(row -> verdict(row, now)).toList();
  }

  private Verdict verdict(MessageRow row, Instant now) {
    Hours hours = hours(row);
    if (hours == null || HandlingJson.isOpened(row, now)) {
      return SEND;
    }
    try {
      return verdict(row, hours, now);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      return HostCallFailed.about(row, "whether its window is open", e, now);
    }
  }

  private @Nullable Hours hours(MessageRow row) {
    Handling handling = row.plan().handling() == null ? Handling.NONE : HandlingJson.read(row);
    if (handling.window() != null) {
      return new Hours(handling.window(), handling.zone(), "its window is closed until ");
    }
    Setting<QuietHours> quiet = messaging.quietHours(row.tenant());
    Window open = quiet.value().open();
    return open == null || !quiet.value().covers(row.purpose().category())
        ? null
        : new Hours(open, handling.zone(), "quiet hours" + quiet.source() + " until ");
  }

  private Verdict verdict(MessageRow row, Hours hours, Instant now) {
    ZoneId zone = hours.zone() == null ? zone(row) : hours.zone();
    WindowSchedule openings =
        new WindowSchedule(hours.window(), zone, engine.businessDays(row.tenant()));
    return openings
        .next(now)
        .<Verdict>map(open -> open.isAfter(now) ? new Postpone(open, hours.closed() + open) : SEND)
        .orElseGet(() -> new Hold("its window does not open within a year of " + now));
  }

  private ZoneId zone(MessageRow row) {
    try {
      return engine.tenant(row.tenant()).zone();
    } catch (NotFoundException e) {
      return ZoneOffset.UTC;
    }
  }
}

package dev.workflow.messaging.internal.outbox;

import dev.workflow.NotFoundException;
import dev.workflow.internal.decide.WindowSchedule;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.spi.Window;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * A message whose window is closed at the moment of sending waits for the next opening, unless
 * somebody wants it to be sent now.
 */
final class OpeningCheck implements SendCheck {

  private final EngineContext engine;

  OpeningCheck(EngineContext engine) {
    this.engine = engine;
  }

  @Override
  public List<Verdict> check(StoreTransaction transaction, List<MessageRow> claimed, Instant now) {
    return claimed.stream().map(row -> verdict(row, now)).toList();
  }

  private Verdict verdict(MessageRow row, Instant now) {
    if (row.plan().handling() == null) {
      return SEND;
    }
    Window window = HandlingJson.read(row).window();
    if (window == null || HandlingJson.isOpened(row, now)) {
      return SEND;
    }
    try {
      return verdict(row, window, now);
    } catch (RuntimeException e) {
      return HostCallFailed.about(row, "whether its window is open", e, now);
    }
  }

  private Verdict verdict(MessageRow row, Window window, Instant now) {
    WindowSchedule openings =
        new WindowSchedule(window, zone(row), engine.businessDays(row.tenant()));
    return openings
        .next(now)
        .<Verdict>map(
            open ->
                open.isAfter(now) ? new Postpone(open, "its window is closed until " + open) : SEND)
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

package dev.workflow.schedule.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.TenantId;
import dev.workflow.schedule.Tick;
import dev.workflow.spi.store.ScheduleRow;
import dev.workflow.spi.store.TickRow;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The ids of ticks: the schedule and the planned time, so that every node gives the same one. What
 * a tick starts has it in its input.
 */
final class TickIds {

  static final String TICK = Tick.Kind.TICK.name();
  static final String RUN = Tick.Kind.RUN.name();
  static final String MISSED = Tick.Kind.MISSED.name();

  private static final String SCHEDULE = "schedule";
  private static final Pattern FORM =
      Pattern.compile("([0-9a-f-]{36})/([0-9TZ.:-]{1,40})(?:/(run|missed))?");

  private TickIds() {}

  static String of(TickRow.Key key) {
    String id = key.schedule().id() + "/" + key.plannedAt();
    return key.kind().equals(TICK) ? id : id + "/" + key.kind().toLowerCase(Locale.ROOT);
  }

  /** The tick that started an instance with an input; null: none did. */
  static TickRow.@Nullable Key in(TenantId tenant, @Nullable JsonNode input) {
    JsonNode tick = input == null ? null : input.path(SCHEDULE).get("tick");
    return tick == null || !tick.isTextual() ? null : parse(tenant, tick.textValue());
  }

  private static TickRow.@Nullable Key parse(TenantId tenant, String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    try {
      String kind = parts.group(3);
      return new TickRow.Key(
          new ScheduleRow.Key(tenant, UUID.fromString(parts.group(1))),
          Instant.parse(parts.group(2)),
          kind == null ? TICK : kind.toUpperCase(Locale.ROOT));
    } catch (DateTimeException | IllegalArgumentException e) {
      return null;
    }
  }
}

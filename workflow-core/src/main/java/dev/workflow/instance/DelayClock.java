package dev.workflow.instance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.definition.Delay;
import dev.workflow.expression.ExpressionException;
import dev.workflow.spi.Window;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** Works out when a delayed step may begin. */
final class DelayClock {

  /** The answer. */
  sealed interface Due {}

  /**
   * @param reason why it is not the time that was asked for; null: it is
   */
  record At(Instant time, @Nullable String reason) implements Due {}

  record LeaveOut(String reason) implements Due {}

  record CannotTell(String reason) implements Due {}

  private final Unfolding unfolding;
  private final Scope scope;
  private final Instant now;
  private final ZoneId zone;

  DelayClock(Unfolding unfolding, Scope scope) {
    this.unfolding = unfolding;
    this.scope = scope;
    this.now = unfolding.now();
    this.zone = unfolding.around().tenant().zone();
  }

  Due due(Delay delay) {
    Due due = time(delay.rule());
    if (due instanceof At at && delay.window() != null) {
      Instant open = nextOpening(delay.window(), at.time().isBefore(now) ? now : at.time(), zone);
      return open.isAfter(at.time()) ? new At(open, at.reason()) : at;
    }
    return due;
  }

  private Due time(Delay.Rule rule) {
    if (rule instanceof Delay.After after) {
      return new At(after.span().addTo(now, zone), null);
    }
    if (rule instanceof Delay.FromTrigger from) {
      return new At(from.span().addTo(unfolding.identity().createdAt(), zone), null);
    }
    return until((Delay.Until) rule);
  }

  private Due until(Delay.Until until) {
    Instant time;
    try {
      time = instant(until.time().evaluate(unfolding.data(scope), unfolding.rendering()));
    } catch (ExpressionException | DateTimeException e) {
      return unresolved(
          until.ifMissing(),
          "the delay until " + until.time().text() + " cannot be worked out: " + e.getMessage());
    }
    if (time.isBefore(now)) {
      return unresolved(
          until.ifPast(),
          "the delay until " + until.time().text() + " ended in the past (" + time + ")");
    }
    return new At(time, null);
  }

  private Due unresolved(Delay.Unresolved policy, String reason) {
    return switch (policy) {
      case FAIL -> new CannotTell(reason);
      case NOW -> new At(now, reason + "; it goes on at once");
      case SKIP -> new LeaveOut(reason);
    };
  }

  private Instant instant(JsonNode value) {
    if (!value.isTextual()) {
      throw new DateTimeException(
          "it gives " + value.getNodeType().name().toLowerCase(java.util.Locale.ROOT));
    }
    String text = value.textValue();
    if (text.length() == 10) {
      return LocalDate.parse(text).atStartOfDay(zone).toInstant();
    }
    return OffsetDateTime.parse(text).toInstant();
  }

  /** The first moment at or after {@code time} at which the window is open. */
  static Instant nextOpening(Window window, Instant time, ZoneId tenantZone) {
    ZoneId zone = window.zone() == null ? tenantZone : window.zone();
    ZonedDateTime local = time.atZone(zone);
    for (int day = -1; day <= 8; day++) {
      LocalDate date = local.toLocalDate().plusDays(day);
      if (!window.days().contains(date.getDayOfWeek())) {
        continue;
      }
      boolean overnight = !window.from().isBefore(window.to());
      Instant opens = at(date.atTime(window.from()), zone);
      Instant closes = at((overnight ? date.plusDays(1) : date).atTime(window.to()), zone);
      if (time.isBefore(closes)) {
        return time.isBefore(opens) ? opens : time;
      }
    }
    throw new IllegalStateException("a window without days never opens");
  }

  private static Instant at(LocalDateTime time, ZoneId zone) {
    return time.atZone(zone).toInstant();
  }
}

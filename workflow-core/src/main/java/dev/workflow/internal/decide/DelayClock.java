package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.definition.Delay;
import dev.workflow.definition.Moment;
import dev.workflow.definition.TimeSpan;
import dev.workflow.expression.ExpressionException;
import dev.workflow.internal.text.JsonKind;
import dev.workflow.internal.text.Limits;
import dev.workflow.spi.Window;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
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

  private final DecisionBuilder decision;
  private final Scope scope;
  private final Instant now;
  private final ZoneId zone;

  DelayClock(DecisionBuilder decision, Scope scope) {
    this.decision = decision;
    this.scope = scope;
    this.now = decision.now();
    this.zone = decision.around().tenant().zone();
  }

  Due due(Delay delay) {
    Due due;
    try {
      due = time(delay.rule());
      if (due instanceof At at && delay.window() != null) {
        due = within(delay.window(), at);
      }
    } catch (IllegalStateException | DateTimeException e) {
      return new CannotTell("the delay cannot be worked out: " + e.getMessage());
    }
    String wrong = due instanceof At at ? Limits.wrongTime(at.time()) : null;
    return wrong == null ? due : new CannotTell("the delay ends at a time that " + wrong);
  }

  private Due within(Window window, At at) {
    WindowSchedule openings = new WindowSchedule(window, zone(window), decision.businessDays());
    Instant from = at.time().isBefore(now) ? now : at.time();
    Optional<Instant> open = openings.next(from);
    if (open.isEmpty()) {
      return new CannotTell("its window does not open within a year of " + from);
    }
    return open.get().isAfter(at.time()) ? new At(open.get(), at.reason()) : at;
  }

  private ZoneId zone(Window window) {
    return window.ofRecipient() ? recipientZone() : zone;
  }

  private ZoneId recipientZone() {
    return RecipientZone.of(decision.data(scope), decision.identity().subject()).orElse(zone);
  }

  private Due time(Delay.Rule rule) {
    if (rule instanceof Delay.After after) {
      return new At(after.span().addTo(now, zone), null);
    }
    if (rule instanceof Delay.FromTrigger from) {
      return new At(from.span().addTo(decision.identity().createdAt(), zone), null);
    }
    return rule instanceof Delay.OfData data ? ofData(data) : until((Delay.Until) rule);
  }

  private Due ofData(Delay.OfData rule) {
    TimeSpan span;
    try {
      span = SpanOfData.of(rule.span().evaluate(decision.data(scope), decision.rendering()));
    } catch (ExpressionException | DateTimeException e) {
      return unresolved(
          rule.ifMissing(),
          "the delay for " + rule.span().text() + " cannot be worked out: " + e.getMessage());
    }
    return new At(
        span.addTo(rule.fromTrigger() ? decision.identity().createdAt() : now, zone), null);
  }

  private Due until(Delay.Until until) {
    Instant time;
    try {
      ZoneId clock = zone(until.zone());
      JsonNode date = until.time().evaluate(decision.data(scope), decision.rendering());
      time = until.offset().from(instant(date, clock), clock);
    } catch (ExpressionException | DateTimeException | IllegalArgumentException e) {
      return unresolved(
          until.ifMissing(), written(until) + " cannot be worked out: " + e.getMessage());
    }
    if (time.isBefore(now)) {
      return unresolved(until.ifPast(), written(until) + " ended in the past (" + time + ")");
    }
    return new At(time, null);
  }

  private static String written(Delay.Until until) {
    String offset =
        until.offset().equals(Delay.Offset.NONE)
            ? ""
            : " (" + until.offset().span() + (until.offset().before() ? " before)" : " after)");
    return "the delay until " + until.time().text() + offset;
  }

  private ZoneId zone(Delay.Zone written) {
    if (written.ofRecipient()) {
      return recipientZone();
    }
    return written.zone() == null ? zone : written.zone();
  }

  private Due unresolved(Delay.Unresolved policy, String reason) {
    return switch (policy) {
      case FAIL -> new CannotTell(reason);
      case NOW -> new At(now, reason + "; it continues at once");
      case SKIP -> new LeaveOut(reason);
    };
  }

  private static Instant instant(JsonNode value, ZoneId clock) {
    if (!value.isTextual()) {
      throw new DateTimeException("it gives " + JsonKind.of(value));
    }
    try {
      return OffsetDateTime.parse(value.textValue()).toInstant();
    } catch (DateTimeParseException e) {
      return Moment.parse(value.textValue()).begin(clock);
    }
  }
}

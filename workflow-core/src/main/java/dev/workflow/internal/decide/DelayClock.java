package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Limits;
import dev.workflow.definition.Delay;
import dev.workflow.expression.ExpressionException;
import dev.workflow.internal.text.JsonKind;
import dev.workflow.spi.Window;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
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
    return window.ofRecipient()
        ? RecipientZone.of(decision.data(scope), decision.identity().subject()).orElse(zone)
        : zone;
  }

  private Due time(Delay.Rule rule) {
    if (rule instanceof Delay.After after) {
      return new At(after.span().addTo(now, zone), null);
    }
    if (rule instanceof Delay.FromTrigger from) {
      return new At(from.span().addTo(decision.identity().createdAt(), zone), null);
    }
    return until((Delay.Until) rule);
  }

  private Due until(Delay.Until until) {
    Instant time;
    try {
      time = instant(until.time().evaluate(decision.data(scope), decision.rendering()));
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
      case NOW -> new At(now, reason + "; it continues at once");
      case SKIP -> new LeaveOut(reason);
    };
  }

  private Instant instant(JsonNode value) {
    if (!value.isTextual()) {
      throw new DateTimeException("it gives " + JsonKind.of(value));
    }
    String text = value.textValue();
    if (text.length() == 10) {
      return LocalDate.parse(text).atStartOfDay(zone).toInstant();
    }
    return OffsetDateTime.parse(text).toInstant();
  }
}

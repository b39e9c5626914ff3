package dev.workflow.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import dev.workflow.definition.Delay;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.Contact;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.Handling.Digest;
import dev.workflow.spi.Handling.Purpose;
import dev.workflow.spi.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the messages of a step are treated, as its configuration says. */
final class Treatment {

  private static final int LONGEST_PERSON = 300;

  private final Purpose purpose;
  private final @Nullable Window window;
  private final @Nullable Digest digest;

  /**
   * @param ofTemplate the category of the step's template, if it has one
   */
  Treatment(ActionContext context, ActionConfig config, @Nullable Category ofTemplate) {
    String category = config.optionalText("category");
    Category otherwise = ofTemplate == null ? Category.FOLLOW_UP : ofTemplate;
    this.purpose =
        Purpose.NONE
            .category(
                category == null ? otherwise : Category.valueOf(category.toUpperCase(Locale.ROOT)))
            .audience(config.optionalText("audience"));
    JsonNode hours = config.value("window");
    this.window = hours.isObject() ? window(hours) : null;
    this.digest = digest(context, config.value("digest"));
  }

  private static @Nullable Window window(JsonNode hours) {
    Problems problems = Problems.none();
    Window window = Delay.window(hours, problems.at("window"));
    if (!problems.isEmpty()) {
      throw new FinalFailure(problems.list());
    }
    return window;
  }

  private static @Nullable Digest digest(ActionContext context, JsonNode digest) {
    if (!digest.isObject()) {
      return null;
    }
    Duration wait = MessageKeys.wait(digest.path("window").asText(), "/digest/window");
    Instant now = context.clock().instant();
    return new Digest(digest.path("key").asText(), closing(now, wait, context.zone()));
  }

  /** Full hours, or days: messages belong together if they close at the same time. */
  private static Instant closing(Instant now, Duration wait, ZoneId zone) {
    long seconds = Math.max(1, wait.toSeconds());
    long local = LocalDateTime.ofInstant(now, zone).toEpochSecond(ZoneOffset.UTC);
    long end = (Math.floorDiv(local, seconds) + 1) * seconds;
    Instant closing = LocalDateTime.ofEpochSecond(end, 0, ZoneOffset.UTC).atZone(zone).toInstant();
    return closing.isAfter(now) ? closing : now.plusSeconds(seconds);
  }

  /**
   * For one message.
   *
   * @param template the name, with its version if it is the tenant's own
   */
  Handling of(Contact contact, @Nullable String template, @Nullable String language) {
    Window hours = window;
    if (hours != null && hours.zone() == null && contact.zone() != null) {
      hours = hours.in(contact.zone());
    }
    return new Handling(
        purpose.madeFrom(template, language).person(person(contact)), hours, digest, null);
  }

  /** As long as the outbox keeps it: what is cut is the same every time. */
  private static @Nullable String person(Contact contact) {
    String person = contact.person();
    if (person == null || person.isBlank()) {
      return null;
    }
    String line = person.replaceAll("\\p{Cntrl}", " ");
    return line.length() > LONGEST_PERSON ? line.substring(0, LONGEST_PERSON) : line;
  }
}

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
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How the messages of a step are treated, as its configuration says. */
final class Treatment {

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
    this.window = hours.isObject() ? Delay.window(hours, Problems.none()) : null;
    this.digest = digest(context, config.value("digest"));
  }

  private static @Nullable Digest digest(ActionContext context, JsonNode digest) {
    if (!digest.isObject()) {
      return null;
    }
    Duration wait =
        Objects.requireNonNull(MessageKeys.duration(digest.path("window").asText()), "checked");
    return new Digest(digest.path("key").asText(), context.clock().instant().plus(wait));
  }

  /**
   * For one message.
   *
   * @param template the name, with its version if it is the tenant's own
   */
  Handling of(Contact contact, @Nullable String template, @Nullable String language) {
    Window hours = window;
    if (hours != null && hours.zone() == null && contact.zone() != null) {
      hours = new Window(hours.days(), hours.from(), hours.to(), contact.zone());
    }
    return new Handling(
        purpose.madeFrom(template, language).person(contact.person()), hours, digest, null);
  }
}

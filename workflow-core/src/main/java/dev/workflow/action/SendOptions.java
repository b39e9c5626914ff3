package dev.workflow.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Problems;
import dev.workflow.definition.Delay;
import dev.workflow.messaging.MessagePolicy;
import dev.workflow.messaging.internal.content.DigestClosing;
import dev.workflow.messaging.internal.content.MessageStepContext;
import dev.workflow.messaging.internal.content.MessageText;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.Contact;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.Handling.Digest;
import dev.workflow.spi.Handling.DigestTemplate;
import dev.workflow.spi.Handling.Purpose;
import dev.workflow.spi.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The options with which a step sends its messages, as its configuration says. */
final class SendOptions {

  private static final int LONGEST_PERSON = 300;
  private static final int LONGEST_LANGUAGE = 100;

  private final Purpose purpose;
  private final @Nullable Window window;
  private final @Nullable Digest digest;
  private final @Nullable String language;

  /**
   * @param ofTemplate the category of the step's template, if it has one
   */
  SendOptions(
      MessageStepContext messaging,
      ActionContext context,
      ActionConfig config,
      @Nullable Category ofTemplate) {
    String category = config.optionalText("category");
    Category otherwise = ofTemplate == null ? Category.FOLLOW_UP : ofTemplate;
    this.purpose =
        Purpose.NONE
            .withCategory(
                category == null ? otherwise : Category.valueOf(category.toUpperCase(Locale.ROOT)))
            .withAudience(config.optionalText("audience"));
    JsonNode hours = config.value("window");
    this.window = hours.isObject() ? window(hours) : null;
    this.language = config.optionalText("language");
    this.digest = digest(messaging, context, config);
  }

  private static @Nullable Window window(JsonNode hours) {
    Problems problems = Problems.none();
    Window window = Delay.window(hours, problems.at("window"));
    if (!problems.isEmpty()) {
      throw new FinalFailure(problems.list());
    }
    return window;
  }

  private static @Nullable Digest digest(
      MessageStepContext messaging, ActionContext context, ActionConfig config) {
    JsonNode digest = config.value("digest");
    if (!digest.isObject()) {
      return null;
    }
    Duration wait = MessageKeys.wait(digest.path("window").asText(), "/digest/window");
    Instant now = context.clock().instant();
    Digest plain =
        new Digest(digest.path("key").asText(), DigestClosing.after(now, wait, context.zone()));
    if (!digest.has("template")) {
      return plain;
    }
    String template = pinned(messaging, context, digest.path("template").asText().strip());
    return digest.path("variables") instanceof ObjectNode own
        ? plain.withTemplate(DigestTemplate.of(template, own))
        : plain.withTemplate(DigestTemplate.of(template, config.object("variables")));
  }

  /** The version that is in use now, so that a digest is what its steps meant. */
  private static String pinned(MessageStepContext messaging, ActionContext context, String name) {
    Optional<String> pinned = messaging.pinned(context.tenant(), name);
    if (pinned.isEmpty() && messaging.settings().policy() == MessagePolicy.STRICT) {
      throw new FinalFailure(
          "/digest/template", MessageText.unknown(name, messaging.templateNames(context.tenant())));
    }
    return pinned.orElse(name);
  }

  /**
   * For one message.
   *
   * @param template the name, with its version if it is the tenant's own
   */
  Handling of(Contact contact, @Nullable String template, @Nullable String inLanguage) {
    Window hours = window;
    if (hours != null && hours.zone() == null && contact.zone() != null) {
      hours = hours.withZone(contact.zone());
    }
    return new Handling(
        purpose.withTemplate(template, inLanguage).withPerson(kept(contact.person())),
        hours,
        digest == null ? null : digest.withTemplate(addressed(digest.template(), contact)),
        null,
        contact.zone());
  }

  private @Nullable DigestTemplate addressed(@Nullable DigestTemplate template, Contact contact) {
    if (template == null) {
      return null;
    }
    String spoken = MessageText.language(language, contact);
    spoken = spoken == null || spoken.length() > LONGEST_LANGUAGE ? null : spoken;
    return new DigestTemplate(template.name(), spoken, kept(contact.name()), template.data());
  }

  /** As long as the outbox keeps it: what is cut is the same every time. */
  private static @Nullable String kept(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    String line = text.replaceAll("\\p{Cntrl}", " ");
    if (line.length() <= LONGEST_PERSON) {
      return line;
    }
    boolean pair = Character.isHighSurrogate(line.charAt(LONGEST_PERSON - 1));
    return line.substring(0, pair ? LONGEST_PERSON - 1 : LONGEST_PERSON);
  }
}

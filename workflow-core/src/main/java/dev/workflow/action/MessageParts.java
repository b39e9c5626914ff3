package dev.workflow.action;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.expression.ExpressionException;
import dev.workflow.expression.LinkSchemes;
import dev.workflow.internal.text.Wording;
import dev.workflow.messaging.MessagePolicy;
import dev.workflow.messaging.SmsSegments;
import dev.workflow.messaging.internal.content.MessageStepContext;
import dev.workflow.messaging.internal.content.MessageText;
import dev.workflow.messaging.internal.content.MessageText.Rendered;
import dev.workflow.messaging.internal.recipient.Addressee.Destination;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.Channels;
import dev.workflow.spi.Contact;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.OutboundMessage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the messages of one step say: a template of the tenant, one that the channel's sender knows
 * by its name, or what is in the step itself. Bounded in total.
 */
final class MessageParts {

  private static final List<String> TEXTS =
      List.of("subject", "text", "html", "template", "language", "reply_to");
  private static final List<String> TREES = List.of("variables", "attachments");
  private static final List<String> OVER_TEMPLATE = List.of("subject", "reply_to");

  /**
   * One message.
   *
   * @param template the name of the template it is made from, with its version if it is the
   *     tenant's
   */
  record Part(ObjectNode content, @Nullable String template, @Nullable String language) {}

  private final MessageStepContext messaging;
  private final ActionConfig config;
  private final @Nullable String name;
  private final @Nullable MessageText text;
  private long bytes;

  MessageParts(MessageStepContext messaging, ActionContext context, ActionConfig config) {
    this.messaging = messaging;
    this.config = config;
    this.name = config.optionalText("template");
    this.text = name == null ? null : template(context, name);
  }

  private @Nullable MessageText template(ActionContext context, String wanted) {
    MessageText.Occasion occasion =
        new MessageText.Occasion(
            context.clock().instant(),
            context.zone(),
            context.locale(),
            context.data(),
            config.optionalText("language"));
    Optional<MessageText> found =
        MessageText.of(
            messaging, context.tenant(), wanted.strip(), occasion, config.object("variables"));
    if (found.isEmpty() && messaging.settings().policy() == MessagePolicy.STRICT) {
      throw new FinalFailure(
          "/template", MessageText.unknown(wanted, messaging.templateNames(context.tenant())));
    }
    return found.orElse(null);
  }

  /** The template's category, if it has one. */
  @Nullable Category category() {
    return text == null ? null : text.category();
  }

  /** What somebody is told; empty if the template has no text for the channel. */
  Optional<Part> of(Destination place, Contact contact) {
    if (text == null) {
      return Optional.of(counted(place, new Part(own(), name, config.optionalText("language"))));
    }
    try {
      String ref = text.ref();
      return text.render(place.channel(), contact, place.recipient())
          .map(rendered -> counted(place, overridden(rendered, ref)));
    } catch (ExpressionException e) {
      throw new FinalFailure(
          "/template", "\"" + text.ref() + "\" cannot be rendered: " + e.getMessage());
    }
  }

  private Part overridden(Rendered rendered, String ref) {
    OVER_TEMPLATE.forEach(key -> put(rendered.content(), key));
    putTree(rendered.content(), "attachments");
    return new Part(rendered.content(), ref, rendered.language());
  }

  private ObjectNode own() {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    TEXTS.forEach(key -> put(content, key));
    TREES.forEach(key -> putTree(content, key));
    return content;
  }

  private void put(ObjectNode content, String key) {
    String value = config.optionalText(key);
    if (config.value(key).isArray()) {
      content.set(key, config.value(key));
    } else if (value != null) {
      content.put(key, value);
    }
  }

  private void putTree(ObjectNode content, String key) {
    if (config.has(key) && !config.value(key).isNull()) {
      content.set(key, config.value(key));
    }
  }

  private Part counted(Destination place, Part part) {
    if (place.channel().equals(Channels.SMS)) {
      checkSegments(part.content().path("text").asText());
    }
    String link = part.content().path("link").asText("");
    if (!LinkSchemes.isHarmless(link)) {
      throw new FinalFailure("/link", script(link));
    }
    bytes += part.content().toString().length();
    if (bytes > messaging.settings().maxContentBytes()) {
      throw new FinalFailure(
          "",
          "the messages of the step hold more than "
              + messaging.settings().maxContentBytes()
              + " bytes together; send to fewer, or say less");
    }
    return part;
  }

  /** Why something is no link for a person, for people. */
  static String script(String link) {
    return "leads to "
        + Wording.quoted(link)
        + ", which runs a program or reads a file; a link is a path, a page or an address";
  }

  private void checkSegments(String sms) {
    SmsSegments segments = SmsSegments.of(sms);
    int most = messaging.settings().maxSmsSegments();
    if (segments.segments() > most) {
      throw new FinalFailure(
          name == null ? "/text" : "/template",
          "the text takes "
              + segments.segments()
              + " SMS segments ("
              + segments.units()
              + " units of "
              + segments.encoding()
              + "); at most "
              + most
              + " are sent: say less");
    }
  }

  /** How many text messages it is; 0 on other channels. */
  int segments(OutboundMessage message) {
    return message.channel().equals(Channels.SMS)
        ? SmsSegments.of(message.text("text")).segments()
        : 0;
  }

  String noText(String channel) {
    return text == null ? "" : text.noText(channel);
  }
}

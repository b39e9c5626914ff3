package dev.workflow.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.expression.LinkSchemes;
import dev.workflow.messaging.internal.content.MessageStepContext;
import dev.workflow.messaging.internal.content.RecipientBook;
import dev.workflow.messaging.internal.recipient.Addressee;
import dev.workflow.messaging.internal.recipient.Addressee.Destination;
import dev.workflow.messaging.internal.recipient.RecipientMatrix;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.Channels;
import dev.workflow.spi.Contact;
import dev.workflow.spi.OutboundMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The actions that put messages into the outbox.
 *
 * <p>Every recipient gets a message of their own, so that delivery, retry and bounce are per
 * recipient. Copies ({@code cc}, {@code bcc}) travel with the first e-mail: whoever is copied gets
 * one, not one per recipient. An address that cannot be used is reported in the step's output; the
 * step fails if none is left.
 */
final class MessageActions {

  private final MessageStepContext messaging;

  MessageActions(MessageStepContext messaging) {
    this.messaging = messaging;
  }

  ActionResult email(ActionContext context, ActionConfig config) {
    return direct(context, Channels.EMAIL, config);
  }

  ActionResult sms(ActionContext context, ActionConfig config) {
    return direct(context, Channels.SMS, config);
  }

  ActionResult whatsapp(ActionContext context, ActionConfig config) {
    return direct(context, Channels.WHATSAPP, config);
  }

  private ActionResult direct(ActionContext context, String channel, ActionConfig config) {
    RecipientBook book = book(context);
    List<Addressee> to = book.take(list(config.value("to")), channel);
    to = book.recognized(to, channel);
    List<String> cc = copies(book.take(list(config.value("cc")), channel));
    List<String> bcc = copies(book.take(list(config.value("bcc")), channel));
    checkCount(book, "to");
    MessageBatch dispatch = new MessageBatch(messaging, context, config, false);
    return dispatch.send(to, new MessageBatch.Copies(cc, bcc), book, null);
  }

  ActionResult message(ActionContext context, ActionConfig config) {
    List<String> channels = config.texts("channels").stream().map(String::strip).toList();
    JsonNode recipients = config.value("recipients");
    RecipientBook book = book(context);
    List<Addressee> to = book.take(RecipientMatrix.of(recipients), channels);
    List<String> cc = copies(book, recipients.path("cc"));
    List<String> bcc = copies(book, recipients.path("bcc"));
    checkCount(book, "recipients");
    String after = config.optionalText("fallbackAfter");
    Duration wait = after == null ? null : MessageKeys.wait(after, "/fallbackAfter");
    MessageBatch dispatch = new MessageBatch(messaging, context, config, true);
    return dispatch.send(to, new MessageBatch.Copies(cc, bcc), book, wait);
  }

  private static List<String> copies(RecipientBook book, JsonNode matrix) {
    return matrix.isObject()
        ? copies(book.take(RecipientMatrix.of(matrix), List.of(Channels.EMAIL)))
        : List.of();
  }

  private static List<String> copies(List<Addressee> addressees) {
    return addressees.stream().map(one -> one.first().recipient()).toList();
  }

  private RecipientBook book(ActionContext context) {
    return new RecipientBook(
        messaging,
        new RecipientBook.Scope(
            context.tenant(), context.subject(), context.data(), context.locale()));
  }

  private void checkCount(RecipientBook book, String key) {
    if (book.tooMany()) {
      throw new FinalFailure(
          "/" + key,
          "names "
              + book.named()
              + " recipients; one step sends to at most "
              + messaging.settings().maxRecipients()
              + ": send to fewer, or raise maxRecipients of the engine's MessageSettings");
    }
  }

  /** One value, or several; none where there is nothing. */
  private static List<JsonNode> list(JsonNode value) {
    List<JsonNode> list = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(list::add);
    } else if (!value.isNull() && !(value.isTextual() && value.textValue().isBlank())) {
      list.add(value);
    }
    return list;
  }

  ActionResult notification(ActionContext context, ActionConfig config) {
    String channel = config.text("notification_type", Channels.IN_APP);
    String recipient = config.text("recipient").strip();
    Destination place = new Destination(channel, recipient);
    Contact contact =
        config.has("template") ? recognized(context, place) : Contact.of(channel, recipient);
    MessageParts parts = new MessageParts(messaging, context, config);
    MessageParts.Part part =
        parts
            .of(place, contact)
            .orElseThrow(() -> new FinalFailure("/template", parts.noText(channel)));
    put(part.content(), "text", config.optionalText("message"));
    put(part.content(), "subject", config.optionalText("title"));
    String link = config.optionalText("link");
    if (link != null && !LinkSchemes.isHarmless(link)) {
      throw new FinalFailure("/link", MessageParts.script(link));
    }
    put(part.content(), "link", link);
    OutboundMessage message =
        OutboundMessage.draft(context, channel, recipient, part.content())
            .withHandling(
                new SendOptions(messaging, context, config, parts.category())
                    .of(contact, part.template(), part.language()));
    return ActionResult.completed(
        JsonNodeFactory.instance.objectNode().put("notificationId", context.send(message)));
  }

  /** With the language and the name of the lead contact, if it has the address. */
  private Contact recognized(ActionContext context, Destination place) {
    Addressee addressee =
        new Addressee(Contact.of(place.channel(), place.recipient()), List.of(place));
    return book(context).recognized(List.of(addressee), place.channel()).get(0).contact();
  }

  private static void put(ObjectNode content, String part, @Nullable String text) {
    if (text != null) {
      content.put(part, text);
    }
  }
}

package dev.workflow.action;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.internal.text.Wording;
import dev.workflow.messaging.internal.content.MessageStepContext;
import dev.workflow.messaging.internal.content.RecipientBook;
import dev.workflow.messaging.internal.content.RecipientBook.Unreached;
import dev.workflow.messaging.internal.content.TemplateParameters;
import dev.workflow.messaging.internal.recipient.Addressee;
import dev.workflow.messaging.internal.recipient.Addressee.Destination;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.Channels;
import dev.workflow.spi.Contact;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Handling.Alternative;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.Handling.Fallback;
import dev.workflow.spi.OutboundMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts the messages of one step into the outbox and reports what became of each recipient. */
final class MessageBatch {

  private static final int REASONS = 10;

  /** Who gets a copy of the first e-mail. */
  record Copies(List<String> cc, List<String> bcc) {}

  private final ActionContext context;
  private final MessageParts parts;
  private final SendOptions treatment;
  private final boolean manyChannels;
  private final boolean untilRead;
  private final ArrayNode ids = JsonNodeFactory.instance.arrayNode();
  private final ArrayNode states = JsonNodeFactory.instance.arrayNode();
  private final List<Unreached> withoutParameters = new ArrayList<>();
  private final Set<String> withoutText = new LinkedHashSet<>();

  /**
   * @param manyChannels whether the output names the channel of each recipient
   */
  MessageBatch(
      MessageStepContext messaging,
      ActionContext context,
      ActionConfig config,
      boolean manyChannels) {
    this.context = context;
    this.parts = new MessageParts(messaging, context, config);
    this.treatment = new SendOptions(messaging, context, config, parts.category());
    this.manyChannels = manyChannels;
    this.untilRead = "read".equals(config.optionalText("fallbackUntil"));
  }

  ActionResult send(
      List<Addressee> to, Copies copies, RecipientBook book, @Nullable Duration fallbackAfter) {
    List<OutboundMessage> messages = new ArrayList<>();
    for (Addressee addressee : to) {
      message(addressee, fallbackAfter).ifPresent(messages::add);
    }
    if (messages.isEmpty()) {
      List<Unreached> unreached = new ArrayList<>(book.unreached());
      unreached.addAll(withoutParameters);
      throw nobody(unreached);
    }
    if (isMarketing(messages.get(0))) {
      copyApart(copies, messages);
    } else {
      copy(copies, messages);
    }
    int segments = 0;
    for (OutboundMessage message : messages) {
      segments += queue(message);
    }
    book.unreached().forEach(one -> report(one.recipient(), one.reason()));
    withoutParameters.forEach(one -> report(one.recipient(), one.reason()));
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    output.set("messageIds", ids);
    output.set("recipients", states);
    if (segments > 0) {
      output.put("segments", segments);
    }
    return ActionResult.completed(output);
  }

  private FinalFailure nobody(List<Unreached> unreached) {
    if (!withoutText.isEmpty()) {
      return new FinalFailure("/template", String.join("; ", withoutText));
    }
    String reasons =
        unreached.stream()
            .limit(REASONS)
            .map(one -> Wording.quoted(one.recipient()) + " " + one.reason())
            .collect(Collectors.joining("; "));
    int more = unreached.size() - REASONS;
    String key = manyChannels ? "/recipients" : "/to";
    return new FinalFailure(
        key,
        reasons.isEmpty()
            ? "names nobody"
            : "nobody can be reached: " + reasons + (more > 0 ? "; and " + more + " more" : ""));
  }

  /** On the first channel that there is a text for; the others are fallbacks. */
  private Optional<OutboundMessage> message(Addressee addressee, @Nullable Duration after) {
    OutboundMessage first = null;
    List<Alternative> alternatives = new ArrayList<>();
    for (Destination place : addressee.places()) {
      if (first != null && after == null) {
        break;
      }
      Optional<MessageParts.Part> part = parts.of(place, addressee.contact());
      String unfit = part.isEmpty() ? null : unfit(place, part.get());
      if (part.isEmpty()) {
        withoutText.add(parts.noText(place.channel()));
      } else if (unfit != null) {
        withoutParameters.add(new Unreached(place.recipient(), unfit));
      } else if (first == null) {
        first = draft(addressee, place, part.get());
      } else {
        alternatives.add(new Alternative(place.channel(), place.recipient(), part.get().content()));
      }
    }
    if (first == null || after == null || alternatives.isEmpty()) {
      return Optional.ofNullable(first);
    }
    Handling handling = first.handling().withFallback(new Fallback(alternatives, after, untilRead));
    return Optional.of(first.withHandling(handling));
  }

  /** What the channel would refuse regardless of the recipient, known before anything is sent. */
  private static @Nullable String unfit(Destination place, MessageParts.Part part) {
    ObjectNode content = part.content();
    return place.channel().equals(Channels.WHATSAPP) && content.has("template")
        ? TemplateParameters.problem(content.path("variables"))
        : null;
  }

  private OutboundMessage draft(Addressee addressee, Destination place, MessageParts.Part part) {
    Handling handling = treatment.of(addressee.contact(), part.template(), part.language());
    return OutboundMessage.draft(context, place.channel(), place.recipient(), part.content())
        .withHandling(handling);
  }

  private static boolean isMarketing(OutboundMessage message) {
    return message.handling().purpose().category() == Category.MARKETING;
  }

  /**
   * Of marketing everybody gets a message of their own, whose consent is asked for and whose link
   * unsubscribes them and nobody else.
   */
  private void copyApart(Copies copies, List<OutboundMessage> messages) {
    Set<String> addresses = new LinkedHashSet<>(copies.cc());
    addresses.addAll(copies.bcc());
    OutboundMessage first =
        messages.stream()
            .filter(one -> one.channel().equals(Channels.EMAIL))
            .findFirst()
            .orElse(null);
    if (first == null) {
      copy(copies, messages);
      return;
    }
    messages.stream()
        .filter(one -> one.channel().equals(Channels.EMAIL))
        .forEach(one -> addresses.remove(one.recipient()));
    Handling.Purpose purpose = first.handling().purpose();
    for (String address : addresses) {
      Handling handling =
          treatment.of(Contact.of(Channels.EMAIL, address), purpose.template(), purpose.language());
      messages.add(
          OutboundMessage.draft(context, Channels.EMAIL, address, first.content().deepCopy())
              .withHandling(handling));
    }
  }

  private void copy(Copies copies, List<OutboundMessage> messages) {
    if (copies.cc().isEmpty() && copies.bcc().isEmpty()) {
      return;
    }
    for (OutboundMessage message : messages) {
      if (message.channel().equals(Channels.EMAIL)) {
        putAll(message.content(), "cc", copies.cc());
        putAll(message.content(), "bcc", copies.bcc());
        return;
      }
    }
    String reason = "cannot be copied: the step sends no e-mail";
    copies.cc().forEach(address -> report(address, reason));
    copies.bcc().forEach(address -> report(address, reason));
  }

  private static void putAll(ObjectNode content, String part, List<String> addresses) {
    if (!addresses.isEmpty()) {
      ArrayNode list = content.putArray(part);
      addresses.forEach(list::add);
    }
  }

  /** Returns how many text messages it is. */
  private int queue(OutboundMessage message) {
    String id = context.send(message);
    ids.add(id);
    ObjectNode state = states.addObject().put("recipient", message.recipient());
    if (manyChannels) {
      state.put("channel", message.channel());
    }
    state.put("state", "queued").put("messageId", id);
    return parts.segments(message);
  }

  private void report(String recipient, String reason) {
    states.addObject().put("recipient", recipient).put("state", "invalid").put("reason", reason);
  }
}

package dev.workflow.messaging;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.internal.text.Ids;
import dev.workflow.spi.Channels;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that came in on a channel: a reply, an automatic answer, a bounce. Immutable.
 *
 * @param from the address it came from, 1 to 1,000 characters
 * @param to the address it came to; null: not known
 * @param subjectLine of an e-mail
 * @param text what was written, without what was quoted if the host can tell; of a delivery report
 *     the whole body with all its parts
 * @param headers of an e-mail; names without regard to case, of several values the first
 * @param conversation what ties it to others
 * @param subject what it is about; null: what the message it answers was about
 * @param receivedAt null: now
 * @param origin where the text comes from
 */
public record InboundMessage(
    TenantId tenant,
    String channel,
    String from,
    @Nullable String to,
    @Nullable String subjectLine,
    String text,
    Map<String, String> headers,
    Conversation conversation,
    @Nullable SubjectRef subject,
    @Nullable Instant receivedAt,
    Origin origin) {

  /** Where the text of a message comes from, by what its provider says. */
  public enum Origin {
    /** Somebody wrote it: a word in it may stop messages, or begin them anew. */
    WRITTEN,
    /** Somebody chose it among buttons or rows, or wrote it below a picture: always an answer. */
    CHOSEN,
    /** The provider took it as the wish for no more messages. */
    OPT_OUT,
    /** The provider took it as the wish for no more marketing. */
    OPT_OUT_OF_MARKETING,
    /** The provider took it as the wish for messages again. */
    OPT_IN
  }

  /**
   * What ties a message to others.
   *
   * @param id the provider's id of the message, such as its {@code Message-ID}: the same id again
   *     does nothing; null: repetitions are not recognised
   * @param inReplyTo the provider's id of the message it answers
   * @param references those before that, the oldest first
   */
  public record Conversation(
      @Nullable String id, @Nullable String inReplyTo, List<String> references) {

    public static final Conversation NONE = new Conversation(null, null, List.of());

    public Conversation {
      references = List.copyOf(references);
    }
  }

  public InboundMessage {
    Objects.requireNonNull(tenant, "tenant");
    Ids.requireText("channel", channel, 100);
    channel = Channels.normal(channel);
    Ids.requireText("sender's address", from, 1_000);
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(conversation, "conversation");
    Objects.requireNonNull(origin, "origin");
    TreeMap<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    sorted.putAll(headers);
    headers = Collections.unmodifiableMap(sorted);
  }

  public static InboundMessage of(TenantId tenant, String channel, String from, String text) {
    return new InboundMessage(
        tenant,
        channel,
        from,
        null,
        null,
        text,
        Map.of(),
        Conversation.NONE,
        null,
        null,
        Origin.WRITTEN);
  }

  public InboundMessage withTo(@Nullable String address) {
    return new InboundMessage(
        tenant,
        channel,
        from,
        address,
        subjectLine,
        text,
        headers,
        conversation,
        subject,
        receivedAt,
        origin);
  }

  public InboundMessage withSubjectLine(@Nullable String line) {
    return new InboundMessage(
        tenant, channel, from, to, line, text, headers, conversation, subject, receivedAt, origin);
  }

  public InboundMessage withHeaders(Map<String, String> fields) {
    return new InboundMessage(
        tenant,
        channel,
        from,
        to,
        subjectLine,
        text,
        fields,
        conversation,
        subject,
        receivedAt,
        origin);
  }

  /** With the provider's id. */
  public InboundMessage withId(@Nullable String providerId) {
    return withConversation(
        new Conversation(providerId, conversation.inReplyTo(), conversation.references()));
  }

  /** The answer to a message, by the provider's id of that. */
  public InboundMessage withAnswerTo(@Nullable String providerId) {
    return withConversation(
        new Conversation(conversation.id(), providerId, conversation.references()));
  }

  public InboundMessage withConversation(Conversation value) {
    return new InboundMessage(
        tenant, channel, from, to, subjectLine, text, headers, value, subject, receivedAt, origin);
  }

  public InboundMessage withSubject(@Nullable SubjectRef value) {
    return new InboundMessage(
        tenant,
        channel,
        from,
        to,
        subjectLine,
        text,
        headers,
        conversation,
        value,
        receivedAt,
        origin);
  }

  public InboundMessage withReceivedAt(@Nullable Instant at) {
    return new InboundMessage(
        tenant, channel, from, to, subjectLine, text, headers, conversation, subject, at, origin);
  }

  public InboundMessage withOrigin(Origin value) {
    return new InboundMessage(
        tenant,
        channel,
        from,
        to,
        subjectLine,
        text,
        headers,
        conversation,
        subject,
        receivedAt,
        value);
  }

  /** The value of a header, or the empty string. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }
}

package dev.workflow.channels.email;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult.Scope;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.smtp.SMTPMessage;

/** Makes a mail of a message. The same message always has the same {@code Message-ID}. */
final class MailWriter {

  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  private final Session session;
  private final SmtpSettings settings;
  private final InstantSource clock;
  private final InternetAddress from;

  MailWriter(Session session, SmtpSettings settings, InstantSource clock) {
    this.session = session;
    this.settings = settings;
    this.clock = clock;
    try {
      this.from = Addresses.one(settings.from());
    } catch (UnsendableException e) {
      throw new IllegalArgumentException(e.getMessage(), e); // the settings have looked at it
    }
  }

  /** The address that mails come from. */
  String from() {
    return from.getAddress();
  }

  Mail write(OutboundMessage message) throws UnsendableException, MessagingException {
    SMTPMessage mime = new IdentifiedMessage(session, messageId(message));
    InternetAddress recipient = recipient(message);
    List<InternetAddress> cc = addresses(message.content().path("cc"));
    List<InternetAddress> copies = new ArrayList<>(cc);
    copies.addAll(addresses(message.content().path("bcc")));
    mime.setFrom(from);
    JsonNode original = message.content().path("copy_of");
    mime.setRecipient(
        RecipientType.TO,
        original.has("to") ? Addresses.one(original.get("to").asText()) : recipient);
    List<InternetAddress> shown = original.has("to") ? addresses(original.path("cc")) : cc;
    mime.setRecipients(RecipientType.CC, shown.toArray(InternetAddress[]::new));
    List<InternetAddress> replyTo = addresses(message.content().path("reply_to"));
    if (!replyTo.isEmpty()) {
      mime.setReplyTo(replyTo.toArray(InternetAddress[]::new));
    }
    if (settings.envelopeFrom() != null) {
      String id = message.id().isEmpty() ? "0" : message.id();
      mime.setEnvelopeFrom(Addresses.one(settings.envelopeFrom().replace("{id}", id)).getAddress());
    }
    mime.setSubject(Addresses.line("the subject", message.text("subject")), UTF_8);
    mime.setSentDate(Date.from(clock.instant()));
    mime.setHeader("Auto-Submitted", "auto-generated");
    unsubscribe(mime, message.content().path("list_unsubscribe"));
    setContent(mime, message);
    mime.saveChanges();
    checkSize(mime);
    return new Mail(mime, recipient, copies);
  }

  private static InternetAddress recipient(OutboundMessage message) throws UnsendableException {
    try {
      return Addresses.one(message.recipient());
    } catch (UnsendableException e) {
      throw new UnsendableException(e.getMessage(), Scope.RECIPIENT);
    }
  }

  /** From the idempotency key, so that receivers and bounces know a repetition. */
  private String messageId(OutboundMessage message) {
    String key = message.tenant().value() + "\n" + message.idempotencyKey();
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      String address = from.getAddress();
      String domain = address.substring(address.lastIndexOf('@') + 1);
      return "<" + HexFormat.of().formatHex(hash, 0, 20) + "@" + domain + ">";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no SHA-256", e);
    }
  }

  private static List<InternetAddress> addresses(JsonNode given) throws UnsendableException {
    List<InternetAddress> addresses = new ArrayList<>();
    for (String text : texts(given)) {
      if (!text.isBlank()) {
        addresses.add(Addresses.one(text));
      }
    }
    return addresses;
  }

  private static List<String> texts(JsonNode given) {
    List<String> texts = new ArrayList<>();
    if (given.isTextual()) {
      texts.add(given.textValue());
    }
    given.elements().forEachRemaining(element -> texts.add(element.asText()));
    return texts;
  }

  /** RFC 2369, and RFC 8058 if there is a URL to post to. */
  private static void unsubscribe(SMTPMessage mime, JsonNode given)
      throws UnsendableException, MessagingException {
    List<String> targets = texts(given);
    boolean oneClick = false;
    for (String target : targets) {
      URI uri;
      try {
        uri = URI.create(target);
      } catch (IllegalArgumentException e) {
        uri = URI.create("");
      }
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (!scheme.equals("https") && !scheme.equals("mailto")) {
        throw new UnsendableException("list_unsubscribe holds neither an https: nor a mailto: URL");
      }
      oneClick |= scheme.equals("https");
    }
    if (!targets.isEmpty()) {
      String all = targets.stream().map(t -> "<" + t + ">").collect(Collectors.joining(",\r\n "));
      mime.setHeader("List-Unsubscribe", all);
    }
    if (oneClick) {
      mime.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
  }

  private static void setContent(SMTPMessage mime, OutboundMessage message)
      throws UnsendableException, MessagingException {
    String text = message.text("text");
    String html = message.text("html");
    if (text.isEmpty() && html.isEmpty()) {
      throw new UnsendableException(
          message.content().has("template")
              ? "the template \"" + message.text("template") + "\" was not rendered"
              : "the mail has neither text nor html");
    }
    List<MimeBodyPart> attachments = Attachments.read(message.content().path("attachments"));
    if (attachments.isEmpty() && html.isEmpty()) {
      mime.setText(text, UTF_8);
    } else if (attachments.isEmpty() && !text.isEmpty()) {
      mime.setContent(alternative(text, html));
    } else if (attachments.isEmpty()) {
      mime.setText(html, UTF_8, "html");
    } else {
      MimeMultipart mixed = new MimeMultipart("mixed");
      mixed.addBodyPart(body(text, html));
      for (MimeBodyPart attachment : attachments) {
        mixed.addBodyPart(attachment);
      }
      mime.setContent(mixed);
    }
  }

  private static MimeBodyPart body(String text, String html) throws MessagingException {
    if (text.isEmpty() || html.isEmpty()) {
      return html.isEmpty() ? part(text, "plain") : part(html, "html");
    }
    MimeBodyPart part = new MimeBodyPart();
    part.setContent(alternative(text, html));
    return part;
  }

  /** The richest form comes last. */
  private static MimeMultipart alternative(String text, String html) throws MessagingException {
    return new MimeMultipart("alternative", part(text, "plain"), part(html, "html"));
  }

  private static MimeBodyPart part(String text, String subtype) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setText(text, UTF_8, subtype);
    return part;
  }

  private void checkSize(SMTPMessage mime) throws UnsendableException, MessagingException {
    int most = settings.limits().maxMessageBytes();
    try {
      Counter counter = new Counter();
      mime.writeTo(counter);
      if (counter.bytes > most) {
        throw new UnsendableException(
            "the mail has " + counter.bytes + " bytes; at most " + most + " are sent");
      }
    } catch (IOException e) {
      throw new MessagingException("the mail cannot be written", e);
    }
  }

  private static final class Counter extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] b, int off, int len) {
      bytes += len;
    }
  }

  /** Keeps the id it was given. */
  private static final class IdentifiedMessage extends SMTPMessage {
    private final String id;

    IdentifiedMessage(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}

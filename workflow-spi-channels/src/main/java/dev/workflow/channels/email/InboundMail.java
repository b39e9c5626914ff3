package dev.workflow.channels.email;

import dev.workflow.TenantId;
import dev.workflow.messaging.EmailAddress;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.messaging.internal.inbound.NewestPart;
import dev.workflow.spi.Channels;
import jakarta.mail.Address;
import jakarta.mail.Header;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a mail that came in, as a mail server or a provider hands it over, for {@code
 * engine.messaging().inbound().receive}. Takes the {@linkplain NewestPart newest part} of the text,
 * and no attachments. A mail without a {@code Message-ID} gets one made of its bytes. Thread-safe.
 */
public final class InboundMail {

  private static final int LONGEST_TEXT = 100_000;
  private static final Pattern ID = Pattern.compile("<[^<>\\s]{1,900}>");
  private static final Pattern BRACKETED = Pattern.compile("<([^<>\\s@]{1,200}@[^<>\\s@]{1,300})>");

  private InboundMail() {}

  /**
   * @param mail the mail with its headers, as it came
   * @param envelopeTo the address it was delivered to; null: the first of {@code To}
   * @throws IllegalArgumentException if it is no mail, or nobody sent it
   */
  public static InboundMessage read(TenantId tenant, byte[] mail, @Nullable String envelopeTo) {
    MailBounds.checkParts(mail);
    try {
      MimeMessage mime =
          new MimeMessage(Session.getInstance(inUtf8()), new ByteArrayInputStream(mail));
      String from = first(mime.getHeader("From"));
      if (from == null) {
        throw new IllegalArgumentException("the mail has no From");
      }
      String text =
          mime.isMimeType("multipart/report")
              ? new String(mail, StandardCharsets.UTF_8)
              : newest(MailBody.text(mime));
      String own = id(mime.getMessageID());
      return InboundMessage.of(tenant, Channels.EMAIL, address(from), cut(text))
          .withTo(envelopeTo == null ? firstTo(mime) : envelopeTo)
          .withSubjectLine(mime.getSubject())
          .withHeaders(headers(mime))
          .withConversation(
              new InboundMessage.Conversation(
                  own == null ? made(mail) : own,
                  id(first(mime.getHeader("In-Reply-To"))),
                  ids(first(mime.getHeader("References")))));
    } catch (MessagingException e) {
      throw new IllegalArgumentException("the mail cannot be read: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("the mail cannot be read", e);
    }
  }

  /** Headers may be in UTF-8 (RFC 6532). */
  private static Properties inUtf8() {
    Properties properties = new Properties();
    properties.setProperty("mail.mime.allowutf8", "true");
    return properties;
  }

  /** All of it if nothing is left without what is quoted. */
  private static String newest(String text) {
    String newest = NewestPart.of(text);
    return newest.isBlank() ? text : newest;
  }

  /** The same for the same bytes: a mail without an id is taken once, too. */
  private static String made(byte[] mail) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(mail);
      return "<" + HexFormat.of().formatHex(hash, 0, 20) + "@without-id.invalid>";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** A name with a comma outside quotes looks like an address of its own. */
  private static String address(String from) {
    String line = MailBounds.checked("From", from).replaceAll("[\\r\\n\\t]+", " ");
    try {
      InternetAddress[] all = InternetAddress.parseHeader(line, false);
      for (InternetAddress one : all) {
        String address = one.getAddress();
        if (address != null && address.indexOf('@') > 0 && address.indexOf(' ') < 0) {
          return address;
        }
      }
    } catch (AddressException e) {
      // looked for in another way
    }
    Matcher bracketed = BRACKETED.matcher(line);
    String last = null;
    while (bracketed.find()) {
      last = bracketed.group(1);
    }
    if (last == null) {
      return EmailAddress.read(line)
          .map(EmailAddress::address)
          .orElseThrow(() -> new IllegalArgumentException("the mail's From is no address"));
    }
    return last;
  }

  private static @Nullable String firstTo(MimeMessage mime) throws MessagingException {
    String header = first(mime.getHeader("To"));
    if (header != null && header.length() > MailBounds.MAX_ADDRESSES) {
      return null;
    }
    try {
      Address[] to = mime.getRecipients(RecipientType.TO);
      return to == null || to.length == 0 || !(to[0] instanceof InternetAddress first)
          ? null
          : first.getAddress();
    } catch (AddressException e) {
      return null;
    }
  }

  private static @Nullable String first(String @Nullable [] values) {
    return values == null || values.length == 0 ? null : values[0];
  }

  private static Map<String, String> headers(MimeMessage mime) throws MessagingException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Header header : Collections.list(mime.getAllHeaders())) {
      headers.putIfAbsent(header.getName(), header.getValue());
    }
    return headers;
  }

  private static @Nullable String id(@Nullable String header) {
    List<String> ids = ids(header);
    return ids.isEmpty() ? null : ids.get(0);
  }

  private static List<String> ids(@Nullable String header) {
    return header == null
        ? List.of()
        : ID.matcher(header).results().map(found -> found.group()).toList();
  }

  private static String cut(String text) {
    return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
  }
}

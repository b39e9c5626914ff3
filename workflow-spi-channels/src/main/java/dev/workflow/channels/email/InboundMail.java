package dev.workflow.channels.email;

import dev.workflow.InboundMessage;
import dev.workflow.TenantId;
import jakarta.mail.Address;
import jakarta.mail.Header;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a mail that came in, as a mail server or a provider hands it over, for {@code
 * engine.inbound().receive}. Takes no attachments. Thread-safe.
 */
public final class InboundMail {

  private static final int LONGEST_TEXT = 100_000;
  private static final int DEEPEST = 10;
  private static final Pattern ID = Pattern.compile("<[^<>\\s]{1,900}>");
  private static final Pattern TAG = Pattern.compile("<[^<>]{0,10000}>");

  private InboundMail() {}

  /**
   * @param mail the mail with its headers, as it came
   * @param envelopeTo the address it was delivered to; null: the first of {@code To}
   * @throws IllegalArgumentException if it is no mail, or nobody sent it
   */
  public static InboundMessage read(TenantId tenant, byte[] mail, @Nullable String envelopeTo) {
    try {
      MimeMessage mime =
          new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail));
      String from = first(mime.getHeader("From"));
      if (from == null) {
        throw new IllegalArgumentException("the mail has no From");
      }
      String text =
          mime.isMimeType("multipart/report")
              ? new String(mail, StandardCharsets.UTF_8)
              : text(mime, 0);
      return InboundMessage.of(tenant, "email", address(from), cut(text))
          .to(envelopeTo == null ? firstTo(mime) : envelopeTo)
          .subjectLine(mime.getSubject())
          .headers(headers(mime))
          .conversation(
              new InboundMessage.Conversation(
                  id(mime.getMessageID()),
                  id(first(mime.getHeader("In-Reply-To"))),
                  ids(first(mime.getHeader("References")))));
    } catch (MessagingException e) {
      throw new IllegalArgumentException("the mail cannot be read: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("the mail cannot be read", e);
    }
  }

  private static String address(String from) {
    try {
      return InternetAddress.parseHeader(from, false)[0].getAddress();
    } catch (AddressException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException("the mail's From is no address", e);
    }
  }

  private static @Nullable String firstTo(MimeMessage mime) throws MessagingException {
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

  /** The first plain text, otherwise the first HTML without its tags. */
  private static String text(Part part, int depth) throws MessagingException, IOException {
    if (Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition())) {
      return "";
    } else if (part.isMimeType("text/html")) {
      return TAG.matcher(string(part)).replaceAll(" ").strip();
    } else if (part.isMimeType("text/*")) {
      return string(part);
    } else if (part.isMimeType("multipart/*")
        && part.getContent() instanceof Multipart parts
        && depth < DEEPEST) {
      return first(parts, depth + 1);
    }
    return "";
  }

  private static String first(Multipart parts, int depth) throws MessagingException, IOException {
    String html = "";
    for (int i = 0; i < parts.getCount(); i++) {
      String text = text(parts.getBodyPart(i), depth);
      if (!text.isBlank() && !parts.getBodyPart(i).isMimeType("text/html")) {
        return text;
      }
      html = html.isBlank() ? text : html;
    }
    return html;
  }

  /** What is in a character set that this JVM does not know is read as Latin. */
  private static String string(Part part) throws MessagingException, IOException {
    try {
      return String.valueOf(part.getContent());
    } catch (UnsupportedEncodingException e) {
      return new String(part.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static String cut(String text) {
    return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
  }
}

package dev.workflow.channels.email;

import dev.workflow.messaging.HtmlText;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wrote in a mail, read as mail programs read it: a transfer encoding that nobody
 * knows is none, a character set that nobody knows is UTF-8 if it can be and else Latin, and what
 * calls itself a multipart and has no parts is text.
 */
final class MailBody {

  private static final int DEEPEST = 10;
  private static final int LONGEST = 1 << 20;
  private static final Set<String> ENCODINGS =
      Set.of(
          "7bit",
          "8bit",
          "binary",
          "quoted-printable",
          "base64",
          "uuencode",
          "x-uuencode",
          "x-uue");

  /** What mail programs put around the mail that is answered. */
  private static final String QUOTED =
      "blockquote, div.gmail_quote, div.gmail_attr, div.gmail_extra, div.yahoo_quoted,"
          + " div.protonmail_quote, div.moz-cite-prefix, #divRplyFwdMsg, #appendonsend,"
          + " #divRplyFwdMsg ~ *, #appendonsend ~ *, div[style*=border-top:solid #E1E1E1],"
          + " div[style*=border-top:solid #B5C4DF]";

  private MailBody() {}

  /** The first plain text, otherwise the first HTML without what it quotes. */
  static String text(Part part) throws MessagingException, IOException {
    return text(part, 0);
  }

  private static String text(Part part, int depth) throws MessagingException, IOException {
    if (Part.ATTACHMENT.equalsIgnoreCase(disposition(part))) {
      return "";
    }
    ContentType type = type(part);
    if (type.match("text/html")) {
      return written(string(part, type));
    } else if (type.match("text/plain")) {
      return string(part, type);
    } else if (type.getPrimaryType().equalsIgnoreCase("multipart")) {
      Multipart parts = parts(part);
      if (parts != null) {
        return depth < DEEPEST ? first(parts, depth + 1) : "";
      }
      return depth == 0 ? string(part, type) : "";
    }
    return "";
  }

  private static @Nullable String disposition(Part part) throws MessagingException {
    try {
      return part.getDisposition();
    } catch (ParseException e) {
      return null;
    }
  }

  private static ContentType type(Part part) throws MessagingException {
    try {
      return new ContentType(part.getContentType());
    } catch (ParseException e) {
      return new ContentType("text", "plain", null);
    }
  }

  /** Null if there are none. */
  private static @Nullable Multipart parts(Part part) throws IOException {
    try {
      return part.getContent() instanceof Multipart parts && parts.getCount() > 0 ? parts : null;
    } catch (MessagingException e) {
      return null;
    }
  }

  private static String first(Multipart parts, int depth) throws MessagingException, IOException {
    String html = "";
    for (int i = 0; i < parts.getCount(); i++) {
      Part part = parts.getBodyPart(i);
      String text = text(part, depth);
      if (!text.isBlank() && !type(part).match("text/html")) {
        return text;
      }
      html = html.isBlank() ? text : html;
    }
    return html;
  }

  private static String written(String html) {
    Document document = Jsoup.parse(html);
    document.outputSettings().prettyPrint(false);
    String whole = document.body().html();
    document.select(QUOTED).remove();
    String newest = HtmlText.of(document.body().html());
    return newest.isBlank() ? HtmlText.of(whole) : newest;
  }

  private static String string(Part part, ContentType type) throws MessagingException, IOException {
    byte[] bytes;
    try (InputStream in = decoded(part)) {
      bytes = in.readNBytes(LONGEST);
    }
    String name = type.getParameter("charset");
    Charset charset = name == null ? null : charset(name);
    return charset == null || charset.equals(StandardCharsets.US_ASCII)
        ? guessed(bytes)
        : new String(bytes, charset);
  }

  private static @Nullable Charset charset(String name) {
    try {
      return Charset.forName(MimeUtility.javaCharset(name.strip()));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static String guessed(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  private static InputStream decoded(Part part) throws MessagingException, IOException {
    InputStream raw = raw(part);
    String[] headers = part.getHeader("Content-Transfer-Encoding");
    String encoding =
        headers == null || headers.length == 0 ? "" : headers[0].strip().toLowerCase(Locale.ROOT);
    if (encoding.equals("base64")) {
      return new ByteArrayInputStream(base64(raw.readNBytes(2 * LONGEST)));
    }
    return ENCODINGS.contains(encoding) ? MimeUtility.decode(raw, encoding) : raw;
  }

  /** Also without the signs that fill it up; the bytes themselves if they are none. */
  private static byte[] base64(byte[] bytes) {
    try {
      return Base64.getMimeDecoder().decode(bytes);
    } catch (IllegalArgumentException e) {
      return bytes;
    }
  }

  private static InputStream raw(Part part) throws MessagingException {
    if (part instanceof MimeMessage mail) {
      return mail.getRawInputStream();
    }
    return part instanceof MimeBodyPart body
        ? body.getRawInputStream()
        : new ByteArrayInputStream(new byte[0]);
  }
}

package dev.workflow.channels.email;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.ParseException;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Files of a mail, with names as RFC 2231 writes them: {@code {"name": "offer.pdf", "type":
 * "application/pdf", "base64": "…"}}, or with {@code text} instead of {@code base64}.
 */
final class Attachments {

  private static final Pattern TYPE =
      Pattern.compile("[A-Za-z0-9.+_-]{1,60}/[A-Za-z0-9.+_-]{1,60}");

  private static final Pattern PLAIN = Pattern.compile("[\\x20-\\x7e&&[^\"\\\\%*']]{1,55}");
  private static final int LINE = 55;

  private Attachments() {}

  static List<MimeBodyPart> read(JsonNode list) throws UnsendableException, MessagingException {
    List<MimeBodyPart> parts = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      parts.add(part(list.get(i), "attachment " + (i + 1)));
    }
    return parts;
  }

  private static MimeBodyPart part(JsonNode file, String which)
      throws UnsendableException, MessagingException {
    String name = Addresses.line("the name of " + which, file.path("name").asText(""));
    String type =
        file.path("type").asText(file.has("text") ? "text/plain" : "application/octet-stream");
    if (name.isBlank() || !(file.has("base64") || file.has("text"))) {
      throw new UnsendableException(which + " needs a name, and base64 or text");
    }
    ContentType media = media(type, which);
    if (!file.has("base64")) {
      media.setParameter("charset", StandardCharsets.UTF_8.name());
    }
    MimeBodyPart part = new MimeBodyPart();
    part.setDataHandler(
        new DataHandler(new ByteArrayDataSource(content(file, which), media.toString())));
    part.setHeader("Content-Type", media + parameter("name", name));
    part.setHeader("Content-Disposition", Part.ATTACHMENT + parameter("filename", name));
    return part;
  }

  /** A media type, with parameters such as {@code text/calendar; method=REQUEST}. */
  private static ContentType media(String type, String which) throws UnsendableException {
    try {
      ContentType media = new ContentType(Addresses.line("the type of " + which, type));
      if (TYPE.matcher(media.getBaseType()).matches()) {
        return media;
      }
    } catch (ParseException e) {
      // said below
    }
    throw new UnsendableException("the type of " + which + " is no media type");
  }

  /**
   * A name of any length in any script: in quotes where that is enough, else as RFC 2231 has it, on
   * lines of its own.
   */
  private static String parameter(String key, String name) {
    if (PLAIN.matcher(name).matches()) {
      return "; " + key + "=\"" + name + "\"";
    }
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    for (byte one : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (one & 0xFF);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || ".-_".indexOf(c) >= 0);
      piece.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
      if (piece.length() >= LINE) {
        pieces.add(piece.toString());
        piece.setLength(0);
      }
    }
    if (piece.length() > 0) {
      pieces.add(piece.toString());
    }
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < pieces.size(); i++) {
      all.append(";\r\n\t").append(key).append(pieces.size() == 1 ? "*=" : "*" + i + "*=");
      all.append(i == 0 ? "UTF-8''" : "").append(pieces.get(i));
    }
    return all.toString();
  }

  private static byte[] content(JsonNode file, String which) throws UnsendableException {
    if (!file.has("base64")) {
      return file.path("text").asText().getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Base64.getMimeDecoder().decode(file.path("base64").asText());
    } catch (IllegalArgumentException e) {
      throw new UnsendableException(which + " is not base64");
    }
  }
}

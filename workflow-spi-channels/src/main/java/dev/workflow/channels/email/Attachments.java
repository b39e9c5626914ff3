package dev.workflow.channels.email;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Files of a mail: {@code {"name": "offer.pdf", "type": "application/pdf", "base64": "…"}}, or with
 * {@code text} instead of {@code base64}.
 */
final class Attachments {

  private static final Pattern TYPE =
      Pattern.compile("[A-Za-z0-9.+_-]{1,60}/[A-Za-z0-9.+_-]{1,60}");

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
    if (!TYPE.matcher(type).matches()) {
      throw new UnsendableException("the type of " + which + " is no media type");
    }
    MimeBodyPart part = new MimeBodyPart();
    String charset = file.has("base64") ? "" : "; charset=UTF-8";
    part.setDataHandler(
        new DataHandler(new ByteArrayDataSource(content(file, which), type + charset)));
    part.setDisposition(Part.ATTACHMENT);
    try {
      part.setFileName(MimeUtility.encodeText(name, StandardCharsets.UTF_8.name(), null));
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("this Java runtime has no UTF-8", e);
    }
    return part;
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

package dev.workflow.channels.email;

import dev.workflow.messaging.EmailAddress;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Addresses as they are in mails that are sent. */
final class Addresses {

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}|[\\u0085\\u2028\\u2029]");
  private static final int SHOWN = 60;
  private static final int LONGEST = 320;

  private Addresses() {}

  /** One address in any legal spelling, with or without a name; see {@link EmailAddress}. */
  static InternetAddress one(String text) throws UnsendableException {
    line("the address", text);
    if (text.length() > LONGEST) {
      throw noAddress(text);
    }
    EmailAddress read = EmailAddress.read(text).orElseThrow(() -> noAddress(text));
    if (!StandardCharsets.US_ASCII.newEncoder().canEncode(read.local())) {
      throw new UnsendableException(quoted(text) + " has letters outside ASCII before the @");
    }
    try {
      InternetAddress address = new InternetAddress(read.address(), true);
      if (read.name() != null) {
        address.setPersonal(MimeUtility.decodeText(read.name()), StandardCharsets.UTF_8.name());
      }
      return address;
    } catch (AddressException | UnsupportedEncodingException e) {
      throw noAddress(text);
    }
  }

  /** A text that goes into a header: what breaks lines could add headers of its own. */
  static String line(String what, String text) throws UnsendableException {
    if (CONTROL.matcher(text).find()) {
      throw new UnsendableException(what + " holds a line break or another control character");
    }
    return text;
  }

  private static UnsendableException noAddress(String text) {
    return new UnsendableException(quoted(text) + " is no e-mail address");
  }

  private static String quoted(String text) {
    return "\"" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text) + "\"";
  }
}

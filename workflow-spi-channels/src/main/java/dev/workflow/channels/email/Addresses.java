package dev.workflow.channels.email;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Addresses as the mail library reads them, and a little stricter. */
final class Addresses {

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}|[\\u0085\\u2028\\u2029]");
  private static final int SHOWN = 60;
  private static final int LONGEST = 320;

  private Addresses() {}

  /** One address, with or without a name. The domain may hold letters of other alphabets. */
  static InternetAddress one(String text) throws UnsendableException {
    line("the address", text);
    if (text.length() > LONGEST) {
      throw noAddress(text);
    }
    try {
      InternetAddress[] parsed = InternetAddress.parse(text, true);
      if (parsed.length != 1 || parsed[0].isGroup()) {
        throw noAddress(text);
      }
      InternetAddress address = parsed[0];
      address.setAddress(ascii(address.getAddress(), text));
      address.validate();
      if (address.getPersonal() != null) {
        address.setPersonal(address.getPersonal(), StandardCharsets.UTF_8.name());
      }
      return address;
    } catch (AddressException | UnsupportedEncodingException e) {
      throw noAddress(text);
    }
  }

  private static String ascii(String address, String text) throws UnsendableException {
    int at = address.lastIndexOf('@');
    if (at < 1) {
      throw noAddress(text);
    }
    try {
      String ascii = address.substring(0, at + 1) + IDN.toASCII(address.substring(at + 1));
      if (!StandardCharsets.US_ASCII.newEncoder().canEncode(ascii)) {
        throw new UnsendableException(quoted(text) + " has letters outside ASCII before the @");
      }
      return ascii;
    } catch (IllegalArgumentException e) {
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

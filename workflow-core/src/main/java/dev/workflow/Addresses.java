package dev.workflow;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The one form of an address, by which two spellings of it are the same. */
final class Addresses {

  /** Some letters become longer in lower case; an address that is too long then stays as it is. */
  private static final int LONGEST = 1_000;

  private static final Set<String> PHONES = Set.of("sms", "whatsapp", "voice");
  private static final Pattern BETWEEN = Pattern.compile("[ ()./\\u00a0-]");
  private static final Pattern ABROAD = Pattern.compile("00([1-9][0-9]{4,14})");
  private static final Pattern BARE = Pattern.compile("[1-9][0-9]{4,14}");

  private Addresses() {}

  static String normal(String channel, String address) {
    String bare = address.strip();
    String text = isAscii(bare) ? bare : Normalizer.normalize(bare, Normalizer.Form.NFC);
    String normal = text;
    if (channel.equals("email")) {
      normal = mail(text);
    } else if (PHONES.contains(channel)) {
      normal = number(text);
    }
    return normal.length() > LONGEST ? bare : normal;
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }

  private static String mail(String text) {
    int open = text.lastIndexOf('<');
    boolean named = open >= 0 && text.endsWith(">");
    String bare = named ? text.substring(open + 1, text.length() - 1).strip() : text;
    String lower = bare.toLowerCase(Locale.ROOT);
    int at = lower.lastIndexOf('@');
    return at < 0 ? lower : lower.substring(0, at + 1) + domain(lower.substring(at + 1));
  }

  private static String domain(String domain) {
    if (isAscii(domain)) {
      return domain;
    }
    try {
      return IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return domain;
    }
  }

  private static String number(String text) {
    String plain = text.regionMatches(true, 0, "whatsapp:", 0, 9) ? text.substring(9) : text;
    String digits = BETWEEN.matcher(plain.strip()).replaceAll("");
    if (ABROAD.matcher(digits).matches()) {
      return "+" + digits.substring(2);
    }
    return BARE.matcher(digits).matches() ? "+" + digits : digits;
  }
}

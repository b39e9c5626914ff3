package dev.workflow.messaging;

import dev.workflow.spi.Channels;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one form of an address, by which two spellings of it are the same. */
final class Addresses {

  /** Some letters become longer in lower case; an address that is too long then stays as it is. */
  private static final int LONGEST = 1_000;

  private static final Set<String> PHONES = Set.of(Channels.SMS, Channels.WHATSAPP, "voice");
  private static final Pattern SCHEME =
      Pattern.compile("(?i)\\s*(?:whatsapp|tel|sms|callto):(?://)?(.*)", Pattern.DOTALL);
  private static final Pattern BETWEEN = Pattern.compile("[\\p{Z}\\p{Cf}\\p{Pd}()./\\u2212]");
  private static final Pattern ABROAD = Pattern.compile("00([1-9][0-9]{4,14})");
  private static final Pattern BARE = Pattern.compile("[1-9][0-9]{4,14}");

  /** Mobile numbers of Mexico had a 1 until 2019, and have it in WhatsApp. */
  private static final Pattern MEXICO = Pattern.compile("\\+521([2-9][0-9]{9})");

  /** Mobile numbers of Brazil have had a 9 before them since 2016; in WhatsApp some have none. */
  private static final Pattern BRAZIL = Pattern.compile("\\+55([1-9][0-9])([6-9][0-9]{7})");

  /** Mobile numbers of Argentina have a 9 abroad and in WhatsApp; who writes leaves it out. */
  private static final Pattern ARGENTINA = Pattern.compile("\\+54([1-3][0-9]{9})");

  private Addresses() {}

  static String normal(String channel, String address) {
    String bare = address.strip();
    String text = isAscii(bare) ? bare : Normalizer.normalize(bare, Normalizer.Form.NFC);
    String normal = text;
    if (channel.equals(Channels.EMAIL)) {
      normal = mail(text);
    } else if (PHONES.contains(channel)) {
      normal = number(text, channel);
    }
    return normal.length() > LONGEST ? bare : normal;
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }

  private static String mail(String text) {
    return EmailAddress.read(text).map(EmailAddress::normal).orElseGet(() -> unread(text));
  }

  /** What is no address keeps to itself. */
  private static String unread(String text) {
    int open = text.lastIndexOf('<');
    boolean named = open >= 0 && text.endsWith(">");
    String bare = named ? text.substring(open + 1, text.length() - 1).strip() : text;
    return bare.toLowerCase(Locale.ROOT);
  }

  private static String number(String text, String channel) {
    String digits = digits(text);
    if (ABROAD.matcher(digits).matches()) {
      digits = "+" + digits.substring(2);
    } else if (channel.equals(Channels.WHATSAPP) && BARE.matcher(digits).matches()) {
      digits = "+" + digits;
    }
    return digits.startsWith("+5") ? oneOfSeveral(digits, !channel.equals("voice")) : digits;
  }

  private static String digits(String text) {
    Matcher scheme = SCHEME.matcher(text);
    String plain = scheme.matches() ? scheme.group(1) : text;
    if (isAscii(plain)) {
      return BETWEEN.matcher(plain.strip()).replaceAll("");
    }
    StringBuilder digits = new StringBuilder();
    BETWEEN
        .matcher(Normalizer.normalize(plain.strip(), Normalizer.Form.NFKC))
        .replaceAll("")
        .codePoints()
        .forEach(
            c -> digits.appendCodePoint(Character.isDigit(c) ? '0' + Character.digit(c, 10) : c));
    return digits.toString();
  }

  /**
   * One form of numbers of which one phone has two.
   *
   * @param mobile whether only mobile phones are reached
   */
  private static String oneOfSeveral(String number, boolean mobile) {
    Matcher mexico = MEXICO.matcher(number);
    if (mexico.matches()) {
      return "+52" + mexico.group(1);
    }
    Matcher brazil = BRAZIL.matcher(number);
    if (brazil.matches()) {
      return "+55" + brazil.group(1) + "9" + brazil.group(2);
    }
    Matcher argentina = ARGENTINA.matcher(number);
    return mobile && argentina.matches() ? "+549" + argentina.group(1) : number;
  }
}

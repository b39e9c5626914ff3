package dev.workflow.messaging;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One e-mail address in any spelling that RFC 5322 and RFC 5321 allow, obsolete ones included: with
 * a name before it or a comment anywhere, with blanks around the dots, with quotes that it does not
 * need ({@code "ann"@example.com}), with a route ({@code <@relay:ann@example.com>}), with a domain
 * in any alphabet (IDNA 2008). Immutable.
 *
 * <p>What a mail provider of its own makes of addresses, such as leaving out dots or what follows a
 * plus, is no spelling: {@code ann+news@example.com} is another address.
 *
 * @param name the name before the address, or else the last comment; null: none
 * @param local what is before the @, without quotes; its case is kept
 * @param domain in lower case and ASCII, or an address literal such as {@code [192.0.2.1]}
 */
public record EmailAddress(@Nullable String name, String local, String domain) {

  private static final Pattern ATOM = Pattern.compile("[^\\p{Cntrl}\\s()<>\\[\\]:;@\\\\,\"]+");
  private static final Pattern LITERAL = Pattern.compile("\\[[^\\[\\]\\\\\\s]+\\]");
  private static final Pattern AROUND_DOTS = Pattern.compile("\\s*([.\\u3002\\uFF0E\\uFF61])\\s*");
  private static final String SCHEME = "mailto:";

  /** Reads one address; empty: it is none, or several. Takes time in proportion to its length. */
  public static Optional<EmailAddress> read(String text) {
    String bare = text.strip();
    if (bare.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      bare = bare.substring(SCHEME.length());
    }
    MailScan scan = MailScan.of(bare);
    return scan == null ? Optional.empty() : read(scan);
  }

  private static Optional<EmailAddress> read(MailScan scan) {
    String spec = behindRoute(scan.address().strip());
    int at = spec.lastIndexOf('@');
    String local = at < 0 ? null : local(spec.substring(0, at));
    String domain = at < 0 ? null : domain(spec.substring(at + 1).strip());
    return local == null || domain == null
        ? Optional.empty()
        : Optional.of(new EmailAddress(scan.name(), local, domain));
  }

  /** Without the hosts that were to pass it on: {@code @one,@two:}. */
  private static String behindRoute(String spec) {
    int colon = spec.startsWith("@") ? spec.indexOf(':') : -1;
    if (colon < 0) {
      return spec;
    }
    for (String host : spec.substring(0, colon).split(",", -1)) {
      String name = host.strip();
      if (!name.isEmpty() && (name.lastIndexOf('@') != 0 || domain(name.substring(1)) == null)) {
        return spec;
      }
    }
    return spec.substring(colon + 1).strip();
  }

  /** Words with dots between them, each with or without quotes; null: something else. */
  private static @Nullable String local(String written) {
    StringBuilder local = new StringBuilder();
    boolean word = false;
    boolean any = false;
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c == '"') {
        if (word) {
          return null;
        }
        int end = MailScan.endOfQuoted(written, i);
        local.append(MailScan.unquoted(written.substring(i + 1, end)));
        i = end;
        word = true;
        any = true;
      } else if (c == '.') {
        local.append(c);
        word = false;
      } else if (!Character.isWhitespace(c)) {
        int end = i;
        while (end < written.length() && ".\"".indexOf(written.charAt(end)) < 0) {
          if (Character.isWhitespace(written.charAt(end))) {
            break;
          }
          end++;
        }
        String atom = written.substring(i, end);
        if (word || !ATOM.matcher(atom).matches()) {
          return null;
        }
        local.append(atom);
        i = end - 1;
        word = true;
        any = true;
      }
    }
    return any ? local.toString() : null;
  }

  private static @Nullable String domain(String written) {
    return written.startsWith("[")
        ? LITERAL.matcher(written).matches() ? written.toLowerCase(Locale.ROOT) : null
        : DomainNames.ascii(AROUND_DOTS.matcher(written).replaceAll("$1"));
  }

  /** The bare address, with quotes only if it needs them. */
  public String address() {
    boolean dots = local.startsWith(".") || local.endsWith(".") || local.contains("..");
    return (dots ? inQuotes(local) : quoted(local)) + "@" + domain;
  }

  /**
   * The form by which two spellings are one: the address in lower case, since no mailbox differs
   * from another one in case alone, with accents in one form (NFC, RFC 6532).
   */
  public String normal() {
    String plain = Normalizer.normalize(local.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    return quoted(plain) + "@" + domain;
  }

  private static String quoted(String local) {
    return ATOM.matcher(local).matches() ? local : inQuotes(local);
  }

  private static String inQuotes(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** With the name, as it is in the header of a mail. */
  @Override
  public String toString() {
    return name == null ? address() : inQuotes(name) + " <" + address() + ">";
  }
}

package dev.workflow.channels.email;

import dev.workflow.channels.email.TrackedTransport.Phase;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom a refusal is about, by its code (RFC 3463, RFC 4954, RFC 7372, and what large providers use
 * beside them) and, where that is general, by what it says.
 */
enum Blame {
  /** The sender: its name, its address, its authentication, its place on a block list. */
  SENDER,
  /** The account: no login, no TLS. */
  ACCOUNT,
  /** The recipient or the mail. */
  RECIPIENT,
  /** A policy that may be either. */
  UNCLEAR;

  private static final Set<Integer> LOGIN = Set.of(530, 534, 535, 538);
  private static final Set<Integer> COMMANDS = Set.of(500, 501, 502, 503, 504);
  private static final Set<Integer> POLICY = Set.of(521, 554);
  private static final Pattern CODE = Pattern.compile("[45]\\.([0-9]{1,3})\\.([0-9]{1,3})");

  /** x.7.n about the login. */
  private static final Set<Integer> LOGIN_DETAILS = Set.of(3, 8, 9, 11, 12, 14, 57);

  /** x.7.n about a recipient who takes mail of some only, or about what is in the mail. */
  private static final Set<Integer> RECIPIENT_DETAILS =
      Set.of(2, 4, 5, 6, 7, 10, 13, 15, 16, 17, 18, 19, 28, 30);

  private static final int FIRST_OF_AUTHENTICATION = 20;
  private static final int LAST_OF_AUTHENTICATION = 29;
  private static final int FIRST_OF_GROUPS = 120;
  private static final int LAST_OF_GROUPS = 199;
  private static final int FIRST_OF_PROVIDERS = 500;
  private static final Set<Integer> SENDER_DETAILS = Set.of(60, 64);

  private static final Pattern RELAY = Pattern.compile("relay");
  private static final Pattern US =
      Pattern.compile(
          "relay|client host|your (?:host|ip|server|hostname)|hostname|helo|ehlo|reverse dns|\\bptr\\b"
              + "|black ?list|block ?list|\\brbl\\b|dnsbl|spamhaus|\\bspf\\b|\\bdkim\\b|\\bdmarc\\b"
              + "|sender address rejected");

  /** Whom a refusal in this phase is about; of a transient one UNCLEAR is never said. */
  static Blame of(Phase phase, SmtpReply reply) {
    if (LOGIN.contains(reply.code())) {
      return ACCOUNT;
    }
    String said = reply.text().toLowerCase(Locale.ROOT);
    String enhanced = reply.enhanced();
    Matcher code = CODE.matcher(enhanced == null ? "" : enhanced);
    boolean policy = POLICY.contains(reply.code());
    if (code.matches()) {
      int subject = Integer.parseInt(code.group(1));
      int detail = Integer.parseInt(code.group(2));
      if (subject == 7) {
        Blame blame = ofPolicy(detail);
        return blame == UNCLEAR ? general(phase, reply, said) : blame;
      } else if (subject == 1 && (detail == 7 || detail == 8)) {
        return SENDER;
      } else if (subject == 5 && phase == Phase.RCPT) {
        return SENDER;
      } else if (subject != 0) {
        return RECIPIENT;
      }
      return policy ? general(phase, reply, said) : spoken(said);
    } else if (COMMANDS.contains(reply.code()) && phase == Phase.RCPT) {
      return SENDER;
    }
    return policy ? general(phase, reply, said) : spoken(said);
  }

  private static Blame ofPolicy(int detail) {
    if (LOGIN_DETAILS.contains(detail)) {
      return ACCOUNT;
    } else if (RECIPIENT_DETAILS.contains(detail)
        || (detail >= FIRST_OF_GROUPS && detail <= LAST_OF_GROUPS)) {
      return RECIPIENT;
    }
    boolean authentication = detail >= FIRST_OF_AUTHENTICATION && detail <= LAST_OF_AUTHENTICATION;
    return authentication || detail >= FIRST_OF_PROVIDERS || SENDER_DETAILS.contains(detail)
        ? SENDER
        : UNCLEAR;
  }

  /** A code that does not say whom it is about. */
  private static Blame general(Phase phase, SmtpReply reply, String said) {
    if (phase != Phase.RCPT || reply.isTransient()) {
      return spoken(said);
    }
    return RELAY.matcher(said).find() ? SENDER : UNCLEAR;
  }

  private static Blame spoken(String said) {
    return US.matcher(said).find() ? SENDER : RECIPIENT;
  }
}

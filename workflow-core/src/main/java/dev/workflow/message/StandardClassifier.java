package dev.workflow.message;

import dev.workflow.InboundMessage;
import dev.workflow.Suppressions.Scope;
import dev.workflow.spi.InboundClassifier;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Goes by the headers that robots set (RFC 3834 and what is usual beside it), the form of delivery
 * reports (RFC 3464), and the words by which recipients stop. A word counts only if it is all that
 * was written. Immutable and thread-safe.
 *
 * <p>Words that stop, of SMS and WhatsApp everything, of e-mail the marketing: STOP, STOPALL,
 * UNSUBSCRIBE, CANCEL, END, QUIT, REVOKE, OPTOUT; Dutch STOPPEN, AFMELDEN, UITSCHRIJVEN; German
 * STOPP, ABMELDEN, ABBESTELLEN; French ARRET, ARRETER, DESABONNER; Spanish PARAR, BAJA, CANCELAR.
 * Words that begin anew: START, UNSTOP, AANMELDEN, ANMELDEN, REPRENDRE, ALTA.
 */
public final class StandardClassifier implements InboundClassifier {

  private static final Set<String> STOP =
      Set.of(
          "STOP",
          "STOPALL",
          "UNSUBSCRIBE",
          "CANCEL",
          "END",
          "QUIT",
          "REVOKE",
          "OPTOUT",
          "STOPPEN",
          "AFMELDEN",
          "UITSCHRIJVEN",
          "STOPP",
          "ABMELDEN",
          "ABBESTELLEN",
          "ARRET",
          "ARRETER",
          "DESABONNER",
          "PARAR",
          "BAJA",
          "CANCELAR");
  private static final Set<String> START =
      Set.of("START", "UNSTOP", "AANMELDEN", "ANMELDEN", "REPRENDRE", "ALTA");
  private static final Set<String> LISTS = Set.of("bulk", "junk", "list");
  private static final Set<String> ROBOTS =
      Set.of("mailer-daemon", "postmaster", "no-reply", "noreply");
  private static final int LONGEST_WORD = 40;
  private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}]+");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");

  @Override
  public Classification classify(InboundMessage message) {
    if (!message.channel().equals("email")) {
      return byWord(message.text(), Scope.EVERYTHING);
    }
    if (DeliveryReport.isOne(message)) {
      return DeliveryReport.read(message.text());
    }
    Classification robot = robot(message);
    if (robot instanceof Human) {
      Classification byLine =
          byWord(message.subjectLine() == null ? "" : message.subjectLine(), Scope.MARKETING);
      return byLine instanceof Human ? byWord(message.text(), Scope.MARKETING) : byLine;
    }
    return robot;
  }

  private static Classification robot(InboundMessage message) {
    String submitted = first(message.header("Auto-Submitted"));
    String precedence = first(message.header("Precedence"));
    boolean replies =
        submitted.equals("auto-replied")
            || precedence.equals("auto_reply")
            || first(message.header("X-Autoreply")).equals("yes")
            || message.headers().containsKey("X-Autorespond");
    if (replies) {
      return new OutOfOffice(
          ReturnDate.find(message.subjectLine() + "\n" + message.text()).orElse(null));
    }
    String from = message.from().toLowerCase(Locale.ROOT);
    String name = from.substring(from.lastIndexOf('<') + 1).split("@", 2)[0];
    boolean automatic =
        (!submitted.isEmpty() && !submitted.equals("no"))
            || LISTS.contains(precedence)
            || message.headers().containsKey("X-Auto-Response-Suppress")
            || ROBOTS.contains(name);
    return automatic ? new OtherAutomatic() : new Human();
  }

  /** The value of a header without what stands behind a semicolon. */
  private static String first(String header) {
    return header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private static Classification byWord(String text, Scope scope) {
    String bare = text.strip();
    if (bare.length() > LONGEST_WORD) {
      return new Human();
    }
    String plain = MARKS.matcher(Normalizer.normalize(bare, Normalizer.Form.NFD)).replaceAll("");
    String word = NO_LETTER.matcher(plain).replaceAll("").toUpperCase(Locale.ROOT);
    if (STOP.contains(word)) {
      return new OptOut(scope);
    }
    return START.contains(word) ? new OptIn() : new Human();
  }
}

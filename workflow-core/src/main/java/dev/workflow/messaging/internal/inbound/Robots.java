package dev.workflow.messaging.internal.inbound;

import dev.workflow.messaging.InboundMessage;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells by headers and subject whether a robot wrote a mail. {@code X-Auto-Response-Suppress} and
 * {@code Precedence: list} say how robots are to treat a mail, not that one wrote it.
 */
final class Robots {

  /** Who wrote a mail. */
  enum Judgement {
    NONE,
    /** A robot that answers for somebody who is away. */
    AWAY,
    OTHER
  }

  private static final Set<String> BULK = Set.of("bulk", "junk");
  private static final Set<String> NAMES =
      Set.of("mailer-daemon", "postmaster", "no-reply", "noreply", "do-not-reply", "donotreply");

  /** What mail systems write before the subject of the mail that they answer. */
  private static final Pattern AWAY =
      Pattern.compile(
          "(?iu)\\s*(?:\\[.{1,20}\\]\\s*)?(?:automatic reply|auto[- ]?reply|auto[- ]?response|out of (?:the )?office"
              + "|ooo|automatisch antwoord|automatische (?:antwort|beantwoording)|afwezig"
              + "|afwezigheids(?:bericht|assistent)|afwezigheid|abwesenheits(?:notiz|nachricht|assistent)"
              + "|abwesend|abwesenheit|réponse automatique|absence du bureau|absent du bureau|absence"
              + "|respuesta automática|fuera de (?:la )?oficina|risposta automatica|fuori sede"
              + "|resposta automática|ausência|ausente|automatiskt svar|autosvar|automatisk sva?r"
              + "|fraværende|frånvarande|ej på kontoret|odpowiedź automatyczna|autoodpowiedź"
              + "|automatická odpově[dď]|automaattinen vastaus|automatikus válasz|răspuns automat"
              + "|otomatik yanıt|otomatik cevap|автоматический ответ|автоматична відповідь"
              + "|автоответ|αυτόματη απάντηση|رد تلقائي|תשובה אוטומטית|מענה אוטומטי"
              + "|自动答复|自动回复|自動回覆|自動応答|不在通知|자동 회신|부재중|balasan otomatis|trả lời tự động)"
              + "(?:\\s*[:：–-].*|\\s*)");

  private static final int DEEPEST_COMMENT = 3;
  private static final Pattern COMMENT = Pattern.compile("\\([^()]{0,200}\\)");

  private Robots() {}

  static Judgement judge(InboundMessage message) {
    String submitted = word(message.header("Auto-Submitted"));
    String precedence = word(message.header("Precedence"));
    String line = message.subjectLine() == null ? "" : message.subjectLine();
    boolean away =
        submitted.equals("auto-replied")
            || precedence.equals("auto_reply")
            || word(message.header("X-Autoreply")).equals("yes")
            || message.headers().containsKey("X-Autorespond")
            || AWAY.matcher(line).matches();
    if (away) {
      return Judgement.AWAY;
    }
    String from = message.from().toLowerCase(Locale.ROOT);
    String name = from.substring(from.lastIndexOf('<') + 1).split("@", 2)[0].strip();
    boolean other =
        (!submitted.isEmpty() && !submitted.equals("no"))
            || BULK.contains(precedence)
            || message.header("Return-Path").strip().equals("<>")
            || NAMES.contains(name);
    return other ? Judgement.OTHER : Judgement.NONE;
  }

  /** The first word of a header, without comments and without what is behind a semicolon. */
  private static String word(String header) {
    String bare = header;
    for (int depth = 0; depth < DEEPEST_COMMENT && bare.indexOf('(') >= 0; depth++) {
      bare = COMMENT.matcher(bare).replaceAll(" ");
    }
    bare = bare.split(";", 2)[0].strip();
    return bare.split("\\s", 2)[0].toLowerCase(Locale.ROOT);
  }
}

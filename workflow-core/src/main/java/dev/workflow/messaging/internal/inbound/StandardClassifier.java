package dev.workflow.messaging.internal.inbound;

import dev.workflow.messaging.InboundClassifier;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.messaging.Suppressions.Scope;
import dev.workflow.messaging.internal.inbound.StopWords.Meaning;
import dev.workflow.spi.Channels;

/**
 * Goes by what the provider says of a message ({@link InboundMessage.Origin}), by the form of
 * reports (RFC 3464, RFC 5965, RFC 8098), by the headers and subjects that robots set (RFC 3834 and
 * what is usual beside it), and by the words by which recipients stop. Of a mail only the
 * {@linkplain NewestPart newest part} counts, without its signature. Immutable and thread-safe.
 *
 * <p>Words that stop, of SMS and WhatsApp everything, of e-mail the marketing, in forty languages:
 * STOP, UNSUBSCRIBE, AFMELDEN, ABMELDEN, ARRET, SAIR, СТОП, توقف, 停止, …, also repeated and with
 * politeness around them. Words that are an answer as well, such as CANCEL or END, count only if
 * they are all that was written. Words that begin anew: START, UNSTOP, AANMELDEN, ANMELDEN,
 * REPRENDRE, ALTA, СТАРТ, 开始, ….
 */
public final class StandardClassifier implements InboundClassifier {

  @Override
  public Classification classify(InboundMessage message) {
    return switch (message.origin()) {
      case CHOSEN -> new Human();
      case OPT_OUT -> new OptOut(Scope.EVERYTHING);
      case OPT_OUT_OF_MARKETING -> new OptOut(Scope.MARKETING);
      case OPT_IN -> new OptIn();
      case WRITTEN ->
          message.channel().equals(Channels.EMAIL)
              ? mail(message)
              : said(StopWords.of(message.text()), Scope.EVERYTHING);
    };
  }

  private static Classification mail(InboundMessage message) {
    String report = ReportParts.type(message.header("Content-Type"));
    if (report.equals(DeliveryReport.TYPE)) {
      return DeliveryReport.read(message);
    } else if (report.equals(AbuseReport.TYPE)) {
      return AbuseReport.read(message);
    } else if (!report.isEmpty()) {
      return new OtherAutomatic(); // it was read, deleted, …
    }
    String text = NewestPart.unsigned(message.text());
    return switch (Robots.judge(message)) {
      case AWAY -> new OutOfOffice(ReturnDate.find(text).orElse(null));
      case OTHER -> new OtherAutomatic();
      case NONE -> said(meaning(message, text), Scope.MARKETING);
    };
  }

  /** A subject counts before the text, unless it may mean something else and there is a text. */
  private static Meaning meaning(InboundMessage message, String text) {
    String line = message.subjectLine();
    Meaning bySubject = line == null ? Meaning.NOTHING : StopWords.of(line);
    boolean vague = bySubject == Meaning.NOTHING || bySubject == Meaning.PERHAPS_STOP;
    return vague && !text.isBlank() ? StopWords.of(text) : bySubject;
  }

  private static Classification said(Meaning meaning, Scope scope) {
    return switch (meaning) {
      case STOP, PERHAPS_STOP -> new OptOut(scope);
      case START -> new OptIn();
      case NOTHING -> new Human();
    };
  }
}

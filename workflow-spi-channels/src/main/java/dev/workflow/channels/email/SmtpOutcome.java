package dev.workflow.channels.email;

import dev.workflow.channels.email.TrackedTransport.Phase;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Refusal;
import dev.workflow.spi.SendResult.Scope;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a failure means, by how far the mail came, whom it is about ({@link Blame}) and what the
 * server said. Of the table:
 *
 * <pre>
 * about the sender or the account   deferred, about that: the mail waits with all others
 * 4yz                               deferred
 * 5yz to MAIL                       deferred, about the sender; for its size (552) rejected
 * 5yz to RCPT                       rejected, about the recipient; for a policy about the message
 * 5yz to DATA or to the end         rejected
 * line lost before the end          deferred
 * line lost at the end              unknown
 * </pre>
 */
final class SmtpOutcome {

  private static final Set<String> NO_MAILBOX = Set.of("5.1.1", "5.1.6", "5.1.10");
  private static final Set<String> OF_MAILBOX = Set.of("5.2.1", "5.2.2");

  private static final int CLOSING = 421;

  private SmtpOutcome() {}

  /**
   * @param replies what was answered in the phase
   * @param trouble what went wrong if nothing was answered
   */
  static SendResult of(Phase phase, List<SmtpReply> replies, String trouble) {
    SmtpReply reply = failure(phase, replies);
    if (reply == null) {
      return phase == Phase.DOT
          ? SendResult.unknown("the line broke at the end of the mail: " + trouble)
          : SendResult.deferred(trouble + " (" + phase.label + ")", null)
              .withScope(phase == Phase.CONNECT ? Scope.ACCOUNT : Scope.MESSAGE, null);
    }
    String reason = reply.line() + " (" + phase.label + ")";
    String code = reply.bestCode();
    if (phase == Phase.CONNECT) {
      return SendResult.deferred(reason, null).withScope(Scope.ACCOUNT, code);
    }
    boolean ofCopy = phase == Phase.RCPT && !replies.get(0).isFailure();
    if (!ofCopy && reply.code() != CLOSING) {
      Blame blame = blame(phase, reply);
      if (blame == Blame.SENDER || blame == Blame.ACCOUNT) {
        return aboutUs(reply, phase, blame == Blame.SENDER ? Scope.SENDER : Scope.ACCOUNT);
      }
    }
    Scope scope = scope(ofCopy ? Phase.DATA : phase, reply);
    return reply.isPermanent()
        ? SendResult.rejected(reason).withScope(scope, code).withRefusal(refusal(scope, code))
        : SendResult.deferred(reason, null).withScope(scope, code);
  }

  private static Blame blame(Phase phase, SmtpReply reply) {
    Blame blame = Blame.of(phase, reply);
    return phase == Phase.MAIL && blame != Blame.ACCOUNT && !isSize(reply) ? Blame.SENDER : blame;
  }

  /** Whether it is not clear from the answers to RCPT if the recipient or the sender is refused. */
  static boolean isUnclear(Phase phase, List<SmtpReply> replies) {
    return phase == Phase.RCPT
        && !replies.isEmpty()
        && replies.get(0).isPermanent()
        && Blame.of(phase, replies.get(0)) == Blame.UNCLEAR;
  }

  /** What becomes of a copy that the server did not take for this reason, and the mail it did. */
  static SendResult ofCopy(SmtpReply reply) {
    String reason = reply.line() + " (" + Phase.RCPT.label + ")";
    String code = reply.bestCode();
    Scope scope = scope(Phase.RCPT, reply);
    return reply.isPermanent()
        ? SendResult.rejected(reason).withScope(scope, code).withRefusal(refusal(scope, code))
        : SendResult.deferred(reason, null).withScope(Scope.RECIPIENT, code);
  }

  /** The sender is refused, whoever the recipient is. */
  static SendResult aboutUs(SmtpReply reply, Phase phase, Scope scope) {
    return SendResult.deferred(reply.line() + " (" + phase.label + ")", null)
        .withScope(scope, reply.bestCode());
  }

  /** One that seemed to be about the sender, and is about this recipient. */
  static SendResult aboutRecipient(SendResult.Deferred seeming) {
    return SendResult.rejected(seeming.reason()).withScope(Scope.MESSAGE, seeming.code());
  }

  private static boolean isSize(SmtpReply reply) {
    return reply.code() == 552 || reply.code() == 452 || "5.3.4".equals(reply.enhanced());
  }

  /**
   * The last answer counts while connecting, and else the first: what comes behind it is about
   * cleaning up. Of the answers to RCPT the recipient's own counts, and then one that asks to wait:
   * a copy that is refused for good says nothing about the mail.
   */
  private static @Nullable SmtpReply failure(Phase phase, List<SmtpReply> replies) {
    if (replies.isEmpty()) {
      return null;
    }
    SmtpReply decisive = replies.get(phase == Phase.CONNECT ? replies.size() - 1 : 0);
    if (decisive.isFailure()) {
      return decisive;
    }
    return phase == Phase.RCPT
        ? replies.stream()
            .filter(SmtpReply::isFailure)
            .min(Comparator.comparing(SmtpReply::isPermanent))
            .orElse(null)
        : null;
  }

  /** No such mailbox: the address is not written to again. */
  private static @Nullable Refusal refusal(Scope scope, String code) {
    return scope == Scope.RECIPIENT && NO_MAILBOX.contains(code) ? Refusal.HARD_BOUNCE : null;
  }

  private static Scope scope(Phase phase, SmtpReply reply) {
    if (reply.code() == CLOSING) {
      return Scope.ACCOUNT; // the server is closing down
    }
    String enhanced = reply.enhanced();
    if (phase == Phase.MAIL) {
      return isSize(reply) ? Scope.MESSAGE : Scope.SENDER;
    }
    if (phase != Phase.RCPT) {
      return Scope.MESSAGE;
    }
    if (enhanced == null || reply.isTransient()) {
      return Scope.RECIPIENT;
    }
    boolean mailbox = enhanced.startsWith("5.1.") || OF_MAILBOX.contains(enhanced);
    return mailbox ? Scope.RECIPIENT : Scope.MESSAGE;
  }
}

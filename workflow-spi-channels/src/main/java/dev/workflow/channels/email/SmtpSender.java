package dev.workflow.channels.email;

import dev.workflow.channels.email.TrackedTransport.Phase;
import dev.workflow.internal.log.Log;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.Channels;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Scope;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends the channel {@code email} over SMTP. Of a message's content it knows {@code subject},
 * {@code text}, {@code html}, {@code cc}, {@code bcc}, {@code reply_to}, {@code attachments} and
 * {@code list_unsubscribe}.
 *
 * <p>{@code Message-ID} is made from the idempotency key and stays the same when a message is sent
 * again; it is the provider's id of a sent message. A line that breaks after the end of the mail
 * was sent gives {@code unknown}, since the server may have taken it.
 *
 * <p>Mails are not signed with DKIM: the mail server that takes them does that.
 *
 * <p>A server that refuses the sender, whoever the recipient is (its EHLO name, relaying, a block
 * list, SPF, a missing login), loses no mail: the refusal is about the {@code SENDER} or the {@code
 * ACCOUNT}, and all mails wait until one of them is taken.
 *
 * <p>Keeps connections open; close it at the end. Thread-safe.
 */
public final class SmtpSender implements ChannelSender, AutoCloseable {

  private static final Log LOG = Log.of(SmtpSender.class);

  private static final Duration SOON = Duration.ofSeconds(1);

  private final SmtpConnections connections;
  private final MailWriter writer;
  private final String from;
  private final Suspects suspects = new Suspects();

  private SmtpSender(SmtpSettings settings, InstantSource clock) {
    this.connections = new SmtpConnections(settings);
    this.writer = new MailWriter(connections.session(), settings, clock);
    this.from = writer.from();
  }

  public static SmtpSender create(SmtpSettings settings) {
    return create(settings, InstantSource.system());
  }

  /**
   * @param clock gives the date that mails bear
   */
  public static SmtpSender create(SmtpSettings settings, InstantSource clock) {
    return new SmtpSender(settings, clock);
  }

  @Override
  public String channel() {
    return Channels.EMAIL;
  }

  /**
   * @throws InterruptedException if it is interrupted while it waits for a connection
   * @throws IllegalStateException if the sender is closed
   */
  @Override
  public SendResult send(OutboundMessage message) throws InterruptedException {
    Mail mail;
    try {
      mail = writer.write(message);
    } catch (UnsendableException e) {
      return SendResult.rejected(e.getMessage()).withScope(e.scope(), null);
    } catch (MessagingException e) {
      return SendResult.rejected("no mail can be made of it: " + e.getMessage());
    }
    TrackedTransport transport = connections.take();
    if (transport == null) {
      return SendResult.deferred("all connections to the mail server are in use", SOON)
          .withScope(Scope.ACCOUNT, null);
    }
    boolean sound = false;
    try {
      SendResult result = deliver(transport, mail);
      sound = result instanceof SendResult.Sent || transport.isConnected();
      return result;
    } finally {
      if (sound) {
        connections.giveBack(transport);
      } else {
        connections.drop(transport);
      }
    }
  }

  private SendResult deliver(TrackedTransport transport, Mail mail) {
    try {
      if (transport.mails() == 0) {
        transport.open();
      }
    } catch (NoTokenException e) {
      return SendResult.deferred("there is no token for the login: " + e.getMessage(), null)
          .withScope(Scope.ACCOUNT, null);
    } catch (AuthenticationFailedException e) {
      return SendResult.deferred("the mail server refuses the login: " + oneLine(e), null)
          .withScope(Scope.ACCOUNT, "535");
    } catch (MessagingException e) {
      return SmtpOutcome.of(Phase.CONNECT, transport.replies(), oneLine(e));
    }
    Mail rest = mail;
    List<SendResult.MissedCopy> missed = new ArrayList<>();
    while (true) {
      try {
        transport.sendMessage(rest.mime(), rest.everybody());
        suspects.taken(mail.recipient().getAddress());
        return new SendResult.Sent(rest.mime().getMessageID(), missed);
      } catch (MessagingException e) {
        Mail fewer = withoutRefused(transport, rest, missed);
        if (fewer == null) {
          return judged(transport, mail, oneLine(e));
        }
        rest = fewer;
      }
    }
  }

  /**
   * What a failure means. A refusal that may be about the recipient or about the sender is told
   * apart by a second question: whether the server would take mail to the sender's own address. One
   * that seems to be about the sender, again and again while the server takes mail to others, is
   * about the recipient.
   */
  private SendResult judged(TrackedTransport transport, Mail mail, String trouble) {
    Phase phase = transport.phase();
    List<SmtpReply> replies = transport.replies();
    SendResult result = SmtpOutcome.of(phase, replies, trouble);
    if (SmtpOutcome.isUnclear(phase, replies)) {
      SmtpReply refusal = replies.get(0);
      String envelope = mail.mime().getEnvelopeFrom();
      if (transport.alsoRefuses(envelope == null ? from : envelope, from, refusal)) {
        result = SmtpOutcome.aboutUs(refusal, phase, Scope.SENDER);
      }
    }
    return phase == Phase.RCPT
            && result instanceof SendResult.Deferred seeming
            && seeming.scope() == Scope.SENDER
            && suspects.isGuilty(mail.recipient().getAddress())
        ? SmtpOutcome.aboutRecipient(seeming)
        : result;
  }

  /**
   * The mail for those whom the server takes, if the recipient is among them; null if nothing is
   * gained by trying again.
   *
   * @param missed gets the copies that it does not take
   */
  private static @Nullable Mail withoutRefused(
      TrackedTransport transport, Mail mail, List<SendResult.MissedCopy> missed) {
    List<SmtpReply> replies = transport.replies();
    int asked = 1 + mail.copies().size();
    if (transport.phase() != Phase.RCPT || replies.size() < asked || replies.get(0).isFailure()) {
      return null;
    }
    List<InternetAddress> taken = new ArrayList<>();
    for (int i = 0; i < mail.copies().size(); i++) {
      SmtpReply reply = replies.get(i + 1);
      if (reply.isFailure()) {
        LOG.info("A copy is left out: the mail server answers {}", reply.line());
        missed.add(
            new SendResult.MissedCopy(
                mail.copies().get(i).getAddress(), SmtpOutcome.ofCopy(reply)));
      } else {
        taken.add(mail.copies().get(i));
      }
    }
    return taken.size() == mail.copies().size() ? null : mail.withCopies(taken);
  }

  private static String oneLine(MessagingException e) {
    Throwable cause = e.getNextException() == null ? e : e.getNextException();
    String message = cause.getMessage() == null ? "" : cause.getMessage();
    String line = message.strip().replaceAll("\\p{Cntrl}+", " ");
    return line.isEmpty() ? cause.getClass().getSimpleName() : line;
  }

  @Override
  public void close() {
    connections.close();
  }
}

package dev.workflow.messaging;

import dev.workflow.Actor;
import dev.workflow.InvalidInputException;
import dev.workflow.TenantId;
import java.text.Normalizer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Consents to be written to: who, about what, since when, and the proof. Nothing is ever
 * overwritten: the newest entry about a topic holds. Thread-safe.
 *
 * <p>A message of the category {@code MARKETING} is about the topic that is in its content as
 * {@code topic}, otherwise about {@link #MARKETING}. When it is about to be sent, a withdrawal of
 * its topic or of {@link #MARKETING} makes it end {@code SKIPPED}; where the {@link
 * dev.workflow.spi.ConsentPolicy} asks for consent, its absence does so too. A consent to {@link
 * #MARKETING} covers every topic that was not withdrawn.
 */
public interface Consents {

  /** The topic of marketing that names no other. */
  String MARKETING = "marketing";

  /**
   * A topic however it is written: without blanks around it, with accents in one form (NFC). Case
   * counts.
   */
  static String normal(String topic) {
    return Normalizer.normalize(topic.strip(), Normalizer.Form.NFC);
  }

  /**
   * One entry.
   *
   * @param granted false: withdrawn
   * @param evidence what proves it, such as the form, its version and the IP address
   */
  record Consent(
      ChannelAddress address,
      String topic,
      boolean granted,
      Instant at,
      Actor by,
      @Nullable String evidence) {}

  /**
   * @param topic 1 to 100 characters, kept in its {@linkplain #normal normal form}
   * @param evidence up to 2,000 characters
   * @throws InvalidInputException if the channel has no such address
   */
  Consent grant(
      TenantId tenant, ChannelAddress address, String topic, Actor by, @Nullable String evidence);

  /** Takes a consent back; also one that was never given. The parts as in {@link #grant}. */
  Consent withdraw(
      TenantId tenant, ChannelAddress address, String topic, Actor by, @Nullable String evidence);

  /**
   * The same of the recipient of a message, such as who follows its link to unsubscribe. Their
   * address is never refused: one that cannot be read is kept as the message has it.
   */
  default Consent withdrawRecipient(
      TenantId tenant, ChannelAddress address, String topic, Actor by, @Nullable String evidence) {
    return withdraw(tenant, address, topic, by, evidence);
  }

  /** What holds now: the newest entry about a topic; empty if there is none. */
  Optional<Consent> current(TenantId tenant, ChannelAddress address, String topic);

  /** Every entry about an address, newest first, the newest 1,000. */
  List<Consent> history(TenantId tenant, ChannelAddress address);
}
